extension Array {
  /// Sorts the elements in an order whose first criterion is a hash.
  ///
  /// Hashes are spread evenly, so that their first bits tell nearly where each element goes: each is
  /// swapped to its place without room for a second array (McIlroy, Bostic and McIlroy 1993), and only
  /// neighbours are sorted.
  ///
  /// - Parameters:
  ///   - hash: The hash, in whose order the elements are; as many of its first bits as `skipped` are
  ///     the same for all.
  ///   - skipped: From 0 to 60.
  ///   - isBefore: The whole order; elements with a lower hash come before those with a higher one.
  @inlinable
  public mutating func sortInHashOrder(
    _ hash: (Element) -> UInt64,
    skipping skipped: Int = 0,
    by isBefore: (Element, Element) -> Bool
  ) {
    guard count > 64 else { return sort(by: isBefore) }
    // About four elements for each bucket.
    let bits = Swift.min(Int.bitWidth - count.leadingZeroBitCount - 2, 24)
    func bucket(_ element: Element) -> Int {
      Int((hash(element) << UInt64(skipped)) >> UInt64(64 - bits))
    }
    var ends: [Int32] = [Int32](repeating: 0, count: 1 << bits)
    for element in self { ends[bucket(element)] += 1 }
    var sum: Int32 = 0
    for number in ends.indices {
      sum += ends[number]
      ends[number] = sum
    }
    // Up to where each bucket is filled.
    var fills = [0] + ends.dropLast()
    for number in ends.indices {
      while fills[number] < ends[number] {
        let place = Int(fills[number])
        let wanted = bucket(self[place])
        if wanted != number { swapAt(place, Int(fills[wanted])) }
        fills[wanted] += 1
      }
    }
    var start = 0
    for end in ends.lazy.map({ Int($0) }) {
      if end - start > 1 { self[start..<end].sort(by: isBefore) }
      start = end
    }
  }
}
