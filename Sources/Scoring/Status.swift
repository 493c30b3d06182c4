public import Ingest

/// What became of a post: every post ends in exactly one status.
public enum Status: Hashable, Sendable {
  /// The post has a stance.
  case scored
  /// The post is by the target: a moment on the timeline, not a reaction.
  case target
  /// The post repeats another without words of its own: reach, not an opinion.
  case repost
  /// A post with this id was seen before.
  case duplicate
  /// The post has no stance, and the reason says why; never the same as neutral.
  case unscored(UnscoredReason)

  /// The name of the status in every output.
  public var name: String {
    switch self {
    case .scored: "scored"
    case .target: "target"
    case .repost: "repost"
    case .duplicate: "duplicate"
    case .unscored: "unscored"
    }
  }
}

/// Why a post has no stance.
public enum UnscoredReason: String, CaseIterable, Codable, Sendable {
  /// The text is gone, or a marker stands in its place.
  case deleted
  /// The post is in a language that the scorer does not read.
  case language
  /// Links, mentions or media only.
  case noWords = "no_words"
  /// The post belongs to a conversation other than the one that is analysed.
  case otherConversation = "other_conversation"
}

/// One post after scoring: what the report counts.
public struct ScoredPost: Sendable {
  /// What became of the post.
  public var status: Status
  /// A key that is equal for posts of one author; `nil` where the author is unknown.
  public var author: UInt64?
  /// When the post was published; `nil` where the export does not say.
  public var createdAt: Timestamp?
  /// How likely each stance is; `nil` unless the status is ``Status/scored``.
  public var probabilities: StanceProbabilities?
  /// How positive or negative the tone is, from -1 to 1; `nil` unless scored.
  public var sentiment: Double?
  /// The stance that the text alone suggests, without the posts around it; `nil` unless scored.
  public var stanceOfText: Stance?

  /// Creates a scored post.
  public init(
    status: Status,
    author: UInt64? = nil,
    createdAt: Timestamp? = nil,
    probabilities: StanceProbabilities? = nil,
    sentiment: Double? = nil,
    stanceOfText: Stance? = nil
  ) {
    self.status = status
    self.author = author
    self.createdAt = createdAt
    self.probabilities = probabilities
    self.sentiment = sentiment
    self.stanceOfText = stanceOfText
  }

  /// The same post as a second record of it: without a stance of its own.
  public var asDuplicate: ScoredPost {
    ScoredPost(
      status: .duplicate,
      author: author,
      createdAt: createdAt,
      probabilities: nil,
      sentiment: nil
    )
  }
}
