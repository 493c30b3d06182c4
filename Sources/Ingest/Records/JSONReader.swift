/// Reads one JSON text into a flat list of nodes, strictly by the grammar of RFC 8259.
///
/// Nothing is decoded: a node says where its value stands in the bytes, and whoever wants the
/// value asks for it. Nesting needs no recursion, so depth cannot overflow the stack.
package struct JSONReader {
  /// Deeper nesting is rejected: no export is nested so, and only an attack is.
  package static let maximumDepth = 500

  package private(set) var nodes: [JSONNode] = []
  private var open: [Int] = []
  /// Whether `NaN`, `Infinity` and `-Infinity`, which Python writes and JSON does not have, are read
  /// as `null`.
  private let acceptsNaN: Bool

  package init(acceptsNaN: Bool = false) { self.acceptsNaN = acceptsNaN }

  /// Reads the bytes of `range`, which must hold one value and blanks only.
  ///
  /// The positions in ``nodes`` count from the start of the range.
  package mutating func read(_ bytes: [UInt8], in range: Range<Int>) throws(Rejection) {
    let end = try readPrefix(bytes, in: range)
    var scan = JSONScan(bytes, range)
    scan.advance(by: end - range.lowerBound)
    scan.skipBlanks()
    guard scan.isAtEnd else { throw scan.rejection(expected: "the end of the line") }
  }

  /// Reads one value from the start of `range`, whatever comes after it.
  ///
  /// - Returns: The index of the first byte after the value.
  package mutating func readPrefix(
    _ bytes: [UInt8],
    in range: Range<Int>
  ) throws(Rejection) -> Int {
    nodes.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    var scan = JSONScan(bytes, range)
    guard range.count < Int(UInt32.max) else {
      throw Rejection(.badJSON, byte: 1, found: "4 GiB in one value", expected: "less")
    }
    scan.skipBlanks()
    repeat { try readValue(&scan) } while try closeContainers(&scan)
    return range.lowerBound + scan.position
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
      let isObject = nodes[container].kind == .object
      let closing = UInt8(ascii: isObject ? "}" : "]")
      if scan.current == UInt8(ascii: ","), nodes.count > container + 1 {
        scan.advance()
        scan.skipBlanks()
        if isObject { try readKey(&scan) }
        return true
      }
      guard scan.current == closing else {
        throw scan.rejection(expected: isObject ? "',' or '}'" : "',' or ']'")
      }
      scan.advance()
      nodes[container].end = UInt32(scan.position)
      nodes[container].next = UInt32(nodes.count)
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
    open.append(nodes.count)
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

  private mutating func append(_ kind: JSONNode.Kind, _ start: Int, _ end: Int) {
    nodes.append(
      JSONNode(
        kind: kind,
        start: UInt32(start),
        end: UInt32(end),
        next: UInt32(nodes.count + 1)
      )
    )
  }
}

/// One value, or the name of one, in a JSON text.
package struct JSONNode: Sendable {
  package enum Kind: UInt8, Sendable {
    case object
    case array
    case string
    case escapedString
    case number
    case `true`
    case `false`
    case null
  }

  package var kind: Kind
  /// The first byte; of a string, the one after the quote.
  var start: UInt32
  /// One past the last byte; of a string, the closing quote.
  var end: UInt32
  /// The index of the node after this one and all that is inside it.
  var next: UInt32
}

/// A place in a JSON text, and the steps over its smallest parts.
private struct JSONScan {
  private let bytes: [UInt8]
  private let start: Int
  private let end: Int
  private var place: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    start = range.lowerBound
    end = range.upperBound
    place = start
  }

  /// From the start of the range.
  var position: Int { place - start }
  var isAtEnd: Bool { place >= end }
  /// The byte here; 0, which no value contains, at the end.
  var current: UInt8 { place < end ? bytes[place] : 0 }

  /// The byte after ``current``; 0 at the end.
  var next: UInt8 { place + 1 < end ? bytes[place + 1] : 0 }

  mutating func advance(by count: Int = 1) { place += count }

  mutating func skipBlanks() {
    while place < end {
      switch bytes[place] {
      case 0x20, 0x09, 0x0A, 0x0D: place += 1
      default: return
      }
    }
  }

  mutating func skipWord(_ word: String) throws(Rejection) {
    for byte in word.utf8 {
      guard current == byte else { throw rejection(expected: "'\(word)'") }
      place += 1
    }
  }

  /// Steps over a string; returns whether it has escapes.
  mutating func skipString() throws(Rejection) -> Bool {
    var hasEscapes = false
    place += 1
    while place < end {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        place += 1
        return hasEscapes
      case UInt8(ascii: "\\"):
        hasEscapes = true
        place += 1
        try skipEscape()
      case 0..<0x20:
        throw rejection(expected: "an escape such as \\n inside a string")
      default:
        place += 1
      }
    }
    throw rejection(expected: "'\"' at the end of a string")
  }

  private mutating func skipEscape() throws(Rejection) {
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      place += 1
    case UInt8(ascii: "u"):
      place += 1
      for _ in 0..<4 {
        guard current.hexDigitValue != nil else {
          throw rejection(expected: "four hexadecimal digits after \\u")
        }
        place += 1
      }
    default:
      throw rejection(expected: "one of \" \\ / b f n r t u after \\")
    }
  }

  mutating func skipNumber() throws(Rejection) {
    if current == UInt8(ascii: "-") { place += 1 }
    if current == UInt8(ascii: "0") {
      place += 1
    } else {
      try skipDigits()
    }
    if current == UInt8(ascii: ".") {
      place += 1
      try skipDigits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      place += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { place += 1 }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(Rejection) {
    let first = place
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(current) { place += 1 }
    guard place > first else { throw rejection(expected: "a digit") }
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
    let byte = bytes[place]
    let found =
      (0x21..<0x7F).contains(byte)
      ? "'\(Character(UnicodeScalar(byte)))'" : "the byte 0x\(String(byte, radix: 16))"
    return Rejection(.badJSON, byte: position + 1, found: found, expected: expected)
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
