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
    /// The record is not of the format that all are said to be of.
    case otherFormat = "other_format"
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
