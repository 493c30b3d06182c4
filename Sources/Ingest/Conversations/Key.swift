/// A 64-bit key that stands for an id, an author or a text, equal for equal bytes.
///
/// Eight bytes at a time are folded in by a multiplication to 128 bits (as in wyhash by Wang Yi), and
/// the result is mixed by the finaliser of MurmurHash3. Of forty million different ids, two share a
/// key with probability 4 in 100,000 (n² / 2⁶⁵).
public struct Key: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// The key as a number; 0 never stands for anything.
  public let value: UInt64

  /// A key that was written down as a number; `nil` for 0.
  init?(_ value: UInt64) {
    guard value != 0 else { return nil }
    self.value = value
  }

  /// A key that was made before.
  package init(value: UInt64) { self.value = value }

  /// The key of a text.
  public init(_ text: String) {
    var hash = text.utf8Span.span.foldedHash
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
