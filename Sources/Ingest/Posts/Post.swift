/// A post, whatever platform it came from.
public struct Post: Hashable, Sendable {
  /// The id; empty where the export has none.
  public var id = ""
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
  /// The handle without a leading `@`, else the name.
  public var author: String?
  /// The name shown beside the handle, where the export has both.
  public var authorName: String?
  /// When the post was published.
  public var createdAt: Timestamp?
  /// Whether ``createdAt`` was written without a zone and read as UTC.
  public var hasZonelessTime = false
  /// The text, as its author wrote it.
  public var text = ""
  /// The language tag of the platform: a hint only.
  public var language: String?
  /// How often the post was liked.
  public var likes: Int?
  /// How often the post was reposted.
  public var reposts: Int?
  /// Whether the text is gone, or a removal marker stands in its place.
  public var isDeleted = false
  /// Whether bytes of the text were no UTF-8 and were replaced by U+FFFD.
  public var hasMendedText = false

  /// Creates an empty post.
  public init() {}

  /// What makes two records the same post: the id, or all that is known where there is none.
  package var identity: Key {
    guard id.isEmpty else { return Key(id) }
    return Key("\(author ?? "")\u{0}\(createdAt?.seconds ?? 0)\u{0}\(text)")
  }
}
