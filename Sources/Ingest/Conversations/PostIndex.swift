/// What is known of every post while its text is not at hand: a small fixed amount for each.
///
/// Built in one pass over the inputs. Lines with one id are one post: the one with the longest
/// text is kept, and the order of the lines does not show.
public struct PostIndex: Sendable {
  /// What is kept of one post.
  package struct Entry: BitwiseCopyable, Sendable {
    package var id: Key
    package var parent: Key?
    package var conversation: Key?
    /// The post that this one quotes or repeats.
    package var quoteOf: Key?
    package var author: Key?
    package var createdAt: Timestamp?
    package var position: RecordPosition
    package var isRepost: Bool
    /// Whether the post is an answer, though the export may not say to which post.
    package var isReply: Bool
    /// Whether the post is known only from inside others.
    package var isContext: Bool
    fileprivate var textLength: Int
    fileprivate var text: Key
    fileprivate var editedAt: Int64

    package init(_ post: Post, at position: RecordPosition) {
      id = post.identity
      parent = post.parentID.map { post.key(of: $0) }
      conversation = post.conversationID.map { post.key(of: $0) }
      quoteOf = (post.quoteOf ?? post.repostOf).map { post.key(of: $0) }
      author = post.author.flatMap { PostIndex.authorKey($0) }
      createdAt = post.createdAt
      self.position = position
      isRepost = post.isRepost
      isReply = post.isReply
      isContext = post.isContext
      textLength = post.text.utf8.count
      text = Key(post.text)
      // Ids of versions count up, as their times do.
      let version = post.versionOf == nil ? nil : Int64(post.id)
      editedAt = version ?? post.editedAt?.seconds ?? 0
    }

    /// Tells apart records that differ in what they answer or who wrote them only.
    private var tieBreak: (UInt64, UInt64, UInt64) {
      (parent?.value ?? 0, conversation?.value ?? 0, author?.value ?? 0)
    }

    /// Whether the post starts a conversation, as far as it says itself.
    var isRoot: Bool { parent == nil && (conversation == nil || conversation == id) }

    /// Whether this record is to be kept rather than `other` of the same id.
    fileprivate func isBetter(than other: Entry) -> Bool {
      if isContext != other.isContext { return other.isContext }
      if editedAt != other.editedAt { return editedAt > other.editedAt }
      // A removal marker is short, so what a post said before it was removed is kept.
      if textLength != other.textLength { return textLength > other.textLength }
      if text != other.text { return text > other.text }
      if createdAt != other.createdAt {
        return (createdAt?.seconds ?? .min) > (other.createdAt?.seconds ?? .min)
      }
      return tieBreak > other.tieBreak
    }
  }

  package private(set) var entries: SpooledArray<Entry>
  private var places: KeyTable
  /// What ids of the export count within, such as chats.
  private var scopes: Set<String> = []

  /// Creates an empty index.
  ///
  /// - Parameter limit: How many posts are held in memory; what is known of the others goes to a
  ///   file, in the folder that `TMPDIR` names.
  package init(holding limit: Int = .max) {
    entries = SpooledArray(holding: limit)
    places = KeyTable(holding: limit)
  }

  /// Throws what went wrong with the file.
  func check() throws(IngestError) {
    try entries.check()
    try places.check()
  }

  /// The key of an author, or `nil` for what stands in the place of the author of a removed post.
  ///
  /// Handles are the same in any case, and with or without `@` in front.
  public static func authorKey(_ handle: String) -> Key? {
    guard !RemovalMarker.isMarker(handle) else { return nil }
    return Key((handle.hasPrefix("@") ? handle.dropFirst() : handle[...]).lowercased())
  }

  /// Adds a record.
  ///
  /// - Parameters:
  ///   - entry: What is kept of it.
  ///   - alias: Another key of the same post, where a version of it has an id of its own.
  ///   - scope: What the id counts within.
  /// - Returns: What became of it.
  package mutating func add(_ entry: Entry, alias: Key? = nil, scope: String = "") -> Added {
    if !scope.isEmpty { scopes.insert(scope) }
    guard let place = places[entry.id] else {
      places.set(entries.count, for: entry.id)
      if let alias { places.set(entries.count, for: alias) }
      entries.append(entry)
      return Added(place: entries.count - 1, isKept: true, isDuplicate: false)
    }
    if let alias { places.set(place, for: alias) }
    let old = entries[place]
    let isBetter = entry.isBetter(than: old)
    if isBetter { entries[place] = entry }
    return Added(
      place: place,
      isKept: isBetter,
      isDuplicate: !old.isContext && !entry.isContext
    )
  }

  /// What became of a record that was added.
  package struct Added: Sendable {
    /// The place of its post in ``entries``.
    package var place: Int
    /// Whether it is the one that is kept of the post, as far as was read.
    package var isKept: Bool
    /// Whether the post was there already as a record of its own, and so is this one.
    package var isDuplicate: Bool
  }

  /// The place of the post with that id, as a user writes it; ids that count within a chat may mean
  /// several posts, and then the first in the order of the chats' names is meant.
  package func place(ofID id: String) -> Int? {
    if let place = place(of: Key(id)) { return place }
    for scope in scopes.sorted() {
      if let place = place(of: Key("\(scope)/\(id)")) { return place }
    }
    return nil
  }

  /// The place of the post with that key in ``entries``.
  package func place(of id: Key) -> Int? { places[id] }
}
