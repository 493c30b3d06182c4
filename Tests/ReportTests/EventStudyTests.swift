import Foundation
import Ingest
import Report
import Scoring
import TestSupport
import Testing

struct EventStudyTests {
  private let start: Int64 = 1_679_300_000

  /// Thirty people an hour for 80 hours, of whom as many are supportive as `share` says of the hour, and
  /// what is found about an event in hour 40.
  private func finding(hours: Int = 80, _ share: (Int) -> Double) throws -> EventFinding {
    var posts: [ScoredPost] = []
    for hour in 0..<hours {
      for number in 0..<30 {
        posts.append(
          post(
            Double(number) < 30 * share(hour) ? .supportive : .critical,
            by: posts.count,
            at: Timestamp(seconds: start + Int64(hour) * 3_600 + Int64(number) * 100)
          )
        )
      }
    }
    let event = Brief.Event(at: Timestamp(seconds: start + 40 * 3_600), label: "she resigns")
    let findings = try Findings.of(posts, brief: Brief(target: ["Jo Harker"], events: [event]))
    return try #require(findings.events.first)
  }

  @Test func oneChangeInACalmStreamIsClear() throws {
    let found = try finding { $0 < 40 ? 0.4 : 0.7 }
    #expect(try #require(found.change).low > 0)
    #expect(try #require(found.placebo) <= 0.05)
    #expect(found.isClear)
  }

  @Test func changeThatHappensAllTheTimeIsNotClear() throws {
    // The mix swings every ten hours, whatever happens in hour 40.
    let found = try finding { [0.7, 0.2, 0.8, 0.3, 0.6, 0.1, 0.9, 0.4][$0 / 10] }
    #expect(try #require(found.change).isClear)
    #expect(try #require(found.placebo) > 0.2)
    #expect(!found.isClear)
  }

  private func findings(_ posts: [ScoredPost], at: Int64) throws -> Findings {
    let event = Brief.Event(at: Timestamp(seconds: at), label: "she resigns")
    return try Findings.of(posts, brief: Brief(target: ["Jo Harker"], events: [event]))
  }

  @Test func changeThatNothingIsComparedWithIsNotClear() throws {
    let posts = (0..<120).map {
      post(
        $0 < 60 ? .critical : .supportive,
        by: $0,
        at: Timestamp(seconds: start + Int64($0) * 30)
      )
    }
    let findings = try findings(posts, at: start + 1_800)
    let found = try #require(findings.events.first)
    #expect(try #require(found.change).isClear)
    #expect(found.placebo == nil)
    #expect(!found.isClear)
    for text in [findings.text().replacing("\n    ", with: " "), findings.summary().html()] {
      #expect(text.contains("no clear change: too little to compare it with"))
    }
  }

  @Test func oneStragglerDoesNotTakeTheComparisonAway() throws {
    var posts = (0..<600).map {
      post(
        $0 % 2 == 0 ? .critical : .supportive,
        by: $0,
        at: Timestamp(seconds: start + Int64($0) * 900)
      )
    }
    posts.append(post(.critical, by: 999, at: Timestamp(seconds: start + 43 * 86_400)))
    let found = try #require(findings(posts, at: start + 60 * 3_600).events.first)
    #expect(found.placebo != nil)
  }

  @Test(arguments: [(-3_600, "before the first post"), (99 * 3_600, "after the last post")])
  func eventOutsideOfTheExportIsSaid(_ seconds: Int64, _ words: String) throws {
    let posts = (0..<120).map {
      post(.supportive, by: $0, at: Timestamp(seconds: start + Int64($0) * 300))
    }
    let findings = try findings(posts, at: start + seconds)
    #expect(findings.events.first?.outside == (seconds < 0 ? .before : .after))
    #expect(findings.text().contains("\(words) of the export: is the date right?"))
    let within = try self.findings(posts, at: start + 3_600)
    #expect(within.events.first?.outside == nil)
    // Without times nobody knows what is outside.
    let timeless = try self.findings(posts.map { _ in post(.supportive, by: 1) }, at: start)
    #expect(timeless.events.first?.outside == nil)
  }

  /// Six people of each side an hour for forty hours, and sixty who paste one text in the hour of the event.
  @Test func oneTextThatManyPasteMakesNoEvent() throws {
    let folder = try TemporaryFolder()
    let event = start + 20 * 3_600
    var posts: [(stance: Stance, time: Int64, text: String)] = (0..<480).map {
      ($0 % 2 == 0 ? .supportive : .critical, start + Int64($0) * 300, "reply \($0) of many")
    }
    posts += (0..<60).map {
      (.supportive, event + Int64($0), "We made them a fair offer and they walked away from it")
    }
    let lines = try posts.enumerated().map { number, post in
      let object: [String: Any] = [
        "id": "\(number)", "author": "a\(number)", "text": post.text, "created_at": post.time,
      ]
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    let corpus = try Corpus(paths: [folder.write(lines.joined(separator: "\n"), to: "export")])
    let brief = Brief(
      target: ["Jo Harker"],
      events: [Brief.Event(at: Timestamp(seconds: event), label: "she resigns")]
    )
    var scored = try Scorer(model: .builtIn()).score(
      corpus,
      brief: brief,
      scope: .everyConversation
    )
    for (number, given) in posts.enumerated() {
      scored.byPlace[number] = post(
        given.stance,
        by: number,
        at: Timestamp(seconds: given.time)
      )
    }
    let tool = ToolDescription(version: "0", modelDigest: "", modelSources: "")
    let findings = try Findings(corpus, scored, tool: tool)
    let found = try #require(findings.events.first)
    #expect(try #require(found.change).isClear)
    #expect(try #require(found.placebo) <= 0.05)
    let without = try #require(found.withoutCopies)
    #expect(without.copies == 59)
    #expect(try abs(#require(without.change).difference) < 0.03)
    #expect(!found.isClear)
    let text = findings.text().replacing("\n    ", with: " ")
    #expect(text.contains("no clear change once copies count once; without 59 copies of texts "))
  }
}
