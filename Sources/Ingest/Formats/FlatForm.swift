internal import Synchronization

/// The home-made flat form: one object a post, under whatever names its maker chose.
///
/// Members are found by a table of names, best first. They may stand one level down, in a wrapper. Where
/// the user says under which name a field stands, it is looked for there only.
struct FlatForm: Sendable {
  static let format = InputFormat(FlatForm())

  /// Where the user says that a field stands.
  private struct Path: Sendable {
    var field: Field
    var names: [FoldedName]
    /// As the user wrote it: the name of the field, and where it stands.
    var written: (field: String, place: String)
  }

  private let paths: [Path]
  /// Which of the paths some record has.
  private let met = MetPaths()

  /// Bits, by the number of a path: set once, and looked at when all is read.
  private final class MetPaths: Sendable {
    /// Of any record, whatever members it has.
    static let anyRecord = 31

    private let bits = Atomic<UInt32>(0)

    subscript(number: Int) -> Bool { bits.load(ordering: .relaxed) >> UInt32(number) & 1 == 1 }

    func add(_ number: Int) {
      if !self[number] { bits.bitwiseOr(1 << UInt32(number), ordering: .relaxed) }
    }
  }

  /// Creates a form; `nil` where there is no field of a name, or a path names no member.
  ///
  /// - Parameter paths: Where fields stand, by the name of the field, one of ``fieldNames``: the name of
  ///   the member, or those of the members that lead to it, with dots between them.
  init?(paths: [String: String]) {
    var known: [Path] = []
    for (name, path) in paths.sorted(by: { $0.key < $1.key }) {
      let names = path.split(separator: ".").map { FoldedName(String($0)) }
      guard let field = Self.fields[name], !names.isEmpty else { return nil }
      known.append(Path(field: field, names: names, written: (name, path)))
    }
    self.paths = known
  }

  private init() { paths = [] }

  /// Where the user says that a field stands, and no record that was read has a member; `nil` where no
  /// record was read.
  var unmet: (field: String, place: String)? {
    guard met[MetPaths.anyRecord] else { return nil }
    return paths.indices.first { !met[$0] }.map { paths[$0].written }
  }

  /// The names of the fields that a user can say the place of.
  static let fieldNames: [String] = fields.keys.sorted()

  private static let fields: [String: Field] = [
    "id": .id, "parent": .parent, "conversation": .conversation, "quote": .quote,
    "repost": .repost, "author": .author, "time": .time, "text": .text, "language": .language,
    "likes": .likes, "reposts": .reposts, "replies": .replies,
  ]

  private enum Field: Int, CaseIterable {
    case id
    case parent
    case conversation
    case quote
    case repost
    case isRepost
    case author
    case authorName
    case authorID
    case time
    case editTime
    case text
    case language
    case likes
    case reposts
    case replies
    case isDeleted
    /// Not a field of the post: an object that holds its members one level down.
    case wrapper
    /// Not a field of the post: a list of its answers.
    case nested
    /// Not a field of the post: a list of posts, of which the record is only the page.
    case page
  }

  /// The names of each field, best first.
  private static let names: [(field: Field, names: [String])] = [
    (
      .id,
      [
        "id_str", "comment_id", "tweet_id", "status_id", "message_id", "cid", "rest_id", "pk",
        "uri", "id", "_id", "uuid", "post_id", "object_id", "url", "platform_id",
      ]
    ),
    (
      .parent,
      [
        "in_reply_to_status_id_str", "in_reply_to_status_id", "in_reply_to_id",
        "in_reply_to_tweet_id", "in_reply_to_post_id", "in_reply_to_comment_id", "in_reply_to",
        "reply_to_status_id", "reply_to_tweet_id", "reply_to_post_id", "reply_to_comment_id",
        "reply_to_comment", "replies_to_id", "reply_to_message_id", "reply_to_id", "reply_to",
        "replied_to_id", "replied_to", "reply_parent_uri", "reply_parent", "parent_comment_id",
        "parent_post_id", "parent_tweet_id", "parent_id", "parent_uri", "parent", "target_comment",
        "reply_id",
      ]
    ),
    (
      .conversation,
      [
        "conversation_id_str", "conversation_id", "thread_id", "root_id", "reply_root_uri",
        "reply_root", "root_uri", "link_id", "video_id",
        "aweme_id", "story_id", "topic_id", "note_id", "post_id", postAddress, "thread",
      ]
    ),
    (
      .quote,
      [
        "quoted_status_id_str", "quoted_status_id", "quoted_tweet_id", "quote_of_id", "quote_of",
        "quoted_id", "renote_id",
      ]
    ),
    (
      .repost,
      [
        "retweeted_status_id_str", "retweeted_status_id", "retweeted_tweet_id", "repost_of_id",
        "repost_of", "reblog_of_id", "retweet_of", "retweet_status_id",
        "retweeted_status", "retweeted_id",
      ]
    ),
    (.isRepost, ["is_retweet", "is_repost"]),
    (
      .author,
      [
        "screen_name", "username", "user_name", "handle", "unique_id", "owner_username",
        "preferred_username", "acct", "commenter_user_name", "commenter", "commenter_name",
        "comment_author", "comment_user", "author_username", "author_handle", "user_screen_name",
        "user_display_name", "author_meta",
        "author", "user", "user_info", "owner", "from", "by", "profile_name",
        "author_name", "display_name", "nickname", "user_profile", "account", "uploader_id",
        "uploader",
        "author_id",
        "user_id", "from_id", "full_name", "name", "did",
      ]
    ),
    (
      .authorName, ["author_name", "display_name", "profile_name", "nickname", "full_name", "name"]
    ),
    (
      .time,
      [
        // In a table of comments other times may be those of the post that is commented on.
        "comment_date", "created_at", "created_utc", "created_time", "create_time", "created",
        "date_created", "create_date", "published_at", "published_on", "posted_at", "post_date",
        "iso_date_time", "timestamp_ms", "taken_at",
        "date_unixtime", "date", "time", "datetime", "timestamp", "@timestamp", "published",
        "indexed_at", "posted", "posted_on", "date_posted",
      ]
    ),
    (.editTime, ["edited_at", "edit_date", "last_edited_at", "edited"]),
    (
      .text,
      [
        "full_text", "raw_content", "text_original", "text", "body", "comment_text", "comment",
        "content", "message", "comment_body", "comment_content", "message_text", "caption",
        "tweet", "post_text", "selftext", "description", "title",
      ]
    ),
    (.language, ["lang", "language", "comment_language"]),
    (
      .likes,
      [
        "like_count", "likes_count", "likes", "num_likes", "favorite_count", "favourites_count",
        "likes_number", "digg_count", "votes", "score", "upvotes",
      ]
    ),
    (.reposts, ["repost_count", "retweet_count", "reblogs_count", "share_count", "shares"]),
    (
      .replies,
      [
        "reply_count", "replies_count", "num_replies", "replies_number", "reply_comment_total",
        "comment_count",
        "comments_count", "num_comments", "replies", "comments",
      ]
    ),
    (
      .authorID,
      ["author_id", "user_id", "uid", "from_id", "owner_id", "profile_id", "did", "channel_id"]
    ),
    (.isDeleted, ["deleted", "is_deleted", "dead"]),
    (.wrapper, ["data", "node", "item", "comment", "snippet", "attributes", "_source"]),
    (
      .nested,
      [
        "replies", "comments", "children", "responses", "answers", "sub_comments",
        "latest_comments", "top_comments", "child_comments", "preview_child_comments",
        "edge_threaded_comments", "reply_comment", "thread",
      ]
    ),
    (
      .page,
      [
        "data", "items", "results", "posts", "messages", "tweets", "statuses", "records", "entries",
        "documents", "hits", "rows", "nodes", "edges",
      ]
    ),
  ]

  /// The address of the post that a row of a table of comments is about; anywhere else more likely that of
  /// the row itself.
  private static let postAddress = "post_url"

  /// The names of members that hold the text of a post, and not what there is to say about something
  /// else, such as an account or a film.
  static let textNames: Set<FoldedName> = Set(
    names.flatMap { $0.field == .text ? $0.names : [] }.prefix(firstHeading).map { FoldedName($0) }
  )

  private static func rank(of name: String, in field: Field) -> Int {
    names.first { $0.field == field }?.names.firstIndex(of: name) ?? 0
  }

  /// From this rank on, a text is one that a page or an account may have too.
  private static let firstHeading = rank(of: "description", in: .text)
  private static let message = rank(of: "message", in: .text)
  private static let postAddressRank = rank(of: postAddress, in: .conversation)
  /// Fields, each with the ranks of names that only a table of comments has.
  private static let commentRanks: [(field: Field, ranks: Set<Int>)] = [
    Field.id, .text, .author, .time,
  ].map { field in
    let all = names.first { $0.field == field }?.names ?? []
    return (field, Set(all.indices.filter { all[$0].hasPrefix("comment") }))
  }
  private static let commentTextRanks: Set<Int> =
    commentRanks.first { $0.field == .text }?.ranks ?? []

  /// The names under which lists stand in objects that are no answers themselves.
  private static let lists = ["data", "items", "edges", "nodes", "results"]

  /// The names of the id in an object that stands for another post.
  private static let idsOfPosts = [
    "id_str", "id", "post_id", "comment_id", "tweet_id", "status_id", "message_id", "cid", "uri",
  ]

  private static let authorNames = [
    "screen_name", "username", "user_name", "handle", "unique_id", "acct", "preferred_username",
    "login", "full_name", "name", "display_name", "nickname", "public_id",
  ].map { FoldedName($0) }
  /// Of these the name is put together where there is none in one piece.
  private static let partsOfName = ["first_name", "last_name"].map { FoldedName($0) }
  /// What is left of an author of whom no name is known.
  private static let authorIDs = ["id_str", "id"].map { FoldedName($0) }

  /// The name of the author that a member stands for; `nil` where it holds none.
  private static func author(_ value: Record) -> String? {
    guard value.isObject else { return value.scalar }
    func texts(_ names: [FoldedName]) -> [String] {
      names.compactMap { name in value.place(at: [name]).flatMap { value[$0].scalar?.trimmed } }
        .filter { !Record.isNothing($0) }
    }
    let parts = texts(partsOfName)
    return texts(authorNames).first ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
      ?? texts(authorIDs).first
  }

  /// What a name may stand for, of two fields at most; the lower rank wins.
  private struct Uses: Sendable {
    typealias Use = (field: Field, rank: Int)

    var first: Use
    var second: Use?
  }

  private static let table: NameTable<Uses> = {
    var table: [FoldedName: Uses] = [:]
    for (field, names) in names {
      for (rank, name) in names.enumerated() {
        let name = FoldedName(name)
        guard let known = table[name] else {
          table[name] = Uses(first: (field, rank))
          continue
        }
        precondition(known.second == nil, "a name of three fields")
        table[name]?.second = (field, rank)
      }
    }
    return NameTable(table)
  }()

  /// Reads a record as a post, with the posts nested in it as answers, or as a page of posts.
  func read(_ top: Record, _ harvest: inout Harvest) throws(Rejection) {
    var found = Found(top, self)
    do throws(Rejection) {
      let post = try found.post(id: harvest.outerID)
      guard found.holdsOthers else { return harvest.add(post) }
      read(found, as: post, &harvest)
    } catch {
      try readInside(top, hasIdentity: found.hasIdentity, error, &harvest)
    }
  }

  /// Reads a post with what stands inside it.
  private func read(_ found: Found, as post: Post, _ harvest: inout Harvest) {
    let lists = found.pages.filter { $0.elements.prefix(Self.looked).contains(where: isPost) }
    let answers = found.answers
    if !lists.isEmpty || !answers.isEmpty, found.isHeading(ofPage: !lists.isEmpty) {
      harvest.note("heading of a list of posts")
      return readAll(lists.flatMap(\.elements) + answers, &harvest)
    }
    var post = post
    // Answers name it.
    if post.id.isEmpty, !answers.isEmpty { post.id = String(post.identity.value) }
    harvest.add(post)
    readAnswers(answers, to: post, &harvest)
    readAll(lists.flatMap(\.elements), &harvest)
  }

  /// Reads the answers to a post, and those below them; a stack, because they are as deep as people make
  /// them.
  private func readAnswers(_ answers: [Record], to post: Post, _ harvest: inout Harvest) {
    func below(_ answers: [Record], _ post: Post) -> [(record: Record, parent: Post, id: String)] {
      answers.enumerated().reversed().map { ($1, post, "\(post.id)/\($0 + 1)") }
    }
    var stack = below(answers, post)
    while let (record, parent, id) = stack.popLast() {
      guard record.isObject else {
        // A number or a single word is the id of a post that is elsewhere.
        if record.string?.text.contains(" ") == true { harvest.note(Self.namelessAnswer) }
        continue
      }
      var found = Found(record, self)
      do throws(Rejection) {
        var post = try found.post(id: id, isAnswer: true)
        if post.parentID == nil || post.parentID == Post.zeroID { post.parentID = parent.id }
        post.conversationID = post.conversationID ?? parent.conversationID ?? parent.id
        stack += below(found.answers, post)
        harvest.add(post)
      } catch {
        // What is nested in a post, and has no text, is no loss.
        if error.code == .noIdentity { harvest.note(Self.namelessAnswer) }
      }
    }
  }

  private static let namelessAnswer = "answer without an id, a time or an author"

  /// Reads the posts inside a record that is none, nearest to the top.
  private func readInside(
    _ top: Record,
    hasIdentity: Bool,
    _ error: Rejection,
    _ harvest: inout Harvest
  ) throws(Rejection) {
    var level = [top]
    // Of these names are lists of what answers the post beside them.
    var answers: [Record] = []
    var firstList: (name: String, element: Record)?
    for _ in 0..<Self.deepest {
      var found: [Record] = []
      var below: [Record] = []
      // How many of what was found have the name of what answers are to.
      var answered = 0
      for object in level {
        object.forEachMember { _, place in
          guard place.kind == .array || place.kind == .object, !object.isErrors(place) else {
            return
          }
          let value = object[place]
          if value.isArray {
            let elements = value.elements.filter(\.isObject)
            if elements.prefix(Self.looked).contains(where: isPost) {
              if Self.nestedNames.contains(FoldedName(object.name(of: place))) {
                answers += elements
              } else {
                found += elements
              }
            } else if firstList == nil, let element = elements.first {
              firstList = (object.name(of: place), element)
            }
          } else if value.isObject, !hasIdentity {
            // Beside an id of the record's own it is a post that the record quotes or answers.
            if isPost(value, withAuthor: true) {
              found.append(value)
              if Self.namesOfPosts.contains(object.name(of: place).lowercased()) { answered += 1 }
            } else {
              below.append(value)
            }
          }
        }
      }
      if !found.isEmpty || !answers.isEmpty {
        let start = harvest.posts.count
        readAll(found, &harvest)
        let isAnswered = found.count == 1 && answered == 1
        let answered = isAnswered ? harvest.posts.dropFirst(start).first : nil
        let end = harvest.posts.count
        readAll(answers, &harvest)
        harvest.hangPosts(from: end, on: answered)
        return
      }
      level = below
    }
    guard let (name, element) = firstList, !hasIdentity else { throw error }
    do throws(Rejection) {
      var found = Found(element, self)
      _ = try found.post()
    } catch {
      var error = error
      error.found = "in the list '\(name)' \(error.found)"
      throw error
    }
    throw error
  }

  /// The lists of answers; a thread may hold the post itself too.
  private static let nestedNames = Set(
    names.flatMap { $0.field == .nested ? $0.names : [] }.filter { $0 != "thread" }
      .map { FoldedName($0) }
  )

  /// The names of a post beside the list of the answers to it.
  private static let namesOfPosts: Set = [
    "post", "video", "status", "tweet", "submission", "article", "media", "item", "story", "note",
    "question", "root", "original", "parent", "topic", "thread", "content",
  ]

  /// So many objects are looked at to tell whether a list is one of posts: the first may be deleted.
  private static let looked = 5
  /// So many levels down posts are looked for.
  private static let deepest = 4

  private func readAll(_ records: [Record], _ harvest: inout Harvest) {
    let form = harvest.isForced ? InputFormat(self) : nil
    harvest.outerID = nil
    for record in records where record.isObject {
      do throws(Rejection) {
        try harvest.readInner(record, by: form ?? InputFormat.detect(record))
      } catch {
        harvest.reject(error)
      }
    }
  }

  /// Whether a record inside another is surely a post.
  private func isPost(_ record: Record) -> Bool { isPost(record, withAuthor: false) }

  private func isPost(_ record: Record, withAuthor: Bool) -> Bool {
    guard record.isObject else { return false }
    if paths.isEmpty {
      let format = InputFormat.detect(record)
      guard format.flatForm != nil else { return format.holdsPosts }
    }
    let found = Found(record, self)
    return found.isSurelyPost && (found.hasAuthor || !withAuthor)
  }

  /// Whether a record names an author by any of the names of the table.
  static func namesAuthor(_ record: Record) -> Bool { Found(record, FlatForm()).hasAuthor }

  /// What is read from which members of a record.
  func memberUse(of record: Record) -> MemberUse {
    var use = Found(record, self).memberUse
    let named = Set(paths.flatMap(\.names))
    use.unused = use.unused.filter { !named.contains(FoldedName($0)) }
    return use
  }

  /// The best value of each field of a record.
  private struct Found {
    private let record: Record
    private let table = FlatForm.table
    /// By the number of the field.
    private var values: [(rank: Int, place: Record.Place?)?] = Array(
      repeating: nil,
      count: Field.allCases.count
    )
    /// Lists of answers, or objects with such lists.
    private var nested: [Record] = []
    /// Lists of what may be posts.
    private(set) var pages: [Record] = []

    /// The rank of a member that the user named: no other takes its place, and none fills it.
    private static let chosen = -1
    /// Members of an object one level down count only where the record itself has none.
    private static let wrapperPenalty = 100
    /// A text of nothing counts only where there is no other.
    private static let emptyPenalty = 1 << 20

    init(_ record: Record, _ form: FlatForm) {
      self.record = record
      if !form.paths.isEmpty { form.met.add(MetPaths.anyRecord) }
      for (number, path) in form.paths.enumerated() {
        let place = record.place(at: path.names)
        if place != nil { form.met.add(number) }
        values[path.field.rawValue] = (
          Self.chosen, place.flatMap { isUsable($0, as: path.field) ? $0 : nil }
        )
      }
      var wrappers: [(rank: Int, place: Record.Place)] = []
      record.forEachMember { name, place in take(name, place, penalty: 0, &wrappers) }
      wrappers.sort { $0.rank < $1.rank }
      for (level, wrapper) in wrappers.enumerated() {
        var deeper: [(rank: Int, place: Record.Place)] = []
        record[wrapper.place].forEachMember { name, place in
          take(name, place, penalty: (level + 1) * Self.wrapperPenalty, &deeper)
        }
      }
    }

    private mutating func take(
      _ name: FoldedName,
      _ place: Record.Place,
      penalty: Int,
      _ wrappers: inout [(rank: Int, place: Record.Place)]
    ) {
      guard let uses = table[name] else { return }
      take(uses.first, place, penalty: penalty, &wrappers)
      if let second = uses.second { take(second, place, penalty: penalty, &wrappers) }
    }

    private mutating func take(
      _ use: Uses.Use,
      _ place: Record.Place,
      penalty: Int,
      _ wrappers: inout [(rank: Int, place: Record.Place)]
    ) {
      guard isUsable(place, as: use.field) else { return }
      switch use.field {
      case .wrapper: wrappers.append((use.rank, place))
      case .nested: nested.append(record[place])
      case .page: pages.append(record[place])
      default:
        var rank = use.rank + penalty
        if use.field == .text, record.isEmpty(place) {
          // What a comment without words is about has a title, which is not the comment's.
          let isComment = FlatForm.commentTextRanks.contains(use.rank)
          rank = penalty + (isComment ? FlatForm.firstHeading - 1 : use.rank + Self.emptyPenalty)
        }
        // Of two members with one name the last counts, as in every JSON reader.
        if let best = values[use.field.rawValue], best.rank < rank { return }
        values[use.field.rawValue] = (rank, place)
      }
    }

    private func isUsable(_ place: Record.Place, as field: Field) -> Bool {
      switch field {
      case .text: place.kind == .string || place.kind == .escapedString || place.kind == .null
      case .author where place.kind == .object: FlatForm.author(record[place]) != nil
      case .isRepost, .isDeleted: record.isYes(place)
      case .repost: place.kind != .null
      case .wrapper: place.kind == .object
      case .nested: place.kind == .array || place.kind == .object
      case .page: place.kind == .array
      case .parent where place.kind == .object || place.kind == .array:
        FlatForm.id(ofReference: record[place]) != nil
      default: !record.isNothing(place)
      }
    }

    private subscript(field: Field) -> Record? {
      values[field.rawValue]?.place.map { record[$0] }
    }

    /// Whether other posts may stand in the record.
    var holdsOthers: Bool { !nested.isEmpty || !pages.isEmpty }

    /// What is nested in the record as answers, or as something of the same name.
    var answers: [Record] {
      nested.flatMap { list in
        list.isArray
          ? list.elements
          : FlatForm.lists.lazy.compactMap { list[$0] }.first { $0.isArray }?.elements ?? []
      }
    }

    /// Whether the record has an id or a time; one that cannot be read is a time too.
    var hasIdentity: Bool {
      self[.id]?.scalar != nil || self[.time].map { !$0.isTrue && $0.scalar != nil } ?? false
    }

    var hasAuthor: Bool { self[.author] != nil }

    /// Whether the record has what a post has, and no account or film.
    var isSurelyPost: Bool {
      guard let text = values[Field.text.rawValue], text.place != nil else { return false }
      return text.rank % Self.wrapperPenalty < FlatForm.firstHeading && hasIdentity
    }

    /// Whether the text of a record with posts in it is not one of them: the title of a page, or, above
    /// what may be answers, a message such as "success".
    func isHeading(ofPage isPage: Bool) -> Bool {
      guard !hasAuthor else { return false }
      let isMessage = values[Field.text.rawValue]?.rank == FlatForm.message
      return isPage || isMessage && self[.id] == nil
    }

    /// Whether the record is a row of a table of comments.
    private var isComment: Bool {
      FlatForm.commentRanks.contains { field, ranks in
        values[field.rawValue].map { ranks.contains($0.rank) } == true
      }
    }

    var memberUse: MemberUse {
      var use = MemberUse()
      for (name, field) in FlatForm.fields {
        guard let place = values[field.rawValue]?.place else { continue }
        let member = record.name(of: place)
        use.all[name] = [member]
        guard field == .time, let time = record[place].scalar, Timestamp.parse(time) == nil
        else { continue }
        use.unreadTime = (member, time)
      }
      record.forEachMember { name, place in
        if table[name] == nil { use.unused.insert(record.name(of: place)) }
      }
      use.unused.subtract(use.all.values.joined())
      return use
    }

    /// The members that the record has, in words: a message about a table of many columns stays short.
    private var members: String {
      var names: [String] = []
      record.forEachMember { _, place in
        let isString = place.kind == .string || place.kind == .escapedString
        // One that is empty may be what is missed.
        let isEmpty = place.kind == .null || isString && record.isEmpty(place)
        if !isEmpty { names.append(record.name(of: place)) }
      }
      guard !names.isEmpty else { return "" }
      let shown = names.prefix(Self.membersShown).map { $0.prefix(Self.nameShown) }
      let more = names.count > shown.count ? " and \(names.count - shown.count) more" : ""
      return ", but with \(shown.joined(separator: ", "))\(more)"
    }

    private static let membersShown = 12
    private static let nameShown = 30

    /// The post.
    ///
    /// - Parameters:
    ///   - outer: The id where the record has none.
    ///   - isAnswer: Whether the record stands among the answers to another post: then an author is enough
    ///     to tell a post, and it may be one without words.
    /// - Returns: The post, without what is nested in it.
    /// - Throws: A ``Rejection`` where the record has no text, or neither an id nor a time; one that
    ///   cannot be read is a time too.
    mutating func post(id outer: String? = nil, isAnswer: Bool = false) throws(Rejection) -> Post {
      guard record.isObject else {
        throw Rejection(
          .notAnObject,
          byte: 1,
          found: "no object",
          expected: "one object in { } for each post"
        )
      }
      var post = Post()
      post.id = id(.id)?.trimmed ?? ""
      post.setTime(self[.time]?.scalar)
      let repost = self[.repost]
      let original = repost?.isObject == true ? FlatForm.id(of: repost) : id(.repost)
      // Whether it is one may be all that the member says.
      let saysYes = original.map { ["true", "yes"].contains($0.lowercased()) } ?? false
      post.repostOf = saysYes ? nil : original.flatMap(Record.reference)
      post.isRepost =
        saysYes || post.repostOf != nil || repost?.isObject == true || self[.isRepost] != nil
      let hasIdentity =
        !post.id.isEmpty || outer != nil && !isAnswer
        || self[.time].map { !$0.isTrue && $0.scalar != nil } ?? false
      var isWordless: Bool { hasIdentity && hasAuthor && (isAnswer || !answers.isEmpty) }
      guard self[.text] != nil || post.isRepost || isWordless else {
        let isChosen = values[Field.text.rawValue] != nil
        guard isChosen || !isTable else {
          throw Rejection(
            .noText,
            byte: 1,
            found: "a table that is not written by the row",
            expected: "one object in { } for each post, in pandas "
              + "to_json(FILE, orient=\"records\", lines=True)"
          )
        }
        throw Rejection(
          .noText,
          byte: 1,
          found: record.has("text") && !isChosen
            ? "a \"text\" that is no string"
            : "an object without a text\(hasIdentity ? "" : ", an id or a time")\(members)",
          expected: isChosen
            ? "a string in the member that --fields names for the text"
            : "a string in a member such as \"text\", \"body\" or \"content\", or --fields text=NAME"
              + (hasIdentity ? "" : ",id=NAME")
        )
      }
      guard hasIdentity || isAnswer && hasAuthor else {
        throw Rejection(
          .noIdentity,
          byte: 1,
          found: "a post without an id or a time\(members)",
          expected: "a member such as \"id\" or \"created_at\", or --fields id=NAME"
        )
      }
      if post.id.isEmpty, let outer { post.id = outer }
      post.setText(self[.text], .unknown)
      post.editedAt = self[.editTime]?.scalar.flatMap { Timestamp.parse($0)?.moment }
      post.isDeleted = post.isDeleted || self[.isDeleted] != nil
      // Tables are often numbered from 0, so whether "0" is none shows when all posts are known.
      post.parentID = id(.parent).flatMap { Record.reference($0, zeroIsNone: false) }
      post.conversationID = id(.conversation).flatMap { Record.reference($0, zeroIsNone: false) }
      if isOwnAddress(post) { post.conversationID = nil }
      // Where `post_id` is the post's own id, it names no conversation.
      if post.parentID != nil, post.conversationID == post.id { post.conversationID = nil }
      if post.parentID == nil, !isAnswer, let root = post.conversationID, root != post.id,
        !post.isRepost
      {
        // Comments on a post name it, and nothing else, where they answer the post itself.
        post.parentID = root
      }
      post.quoteOf = id(.quote).flatMap(Record.reference)
      if self[.text]?.kind == .null, post.quoteOf != nil, post.parentID == nil {
        // Networks that have one member for both quote with words and repeat without.
        (post.repostOf, post.quoteOf, post.isRepost) = (post.quoteOf, nil, true)
      }
      post.author = author
      post.authorName = self[.authorName]?.scalar?.trimmed
      post.language = self[.language]?.scalar?.lowercased()
      post.likes = self[.likes]?.scalar.flatMap(Record.count)
      post.reposts = self[.reposts]?.scalar.flatMap(Record.count)
      post.replies = self[.replies]?.scalar.flatMap(Record.count)
      post.authorID = self[.authorID]?.scalar?.trimmed
      return post
    }

    /// Whether the conversation that a post names is only the address of the post itself.
    private func isOwnAddress(_ post: Post) -> Bool {
      guard let rank = values[Field.conversation.rawValue]?.rank,
        rank == FlatForm.postAddressRank, let address = post.conversationID
      else { return false }
      return post.parentID != nil
        || !post.id.isEmpty
          && address.split { "/?&=#".contains($0) }
            .contains { $0 == post.id || $0.count >= 6 && post.id.hasSuffix("_\($0)") }
    }

    /// Whether the record is a table that is not written by the row, as pandas does unless told otherwise:
    /// it has the members of a post, and in each of them those of all posts.
    private var isTable: Bool {
      if record["columns"]?.isArray == true, record["data"]?.isArray == true { return true }
      var columns = 0
      record.forEachMember { name, place in
        if table[name] != nil, record[place]["0"]?.scalar != nil { columns += 1 }
      }
      return columns > 1
    }

    /// An id as text; of a column with gaps pandas writes whole numbers as `12.0`, and services that watch
    /// many networks write the address of a post of X.
    private func id(_ field: Field) -> String? {
      guard let value = self[field] else { return nil }
      guard let text = value.scalar else { return FlatForm.id(ofReference: value) }
      if text.hasPrefix("http"), let id = FlatForm.statusID(inAddress: text) { return id }
      guard text.utf8.last == UInt8(ascii: "0"), text.hasSuffix(".0") else { return text }
      let whole = text.dropLast(2)
      // Beyond, the number is not the one that it was: it is left as it is, for 'check' to see.
      guard let number = Int64(whole), number <= 1 << 53 else { return text }
      return String(whole)
    }

    private var author: String? {
      guard var handle = self[.author].flatMap(FlatForm.author)?.trimmed,
        !Record.isNothing(handle)
      else { return nil }
      if handle.hasPrefix("@") { handle.removeFirst() }
      return handle
    }
  }

  /// The id of the post that an object, or the first element of a list, stands for; an account is none.
  private static func id(ofReference value: Record) -> String? {
    let value = value.isArray ? value.elements.first : value
    guard let value else { return nil }
    if let id = value.scalar { return id }
    let isAccount =
      !value.has("text") && ["username", "screen_name", "handle"].contains { value.has($0) }
    return isAccount ? nil : idsOfPosts.lazy.compactMap { value[$0]?.scalar }.first
  }

  /// The number in the address of a post of X.
  private static func statusID(inAddress address: String) -> String? {
    let parts = address.split { "/?#".contains($0) }
    guard parts.count > 2,
      ["twitter.com", "x.com"].contains(where: { parts[1] == $0 || parts[1].hasSuffix(".\($0)") }),
      let mark = parts.firstIndex(where: { $0 == "status" || $0 == "statuses" }),
      mark + 1 < parts.count, parts[mark + 1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    else { return nil }
    return String(parts[mark + 1])
  }

  private static func id(of record: Record?) -> String? {
    record?["id_str"]?.scalar ?? record?["id"]?.scalar
  }
}
