extension Array {
  /// The elements in an order whose first criterion is a hash.
  ///
  /// Hashes are spread evenly, so that their first bits tell nearly where each element goes: one pass
  /// puts it there, and only neighbours are sorted.
  ///
  /// - Parameters:
  ///   - hash: The hash, in whose order the elements are; as many of its first bits as `skipped` are
  ///     the same for all.
  ///   - skipped: From 0 to 60.
  ///   - isBefore: The whole order; elements with a lower hash come before those with a higher one.
  /// - Returns: The elements in that order.
  @inlinable
  package func inHashOrder(
    _ hash: (Element) -> UInt64,
    skipping skipped: Int = 0,
    by isBefore: (Element, Element) -> Bool
  ) -> [Element] {
    guard count > 64 else { return sorted(by: isBefore) }
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
    // From the back, so that each bucket is filled from its end and ``ends`` becomes its starts.
    var ordered = self
    for element in reversed() {
      let number = bucket(element)
      ends[number] -= 1
      ordered[Int(ends[number])] = element
    }
    for (number, start) in ends.enumerated() {
      let end = number + 1 < ends.count ? Int(ends[number + 1]) : count
      guard end - Int(start) > 1 else { continue }
      ordered[Int(start)..<end].sort(by: isBefore)
    }
    return ordered
  }
}
