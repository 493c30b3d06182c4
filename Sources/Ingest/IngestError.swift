/// Why an input as a whole could not be read.
///
/// A bad line is no error: it is a ``Rejection``, which is counted and shown.
public struct IngestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as the user gave it; `standard input` for `-`.
  public var file: String
  /// What went wrong.
  public var reason: Reason

  /// What can be wrong with an input.
  public enum Reason: Hashable, Sendable {
    /// The operating system refuses; the text is its own.
    case unreadable(String)
    /// A file that the program itself keeps for a while cannot be written, for that cause.
    case unwritable(String)
    /// The path names a folder.
    case directory
    /// The bytes are no text of JSON lines; `kind` says what they look like.
    case notJSONLines(kind: String, advice: String)
    /// Nothing was read that is a post.
    case noPosts(detail: String)
  }

  /// Creates an error.
  public init(file: String, reason: Reason) {
    self.file = file
    self.reason = reason
  }

  /// One line: where, what was found, what was expected.
  public var description: String {
    switch reason {
    case .unreadable(let cause):
      "\(file): cannot be read: \(cause)"
    case .unwritable(let cause):
      "\(file): cannot be written: \(cause); expected room in /tmp, or in the folder that TMPDIR names"
    case .directory:
      "\(file): is a folder; expected a file (name the files in it: \(file)/*.jsonl)"
    case .notJSONLines(let kind, let advice):
      "\(file): looks like \(kind); expected JSON lines (\(advice))"
    case .noPosts(let detail):
      "\(file): holds no posts: \(detail)"
    }
  }
}

/// A line that could not be read as a post: where, what was found, what was expected.
public struct Rejection: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable name of the kind of problem.
  public enum Code: String, CaseIterable, Sendable {
    /// The bytes break the grammar of JSON.
    case badJSON = "bad_json"
    /// The line ends inside a value.
    case cutShort = "cut_short"
    /// Values are nested more deeply than `JSONReader.maximumDepth`.
    case tooDeep = "too_deep"
    /// The line is JSON, but no object.
    case notAnObject = "not_an_object"
    /// No member that could be the text of a post.
    case noText = "no_text"
    /// The compressed data break off or are wrong; what was unpacked is read.
    case damagedArchive = "damaged_archive"
    /// Neither an id nor a time.
    case noIdentity = "no_identity"
  }

  /// The kind of problem.
  public var code: Code
  /// The file, as the user gave it.
  public var file = ""
  /// The line, from 1.
  public var line = 0
  /// The place within the line, in bytes from 1.
  public var byte: Int
  /// What stands there.
  public var found: String
  /// What could have stood there.
  public var expected: String

  /// Creates a rejection; the file and line are filled in by whoever knows them.
  package init(_ code: Code, byte: Int, found: String, expected: String) {
    self.code = code
    self.byte = byte
    self.found = found
    self.expected = expected
  }

  /// One line: where, what was found, what was expected.
  public var description: String {
    "\(file):\(line): byte \(byte): found \(found); expected \(expected)"
  }
}
