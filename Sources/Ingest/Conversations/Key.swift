/// A 64-bit key that stands for an id, an author or a text, equal for equal bytes.
///
/// FNV-1a over the bytes, mixed by the finaliser of MurmurHash3. Forty million different ids
/// share a key with probability 4 in 100,000 (n² / 2⁶⁵).
public struct Key: Hashable, Comparable, Sendable {
  /// The key as a number; 0 never stands for anything.
  public let value: UInt64

  /// The key of a text.
  public init(_ text: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    hash ^= hash >> 33
    hash &*= 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 33
    hash &*= 0xC4CE_B9FE_1A85_EC53
    hash ^= hash >> 33
    value = max(hash, 1)
  }

  /// Orders by value: an order that does not depend on the order of reading.
  public static func < (left: Key, right: Key) -> Bool { left.value < right.value }
}
