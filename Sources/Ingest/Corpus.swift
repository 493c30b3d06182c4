/// An export: all its inputs read once, its posts known and tied into conversations.
///
/// Texts are not held. Whoever needs them reads the inputs again with `read(transform:consume:)`,
/// so memory is a small fixed amount a post, however long the posts are.
///
///     let corpus = try Corpus(paths: ["replies.jsonl"])
///     corpus.account.posts  // lines that gave a post
public struct Corpus: Sendable {
  /// What was read, line by line accounted for.
  public private(set) var account: InputAccount
  /// The posts, tied into conversations.
  public let conversations: Conversations
  package let index: PostIndex
  let catalog: Catalog

  /// A line that could not be read, and its bytes.
  public typealias RejectionHandler = (Rejection, ArraySlice<UInt8>) throws -> Void

  /// Reads an export.
  ///
  /// - Parameters:
  ///   - paths: Files, or `-` for standard input; together they are one export.
  ///   - format: The format of all records; `nil` tells it from each.
  ///   - clock: The clock of times that name no zone; `nil` for UTC.
  ///   - jobs: How many threads read.
  ///   - onProgress: Called now and then with the number of bytes that were read since, and that of all
  ///     bytes, 0 where nobody knows; the inputs are read several times.
  ///   - onRejection: Called for each line that could not be read, in the order of the inputs.
  /// - Throws: ``IngestError`` where an input cannot be read, lines were read and none is a post, or none
  ///   has a member that the format's fields name; and whatever `onRejection` throws.
  public init(
    paths: [String],
    format: InputFormat? = nil,
    clock: LocalClock? = nil,
    jobs: Int = 1,
    onProgress: @escaping @Sendable (_ bytes: Int, _ total: Int) -> Void = { _, _ in },
    onRejection: RejectionHandler = { _, _ in }
  ) throws {
    try self.init(
      Catalog(
        paths: paths,
        format: format,
        clock: clock,
        jobs: jobs,
        keepsTexts: true,
        onProgress: onProgress,
        onRejection: onRejection
      )
    )
  }

  /// Ties the posts of a catalog into conversations.
  package init(_ catalog: consuming Catalog) throws(IngestError) {
    conversations = try Conversations(catalog.index)
    try catalog.didTie()
    self.catalog = catalog
    index = catalog.index
    var account = catalog.account
    account.missingParents = conversations.missingParents
    account.conversations = conversations.conversations.count
    self.account = account
  }

  /// Gives all inputs together one name in the account: parts of one export are called by its name.
  public mutating func nameInputs(_ name: String) {
    var all = InputAccount.File(name: name)
    for file in account.files { all.add(file) }
    account.files = [all]
    // Places of lines are those of the inputs, and nobody knows where these lie in what is named.
    account.firstRejections = []
  }

  /// Reads all posts once more; see ``Catalog/read(transform:consume:)``.
  package func read<Value: Sendable>(
    transform: @Sendable (Post, _ place: Int, _ isKept: Bool) -> Value,
    consume: (Catalog.Line<Value>) throws -> Void
  ) throws {
    try catalog.read(transform: transform, consume: consume)
  }

  /// Reads all posts once more, with the bytes of the lines on which they stand.
  package func read<Value: Sendable>(
    transform: @Sendable (Post, _ place: Int, _ isKept: Bool) -> Value,
    consumeLine: ([Catalog.Line<Value>], ArraySlice<UInt8>) throws -> Void
  ) throws {
    try catalog.read(transform: transform, consumeLine: consumeLine)
  }

  /// Reads the texts of all posts once more; see ``Catalog/readTexts(transform:consume:)``.
  package func readTexts<Value: Sendable>(
    transform: @Sendable ([(text: PostText, place: Int)]) -> Value,
    consume: (Value) throws -> Void
  ) throws {
    try catalog.readTexts(transform: transform, consume: consume)
  }

  /// Reads the post with a key again.
  package func post(withKey key: UInt64) throws(IngestError) -> Post? {
    try index.place(of: Key(value: key)).flatMap { place throws(IngestError) in try post(at: place)
    }
  }

  /// What is read from which members of home-made records; see ``Catalog/memberUse(of:)``.
  package func memberUse(of places: some Sequence<Int>) throws(IngestError) -> MemberUse? {
    try catalog.memberUse(of: places)
  }

  /// Reads one post again.
  package func post(at place: Int) throws(IngestError) -> Post? { try catalog.post(at: place) }
}
