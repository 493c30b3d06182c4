/// The words that English posts use, as bits of a hash table.
///
/// Learned from the training posts. Half a million bits hold twenty thousand words, so one foreign
/// word in twenty-five is taken for English: enough to tell a sentence, not a word.
package struct EnglishWords: Hashable, Sendable {
  package static let byteCount = 1 << 16

  package private(set) var bits: [UInt8]

  package init(bits: [UInt8] = Array(repeating: 0, count: Self.byteCount)) { self.bits = bits }

  package mutating func insert(_ hash: UInt64) {
    let (byte, mask) = Self.place(hash)
    bits[byte] |= mask
  }

  package func contains(_ hash: UInt64) -> Bool {
    let (byte, mask) = Self.place(hash)
    return bits[byte] & mask != 0
  }

  private static func place(_ hash: UInt64) -> (byte: Int, mask: UInt8) {
    (Int(hash >> 48), 1 << UInt8(hash & 7))
  }
}
