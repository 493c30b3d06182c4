import Glibc
import Ingest
import Report
import Scoring

/// How often the change around an event is called clear, over exports of which it is known whether anything
/// happened.
enum Events {
  /// How an export is made.
  private struct Kind {
    var name: String
    /// Whether posts become fewer with time, as replies do.
    var fades = true
    /// A last post so many days after all others.
    var straggler: Int64?
    /// How far the mix may move from one post to the next, without a cause.
    var swing = 0.0
    /// By how much the share of supportive people rises at the event.
    var effect = 0.0
  }

  private static let kinds = [
    Kind(name: "nothing happens, even stream", fades: false),
    Kind(name: "nothing happens, fading stream"),
    Kind(name: "and one post comes weeks later", straggler: 40),
    Kind(name: "nothing happens, the mix swings", swing: 0.02),
    Kind(name: "the share rises by 30 points, even stream", fades: false, effect: 0.3),
    Kind(name: "the share rises by 30 points, fading stream", effect: 0.3),
    Kind(name: "and one post comes weeks later", straggler: 40, effect: 0.3),
  ]
  private static let posts = 400
  private static let start: Int64 = 1_679_300_000

  static func print(rounds: Int) throws {
    Swift.print("events in \(rounds) exports of \(posts) people; of 100, beyond chance and clear")
    for kind in kinds {
      var random = RandomNumbers(seed: 7)
      var (beyondChance, clear) = (0, 0)
      for _ in 0..<rounds {
        let found = try finding(kind, &random)
        if found.change?.isClear ?? false { beyondChance += 1 }
        if found.isClear { clear += 1 }
      }
      let percents = [beyondChance, clear].map {
        (1_000 * Double($0) / Double(rounds)).rounded() / 10
      }
      Swift.print("  \(kind.name): \(percents[0]) %, \(percents[1]) %")
    }
  }

  private static func finding(_ kind: Kind, _ random: inout RandomNumbers) throws -> EventFinding {
    var times = (0..<posts).map { _ in
      let part = Double.random(in: 0..<1, using: &random)
      return start + Int64(3_600 * (kind.fades ? min(-24 * log(1 - part), 200) : 96 * part))
    }
    times.sort()
    // Not among the first and the last, around which nobody can compare.
    let event = times[Int.random(in: posts / 10..<posts * 9 / 10, using: &random)]
    if let days = kind.straggler { times.append(start + days * 86_400) }
    var mix = Double.random(in: 0.3...0.6, using: &random)
    let scored = times.enumerated().map { number, time in
      mix = min(max(mix + Double.random(in: -1...1, using: &random) * kind.swing, 0.1), 0.9)
      let share = time < event ? mix : min(mix + kind.effect, 0.95)
      let isSupportive = Double.random(in: 0..<1, using: &random) < share
      return ScoredPost(
        isSupportive ? .supportive : .critical,
        by: UInt64(number),
        at: Timestamp(seconds: time)
      )
    }
    let brief = Brief(
      target: ["Jo Harker"],
      events: [Brief.Event(at: Timestamp(seconds: event), label: "something")]
    )
    let findings = try Findings(scored, errorFactor: 0, brief: brief)
    return findings.events[0]
  }
}
