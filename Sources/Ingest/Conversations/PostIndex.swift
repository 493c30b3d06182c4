/// What is known of every post while its text is not at hand: a small fixed amount for each.
///
/// Built in one pass over the inputs. Lines with one id are one post: the one that was edited last is
/// kept, else the one with the longest text, else the one with the larger counts, and the order of the lines
/// does not show.
public struct PostIndex: Sendable {
  /// What is kept at hand of one post: 24 bytes.
  package struct Entry: BitwiseCopyable, Sendable {
    package let id: Key
    /// 0 where there is none.
    fileprivate let authorKey: UInt64
    /// Seconds since 1970, above eight bits of ``Marks``.
    private var timeAndMarks: Int64

    fileprivate struct Marks: OptionSet {
      let rawValue: UInt8

      static let hasTime = Marks(rawValue: 1)
      static let isByDay = Marks(rawValue: 2)
      static let isRepost = Marks(rawValue: 4)
      static let isReply = Marks(rawValue: 8)
      static let isContext = Marks(rawValue: 16)
      // How other records of the post differ from it.
      static let differsInAuthor = Marks(rawValue: 32)
      static let differsInText = Marks(rawValue: 64)
      static let differsInTime = Marks(rawValue: 128)
      static let differences: Marks = [.differsInAuthor, .differsInText, .differsInTime]
    }

    package init(_ post: Post) {
      id = post.identity
      authorKey = post.author.flatMap { PostIndex.authorKey($0)?.value } ?? 0
      var marks: Marks = []
      if post.createdAt != nil { marks.insert(.hasTime) }
      if post.createdAt?.precision == .day { marks.insert(.isByDay) }
      if post.isRepost { marks.insert(.isRepost) }
      if post.isReply { marks.insert(.isReply) }
      if post.isContext { marks.insert(.isContext) }
      timeAndMarks = (post.createdAt?.seconds ?? 0) << 8 | Int64(marks.rawValue)
    }

    package var author: Key? { Key(authorKey) }
    package var createdAt: Timestamp? {
      guard marks.contains(.hasTime) else { return nil }
      return Timestamp(
        seconds: timeAndMarks >> 8,
        precision: marks.contains(.isByDay) ? .day : .second
      )
    }
    package var isRepost: Bool { marks.contains(.isRepost) }
    /// Whether the post is an answer, though the export may not say to which post.
    package var isReply: Bool { marks.contains(.isReply) }
    /// Whether the post is known only from inside others.
    package var isContext: Bool { marks.contains(.isContext) }

    /// Whether records with the id are of different posts: an edit keeps its author, and a record that
    /// another program made keeps the second of its time.
    fileprivate var isOfSeveralPosts: Bool { marks.isSuperset(of: .differences) }

    private var marks: Marks { Marks(rawValue: UInt8(truncatingIfNeeded: timeAndMarks)) }

    /// How two records with one id differ, or others did that either was compared with.
    ///
    /// An author that one of them does not name is no difference.
    fileprivate func differences(from other: Entry, hasOtherText: Bool) -> Marks {
      var differences = marks.union(other.marks).intersection(.differences)
      if authorKey != 0, other.authorKey != 0, authorKey != other.authorKey {
        differences.insert(.differsInAuthor)
      }
      if hasOtherText { differences.insert(.differsInText) }
      let isSameSecond = createdAt?.precision == .second && createdAt == other.createdAt
      if !isSameSecond { differences.insert(.differsInTime) }
      return differences
    }

    fileprivate mutating func add(_ more: Marks) { timeAndMarks |= Int64(more.rawValue) }
  }

  /// Which record of a post is kept, and what is compared to choose it: 32 bytes.
  package struct Record: BitwiseCopyable, Sendable {
    /// The byte in the input, above 20 bits of the input's number.
    private let offsetAndInput: UInt64
    /// The line, above 24 bits of the item's number.
    private let lineAndItem: UInt64
    /// The length of the text, above 32 bits of its hash.
    fileprivate let text: UInt64
    /// How often the post was liked, reposted and answered in all, above 32 bits of a hash of these counts
    /// and of what else two records of one post may differ in.
    fileprivate let counts: UInt64

    package init(_ post: Post, at position: RecordPosition) {
      offsetAndInput = UInt64(position.offset) << 20 | UInt64(position.input)
      lineAndItem = UInt64(position.line) << 24 | UInt64(position.item)
      let length = UInt64(UInt32(clamping: post.text.utf8.count))
      text = length << 32 | Key(post.text).value & 0xFFFF_FFFF
      var (sum, hash) = (0, UInt64(0))
      func add(_ value: UInt64) { hash = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15 }
      func add(_ count: Int?) {
        sum += max(count ?? 0, 0)
        add(UInt64(bitPattern: Int64(count ?? -1)))
      }
      func add(_ text: String?) { add(text.map { $0.utf8Span.span.foldedHash } ?? 0) }
      add(post.likes)
      add(post.reposts)
      add(post.replies)
      add(post.language)
      add(post.authorName)
      add(post.authorID)
      add(UInt64(bitPattern: post.collectedAt?.seconds ?? 0))
      counts = UInt64(UInt32(clamping: sum)) << 32 | hash >> 32
    }

    package var position: RecordPosition {
      RecordPosition(
        input: Int(offsetAndInput & 0xF_FFFF),
        line: Int(lineAndItem >> 24),
        offset: Int(offsetAndInput >> 20),
        item: Int(lineAndItem & 0xFF_FFFF)
      )
    }
  }

  /// What one post says of others, until all are tied into conversations: 24 bytes.
  package struct Ties: BitwiseCopyable, Sendable {
    // Keys, 0 where there is none.
    fileprivate let parentKey: UInt64
    fileprivate let conversationKey: UInt64
    fileprivate let quoteKey: UInt64

    package init(_ post: Post) {
      parentKey = post.parentID.map { post.key(of: $0).value } ?? 0
      conversationKey = post.conversationID.map { post.key(of: $0).value } ?? 0
      quoteKey = (post.quoteOf ?? post.repostOf).map { post.key(of: $0).value } ?? 0
    }

    package var parent: Key? { Key(parentKey) }
    package var conversation: Key? { Key(conversationKey) }
    /// The post that this one quotes or repeats.
    package var quoteOf: Key? { Key(quoteKey) }

    /// Whether the post with an id starts a conversation, as far as it says itself.
    func isRoot(_ id: Key) -> Bool { parent == nil && (conversation == nil || conversation == id) }

    /// The same, with the links changed as ``Post/dropLinksToZero()`` does.
    fileprivate func withoutLinks(to zero: Key, of entry: Entry) -> Ties {
      let conversation = conversation == zero ? nil : conversation
      let isFirst = entry.isRepost || conversation == entry.id
      return Ties(
        parentKey: parent == zero ? (isFirst ? nil : conversation)?.value ?? 0 : parentKey,
        conversationKey: conversation?.value ?? 0,
        quoteKey: quoteKey
      )
    }

    private init(parentKey: UInt64, conversationKey: UInt64, quoteKey: UInt64) {
      (self.parentKey, self.conversationKey) = (parentKey, conversationKey)
      self.quoteKey = quoteKey
    }
  }

  /// In memory until all are tied into conversations; then they are looked at in their order, and so are in
  /// a file beyond ``held``.
  package private(set) var entries: SpooledArray<Entry>
  /// Of each of ``entries``; looked at seldom, and so in a file beyond ``held``.
  private var records: SpooledArray<Record>
  /// Of each of ``entries``; looked at in their order, and so in a file beyond ``held``.
  package private(set) var ties: SpooledArray<Ties>
  private var places: KeyTable
  /// Places by the ids of versions that have ids of their own, and by addresses without the id.
  private var aliases: [Key: Int] = [:]
  /// When posts were edited, or the numbers of their versions, which count up, by place.
  private var edits: [Int: Int64] = [:]
  /// What ids of the export count within, such as chats.
  private var scopes: Set<String> = []
  /// Whether a post names a post `0`.
  private var namesZero = false
  /// How many ids are of several posts.
  private(set) var collidingIDs = 0
  /// The first few of these ids.
  package private(set) var firstCollisions: [Collision] = []

  /// Two records with one id that are of different posts.
  package struct Collision: Sendable {
    /// The place of the id in ``entries``.
    package let place: Int
    package let first: RecordPosition
    package let second: RecordPosition
  }

  /// So many are shown with their places.
  private static let shownCollisions = 3

  private static let zero = Key(Post.zeroID)

  /// Creates an empty index.
  ///
  /// - Parameter limit: How many posts are held in memory; what is known of the others goes to a
  ///   file, in the folder that `TMPDIR` names.
  package init(holding limit: Int = .max) {
    entries = SpooledArray(holding: limit)
    records = SpooledArray(holding: min(limit, Self.held))
    ties = SpooledArray(holding: min(limit, Self.held))
    places = KeyTable(holding: limit)
  }

  /// Of so many posts everything is held in memory.
  package static let held = 1 << 16
  /// Of so many slots of the table of keys, 4 MiB, all are held in memory: lines that are read once more look
  /// up their posts there in no order.
  private static let heldSlots = 1 << 20

  /// Where the record that is kept of a post stands.
  package func position(of place: Int) -> RecordPosition { records[place].position }

  /// Throws what went wrong with the file.
  func check() throws(IngestError) {
    try entries.check()
    try records.check()
    try ties.check()
    try places.check()
  }

  /// Takes links to a post `0` as none where there is no such post.
  ///
  /// - Returns: Whether there were any.
  mutating func dropLinksToZero() -> Bool {
    guard namesZero, place(of: Self.zero) == nil else { return false }
    for place in ties.indices {
      ties[place] = ties[place].withoutLinks(to: Self.zero, of: entries[place])
    }
    return true
  }

  /// Holds no more than is needed once the posts are tied.
  mutating func didTie() throws(IngestError) {
    ties = SpooledArray()
    try entries.hold(Self.held)
    try places.hold(Self.heldSlots)
  }

  /// The key of an author, or `nil` for what stands in the place of the author of a removed post.
  ///
  /// Handles are the same in any case, and with or without `@` in front.
  public static func authorKey(_ handle: String) -> Key? {
    guard !Placeholder.isRemovedAuthor(handle) else { return nil }
    return Key((handle.hasPrefix("@") ? String(handle.dropFirst()) : handle).lowercased())
  }

  /// Adds a record.
  ///
  /// - Parameters:
  ///   - entry: What is kept at hand of it.
  ///   - record: Where it stands.
  ///   - ties: What it says of other posts.
  ///   - editedAt: When the text was last changed, or else the number of its version; 0 where it was not.
  ///   - alias: Another key of the same post, where a version of it has an id of its own.
  ///   - scope: What the id counts within.
  /// - Returns: What became of it.
  package mutating func add(
    _ entry: Entry,
    _ record: Record,
    _ ties: Ties,
    editedAt: Int64 = 0,
    alias: Key? = nil,
    scope: String = ""
  ) -> Added {
    if !scope.isEmpty { scopes.insert(scope) }
    if ties.parent == Self.zero || ties.conversation == Self.zero { namesZero = true }
    let known = place(of: entry.id)
    let place = known ?? entries.count
    if let alias { aliases[alias] = place }
    guard known != nil else {
      entries.append(entry)
      records.append(record)
      self.ties.append(ties)
      places.set(place, for: entry.id, entries)
      if editedAt != 0 { edits[place] = editedAt }
      return Added(place: place, isKept: true, isDuplicate: false)
    }
    let old = entries[place]
    let oldEdit = edits[place] ?? 0
    var isBetter: Bool {
      if entry.isContext != old.isContext { return old.isContext }
      if editedAt != oldEdit { return editedAt > oldEdit }
      let oldText = records[place].text
      // A removal marker is short, so what a post said before it was removed is kept.
      if record.text != oldText { return record.text > oldText }
      if entry.createdAt != old.createdAt {
        return (entry.createdAt?.seconds ?? .min) > (old.createdAt?.seconds ?? .min)
      }
      let oldTies = self.ties[place]
      let (new, known) = (
        (ties.parentKey, ties.conversationKey, entry.authorKey, record.counts, ties.quoteKey),
        (
          oldTies.parentKey, oldTies.conversationKey, old.authorKey, records[place].counts,
          oldTies.quoteKey
        )
      )
      return new > known
    }
    let isKept = isBetter
    let isDuplicate = !old.isContext && !entry.isContext
    var kept = isKept ? entry : old
    if isDuplicate {
      kept.add(entry.differences(from: old, hasOtherText: record.text != records[place].text))
      if kept.isOfSeveralPosts, !old.isOfSeveralPosts {
        collidingIDs += 1
        if firstCollisions.count < Self.shownCollisions {
          firstCollisions.append(
            Collision(place: place, first: position(of: place), second: record.position)
          )
        }
      }
    }
    entries[place] = kept
    if isKept {
      records[place] = record
      self.ties[place] = ties
      if editedAt != oldEdit { edits[place] = editedAt }
    }
    return Added(place: place, isKept: isKept, isDuplicate: isDuplicate)
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

  /// The place of the post with that id, as a user writes it: of one that counts within a chat, the number
  /// alone will do where a single chat has such a post.
  package func place(ofID id: String) -> Int? {
    let places = places(ofID: id)
    return places.count == 1 ? places[0] : nil
  }

  /// The places of all posts that such an id may mean.
  package func places(ofID id: String) -> [Int] {
    if let place = place(of: Key(id)) ?? Discourse.id(ofAddress: id).flatMap({ place(of: Key($0)) })
    {
      return [place]
    }
    return scopes.sorted().compactMap { place(of: Key("\($0)/\(id)")) }
  }

  /// The place of the post with that key in ``entries``.
  package func place(of id: Key) -> Int? {
    places.place(of: id, entries) ?? (aliases.isEmpty ? nil : aliases[id])
  }
}
