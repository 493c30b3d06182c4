internal import Ingest
public import Scoring

/// An event, and how the reaction changed around it.
public struct EventFinding: Sendable {
  /// What happened and when.
  public let event: Brief.Event
  /// Whether the brief names the event; else it is a post of the target that drew answers.
  public let isFromBrief: Bool
  /// How long the spans before and after are, in seconds.
  public let window: Int64
  /// One vote for each person in the span before.
  public let before: StanceCounts
  /// One vote for each person in the span after.
  public let after: StanceCounts
  /// The change of the share of supportive people; `nil` where either span has too few people.
  public let change: Change?
  /// At how many of the moments away from the event the share changes as much, as a part of 1; `nil`
  /// where the export is too short to tell.
  public let placebo: Double?

  /// Of a hundred moments at which nothing happened, so many are called clear at most.
  private static let level = 0.05

  /// Whether the change is more than chance makes, its interval leaving out 0, and more than the share
  /// changes at other moments.
  public var isClear: Bool { (change?.isClear ?? false) && (placebo ?? 0) <= Self.level }

  init(
    _ event: Brief.Event,
    isFromBrief: Bool,
    window: Int64,
    before: StanceCounts,
    after: StanceCounts,
    change: Change?,
    placebo: Double?
  ) {
    self.event = event
    self.isFromBrief = isFromBrief
    self.window = window
    self.before = before
    self.after = after
    self.change = change
    self.placebo = placebo
  }
}

/// Measures the change around events, and around moments at which nothing is known to have happened.
struct EventStudy {
  private static let shortestWindow: Int64 = 3_600
  private static let longestWindow: Int64 = 86_400
  /// Moments, spread evenly over the export, at which the change is measured for comparison.
  private static let placebos: Int64 = 99
  /// With fewer moments to compare with, nothing could be rarer than one in twenty.
  private static let fewestPlacebos = 19
  /// More posts than this are thinned for the comparison, by person.
  private static let mostPosts = 20_000

  private let reactions: [Reaction]
  private let factor: Int
  private let window: Int64
  private let minimumPeople: Int
  private let comparison: [(time: Int64, difference: Double)]

  /// Prepares a study.
  ///
  /// - Parameters:
  ///   - reactions: The scored posts, those of one person one after another.
  ///   - factor: For each person among them there are so many.
  ///   - span: From the first to the last of them.
  ///   - minimumPeople: Fewer people on either side of a moment show no change.
  init(
    _ reactions: [Reaction],
    factor: Int,
    span: ClosedRange<Timestamp>,
    minimumPeople: Int
  ) {
    self.reactions = reactions
    self.factor = factor
    self.minimumPeople = minimumPeople
    let (start, end) = (span.lowerBound.seconds, span.upperBound.seconds)
    // An eighth of the whole: near enough to be about the event, wide enough to hold people.
    let window = min(max((end - start) / 8, Self.shortestWindow), Self.longestWindow)
    self.window = window
    // The people of the lowest keys.
    let part = max(reactions.count / Self.mostPosts, 1)
    let thinned = reactions.filter { $0.person <= UInt64.max / UInt64(part * factor) }
    let room = end - start - 2 * window
    comparison =
      room <= 0
      ? []
      : (0..<Self.placebos).compactMap { number in
        let time = start + window + room * number / (Self.placebos - 1)
        let around = Around(time, window, thinned, fewest: minimumPeople)
        return around.shares.map { (time, $0.after.share - $0.before.share) }
      }
  }

  /// The change around an event.
  func finding(_ event: Brief.Event, isFromBrief: Bool) -> EventFinding {
    let at = event.at.seconds
    let around = Around(at, window, reactions, fewest: minimumPeople)
    let change = around.shares.map { Change(from: $0.before, to: $0.after) }
    // Beside the event its own effect would be compared with itself.
    let others = comparison.filter { abs($0.time - at) > window }
    let asLarge = change.map { change in
      others.count { abs($0.difference) >= abs(change.difference) }
    }
    return EventFinding(
      event,
      isFromBrief: isFromBrief,
      window: window,
      before: around.before.times(factor),
      after: around.after.times(factor),
      change: change,
      placebo: others.count < Self.fewestPlacebos
        ? nil : asLarge.map { Double($0 + 1) / Double(others.count + 1) }
    )
  }

  /// The people before and after a moment.
  private struct Around {
    let before: StanceCounts
    let after: StanceCounts
    /// The shares of supportive people; `nil` where either side has too few people.
    let shares: (before: Proportion, after: Proportion)?

    init(_ time: Int64, _ window: Int64, _ reactions: [Reaction], fewest: Int) {
      func votes(_ range: Range<Int64>) -> StanceCounts {
        ReactionTally(reactions.lazy.filter { $0.exactSeconds.map(range.contains) ?? false }).votes
      }
      before = votes(time - window..<time)
      after = votes(time..<time + window)
      guard min(before.total, after.total) >= fewest,
        let from = before.proportion(of: .supportive), let to = after.proportion(of: .supportive)
      else {
        shares = nil
        return
      }
      shares = (from, to)
    }
  }
}
