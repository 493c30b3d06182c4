/// One input of an export: a file, or standard input as `-`.
///
/// An input is read more than once. What cannot be read again (a pipe) is copied to a file
/// without a name first.
public struct Input: Sendable {
  /// The name as the user gave it.
  public let name: String
  private let descriptor: FileDescriptor

  /// Opens an input.
  ///
  /// - Parameter path: A path, or `-` for standard input.
  /// - Throws: ``IngestError`` where it cannot be opened, is a folder, or is no text.
  public init(path: String) throws(IngestError) {
    name = path == "-" ? "standard input" : path
    let opened = path == "-" ? FileDescriptor.standardInput : try FileDescriptor.open(path)
    switch try opened.kind(name: name) {
    case .directory: throw IngestError(file: name, reason: .directory)
    case .regular: descriptor = opened
    case .stream: descriptor = try Self.copied(opened, name: name)
    }
    var head: [UInt8] = []
    _ = try descriptor.read(4096, onto: &head, at: 0, name: name)
    if let reason = Self.foreignFormat(head) { throw IngestError(file: name, reason: reason) }
  }

  /// Reads bytes at an offset onto the end of `buffer`; returns their count, 0 at the end.
  package func read(
    _ count: Int,
    onto buffer: inout [UInt8],
    at offset: Int
  ) throws(IngestError) -> Int {
    try descriptor.read(count, onto: &buffer, at: offset, name: name)
  }

  private static func copied(
    _ stream: FileDescriptor,
    name: String
  ) throws(IngestError) -> FileDescriptor {
    let copy = try FileDescriptor.temporary()
    var buffer: [UInt8] = []
    while try stream.read(1 << 20, onto: &buffer, name: name) > 0 {
      try copy.write(buffer, name: "copy of \(name)")
      buffer.removeAll(keepingCapacity: true)
    }
    return copy
  }

  /// What the first bytes give away of a file that is no JSON lines.
  private static func foreignFormat(_ head: [UInt8]) -> IngestError.Reason? {
    if head.starts(with: [0x1F, 0x8B]) {
      return .notJSONLines(kind: "gzip", advice: "unpack it first: gzip -dc FILE | groundswell … -")
    }
    if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      return .notJSONLines(
        kind: "zstd",
        advice: "unpack it first: zstd -dc --long=31 FILE | groundswell … -"
      )
    }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return .notJSONLines(
        kind: "a zip archive",
        advice: "unpack it first: unzip -p FILE | groundswell … -"
      )
    }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      return .notJSONLines(
        kind: "UTF-16 text",
        advice: "convert it first: iconv -f UTF-16 -t UTF-8 FILE"
      )
    }
    let controls = head.count { $0 < 0x20 && ![0, 0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains($0) }
    if controls * 20 > head.count {
      return .notJSONLines(
        kind: "a binary file",
        advice: "export the posts as JSON, one object a line"
      )
    }
    return nil
  }
}
