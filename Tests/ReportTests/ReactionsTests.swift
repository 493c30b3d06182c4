import Foundation
import Ingest
import Report
import Scoring
import TestSupport
import Testing

/// Parts of an export that are read apart and merged give what the whole gives.
struct ReactionsTests {
  private typealias Line = (conversation: Int, json: String)

  /// Conversations of many sizes, some with a root that is not there; people post in several of them.
  private static func export(_ random: inout RandomNumbers) throws -> [Line] {
    let words = [
      "shame", "on", "the", "council", "thank", "you", "for", "standing", "up", "liars", "no",
    ]
    var lines: [Line] = []
    for conversation in 0..<14 {
      let size = [1, 2, 5, 12, 30].randomElement(using: &random) ?? 1
      let hasRoot = conversation % 4 != 3
      for number in (hasRoot ? 0 : 1)..<size + 1 {
        var object: [String: Any] = [
          "id": "c\(conversation)-\(number)",
          "author": number == 0
            ? "root\(conversation)" : "p\(Int.random(in: 0..<60, using: &random))",
          "created_at": 1_679_300_000 + Int.random(in: 0..<200_000, using: &random),
          "text": (0..<Int.random(in: 3...14, using: &random))
            .compactMap { _ in words.randomElement(using: &random) }.joined(separator: " "),
          "like_count": Int.random(in: 0..<9, using: &random),
        ]
        if number > 0 {
          object["conversation_id"] = "c\(conversation)-0"
          object["in_reply_to"] = "c\(conversation)-\(Int.random(in: 0..<number, using: &random))"
        }
        let data = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        lines.append((conversation, String(decoding: data, as: UTF8.self)))
      }
    }
    return lines
  }

  private let model: Model
  private let folder: TemporaryFolder

  init() throws {
    model = try .builtIn()
    folder = try TemporaryFolder()
  }

  private static let brief = Brief(target: ["@root2"], opponents: ["the council"])

  private func part(
    _ lines: [String],
    brief: Brief = brief,
    timeZone: String? = nil
  ) throws -> Reactions {
    let path = try folder.write(lines.map { $0 + "\n" }.joined(), to: "part.jsonl")
    var corpus = try Corpus(paths: [path])
    corpus.nameInputs("export")
    let scored = try Scorer(model: model)
      .score(corpus, brief: brief, scope: .everyConversation, isPart: true)
    let tool = ToolDescription(version: "1", model: model)
    let line = try Reactions(corpus, scored, tool: tool).partial(
      of: corpus,
      brief: brief,
      usesContext: true,
      allConversations: true,
      timeZone: timeZone
    )
    return try Reactions(partial: line.utf8, name: "part")
  }

  private func json(_ reactions: Reactions) throws -> String {
    try Findings(reactions).summary().json()
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func mergedPartsAreTheWhole(seed: UInt64) throws {
    var random = RandomNumbers(seed: seed)
    let lines = try Self.export(&random)
    for brief in [Brief(), Self.brief] {
      let path = try folder.write(lines.map { $0.json + "\n" }.joined(), to: "whole.jsonl")
      var corpus = try Corpus(paths: [path])
      corpus.nameInputs("export")
      let scored = try Scorer(model: model)
        .score(corpus, brief: brief, scope: .everyConversation)
      let tool = ToolDescription(version: "1", model: model)
      let whole = try Findings(corpus, scored, tool: tool).summary().json()

      // Some parts are empty, some hold one conversation.
      let count = Int.random(in: 2...6, using: &random)
      let owner = (0..<14).map { _ in Int.random(in: 0..<count, using: &random) }
      var parts = try (0..<count).map { number in
        try part(lines.filter { owner[$0.conversation] == number }.map(\.json), brief: brief)
      }
      parts.shuffle(using: &random)
      var left = parts[0]
      for part in parts.dropFirst() { try left.merge(part) }
      #expect(try json(left) == whole, "seed \(seed), \(count) parts")
      // Merged from the right, and read back in between.
      var right = parts[parts.count - 1]
      for part in parts.dropLast().reversed() {
        var sum = part
        try sum.merge(right)
        right = try Reactions(partial: try sum.partial().utf8, name: "sum")
      }
      #expect(try json(right) == whole, "seed \(seed), \(count) parts")
    }
  }

  @Test func partOfWhichNothingIsScoredIsTheWhole() throws {
    let lines = (0..<4).map { #"{"id":"\#($0)","author":"a\#($0)","text":"words \#($0)"}"# }
    let path = try folder.write(lines.map { $0 + "\n" }.joined(), to: "whole.jsonl")
    var corpus = try Corpus(paths: [path])
    corpus.nameInputs("export")
    let scored = try Scorer(model: model)
      .score(corpus, brief: Brief(), scope: .everyConversation)
    let tool = ToolDescription(version: "1", model: model)
    let whole = try Findings(corpus, scored, tool: tool).summary().json()
    #expect(try json(part(lines, brief: Brief())) == whole)
  }

  @Test func conversationsInTwoPartsAreReported() throws {
    var random = RandomNumbers(seed: 4)
    let lines = try Self.export(&random).map(\.json)
    var sum = try part(Array(lines.prefix(lines.count / 2)))
    try sum.merge(part(Array(lines.dropFirst(lines.count / 2))))
    let codes = try Findings(sum).warnings.map(\.code)
    #expect(codes.contains(.conversationsCut))
    let whole = try Findings(part(lines)).warnings.map(\.code)
    #expect(!whole.contains(.conversationsCut))
  }

  @Test func partsThatWereMadeInOtherWaysAreRefused() throws {
    var random = RandomNumbers(seed: 5)
    let lines = try Self.export(&random).map(\.json)
    let one = try part(lines)
    func refusal(_ other: Reactions) -> String {
      var sum = one
      do {
        try sum.merge(other)
        return ""
      } catch { return error.description }
    }
    #expect(try refusal(part(lines, brief: Brief(target: ["@root3"]))).contains("the brief"))
    #expect(try refusal(part(lines, timeZone: "Europe/London")).contains("zone"))
    let text = try one.partial()
    for (old, new, word) in [
      (#""version":"1""#, #""version":"2""#, "version"),
      (model.digest, "0123456789abcdef", "model"),
      (#""lexicon_digest":""#, #""lexicon_digest":"a1"#, "in the lexicon: a1, not none"),
    ] {
      let changed = text.replacing(old, with: new)
      #expect(try refusal(Reactions(partial: changed.utf8, name: "b")).contains(word))
    }
  }

  @Test func momentsThatNoPostCanHaveAreRefused() throws {
    let event = Brief.Event(at: Timestamp(seconds: 1_679_300_007), label: "x")
    let text = try part([], brief: Brief(target: ["@root2"], events: [event])).partial()
    #expect(throws: Never.self) { try Reactions(partial: text.utf8, name: "a.partial") }
    let far = text.replacing("1679300007", with: "999999999999999")
    #expect(far != text)
    #expect(throws: ReportError.self) { try Reactions(partial: far.utf8, name: "a.partial") }
  }

  @Test func whatIsNoPartIsRefused() throws {
    let text = try part([])
      .partial()
    for (bytes, problem) in [
      ("{}", "is no partial result"), ("posts", "is no partial result"),
      (text.replacing("partial/5", with: "partial/9"), "version groundswell.partial/9"),
      (text.replacing(#""level":0"#, with: #""level":70"#), "damaged"),
      (text.replacing(#""doubt":[[0,0,0],"#, with: #""doubt":["#), "damaged"),
      (String(text.prefix(text.utf8.count / 2)), "is no partial result"),
      (text.replacing(#""scored":0"#, with: #""scored":9223372036854775807"#), "damaged"),
    ] {
      #expect {
        try Reactions(partial: bytes.utf8, name: "a.partial")
      } throws: { error in
        "\(error)".hasPrefix("a.partial: ") && "\(error)".contains(problem)
      }
    }
  }
}

struct PeopleSampleTests {
  private struct Act: OfPerson, Hashable {
    var person: UInt64
    var post: UInt64
  }

  private static let empty = PeopleSample<Act>(capacity: 500, fewestPeople: 20)

  private func acts(_ count: Int, by people: Int, _ random: inout RandomNumbers) -> [Act] {
    let keys = (0..<people).map { _ in UInt64.random(in: .min ... .max, using: &random) }
    return (0..<count).map { number in
      Act(person: keys[Int.random(in: 0..<people, using: &random)], post: UInt64(number))
    }
  }

  private func sample(_ acts: some Sequence<Act>) -> PeopleSample<Act> {
    var sample = Self.empty
    for act in acts { sample.add(act) }
    sample.settle()
    return sample
  }

  @Test(arguments: [(400, 90), (5_000, 3_000), (20_000, 40), (9_000, 5)])
  func sampleDependsOnNothingButTheRecords(count: Int, people: Int) {
    var random = RandomNumbers(seed: UInt64(count))
    let acts = acts(count, by: people, &random)
    let whole = sample(acts)
    for _ in 0..<4 {
      let parts = Int.random(in: 2...7, using: &random)
      let owner = acts.map { _ in Int.random(in: 0..<parts, using: &random) }
      var sum = Self.empty
      for part in (0..<parts).shuffled(using: &random) {
        sum.merge(
          sample(zip(acts, owner).filter { $0.1 == part }.map(\.0).shuffled(using: &random))
        )
      }
      #expect(sum.level == whole.level)
      #expect(sum.records == whole.records)
    }
  }

  @Test func peopleInASampleAreWhole() {
    var random = RandomNumbers(seed: 9)
    let acts = acts(5_000, by: 1_500, &random)
    let found = sample(acts)
    #expect(found.records.count <= 500)
    #expect(found.factor > 1)
    let people = Set(found.records.map(\.person))
    #expect(acts.count { people.contains($0.person) } == found.records.count)
    // The number of people is estimated.
    #expect((1_000...2_200).contains(people.count * found.factor))
  }
}
