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

  /// Whether the change is more than chance makes: its interval leaves out 0.
  public var isClear: Bool { change.map { $0.low > 0 || $0.high < 0 } ?? false }

  private static let shortestWindow: Int64 = 3_600
  private static let longestWindow: Int64 = 86_400

  init(
    _ event: Brief.Event,
    isFromBrief: Bool,
    posts: [(time: Timestamp, author: UInt64?, stance: StanceProbabilities)],
    span: ClosedRange<Timestamp>,
    minimumPeople: Int
  ) {
    self.event = event
    self.isFromBrief = isFromBrief
    // An eighth of the whole: near enough to be about the event, wide enough to hold people.
    let eighth = (span.upperBound.seconds - span.lowerBound.seconds) / 8
    let window = min(max(eighth, Self.shortestWindow), Self.longestWindow)
    self.window = window
    var (before, after) = (ReactionTally(), ReactionTally())
    for post in posts where post.time.precision != .day {
      let distance = post.time.seconds - event.at.seconds
      if (-window..<0).contains(distance) { before.add(post.stance, by: post.author) }
      if (0..<window).contains(distance) { after.add(post.stance, by: post.author) }
    }
    (self.before, self.after) = (before.votes, after.votes)
    let fewest = min(before.peopleCount, after.peopleCount)
    if fewest >= minimumPeople, let from = before.votes.proportion(of: .supportive),
      let to = after.votes.proportion(of: .supportive)
    {
      change = Change(from: from, to: to)
    } else {
      change = nil
    }
  }
}
