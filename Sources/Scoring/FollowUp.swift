public import Ingest

/// A later post of the target in the same matter: a moment on the timeline.
public struct FollowUp: Hashable, Codable, Sendable {
  /// When it was posted.
  public var at: Timestamp
  /// How many posts answer it directly.
  public var answers: Int

  /// The post as an event.
  public var event: Brief.Event {
    Brief.Event(at: at, label: "the target posts again (\(answers) answers)")
  }

  /// A post that fewer answer is a remark, and no event.
  private static let fewestAnswers = 5
  private static let mostShown = 5

  /// The posts of the target that drew the most answers, in order of time.
  static func all(_ posts: ScoredPlaces, _ corpus: Corpus, _ plan: ScoringPlan) -> [FollowUp] {
    let conversations = corpus.conversations
    var answers: [Int: Int] = [:]
    for link in conversations.links {
      if let parent = link.parent, posts.status(at: parent) == .target {
        answers[parent, default: 0] += 1
      }
    }
    let found = answers.compactMap { place, count -> FollowUp? in
      let isRoot =
        conversations.conversations[conversations.links[place].conversation].root == place
        || plan.isOwnRoot(place)
      guard !isRoot, count >= fewestAnswers, let time = posts[place].createdAt,
        time.precision != .day
      else { return nil }
      return FollowUp(at: time, answers: count)
    }
    return most(of: found)
  }

  /// Those with the most answers, in order of time.
  package static func most(of all: [FollowUp]) -> [FollowUp] {
    let most = all.sorted { ($1.answers, $0.at) < ($0.answers, $1.at) }.prefix(mostShown)
    return most.sorted { $0.at < $1.at }
  }
}
