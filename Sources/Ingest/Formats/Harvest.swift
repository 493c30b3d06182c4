/// What one record held: posts, and what is no post.
package struct Harvest: Sendable {
  package private(set) var posts: [Post] = []
  /// The record itself where it is no post: what it is instead, in a few words.
  package private(set) var otherRecords: [String] = []
  /// Ids of posts that the record reports as removed.
  package private(set) var removedIDs: [String] = []
  /// Authors whose posts the record reports as removed.
  package private(set) var removedAuthors: [String] = []
  /// Parts of the record that should be posts and could not be read.
  package private(set) var rejections: [Rejection] = []
  /// The name of the format that reads the record.
  package var format: String
  private let platform: String
  /// When the exporting program saw the record.
  var collectedAt: Timestamp?
  /// The address of the page on which the record was seen.
  var pageAddress: String?
  /// The id that what is around the record gives it, where it has none itself.
  var outerID: String?
  /// Whether the user said of which format all records are.
  var isForced = false
  /// How many records this one stands inside.
  private var depth = 0
  /// Pages stand in pages, but not without end.
  private static let deepest = 8

  init(_ format: InputFormat) {
    self.format = format.name
    platform = format.platform
  }

  /// Adds a post of the record's own.
  mutating func add(_ post: consuming Post) {
    if post.format.isEmpty { post.format = format }
    if post.platform.isEmpty { post.platform = platform }
    post.isRepost = post.isRepost || post.isManualRepost
    // Where the number is all that is known of people, they can still be told apart.
    post.author = post.author ?? post.authorID
    post.collectedAt = post.collectedAt ?? collectedAt
    if post.createdAt == nil { post.createdAt = Snowflake.time(of: post) }
    posts.append(post)
  }

  /// Adds a post that the record only quotes, repeats or answers.
  mutating func addContext(_ post: consuming Post?) {
    guard var post = consume post, !post.id.isEmpty else { return }
    post.isContext = true
    add(post)
  }

  /// Notes that the record, or a part of it, is no post.
  mutating func note(_ what: String) { otherRecords.append(what) }

  /// Notes that a post was removed after it was published.
  mutating func remove(id: String?) {
    if let id { removedIDs.append(id) }
  }

  /// Notes that all posts of an author were removed.
  mutating func remove(author: String?) {
    if let author { removedAuthors.append(author) }
  }

  /// Notes that a part of the record could not be read.
  mutating func reject(_ rejection: Rejection) { rejections.append(rejection) }

  /// Reads a record inside this one by whichever format fits it.
  mutating func readInner(_ record: Record) throws(Rejection) {
    try readInner(record, by: InputFormat.detect(record))
  }

  /// Reads a record inside this one by a format.
  mutating func readInner(_ record: Record, by format: InputFormat) throws(Rejection) {
    var inner = Harvest(format)
    inner.collectedAt = collectedAt
    inner.pageAddress = pageAddress
    inner.outerID = outerID
    inner.isForced = isForced
    inner.depth = depth + 1
    guard inner.depth <= Self.deepest else {
      throw Rejection(.tooDeep, byte: 1, found: "posts in \(depth) others", expected: "fewer")
    }
    try format.read(record, &inner)
    posts += inner.posts
    otherRecords += inner.otherRecords
    removedIDs += inner.removedIDs
    removedAuthors += inner.removedAuthors
    rejections += inner.rejections
  }

  /// Whether nothing but posts without a word came of the record.
  var isEmpty: Bool {
    otherRecords.isEmpty && removedIDs.isEmpty && rejections.isEmpty
      && posts.allSatisfy { $0.text.isEmpty && !$0.isRepost && !$0.isDeleted }
  }

  /// Hangs those posts, from a place on, that name no post above them on one, with what is below them;
  /// where it has no id, or there is none, they are answers to nobody knows what.
  mutating func hangPosts(from start: Int, on parent: Post?) {
    guard let parent, !parent.id.isEmpty else {
      for index in posts.indices.dropFirst(start)
      where !posts[index].isRepost && !posts[index].isContext {
        posts[index].isReply = true
      }
      return
    }
    var hung: Set<String> = []
    let root = parent.conversationID ?? parent.id
    for index in posts.indices.dropFirst(start) {
      if let conversation = posts[index].conversationID {
        if hung.contains(conversation) { posts[index].conversationID = root }
      } else if posts[index].parentID == nil, !posts[index].isRepost, !posts[index].isContext {
        posts[index].parentID = parent.id
        posts[index].conversationID = root
        hung.insert(posts[index].id)
      }
    }
  }

  /// Takes links to a post `0` as none.
  mutating func dropLinksToZero() {
    for index in posts.indices { posts[index].dropLinksToZero() }
  }

  /// Corrects times that name no zone.
  mutating func correctTimes(by clock: LocalClock) {
    for index in posts.indices { clock.correct(&posts[index]) }
  }

  /// Puts the name of this format on the posts that formats inside it read.
  mutating func claimPosts() {
    for index in posts.indices { posts[index].format = format }
  }
}
