import Ingest
import Scoring
import TestSupport
import Testing

struct HashOrderTests {
  @Test(arguments: [0, 1, 64, 65, 200, 5_000])
  func orderIsThatOfSorting(count: Int) {
    var random = RandomNumbers(seed: UInt64(count))
    for skipped in [0, 7] {
      // Some hashes are equal, as those of one person's posts are.
      let hashes = (0..<count).map { _ in
        UInt64.random(in: .min ... .max, using: &random) >> UInt64(skipped)
      }
      let elements = (0..<count).map { number in
        (hash: hashes[Int.random(in: 0...number, using: &random)], number: number)
      }
      let isBefore = { (left: (hash: UInt64, number: Int), right: (hash: UInt64, number: Int)) in
        (left.hash, left.number) < (right.hash, right.number)
      }
      var ordered = elements.shuffled(using: &random)
      ordered.sortInHashOrder(\.hash, skipping: skipped, by: isBefore)
      #expect(ordered.map(\.number) == elements.sorted(by: isBefore).map(\.number))
    }
  }
}
