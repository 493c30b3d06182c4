import Foundation
import Ingest
import Report
import Scoring
import Testing

struct ChangeDetectionTests {
  /// People who post one after another, with the probability of siding with the target before and
  /// after a moment.
  private func findings(
    _ people: Int,
    before: Double,
    after: Double,
    seed: UInt64
  ) throws -> Findings {
    var random = RandomNumbers(seed: seed)
    let posts = (0..<people).map { number in
      let share = number < people / 2 ? before : after
      let stance: Stance =
        Double.random(in: 0..<1, using: &random) < share ? .supportive : .critical
      return post(stance, by: number, at: Timestamp(seconds: 1_679_300_000 + Int64(number) * 60))
    }
    return try Findings.of(posts)
  }

  @Test func changesAreFoundWhereTheyAre() throws {
    for seed: UInt64 in 1...8 {
      let findings = try findings(400, before: 0.7, after: 0.3, seed: seed)
      let change = try #require(findings.changes.first, "seed \(seed)")
      let position = (change.at - 1_679_300_000) / 60
      #expect((150...250).contains(position), "seed \(seed): \(position)")
      #expect(change.pValue <= 0.01)
      #expect(change.before.total + change.after.total <= 400)
    }
  }

  @Test func falseAlarmsAreRare() throws {
    let alarms = try (1...60).filter { seed in
      try !findings(150, before: 0.5, after: 0.5, seed: UInt64(seed)).changes.isEmpty
    }
    // At a level of 1 % more than 4 of 60 come once in 300,000 times.
    #expect(alarms.count <= 4, "seeds \(alarms)")
  }

  @Test func oneLoudPersonMakesNoChange() throws {
    var posts = (0..<120).map {
      post(
        $0 % 2 == 0 ? .supportive : .critical,
        by: $0,
        at: Timestamp(seconds: 1_679_300_000 + Int64($0) * 60)
      )
    }
    posts += (0..<200).map {
      post(.critical, by: 0, at: Timestamp(seconds: 1_679_310_000 + Int64($0)))
    }
    #expect(try Findings.of(posts).changes.isEmpty)
  }

  @Test func burstsAreFoundAndEvenStreamsHaveNone() throws {
    let even = (0..<480).map {
      post(.neutral, by: $0, at: Timestamp(seconds: 1_679_270_400 + Int64($0) * 450))
    }
    var options = Findings.Options()
    options.binWidth = .hours(1)
    #expect(try Findings.of(even, options: options).bursts.isEmpty)
    let burst = (0..<150).map {
      post(
        .neutral,
        by: 1_000 + $0,
        at: Timestamp(seconds: 1_679_270_400 + 36_000 + Int64($0) * 30)
      )
    }
    let found = try Findings.of(even + burst, options: options).bursts
    #expect(found.count == 1)
    #expect(found.first?.contains(10) == true)
  }

  @Test func beginningOfAReactionIsNoBurst() throws {
    // Most answer in the first hours, and some a day later once more.
    let times =
      (0..<200).map { $0 * 60 } + (0..<48).map { $0 * 3_600 } + (0..<90).map { 108_000 + $0 * 30 }
    let posts = times.enumerated().map {
      post(.neutral, by: $0, at: Timestamp(seconds: 1_679_270_400 + Int64($1)))
    }
    var options = Findings.Options()
    options.binWidth = .hours(1)
    let findings = try Findings.of(posts, options: options)
    #expect(findings.bursts == [30..<31])
    #expect(findings.text().contains("A burst of 91 posts in 1 h from Tue 21 Mar 06:00 on."))
  }
}
