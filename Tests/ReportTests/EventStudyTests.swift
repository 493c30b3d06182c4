import Ingest
import Report
import Scoring
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

  @Test func exportThatIsTooShortHasNothingToCompareWith() throws {
    let event = Brief.Event(at: Timestamp(seconds: start + 1_800), label: "she resigns")
    let posts = (0..<120).map {
      post(.supportive, by: $0, at: Timestamp(seconds: start + Int64($0) * 30))
    }
    let findings = try Findings.of(posts, brief: Brief(target: ["Jo Harker"], events: [event]))
    #expect(try #require(findings.events.first).placebo == nil)
  }
}
