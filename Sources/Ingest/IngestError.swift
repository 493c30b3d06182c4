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
    /// The file is a program that is needed, and the operating system refuses to start it for that cause.
    case unstartable(String)
    /// The path names a folder.
    case directory
    /// The bytes are no text of JSON lines; `kind` says what they look like.
    case notJSONLines(kind: String, advice: String)
    /// No record has the member that the user named for a field.
    case noMember(String, field: String)
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
    case .unstartable(let cause):
      "\(file): cannot be started: \(cause)"
    case .directory:
      "\(file): is a folder; expected a file (name the files in it: \(file)/*.jsonl)"
    case .notJSONLines(let kind, let advice):
      "\(file): looks like \(kind); expected JSON lines: \(advice)"
    case .noMember(let name, let field):
      "\(file): no line has a member '\(name)', named by --fields \(field)=\(name); "
        + "'check' without --fields lists the members"
    case .noPosts(let detail):
      "\(file): holds no posts: \(detail)"
    }
  }
}
