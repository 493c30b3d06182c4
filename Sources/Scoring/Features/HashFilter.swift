/// Tells of most hashes at one look that they are not in a small set, without a search for each.
struct HashFilter: Sendable {
  /// A bit for each value of the first byte of a hash.
  private var bits: SIMD4<UInt64> = .zero

  init(_ hashes: some Sequence<UInt64> = []) {
    for hash in hashes { insert(hash) }
  }

  mutating func insert(_ hash: UInt64) { bits[Int(hash >> 62)] |= 1 << (hash >> 56 & 63) }

  /// Whether a hash may be in the set; `false` is certain.
  func mayContain(_ hash: UInt64) -> Bool { bits[Int(hash >> 62)] >> (hash >> 56 & 63) & 1 == 1 }
}
