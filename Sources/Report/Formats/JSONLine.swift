/// One flat JSON object on one line, its members in the order in which they are added.
struct JSONLine {
  private var members: [UInt8] = []

  init() { members.reserveCapacity(512) }

  /// The line in UTF-8, with its line end.
  var utf8: [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(members.count + 3)
    line.append(UInt8(ascii: "{"))
    line += members
    line.append(UInt8(ascii: "}"))
    line.append(0x0A)
    return line
  }

  mutating func add(_ name: String, _ value: String?) {
    addName(name)
    guard let value else { return members.append(contentsOf: "null".utf8) }
    members.append(UInt8(ascii: "\""))
    addEscaped(value)
    members.append(UInt8(ascii: "\""))
  }

  /// Adds a number with four digits after the point.
  mutating func add(_ name: String, _ value: Double) {
    addName(name)
    members.append(contentsOf: "\(value.rounded4)".utf8)
  }

  mutating func add(_ name: String, _ value: Int?) {
    addName(name)
    members.append(contentsOf: (value.map { "\($0)" } ?? "null").utf8)
  }

  mutating func add(_ name: String, _ value: Bool) {
    addName(name)
    members.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Adds an object.
  mutating func add(_ name: String, _ value: JSONLine) {
    addName(name)
    members.append(UInt8(ascii: "{"))
    members += value.members
    members.append(UInt8(ascii: "}"))
  }

  /// Adds a member that is written already; what was on several lines goes on one.
  mutating func add(written member: [UInt8]) {
    if !members.isEmpty { members.append(UInt8(ascii: ",")) }
    for byte in member { members.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
  }

  private mutating func addName(_ name: String) {
    if !members.isEmpty { members.append(UInt8(ascii: ",")) }
    members.append(UInt8(ascii: "\""))
    members.append(contentsOf: name.utf8)
    members.append(UInt8(ascii: "\""))
    members.append(UInt8(ascii: ":"))
  }

  private mutating func addEscaped(_ text: String) {
    let bytes = text.utf8Span.span
    var index = 0
    // Runs that need no escape are copied whole.
    var run = 0
    while index < bytes.count {
      let escape: StaticEscape? =
        switch bytes[index] {
        case UInt8(ascii: "\""): .letter(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): .letter(UInt8(ascii: "\\"))
        case 0x0A: .letter(UInt8(ascii: "n"))
        case 0x0D: .letter(UInt8(ascii: "r"))
        case 0x09: .letter(UInt8(ascii: "t"))
        case 0..<0x20: .code(UInt16(bytes[index]), length: 1)
        // What a terminal obeys, should somebody look at the lines in one.
        case 0x7F: .code(0x7F, length: 1)
        case 0xC2 where bytes[index + 1] < 0xA0: .code(UInt16(bytes[index + 1]), length: 2)
        // Ends of lines in JavaScript, and marks that turn the direction of text around.
        case 0xE2 where Self.isObeyed(bytes[index + 1], bytes[index + 2]):
          .code(
            0x2000 + UInt16(bytes[index + 1] & 3) << 6 + UInt16(bytes[index + 2] & 63),
            length: 3
          )
        default: nil
        }
      guard let escape else {
        index += 1
        continue
      }
      members.append(bytes.extracting(run..<index))
      members.append(UInt8(ascii: "\\"))
      switch escape {
      case .letter(let letter):
        members.append(letter)
        index += 1
      case .code(let code, let length):
        let hex = String(code, radix: 16)
        members.append(contentsOf: "u\(String(repeating: "0", count: 4 - hex.count))\(hex)".utf8)
        index += length
      }
      run = index
    }
    members.append(bytes.extracting(run..<index))
  }

  /// Whether the bytes after 0xE2 make one of U+2028 to U+202E or U+2066 to U+2069.
  private static func isObeyed(_ second: UInt8, _ third: UInt8) -> Bool {
    second == 0x80 && (0xA8...0xAE).contains(third)
      || second == 0x81 && (0xA6...0xA9).contains(third)
  }

  private enum StaticEscape {
    case letter(UInt8)
    case code(UInt16, length: Int)
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ bytes: Span<UInt8>) {
    // SAFETY: the bytes are copied while they are borrowed.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
