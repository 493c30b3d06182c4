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

  private typealias Post = (time: Int64, author: UInt64?, stance: StanceProbabilities)

  private let posts: [Post]
  private let window: Int64
  private let minimumPeople: Int
  private let comparison: [(time: Int64, difference: Double)]

  /// Prepares a study.
  ///
  /// - Parameters:
  ///   - posts: The scored posts.
  ///   - span: From the first to the last of them.
  ///   - minimumPeople: Fewer people on either side of a moment show no change.
  init(
    _ posts: [(time: Timestamp, author: UInt64?, stance: StanceProbabilities)],
    span: ClosedRange<Timestamp>,
    minimumPeople: Int
  ) {
    let sorted = posts.filter { $0.time.precision != .day }
      .map { (time: $0.time.seconds, author: $0.author, stance: $0.stance) }
      .sorted { $0.time < $1.time }
    self.posts = sorted
    self.minimumPeople = minimumPeople
    let (start, end) = (span.lowerBound.seconds, span.upperBound.seconds)
    // An eighth of the whole: near enough to be about the event, wide enough to hold people.
    let window = min(max((end - start) / 8, Self.shortestWindow), Self.longestWindow)
    self.window = window
    let part = UInt64(max(sorted.count / Self.mostPosts, 1))
    let thinned = part == 1 ? sorted : sorted.filter { ($0.author ?? 0) % part == 0 }
    let room = end - start - 2 * window
    comparison =
      room <= 0
      ? []
      : (0..<Self.placebos).compactMap { number in
        let time = start + window + room * number / (Self.placebos - 1)
        let around = Self.around(time, window, thinned, fewest: minimumPeople)
        return around.shares.map { (time, $0.after.share - $0.before.share) }
      }
  }

  /// The change around an event.
  func finding(_ event: Brief.Event, isFromBrief: Bool) -> EventFinding {
    let at = event.at.seconds
    let around = Self.around(at, window, posts, fewest: minimumPeople)
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
      before: around.before,
      after: around.after,
      change: change,
      placebo: others.count < Self.fewestPlacebos
        ? nil : asLarge.map { Double($0 + 1) / Double(others.count + 1) }
    )
  }

  /// The people before and after a moment.
  private struct Around {
    var before: StanceCounts
    var after: StanceCounts
    /// The shares of supportive people; `nil` where either side has too few people.
    var shares: (before: Proportion, after: Proportion)?
  }

  private static func around(
    _ time: Int64,
    _ window: Int64,
    _ posts: [Post],
    fewest: Int
  ) -> Around {
    func tally(_ range: Range<Int64>) -> ReactionTally {
      var tally = ReactionTally()
      var place = posts.partitioningIndex { $0.time >= range.lowerBound }
      while place < posts.count, posts[place].time < range.upperBound {
        tally.add(posts[place].stance, by: posts[place].author)
        place += 1
      }
      return tally
    }
    let (before, after) = (tally(time - window..<time), tally(time..<time + window))
    var around = Around(before: before.votes, after: after.votes)
    if min(before.peopleCount, after.peopleCount) >= fewest,
      let from = around.before.proportion(of: .supportive),
      let to = around.after.proportion(of: .supportive)
    {
      around.shares = (from, to)
    }
    return around
  }
}

extension Array {
  /// The first index whose element meets a condition that all later ones meet too.
  fileprivate func partitioningIndex(where isBeyond: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
