/// Reads one JSON text into a flat list of nodes, strictly by the grammar of RFC 8259.
///
/// Nothing is decoded: a node says where its value stands in the bytes, and whoever wants the
/// value asks for it. Nesting needs no recursion, so depth cannot overflow the stack.
package struct JSONReader {
  /// Deeper nesting is rejected: no export is nested so, and only an attack is.
  package static let maximumDepth = 500

  private var document = JSONDocument()
  private var open: [Int] = []
  /// Whether `NaN`, `Infinity` and `-Infinity`, which Python writes and JSON does not have, are read
  /// as `null`.
  private let acceptsNaN: Bool
  /// A value has no more bytes than nodes can count; fewer only in tests.
  private let longest: Int

  package init(acceptsNaN: Bool = false, longest: Int = Int(UInt32.max) - 1) {
    self.acceptsNaN = acceptsNaN
    self.longest = longest
  }

  /// The value that was read last.
  ///
  /// As long as it, or a value inside it, is kept, the reader leaves it alone and fills another
  /// document.
  package var record: Record { Record(document) }

  /// Reads the bytes of `range`, which must hold one value and blanks only.
  package mutating func read(_ bytes: [UInt8], in range: Range<Int>) throws(Rejection) {
    try read(bytes, in: range) { scan throws(Rejection) in
      scan.skipBlanks()
      guard scan.isAtEnd else { throw scan.rejection(expected: "the end of the line") }
    }
  }

  /// Reads one value from the start of `range`, whatever comes after it.
  ///
  /// - Returns: The index of the first byte after the value.
  package mutating func readPrefix(
    _ bytes: [UInt8],
    in range: Range<Int>
  ) throws(Rejection) -> Int {
    // The value may be short, and what comes after it long.
    let looked = range.prefix(longest)
    var end = range.lowerBound
    do throws(Rejection) {
      try read(bytes, in: looked) { scan in end += scan.position }
    } catch {
      throw error.code == .cutShort && looked.count < range.count ? tooLong : error
    }
    return end
  }

  private var tooLong: Rejection {
    Rejection(.badJSON, byte: 1, found: "more than \(longest) bytes in one value", expected: "less")
  }

  private mutating func read(
    _ bytes: [UInt8],
    in range: Range<Int>,
    _ finish: (inout JSONScan) throws(Rejection) -> Void
  ) throws(Rejection) {
    guard range.count <= longest else { throw tooLong }
    if !isKnownUniquelyReferenced(&document) { document = JSONDocument() }
    document.reset(bytes, base: range.lowerBound)
    open.removeAll(keepingCapacity: true)
    // SAFETY: the scan lives inside the closure only, and looks at no byte outside the range.
    try unsafe bytes.withUnsafeBufferPointer { buffer throws(Rejection) in
      var scan = unsafe JSONScan(UnsafeBufferPointer(rebasing: buffer[range]))
      scan.skipBlanks()
      repeat { try readValue(&scan) } while try closeContainers(&scan)
      try finish(&scan)
    }
  }

  /// Reads a scalar or an empty container, or opens a container up to its first value.
  private mutating func readValue(_ scan: inout JSONScan) throws(Rejection) {
    while true {
      let start = scan.position
      switch scan.current {
      case UInt8(ascii: "{"):
        try openContainer(.object, &scan)
        scan.skipBlanks()
        if scan.current == UInt8(ascii: "}") { return }
        try readKey(&scan)
      case UInt8(ascii: "["):
        try openContainer(.array, &scan)
        scan.skipBlanks()
        if scan.current == UInt8(ascii: "]") { return }
      case UInt8(ascii: "\""):
        let escaped = try scan.skipString()
        append(escaped ? .escapedString : .string, start + 1, scan.position - 1)
        return
      case UInt8(ascii: "t"):
        try scan.skipWord("true")
        append(.true, start, scan.position)
        return
      case UInt8(ascii: "f"):
        try scan.skipWord("false")
        append(.false, start, scan.position)
        return
      case UInt8(ascii: "n"):
        try scan.skipWord("null")
        append(.null, start, scan.position)
        return
      case UInt8(ascii: "N") where acceptsNaN:
        try scan.skipWord("NaN")
        append(.null, start, scan.position)
        return
      case UInt8(ascii: "I") where acceptsNaN:
        try scan.skipWord("Infinity")
        append(.null, start, scan.position)
        return
      case UInt8(ascii: "-") where acceptsNaN && scan.next == UInt8(ascii: "I"):
        try scan.skipWord("-Infinity")
        append(.null, start, scan.position)
        return
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        try scan.skipNumber()
        append(.number, start, scan.position)
        return
      default:
        throw scan.rejection(expected: "a value")
      }
    }
  }

  /// Goes on after a value: to the next one, or to the end.
  ///
  /// - Returns: Whether there is a next value.
  private mutating func closeContainers(_ scan: inout JSONScan) throws(Rejection) -> Bool {
    while let container = open.last {
      scan.skipBlanks()
      let isObject = document[container].kind == .object
      let closing = UInt8(ascii: isObject ? "}" : "]")
      if scan.current == UInt8(ascii: ","), document.count > container + 1 {
        scan.advance()
        scan.skipBlanks()
        if isObject { try readKey(&scan) }
        return true
      }
      guard scan.current == closing else {
        throw scan.rejection(expected: isObject ? "',' or '}'" : "',' or ']'")
      }
      scan.advance()
      document.close(container, end: scan.position)
      open.removeLast()
    }
    return false
  }

  private mutating func openContainer(
    _ kind: JSONNode.Kind,
    _ scan: inout JSONScan
  ) throws(Rejection) {
    guard open.count < Self.maximumDepth else {
      throw Rejection(
        .tooDeep,
        byte: scan.position + 1,
        found: "values nested more than \(open.count) deep",
        expected: "a post"
      )
    }
    open.append(document.count)
    append(kind, scan.position, scan.position)
    scan.advance()
  }

  private mutating func readKey(_ scan: inout JSONScan) throws(Rejection) {
    let start = scan.position
    guard scan.current == UInt8(ascii: "\"") else {
      throw scan.rejection(expected: "a name in '\"'")
    }
    let escaped = try scan.skipString()
    append(escaped ? .escapedString : .string, start + 1, scan.position - 1)
    scan.skipBlanks()
    guard scan.current == UInt8(ascii: ":") else { throw scan.rejection(expected: "':'") }
    scan.advance()
    scan.skipBlanks()
  }

  private func append(_ kind: JSONNode.Kind, _ start: Int, _ end: Int) {
    document.append(kind, start, end)
  }

  /// A byte as rejections show it.
  static func shown(_ byte: UInt8) -> String {
    (0x21..<0x7F).contains(byte)
      ? "'\(Character(UnicodeScalar(byte)))'" : "the byte 0x\(String(byte, radix: 16))"
  }
}

/// A place in a JSON text, and the steps over its smallest parts.
///
/// Unsafe because it keeps a pointer: it lives no longer than the bytes are borrowed. Bytes are
/// looked at in ``current``, ``next`` and ``firstSpecial(in:from:)`` only, all behind a check of the
/// count.
@safe private struct JSONScan {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { unsafe self.bytes = bytes }

  private var end: Int { unsafe bytes.count }
  var isAtEnd: Bool { position >= end }
  /// The byte here; 0, which no value contains, at the end.
  var current: UInt8 { position < end ? unsafe bytes[position] : 0 }
  /// The byte after ``current``; 0 at the end.
  var next: UInt8 { position + 1 < end ? unsafe bytes[position + 1] : 0 }

  mutating func advance() { position += 1 }

  mutating func skipBlanks() {
    while current <= 0x20 {
      switch current {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  mutating func skipWord(_ word: String) throws(Rejection) {
    for byte in word.utf8 {
      guard current == byte else { throw rejection(expected: "'\(word)'") }
      position += 1
    }
  }

  /// Steps over a string; returns whether it has escapes.
  mutating func skipString() throws(Rejection) -> Bool {
    var hasEscapes = false
    position += 1
    while true {
      position = unsafe firstSpecial(in: bytes, from: position)
      switch current {
      case UInt8(ascii: "\""):
        position += 1
        return hasEscapes
      case UInt8(ascii: "\\"):
        hasEscapes = true
        position += 1
        try skipEscape()
      default:
        throw isAtEnd
          ? rejection(expected: "'\"' at the end of a string")
          : rejection(expected: "an escape such as \\n inside a string")
      }
    }
  }

  private mutating func skipEscape() throws(Rejection) {
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      position += 1
      for _ in 0..<4 {
        guard current.hexDigitValue != nil else {
          throw rejection(expected: "four hexadecimal digits after \\u")
        }
        position += 1
      }
    default:
      throw rejection(expected: "one of \" \\ / b f n r t u after \\")
    }
  }

  mutating func skipNumber() throws(Rejection) {
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") {
      position += 1
    } else {
      try skipDigits()
    }
    if current == UInt8(ascii: ".") {
      position += 1
      try skipDigits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(Rejection) {
    let first = position
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(current) { position += 1 }
    guard position > first else { throw rejection(expected: "a digit") }
  }

  /// What is wrong here.
  func rejection(expected: String) -> Rejection {
    guard !isAtEnd else {
      return Rejection(
        .cutShort,
        byte: position + 1,
        found: "the end of the line",
        expected: expected
      )
    }
    return Rejection(
      .badJSON,
      byte: position + 1,
      found: JSONReader.shown(current),
      expected: expected
    )
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit, or `nil`.
  var hexDigitValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
