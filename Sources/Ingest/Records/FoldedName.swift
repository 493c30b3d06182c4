/// A member's name without case, `_`, `-` and blanks, as a hash: exports of one tool differ in
/// these.
package struct FoldedName: Hashable, Sendable, ExpressibleByStringLiteral {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  package init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): continue
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): add(byte | 0x20)
      default: add(byte)
      }
    }
  }

  package init(stringLiteral name: String) { self.init(name.utf8) }

  private mutating func add(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
}
