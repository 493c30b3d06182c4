/// An export: all its inputs read once, its posts known and tied into conversations.
///
/// Texts are not held. Whoever needs them reads the inputs again with ``read(transform:consume:)``,
/// so memory is a small fixed amount a post, however long the posts are.
///
///     let corpus = try Corpus(paths: ["replies.jsonl"])
///     corpus.account.posts  // lines that gave a post
public struct Corpus: Sendable {
  /// What was read, line by line accounted for.
  public let account: InputAccount
  /// The posts, tied into conversations.
  public let conversations: Conversations
  package let index: PostIndex
  private let reader: PostReader

  /// A line that could not be read, and its bytes.
  public typealias RejectionHandler = (Rejection, ArraySlice<UInt8>) throws -> Void

  /// Reads an export.
  ///
  /// - Parameters:
  ///   - paths: Files, or `-` for standard input; together they are one export.
  ///   - jobs: How many threads read.
  ///   - onProgress: Called now and then with the number of bytes that were read since; the inputs
  ///     are read several times.
  ///   - onRejection: Called for each line that could not be read, in the order of the inputs.
  /// - Throws: ``IngestError`` where an input cannot be read, or lines were read and none is a
  ///   post; and whatever `onRejection` throws.
  public init(
    paths: [String],
    jobs: Int = 1,
    onProgress: @escaping @Sendable (_ bytes: Int) -> Void = { _ in },
    onRejection: RejectionHandler = { _, _ in }
  ) throws {
    let inputs = try paths.map { path throws(IngestError) in try Input(path: path) }
    reader = PostReader(inputs: inputs, jobs: jobs, onProgress: onProgress)
    var account = InputAccount()
    account.files = inputs.map { InputAccount.File(name: $0.name) }
    var index = PostIndex()
    try reader.read {
      (entry: PostIndex.Entry($0, at: $1), facts: PostFacts($0))
    } consume: { position, content, bytes in
      account.files[position.input].lines = position.line
      account.files[position.input].bytes = position.offset + bytes.count
      switch content {
      case .blank:
        account.files[position.input].blankLines += 1
      case .rejected(let rejection):
        account.add(rejection, input: position.input)
        try onRejection(rejection, bytes)
      case .post(let post):
        account.files[position.input].posts += 1
        account.add(post.facts)
        if index.add(post.entry) { account.duplicates += 1 }
      }
    }
    if account.posts == 0 && account.rejected > 0 {
      throw IngestError(
        file: inputs.count == 1 ? inputs[0].name : "\(inputs.count) inputs",
        reason: .noPosts(detail: try Self.guess(inputs, account))
      )
    }
    conversations = Conversations(index)
    account.missingParents = conversations.missingParents
    account.conversations = conversations.conversations.count
    self.index = index
    self.account = account
  }

  /// What a line of the inputs is.
  package enum Line<Value: Sendable>: Sendable {
    /// The record that is kept of the post at a place in the index.
    case post(place: Int, Value)
    /// Another record of the post at that place.
    case duplicate(place: Int, Value)
  }

  /// Reads all posts once more.
  ///
  /// - Parameters:
  ///   - transform: What is wanted of a post, given the place of its entry; called on several
  ///     threads at once.
  ///   - consume: Takes the posts in the order of the inputs.
  /// - Throws: ``IngestError`` where an input can no longer be read, and whatever `consume` throws.
  package func read<Value: Sendable>(
    transform: @Sendable (Post, _ place: Int, _ isKept: Bool) -> Value,
    consume: (Line<Value>) throws -> Void
  ) throws {
    try reader.read { post, position -> Line<Value>? in
      // A file that grew since the first pass has posts that are not in the index.
      guard let place = index.place(of: post.identity) else { return nil }
      let isKept = index.entries[place].position == position
      let value = transform(post, place, isKept)
      return isKept ? .post(place: place, value) : .duplicate(place: place, value)
    } consume: { _, content, _ in
      if case .post(let line?) = content { try consume(line) }
    }
  }

  /// The places of the posts of each conversation, in the order of their keys, which does not
  /// depend on the order of the input: sums over them come out alike.
  package var placesByConversation: [ArraySlice<Int>] {
    let links = conversations.links
    let order = index.entries.indices.sorted {
      (links[$0].conversation, index.entries[$0].id)
        < (links[$1].conversation, index.entries[$1].id)
    }
    var groups: [ArraySlice<Int>] = []
    var start = 0
    for end in 1...max(order.count, 1) where end <= order.count {
      let isLast = end == order.count
      if isLast || links[order[end]].conversation != links[order[start]].conversation {
        groups.append(order[start..<end])
        start = end
      }
    }
    return groups
  }

  /// Reads one post again.
  package func post(at place: Int) throws(IngestError) -> Post? {
    try reader.post(at: index.entries[place].position)
  }

  /// What the user may have given instead of an export, in a few words.
  private static func guess(_ inputs: [Input], _ account: InputAccount) throws(IngestError)
    -> String
  {
    var head: [UInt8] = []
    _ = try inputs.first?.read(4096, onto: &head, at: 0)
    let text = String(decoding: head, as: UTF8.self).trimmed
    let firstLine = text.prefix { !$0.isNewline }
    let separators = firstLine.count { ",;\t".contains($0) }
    if text.hasPrefix("<") {
      return "it looks like a web page, perhaps a login page saved by mistake"
    }
    if text.hasPrefix("[") || firstLine == "{" {
      return "it looks like one JSON value over many lines; expected one object a line "
        + "(try: jq -c '.[]' FILE | groundswell … -)"
    }
    if separators >= 2 && !firstLine.contains("{") {
      return "it looks like a table of comma-separated values; expected JSON lines"
    }
    return account.firstRejections.first ?? "nothing in it could be read"
  }
}

/// What the account of the input needs to know of a post.
private struct PostFacts: Sendable {
  var language: String
  var createdAt: Timestamp?
  var hasZonelessTime: Bool
  var hasMendedText: Bool

  init(_ post: Post) {
    language = post.language ?? "und"
    createdAt = post.createdAt
    hasZonelessTime = post.hasZonelessTime
    hasMendedText = post.hasMendedText
  }
}

extension InputAccount {
  /// How many rejected lines are shown with their place.
  private static let shownRejections = 3

  fileprivate mutating func add(_ rejection: Rejection, input: Int) {
    files[input].rejected += 1
    rejectedByReason[rejection.code.rawValue, default: 0] += 1
    if firstRejections.count < Self.shownRejections {
      firstRejections.append(rejection.description)
    }
  }

  fileprivate mutating func add(_ post: PostFacts) {
    languages[post.language, default: 0] += 1
    if post.hasZonelessTime { withoutZone += 1 }
    if post.hasMendedText { mendedTexts += 1 }
    guard let time = post.createdAt else {
      withoutTime += 1
      return
    }
    firstTime = min(firstTime ?? time, time)
    lastTime = max(lastTime ?? time, time)
  }
}
