/// What was read: every line of every input, accounted for.
public struct InputAccount: Sendable {
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
  /// Records that repeat a post with the same id.
  public var duplicates = 0
  /// Replies whose parent is not in the input.
  public var missingParents = 0
  /// Posts without a time that could be read.
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
  public struct File: Sendable {
    /// The path as the user gave it; `-` is standard input.
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
  }

  /// Creates an account of nothing.
  public init() {}

  /// Posts of all files, duplicates among them.
  public var posts: Int { files.reduce(0) { $0 + $1.posts } }
  /// Lines of all files that could not be read as a post.
  public var rejected: Int { files.reduce(0) { $0 + $1.rejected } }
}
