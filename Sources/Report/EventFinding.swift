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
  /// where there are too few of them to tell.
  public let placebo: Double?
  /// The same with each text that several accounts posted counted once; `nil` where there is none in either span.
  public let withoutCopies: WithoutCopies?
  /// Where the event lies, if not between the first post and the last.
  public let outside: Outside?

  /// What is left of a change without copies of texts.
  public struct WithoutCopies: Sendable {
    /// How many posts of the two spans repeat what several accounts posted.
    public var copies: Int
    /// The change of the share of supportive people; `nil` where either span has too few people then.
    public var change: Change?
  }

  /// A place outside of the export.
  public enum Outside: String, Codable, Sendable {
    /// Before the first scored post.
    case before
    /// After the last scored post.
    case after
  }

  /// Among the other moments, at most so many may show as large a change, as a part of 1.
  static let level = 0.05

  /// Whether the change is more than chance makes, its interval leaving out 0; more than the share changes at other
  /// moments, of which there must be enough; and not made by copies of a text.
  public var isClear: Bool {
    guard let change, change.isClear, let placebo, placebo <= Self.level else { return false }
    return isClearWithoutCopies
  }

  private var isClearWithoutCopies: Bool {
    guard let change, let withoutCopies else { return true }
    guard let other = withoutCopies.change else { return false }
    return other.isClear && (other.difference > 0) == (change.difference > 0)
  }

  init(
    _ event: Brief.Event,
    isFromBrief: Bool,
    window: Int64,
    before: StanceCounts,
    after: StanceCounts,
    change: Change?,
    placebo: Double?,
    withoutCopies: WithoutCopies?,
    outside: Outside?
  ) {
    self.event = event
    self.isFromBrief = isFromBrief
    self.window = window
    self.before = before
    self.after = after
    self.change = change
    self.placebo = placebo
    self.withoutCopies = withoutCopies
    self.outside = outside
  }
}

/// Measures the change around events, and around moments at which nothing is known to have happened.
struct EventStudy {
  private static let shortestWindow: Int64 = 3_600
  private static let longestWindow: Int64 = 86_400
  /// Moments at which the change is measured for comparison, spread evenly over the posts: spread over time, one late
  /// straggler would put nearly all of them where nobody posts.
  private static let placebos = 99
  /// With fewer moments to compare with, nothing could be rarer than one in twenty.
  private static let fewestPlacebos = 19
  /// More posts than this are thinned for the comparison, by person.
  private static let mostPosts = 20_000

  private let reactions: [Reaction]
  private let factor: Int
  private let window: Int64
  private let minimumPeople: Int
  private let comparison: [(time: Int64, difference: Double)]
  /// From the first second of a post to the last.
  private let span: ClosedRange<Int64>
  /// Whether any post has a time, so that there is a first and a last.
  private let hasTimes: Bool
  /// The posts that repeat what several accounts posted.
  private let copies: [Reaction]
  /// For each of them there are so many.
  private let copiesFactor: Int
  /// All other posts of the people whose texts are known.
  private let originals: [Reaction]

  /// Prepares a study.
  ///
  /// - Parameters:
  ///   - reactions: The scored posts, those of one person one after another.
  ///   - factor: For each person among them there are so many.
  ///   - span: From the first to the last of them.
  ///   - copies: Which of them repeat what several accounts posted.
  ///   - minimumPeople: Fewer people on either side of a moment show no change.
  init(
    _ reactions: [Reaction],
    factor: Int,
    span: ClosedRange<Timestamp>,
    copies: Copies,
    minimumPeople: Int
  ) {
    self.reactions = reactions
    self.factor = factor
    self.minimumPeople = minimumPeople
    hasTimes = reactions.contains { $0.time != nil }
    copiesFactor = max(factor, 1 << copies.level)
    self.copies = reactions.filter { copies.posts.contains($0.post) }
    originals =
      copies.posts.isEmpty
      ? []
      : reactions.filter {
        PeopleSample<Reaction>.holds($0.person, copies.level) && !copies.posts.contains($0.post)
      }
    let (start, end) = (span.lowerBound.seconds, span.upperBound.seconds)
    self.span = start...(span.upperBound.precision == .day ? end + 86_399 : end)
    // An eighth of the whole: near enough to be about the event, wide enough to hold people.
    let window = min(max((end - start) / 8, Self.shortestWindow), Self.longestWindow)
    self.window = window
    // The people of the lowest keys.
    let part = max(reactions.count / Self.mostPosts, 1)
    let thinned = reactions.filter { $0.person <= UInt64.max / UInt64(part * factor) }
    let times = Set(thinned.lazy.compactMap(\.exactSeconds))
      .filter { start + window <= $0 && $0 <= end - window }.sorted()
    let count = min(times.count, Self.placebos)
    comparison = (0..<count).compactMap { number in
      let time = times[number * times.count / count]
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
        ? nil : asLarge.map { Double($0 + 1) / Double(others.count + 1) },
      withoutCopies: withoutCopies(at),
      outside: !hasTimes || span.contains(at) ? nil : at < span.lowerBound ? .before : .after
    )
  }

  private func withoutCopies(_ time: Int64) -> EventFinding.WithoutCopies? {
    let count = copies.count {
      $0.exactSeconds.map { time - window <= $0 && $0 < time + window } ?? false
    }
    guard count > 0 else { return nil }
    let around = Around(time, window, originals, fewest: minimumPeople)
    return EventFinding.WithoutCopies(
      copies: count * copiesFactor,
      change: around.shares.map { Change(from: $0.before, to: $0.after) }
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
