/// One input of an export: a file, or standard input as `-`.
///
/// An input is read more than once. What cannot be read again (a pipe, what is compressed or in
/// UTF-16) is copied to a file without a name first, in the folder that `TMPDIR` names.
public struct Input: Sendable {
  /// The path as the user gave it; `standard input` for `-`.
  public let name: String
  /// What is wrong with the compressed data, where it could be unpacked in part only.
  let damage: String?
  private let source: Source

  /// Where the bytes come from.
  private enum Source {
    case file(FileDescriptor)
    case stream(ByteStream)
  }

  /// Compression within compression deeper than this is no export.
  private static let mostLayers = 3

  /// Opens an input.
  ///
  /// - Parameters:
  ///   - path: A path, or `-` for standard input.
  ///   - isReadOnce: Whether the input is read from front to back once: a pipe is then read as it
  ///     comes, without a copy.
  /// - Throws: ``IngestError`` where it cannot be opened, is a folder, is no text, or is compressed
  ///   and the program that unpacks it is missing or refuses.
  public init(path: String, isReadOnce: Bool = false) throws(IngestError) {
    let isPipe = path == "-"
    try self.init(
      isPipe ? FileDescriptor.standardInput : FileDescriptor.open(path),
      name: isPipe ? "standard input" : path,
      isReadOnce: isReadOnce
    )
  }

  /// Takes an open file as input.
  init(
    _ opened: FileDescriptor,
    name: String,
    isReadOnce: Bool = false
  ) throws(IngestError) {
    self.name = name
    var file: FileDescriptor
    switch try opened.kind(name: name) {
    case .directory: throw IngestError(file: name, reason: .directory)
    case .regular: file = opened
    case .stream where isReadOnce:
      let stream = try ByteStream(opened, name: name)
      if Unpacker.named(byHead: stream.head) == nil, UTF16Text(head: stream.head) == nil {
        try Self.check(stream.head, name: name)
        (damage, source) = (nil, .stream(stream))
        return
      }
      file = try Self.copied(opened, after: stream.head, name: name)
    case .stream: file = try Self.copied(opened, name: name)
    }
    var damage: String?
    var head = try Self.head(of: file, name: name)
    for _ in 0..<Self.mostLayers {
      guard ForeignFile(head: head) == nil, let unpacker = Unpacker.named(byHead: head) else {
        break
      }
      let unpacked = try unpacker.unpack(file, name: name)
      damage = damage ?? unpacked.damage
      file = unpacked.file
      head = try Self.head(of: file, name: name)
    }
    if let damage, head.isEmpty { throw IngestError(file: name, reason: .unreadable(damage)) }
    if let encoding = UTF16Text(head: head) {
      file = try encoding.transcoded(file, name: name)
      head = try Self.head(of: file, name: name)
    }
    try Self.check(head, name: name)
    self.damage = damage
    source = .file(file)
  }

  /// Whether more bytes may have to be waited for.
  var isStream: Bool {
    if case .stream = source { true } else { false }
  }

  /// The number of bytes, once unpacked; 0 of a stream.
  package func size() throws(IngestError) -> Int {
    guard case .file(let file) = source else { return 0 }
    return try file.size(name: name)
  }

  /// Reads bytes at an offset onto the end of `buffer`; returns their count, 0 at the end.
  ///
  /// From a stream the next bytes are read, wherever that is.
  package func read(
    _ count: Int,
    onto buffer: inout [UInt8],
    at offset: Int
  ) throws(IngestError) -> Int {
    switch source {
    case .file(let file): try file.read(count, onto: &buffer, at: offset, name: name)
    case .stream(let stream): try stream.read(count, onto: &buffer, name: name)
    }
  }

  /// Reads all bytes.
  package func bytes() throws(IngestError) -> [UInt8] {
    var bytes: [UInt8] = []
    // What was read is copied for each further piece: pieces grow with it, so that all of it is copied a few times.
    while try read(max(1 << 20, bytes.count), onto: &bytes, at: bytes.count) > 0 {}
    return bytes
  }

  static func copied(
    _ stream: FileDescriptor,
    after head: [UInt8] = [],
    name: String
  ) throws(IngestError) -> FileDescriptor {
    let copy = try FileDescriptor.temporary()
    try copy.write(head, name: "copy of \(name)")
    var buffer: [UInt8] = []
    while try stream.read(1 << 20, onto: &buffer, name: name) > 0 {
      try copy.write(buffer, name: "copy of \(name)")
      buffer.removeAll(keepingCapacity: true)
    }
    return copy
  }

  /// Throws where the first bytes are of something that is no export.
  private static func check(_ head: [UInt8], name: String) throws(IngestError) {
    guard let foreign = ForeignFile(head: head) else { return }
    throw IngestError(
      file: name,
      reason: .notJSONLines(kind: foreign.kind, advice: foreign.advice)
    )
  }

  private static func head(of file: FileDescriptor, name: String) throws(IngestError) -> [UInt8] {
    var head: [UInt8] = []
    _ = try file.read(4096, onto: &head, at: 0, name: name)
    return head
  }
}
