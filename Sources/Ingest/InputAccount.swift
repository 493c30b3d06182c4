/// What was read: every line of every input, accounted for.
public struct InputAccount: Codable, Sendable {
  /// The inputs in the order given.
  public var files: [File] = []
  /// Posts by the format that they were read by.
  public var formats: [String: Int] = [:]
  /// Posts that stand only inside others, which quote, repeat or answer them; not among ``posts``.
  public var contextPosts = 0
  /// Records that are no posts, by what they are.
  public var otherRecords: [String: Int] = [:]
  /// Rejected lines by reason, with the reason's stable code as key.
  public var rejectedByReason: [String: Int] = [:]
  /// The first few rejected lines, each `file:line: what was found; expected what`.
  public var firstRejections: [String] = []
  /// Posts by language tag of the platform; `und` where the export does not say.
  public var languages: [String: Int] = [:]
  /// Records whose id was read before: one record of each id is kept.
  public var duplicates = 0
  /// Ids that stand for different posts: their records differ in author, text and time.
  public var collidingIDs = 0
  /// Replies whose parent is not in the input.
  public var missingParents = 0
  /// Posts without a time that could be read, each once.
  public var withoutTime = 0
  /// Posts whose time names no zone, and was read as ``assumedZone``.
  public var withoutZone = 0
  /// The zone of times that name none, where the user said it; else UTC is taken.
  public var assumedZone: String?
  /// Texts with bytes that are no UTF-8, mended with U+FFFD.
  public var mendedTexts = 0
  /// Conversations found.
  public var conversations = 0
  /// The earliest time of any post.
  public var firstTime: Timestamp?
  /// The latest time of any post.
  public var lastTime: Timestamp?

  /// One input file, or standard input.
  public struct File: Codable, Sendable {
    /// The path as the user gave it; `standard input` for `-`.
    public var name: String
    /// Lines, blank ones among them.
    public var lines = 0
    /// Lines with nothing but blanks.
    public var blankLines = 0
    /// Posts that were read, duplicates among them.
    public var posts = 0
    /// Lines that could not be read as a post.
    public var rejected = 0
    /// Bytes read.
    public var bytes = 0

    /// Creates an account of nothing.
    public init(name: String) { self.name = name }

    mutating func add(_ other: File) {
      lines += other.lines
      blankLines += other.blankLines
      posts += other.posts
      rejected += other.rejected
      bytes += other.bytes
    }
  }

  /// Creates an account of nothing.
  public init() {}

  /// Adds the account of another part of the same export: inputs of one name are one.
  public mutating func merge(_ other: InputAccount) {
    for file in other.files {
      guard let known = files.firstIndex(where: { $0.name == file.name }) else {
        files.append(file)
        continue
      }
      files[known].add(file)
    }
    files.sort { $0.name < $1.name }
    formats.merge(other.formats, uniquingKeysWith: +)
    contextPosts += other.contextPosts
    otherRecords.merge(other.otherRecords, uniquingKeysWith: +)
    rejectedByReason.merge(other.rejectedByReason, uniquingKeysWith: +)
    firstRejections = Array(
      (firstRejections + other.firstRejections).sorted().prefix(Self.shownRejections)
    )
    languages.merge(other.languages, uniquingKeysWith: +)
    duplicates += other.duplicates
    collidingIDs += other.collidingIDs
    missingParents += other.missingParents
    withoutTime += other.withoutTime
    withoutZone += other.withoutZone
    mendedTexts += other.mendedTexts
    conversations += other.conversations
    firstTime = [firstTime, other.firstTime].compactMap { $0 }.min()
    lastTime = [lastTime, other.lastTime].compactMap { $0 }.max()
  }

  /// How many rejected lines are shown with their place.
  static let shownRejections = 3

  /// Posts of all files, duplicates among them.
  public var posts: Int { files.reduce(0) { $0 + $1.posts } }
  /// Lines of all files that could not be read as a post.
  public var rejected: Int { files.reduce(0) { $0 + $1.rejected } }
}
