/// A program of the operating system that undoes a kind of compression.
struct Unpacker: Sendable {
  /// What the kind is called.
  var kind: String
  /// The first bytes of every file of the kind.
  var magic: [UInt8]
  /// The program and its arguments; it reads standard input, or the file that stands in for `{}`.
  var command: [String]

  static let all = [
    Unpacker(kind: "gzip", magic: [0x1F, 0x8B], command: ["gzip", "-dc"]),
    // The public dumps of Reddit need a window of 2 GiB.
    Unpacker(
      kind: "zstd",
      magic: [0x28, 0xB5, 0x2F, 0xFD],
      command: ["zstd", "-dcq", "--long=31"]
    ),
    Unpacker(kind: "xz", magic: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], command: ["xz", "-dc"]),
    Unpacker(kind: "bzip2", magic: [0x42, 0x5A, 0x68], command: ["bzip2", "-dc"]),
    Unpacker(
      kind: "zip",
      magic: [0x50, 0x4B, 0x03, 0x04],
      command: ["unzip", "-p", "{}", "-x", "__MACOSX/*"]
    ),
  ]

  static func named(byHead head: [UInt8]) -> Unpacker? { all.first { head.starts(with: $0.magic) } }

  /// Unpacks a file into one without a name.
  ///
  /// - Returns: What was unpacked, and what the program complained of, where it did: a file that was
  ///   cut off gives what there is.
  func unpack(
    _ file: FileDescriptor,
    name: String
  ) throws(IngestError) -> (file: FileDescriptor, damage: String?) {
    let path = "/proc/self/fd/\(file.number)"
    let arguments = command.map { $0 == "{}" ? path : $0 }
    let complaints = try FileDescriptor.temporary()
    guard let child = try ChildProcess(arguments, input: file, complaints: complaints) else {
      let shown = command.map { $0 == "{}" ? "FILE" : $0 }.joined(separator: " ")
      throw IngestError(
        file: name,
        reason: .notJSONLines(
          kind: kind,
          advice:
            "to read it install the program '\(command[0])', or unpack it where there is one: "
            + "\(shown) | groundswell … -"
        )
      )
    }
    let copy = try Input.copied(child.output, name: name)
    let status = child.wait()
    guard status != 0 else { return (copy, nil) }
    var said: [UInt8] = []
    _ = try complaints.read(4096, onto: &said, at: 0, name: command[0])
    // The name by which the program knows the file tells nobody anything.
    let complaint = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { String($0).trimmed }.first { !$0.isEmpty && !$0.contains(path) }
    return (copy, complaint ?? "\(command[0]) ended with an error (exit code \(status))")
  }
}
