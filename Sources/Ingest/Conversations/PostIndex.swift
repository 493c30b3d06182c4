/// What is known of every post while its text is not at hand: a small fixed amount for each.
///
/// Built in one pass over the inputs. Lines with one id are one post: the one with the longest
/// text is kept, and the order of the lines does not show.
public struct PostIndex: Sendable {
  /// What is kept of one post.
  package struct Entry: Sendable {
    package var id: Key
    package var parent: Key?
    package var conversation: Key?
    /// The post that this one quotes or repeats.
    package var quoteOf: Key?
    package var author: Key?
    package var createdAt: Timestamp?
    package var position: LinePosition
    package var isRepost: Bool
    fileprivate var textLength: Int
    fileprivate var text: Key

    package init(_ post: Post, at position: LinePosition) {
      id = post.identity
      parent = post.parentID.map { Key($0) }
      conversation = post.conversationID.map { Key($0) }
      quoteOf = (post.quoteOf ?? post.repostOf).map { Key($0) }
      author = post.author.map { PostIndex.authorKey($0) }
      createdAt = post.createdAt
      self.position = position
      isRepost = post.isRepost
      textLength = post.text.utf8.count
      text = Key(post.text)
    }

    /// Tells apart records that differ in what they answer or who wrote them only.
    private var tieBreak: (UInt64, UInt64, UInt64) {
      (parent?.value ?? 0, conversation?.value ?? 0, author?.value ?? 0)
    }

    /// Whether the post starts a conversation, as far as it says itself.
    var isRoot: Bool { parent == nil && (conversation == nil || conversation == id) }

    /// Whether this record is to be kept rather than `other` of the same id.
    fileprivate func isBetter(than other: Entry) -> Bool {
      // A removal marker is short, so what a post said before it was removed is kept.
      if textLength != other.textLength { return textLength > other.textLength }
      if text != other.text { return text > other.text }
      if createdAt != other.createdAt {
        return (createdAt?.seconds ?? .min) > (other.createdAt?.seconds ?? .min)
      }
      return tieBreak > other.tieBreak
    }
  }

  package private(set) var entries: [Entry] = []
  private var places: [Key: Int32] = [:]

  package init() {}

  /// The key of an author: handles are the same in any case.
  public static func authorKey(_ handle: String) -> Key { Key(handle.lowercased()) }

  /// Adds a record; returns whether it is a duplicate of one that was there.
  package mutating func add(_ entry: Entry) -> Bool {
    guard let place = places[entry.id] else {
      places[entry.id] = Int32(entries.count)
      entries.append(entry)
      return false
    }
    if entry.isBetter(than: entries[Int(place)]) { entries[Int(place)] = entry }
    return true
  }

  /// The place of the post with that key in ``entries``.
  package func place(of id: Key) -> Int? { places[id].map { Int($0) } }
}
