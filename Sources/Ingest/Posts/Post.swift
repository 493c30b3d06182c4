/// A post, whatever platform it came from.
public struct Post: Hashable, Sendable {
  /// The id; empty where the export has none.
  ///
  /// It is unique within the platform: where ids count within something smaller, such as a chat, that stands
  /// before them, `CHAT/17`, as it does in the ids of other posts.
  public var id = ""
  /// What stands before the id; empty where it counts within the platform.
  public var idScope = ""
  /// The network it was published on, such as `x`; empty where the export does not tell.
  public var platform = ""
  /// The name of the export format that it was read by, one of ``InputFormat/all``.
  public var format = ""
  /// The id of the first version, where this is an edit of it with an id of its own.
  public var versionOf: String?
  /// The address of the post, where it does not hold the id.
  package var address: String?
  /// The post that this one answers.
  public var parentID: String?
  /// The post that started the conversation.
  public var conversationID: String?
  /// The post that this one quotes.
  public var quoteOf: String?
  /// The post that this one repeats.
  public var repostOf: String?
  /// Whether the post repeats another without words of its own.
  public var isRepost = false
  /// Whether the post is an answer, though the export may not say to which post.
  public var isReply = false
  /// Whether the post is not a record of its own, but only stands inside another that quotes,
  /// repeats or answers it.
  public var isContext = false
  /// The platform's id of the author.
  public var authorID: String?
  /// The handle, else the name, else the number.
  public var author: String?
  /// The name shown beside the handle, where the export has both.
  public var authorName: String?
  /// When the post was published.
  public var createdAt: Timestamp?
  /// When the text was last changed.
  public var editedAt: Timestamp?
  /// When the exporting program saw the post.
  public var collectedAt: Timestamp?
  /// Whether ``createdAt`` was written without a zone.
  public var hasZonelessTime = false
  /// The text, as its author wrote it.
  public var text = ""
  /// The language tag of the platform: a hint only.
  public var language: String?
  /// How often the post was liked.
  public var likes: Int?
  /// How often the post was reposted.
  public var reposts: Int?
  /// How many answers it drew.
  public var replies: Int?
  /// Whether the text was cut by the platform, and the export has no longer version.
  public var isTruncated = false
  /// Whether the text is gone, or a removal marker stands in its place.
  public var isDeleted = false
  /// Whether bytes of the text were no UTF-8 and were replaced by U+FFFD.
  public var hasMendedText = false

  /// Creates an empty post.
  public init() {}

  /// How a post stands to others; a post that both answers and quotes is a reply.
  public enum Kind: String, CaseIterable, Sendable {
    /// Stands for itself.
    case post
    /// Answers another, whether or not it quotes one too.
    case reply
    /// Repeats another without words of its own.
    case repost
    /// Shows another beside its own words, and answers none.
    case quote
  }

  /// How the post stands to others.
  public var kind: Kind {
    if isRepost { return .repost }
    if isReply || parentID != nil { return .reply }
    return quoteOf == nil ? .post : .quote
  }

  /// What makes two records the same post: the id, or all that is known where there is none.
  package var identity: Key {
    if let versionOf { return key(of: versionOf) }
    guard id.isEmpty else { return key(of: id) }
    return Key("\(author ?? "")\u{0}\(createdAt?.seconds ?? 0)\u{0}\(text)")
  }

  /// The key of a post that this one names.
  package func key(of id: String) -> Key { Key(id) }
}
