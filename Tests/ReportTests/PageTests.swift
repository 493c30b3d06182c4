import Foundation
import Ingest
import Report
import Scoring
import Testing

struct PageTests {
  private static let hostile =
    "</title><script>alert(1)</script>\" onload='x' \u{202E}gnp.exe \u{1B}[31m =cmd()"

  private func summary(label: String = "asks for calm") throws -> Summary {
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
      events: [Brief.Event(at: Timestamp(seconds: 1_679_390_000), label: label)]
    )
    return try Findings.of(posts, brief: brief).summary(quotes: true)
  }

  @Test func pageAsksForNothingAndRunsNothing() throws {
    let page = try summary().html()
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    for word in ["<script", "http://", "https://", "src=", "@import", "url(http", "onload"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("default-src 'none'"))
    #expect(page.utf8.count < 200_000)
  }

  @Test func whatComesFromOutsideIsText() throws {
    let page = try summary(label: Self.hostile).html()
    #expect(!page.contains("<script"))
    #expect(!page.contains("onload='x'"))
    #expect(!page.contains("\u{202E}"))
    #expect(!page.contains("\u{1B}"))
    #expect(page.contains("&lt;script&gt;"))
  }

  @Test func everyTableCanBeTakenAway() throws {
    let summary = try summary()
    let page = summary.html()
    for table in summary.tables {
      #expect(page.contains("download=\"\(table.name).csv\""), "\(table.name)")
      #expect(table.rows.allSatisfy { $0.count == table.columns.count }, "\(table.name)")
    }
  }

  @Test func tablesCarryNoFormula() throws {
    let events = try #require(
      try summary(label: "=HYPERLINK(\"x\")").tables.first { $0.name == "events" }
    )
    #expect(events.csv.contains("\"'=HYPERLINK(\"\"x\"\")\""))
    let change = Table(
      name: "a",
      title: "A",
      columns: ["x"],
      rows: [["-0.25"], ["-x"], ["@y"], ["a,b"]]
    )
    #expect(change.csv == "x\n-0.25\n'-x\n'@y\n\"a,b\"\n")
  }

  @Test func reportIsTheSameFromItsSummary() throws {
    let summary = try summary()
    let again = try Summary(json: Array(summary.json().utf8), name: "summary.json")
    #expect(try again.json() == summary.json())
    #expect(again.html() == summary.html())
    #expect(again.markdown() == summary.markdown())
  }

  @Test(arguments: [
    ("{}", "x: is no summary; expected what 'groundswell analyse --json' writes"),
    ("[]", "x: is no summary"), ("not JSON", "x: is no summary"),
    (#"{"schema":"groundswell.check/1"}"#, "x: is no summary"),
    (
      #"{"schema":"groundswell.summary/0"}"#,
      "x: is a summary of version groundswell.summary/0; expected groundswell.summary/1"
    ),
    (#"{"schema":"groundswell.summary/1"}"#, "x: is a damaged summary"),
  ])
  func whatIsNoSummaryIsSaid(_ text: String, _ problem: String) throws {
    let error = #expect(throws: ReportError.self) {
      try Summary(json: Array(text.utf8), name: "x")
    }
    #expect(try #require(error).description.hasPrefix(problem))
  }

  @Test func olderSummariesAreRead() throws {
    let posts = (0..<60).map { post(.supportive, by: $0 < 10 ? 0 : $0, 0.9) }
    let json = try Findings.of(posts).summary().json()
    let older = json.replacing(/"scored_without_author" : \d+,\s*/, with: "")
      .replacing(/"people" : \d+,(?=\s*"supportive")/, with: "")
    #expect(older.utf8.count < json.utf8.count - 40)
    let page = try Summary(json: Array(older.utf8), name: "summary.json").html()
    #expect(page.contains("The ten busiest people wrote 10 of 60 posts"))
  }

  @Test func fewPeopleMakeNothingRobust() throws {
    let few = try Findings.of((0..<4).map { post(.supportive, by: $0, 0.9) })
    #expect(few.headline.claim == .tooFew)
    #expect(!few.summary().markdown().contains("Robust"))
  }

  @Test func peopleOfBothSidesVoteByOneRuleInAllWays() throws {
    var posts = (0..<60).map { post(.supportive, by: $0, 0.9) }
    posts += (0..<60).map { post(.critical, by: $0, 0.8) }
    let findings = try Findings.of(posts)
    #expect(findings.byPerson.shares[.supportive]?.share == 1)
    let sure = findings.sensitivity.checks.first { $0.way.hasPrefix("only posts") }
    #expect(sure?.shares[.supportive] == 1)
  }

  @Test func sensitivitySaysWhatTheHeadlineDependsOn() throws {
    // One loud critic: more critical posts, more supportive people.
    var posts = (0..<60).map { post(.supportive, by: $0, 0.9) }
    posts += (0..<200).map { _ in post(.critical, by: 99, 0.9) }
    let findings = try Findings.of(posts)
    #expect(findings.headline.stance == nil)
    let surely =
      (0..<60).map { post($0 < 50 ? .supportive : .critical, by: $0, 0.9) }
      + (100..<140).map { post(.critical, by: $0, 0.45) }
    let other = try Findings.of(surely)
    #expect(other.headline.stance == nil)
    #expect(!other.sensitivity.isRobust)
    #expect(
      other.summary().markdown().contains(
        "Depends on how one counts. Only posts of which the scorer is 60 % sure or more: supportive leads (83 % "
      )
    )
  }

  @Test func sharesThatTurnOverAreNoMatterOfTheHeadlineAlone() throws {
    // No side leads beyond the scorer's errors, however the posts are counted.
    let posts = (0..<100).map { number in
      var post = post(
        number < 50 ? .neutral : number < 95 ? .critical : .supportive,
        by: number,
        0.6
      )
      post.stanceOfText = number < 31 ? .neutral : .critical
      return post
    }
    let findings = try Findings.of(posts, errorFactor: 3)
    #expect(findings.sensitivity.checks.allSatisfy { $0.stance == findings.headline.stance })
    #expect(findings.sensitivity.checks.filter { !$0.isSame }.map(\.way).count == 1)
    #expect(
      findings.summary().markdown().contains(
        "Depends on how one counts. By the texts alone, without the posts around them: critical is the largest "
          + "share, not neutral (0 % supportive, 69 % critical, 31 % neutral)."
      )
    )
  }

  @Test func shareThatLeavesItsIntervalIsNamed() throws {
    // One supporter posts often.
    let posts =
      (0..<100).map { post($0 < 60 ? .supportive : .critical, by: $0) }
      + (0..<100).map { _ in post(.supportive, by: 0) }
    #expect(
      try Findings.of(posts).summary().markdown().contains(
        "Depends on how one counts. By post alone: supportive and critical outside of the interval above "
          + "(80 % supportive, 20 % critical, 0 % neutral)."
      )
    )
  }

  @Test func whatNobodyWroteIsCountedByNobody() throws {
    let posts = (0..<60).map { number in
      var post = post(
        number < 40 ? .critical : .supportive,
        by: nil,
        at: Timestamp(seconds: 1_679_300_000 + Int64(number) * 3_600)
      )
      post.stanceOfText = number < 10 ? .critical : .supportive
      return post
    }
    let findings = try Findings.of(posts)
    #expect(findings.withoutAuthor == 60)
    #expect(findings.sensitivity.checks.map(\.way).contains { $0.hasPrefix("by the texts") })
    #expect(!findings.sensitivity.checks.map(\.way).contains("by post alone"))
    #expect(findings.sensitivity.checks.allSatisfy { !$0.shares.isEmpty })
    #expect(!findings.sensitivity.isRobust)
    #expect(findings.changes.isEmpty)
    let summary = findings.summary()
    #expect(try summary.json().contains("\"scored_without_author\" : 60"))
    for text in [findings.text(), summary.markdown(), summary.html()] {
      #expect(!text.contains("0 people") && !text.contains("too few people"))
      #expect(!text.contains("Too few people") && !text.contains("person, one vote"))
    }
    #expect(summary.html().contains("60 posts were sorted, of 60 in the export."))
    #expect(!summary.html().contains("Reach, which"))
  }

  @Test func wayThatCountsNothingIsLeftOut() throws {
    // Nobody is sure of any of these posts.
    let findings = try Findings.of((0..<40).map { post(.supportive, by: $0, 0.5) })
    #expect(findings.sensitivity.checks.map(\.way) == ["by post alone"])
  }

  @Test func markdownSaysWhatTheTerminalSays() throws {
    let summary = try summary()
    let markdown = summary.markdown()
    for words in [
      "Reactions to: asks for calm.", "200 posts by 100 people were sorted, of 200",
      "## By person: 100 people, one vote each", "| neutral | 100 % | 96 %–100 % | 100 |",
      "## Events, and the share of supportive people before and after\n\n- Tue 21 Mar",
      "In steps of ", "| 200 | scored |",
    ] {
      #expect(markdown.contains(words), "\(words)")
    }
    #expect(!markdown.contains("_"))
  }

  @Test func silentTimesAreOneRow() throws {
    let posts = (0..<60).map { number in
      post(
        .critical,
        by: number,
        at: Timestamp(seconds: 1_679_300_000 + Int64(number / 30) * 864_000 + Int64(number) * 60)
      )
    }
    var options = Findings.Options()
    options.binWidth = .day
    let markdown = try Findings.of(posts, options: options).summary().markdown()
    #expect(markdown.split(separator: "\n").count { $0.hasPrefix("| …") } == 1)
    #expect(markdown.contains("| 30 | 30 | 0 % | 100 % | 0 % |\n| … |"))
  }

  @Test(arguments: [
    (#""share" : 0.9756"#, #""share" : 1e300"#),
    (#""share_error" : 0,"#, #""share_error" : 1e300,"#),
    (#""earlier" : 0,"#, #""earlier" : 9223372036854775807,"#),
    (#""count" : 40,"#, #""count" : 9223372036854775807,"#),
    (#""stance" : "supportive""#, #""stance" : "<script>""#),
    (#""claim" : "majority""#, #""claim" : "<script>""#),
  ])
  func summaryThatWasTamperedWithIsRefused(_ old: String, _ new: String) throws {
    let posts = (0..<40).map {
      post(.supportive, by: $0, 0.9, at: Timestamp(seconds: 1_679_300_000))
    }
    let json = try Findings.of(posts + [post(.neutral, by: 41)]).summary().json()
    let changed = json.replacing(old, with: new)
    try #require(changed != json, "\(old) is not in the summary")
    _ = try Summary(json: Array(json.utf8), name: "x").html()
    #expect(throws: ReportError.self) { try Summary(json: Array(changed.utf8), name: "x") }
  }
}
