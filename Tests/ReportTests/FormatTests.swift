import Foundation
import Ingest
import Report
import Scoring
import Testing

struct SummaryTests {
  private let events = [
    Brief.Event(at: Timestamp(seconds: 1_679_320_000), label: "asks supporters to stay away")
  ]

  private func findings(shuffledBy seed: UInt64?) throws -> Findings {
    var random = RandomNumbers(seed: 8)
    var posts = (0..<500).map { _ in
      let stance = Stance.allCases.randomElement(using: &random) ?? .neutral
      let time = Timestamp(seconds: 1_679_300_000 + Int64.random(in: 0..<90_000, using: &random))
      return post(
        stance,
        by: Int.random(in: 0..<120, using: &random),
        Double.random(in: 0.4...1, using: &random),
        at: time
      )
    }
    for status: Status in [.target, .repost, .duplicate, .unscored(.language), .unscored(.noWords)]
    {
      posts.append(
        ScoredPost(status: status, author: 5, createdAt: nil, probabilities: nil, sentiment: nil)
      )
    }
    if let seed {
      var shuffling = RandomNumbers(seed: seed)
      posts.shuffle(using: &shuffling)
    }
    return try Findings.of(posts, brief: Brief(target: ["Jo Harker"], events: events))
  }

  @Test func sameFindingsGiveTheSameBytesInAnyOrder() throws {
    let first = try findings(shuffledBy: nil).summary().json()
    for seed: UInt64 in 1...5 { #expect(try findings(shuffledBy: seed).summary().json() == first) }
  }

  @Test func summaryKeepsToItsSchema() throws {
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(SummarySchema.text.utf8)) as? [String: Any]
    )
    let validator = SchemaValidator(schema: schema)
    let labelled = try Findings.of(
      (0..<60).map { post(.supportive, by: $0) },
      labels: Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, .critical) })
    )
    for findings in [try findings(shuffledBy: nil), try Findings.of([]), labelled] {
      let summary = try JSONSerialization.jsonObject(with: Data(findings.summary().json().utf8))
      #expect(validator.problems(with: summary) == [])
    }
  }

  @Test func validatorFindsWhatIsWrong() throws {
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(SummarySchema.text.utf8)) as? [String: Any]
    )
    let text = try findings(shuffledBy: nil).summary().json()
    for (old, new) in [
      ("\"schema\"", "\"scheme\""), ("groundswell.summary/1", "groundswell.summary/2"),
      ("\"posts\" : 505", "\"posts\" : -1"), ("\"divided\"", "\"certain\""),
      ("\"is_clear\" : false", "\"is_clear\" : 0.5"),
    ] {
      let changed = text.replacingOccurrences(of: old, with: new)
      try #require(changed != text, "\(old) is not in the summary")
      let summary = try JSONSerialization.jsonObject(with: Data(changed.utf8))
      #expect(!SchemaValidator(schema: schema).problems(with: summary).isEmpty, "\(new)")
    }
  }

  @Test func wordsThatBeginLikeMarkupAreWords() {
    for (words, markdown) in [
      ("- no", "\\- no"), ("--- so what", "\\--- so what"), ("1. no", "1\\. no"),
      ("12) no", "12\\) no"), ("well - no. 1. (2)", "well - no. 1. (2)"),
    ] {
      let table = Table(name: "", title: "", columns: ["words"], rows: [[words]])
      #expect(table.markdown.hasSuffix("| --- |\n| \(markdown) |\n"), "\(table.markdown)")
    }
  }

  @Test func totalsAddUp() throws {
    let statuses = try findings(shuffledBy: nil).statuses
    #expect(statuses.total == 505)
    #expect(statuses["scored"] == 500)
    #expect(statuses["unscored"] == 2)
  }

  @Test func binWithTooFewPeopleHasNoShare() throws {
    let posts = (0..<30).map {
      post(.supportive, by: $0, at: Timestamp(seconds: 1_679_300_400 + ($0 < 25 ? 0 : 3_600)))
    }
    var options = Findings.Options()
    options.binWidth = .hours(1)
    let json = try Findings.of(posts, options: options).summary().json()
    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    )
    let timeline = try #require(summary["timeline"] as? [String: Any])
    let bins = try #require(timeline["bins"] as? [[String: Any]])
    let shares = bins.map {
      (($0["people"] as? [String: Any])?["supportive"] as? [String: Any])?["share"]
    }
    #expect(shares.first as? Double == 1)
    #expect(shares.last is NSNull)
  }
}

struct TextFormatTests {
  private static let hostile =
    "\u{1B}[31mred\u{1B}[0m \u{202E}backwards\u{2066} \u{9B}2J\u{7} <script> 図書館図書館図書館図書館図書館"
    + String(repeating: "endless", count: 40)

  private func text(color: Bool, isASCII: Bool = false, label: String = hostile) throws -> String {
    let posts = (0..<200).map {
      post(
        Stance.allCases[$0 % 3],
        by: $0 / 2,
        at: Timestamp(seconds: 1_679_300_000 + Int64($0) * 900)
      )
    }
    let brief = Brief(
      target: [label],
      stand: label,
      events: [.init(at: Timestamp(seconds: 1_679_320_000), label: label)]
    )
    return try Findings.of(posts, brief: brief, options: .init(timeZone: "Europe/London"))
      .text(TextStyle(usesColor: color, isASCII: isASCII))
  }

  @Test func asciiReportHoldsNothingElseAndKeepsItsColumns() throws {
    let text = try text(color: false, isASCII: true)
    #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(text.contains("##########"))
    let label = "“Élève” – très straße … ❤️ 図"
    let spelled = try self.text(color: false, isASCII: true, label: label)
    #expect(spelled.contains("\"Eleve\" - tres strasse ... :heavy-black-heart: ?"))
  }

  @Test func nothingFromTheDataReachesTheTerminalAsACommand() throws {
    let text = try text(color: false)
    let commands = text.unicodeScalars.filter { scalar in
      scalar != "\n"
        && [.control, .format].contains(scalar.properties.generalCategory)
    }
    #expect(commands.isEmpty)
  }

  @Test func noLineIsLongerThanEightyColumns() throws {
    for line in try text(color: false).split(separator: "\n") {
      // The wide characters of the test's text take two columns each.
      let wide = line.unicodeScalars.count { (0x2E80...0xA4CF).contains($0.value) }
      #expect(line.count + wide <= 80, "\(line)")
    }
  }

  @Test func colorIsUsedOnlyWhereAskedFor() throws {
    #expect(try !text(color: false).contains("\u{1B}"))
    #expect(try text(color: true).contains("\u{1B}[34m"))
  }
}
