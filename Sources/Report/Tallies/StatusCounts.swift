public import Scoring

/// How many posts ended in each status.
public struct StatusCounts: Hashable, Sendable {
  /// By the name of the status, `unscored` left out.
  public private(set) var counts: [String: Int] = [
    "scored": 0, "target": 0, "repost": 0, "duplicate": 0,
  ]
  /// Posts without a stance, by reason.
  public private(set) var unscored: [UnscoredReason: Int] = [:]

  /// Creates counts; the names are those of ``subscript(_:)``, and of the reasons.
  init(_ numbers: [String: Int] = [:]) {
    for (name, count) in numbers {
      if let reason = UnscoredReason(rawValue: name) {
        unscored[reason] = count
      } else {
        counts[name] = count
      }
    }
  }

  /// All counts, by the name of the status or of the reason.
  var numbers: [String: Int] {
    counts.merging(unscored.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
  }

  mutating func merge(_ other: StatusCounts) {
    counts.merge(other.counts, uniquingKeysWith: +)
    unscored.merge(other.unscored, uniquingKeysWith: +)
  }

  mutating func add(_ status: Status) {
    if case .unscored(let reason) = status {
      unscored[reason, default: 0] += 1
    } else {
      counts[status.name, default: 0] += 1
    }
  }

  /// How many posts have that status; the names are those of the labels.
  public subscript(name: String) -> Int {
    name == "unscored" ? unscored.values.reduce(0, +) : counts[name] ?? 0
  }

  /// All posts.
  public var total: Int { counts.values.reduce(0, +) + self["unscored"] }
}
