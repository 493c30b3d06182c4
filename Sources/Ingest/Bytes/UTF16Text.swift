/// Text in UTF-16, as `>` writes it in Windows PowerShell 5.
struct UTF16Text {
  private var isBigEndian: Bool

  /// Tells from the first bytes whether a text is in UTF-16: by the byte order mark, or because
  /// every second byte is 0 at the start.
  init?(head: [UInt8]) {
    if head.starts(with: [0xFF, 0xFE]) {
      isBigEndian = false
    } else if head.starts(with: [0xFE, 0xFF]) {
      isBigEndian = true
    } else {
      // JSON begins with two characters of ASCII (RFC 4627, section 3).
      guard head.count >= 4 else { return nil }
      switch (head[0], head[1], head[2], head[3]) {
      case (1..., 0, 1..., 0): isBigEndian = false
      case (0, 1..., 0, 1...): isBigEndian = true
      default: return nil
      }
    }
  }

  /// Returns the text in UTF-8, as a file without a name; halves of surrogate pairs become U+FFFD.
  func transcoded(_ file: FileDescriptor, name: String) throws(IngestError) -> FileDescriptor {
    let copy = try FileDescriptor.temporary()
    var decoder = UTF16()
    var bytes: [UInt8] = []
    var offset = 0
    while try file.read(1 << 20, onto: &bytes, at: offset, name: name) > 0 {
      offset += bytes.count
      if bytes.count % 2 == 1 {
        bytes.removeLast()
        offset -= 1
      }
      guard !bytes.isEmpty else { break }
      var units = (0..<bytes.count / 2).map { pair -> UInt16 in
        let (first, second) = (UInt16(bytes[pair * 2]), UInt16(bytes[pair * 2 + 1]))
        return isBigEndian ? first << 8 | second : second << 8 | first
      }
      // Half of a pair at the end is read again with the other half.
      if units.count > 1, let last = units.last, UTF16.isLeadSurrogate(last) {
        units.removeLast()
        offset -= 2
      }
      var text: [UInt8] = []
      var iterator = units.makeIterator()
      var isDone = false
      while !isDone {
        switch decoder.decode(&iterator) {
        case .scalarValue(let scalar): text.append(contentsOf: UTF8.encode(scalar) ?? .init())
        case .error: text.append(contentsOf: [0xEF, 0xBF, 0xBD])
        case .emptyInput: isDone = true
        }
      }
      try copy.write(text, name: "copy of \(name)")
      bytes.removeAll(keepingCapacity: true)
    }
    return copy
  }
}
