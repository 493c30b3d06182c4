import Ingest
import Scoring
import Testing

struct ByteScanTests {
  /// Bytes of which every few are ones that a search may stop at.
  private func bytes(_ count: Int, _ random: inout RandomNumbers) -> [UInt8] {
    let hits: [UInt8] = [
      0x22, 0x5C, 0x1F, 0x00, 0x20, 0x7F, 0x80, 0xA2, 0xDC, 0xFF, 0x0A, 0x21, 0x23,
    ]
    return (0..<count).map { _ in
      Int.random(in: 0..<12, using: &random) == 0
        ? hits[Int.random(in: hits.indices, using: &random)]
        : UInt8.random(in: 0x61...0x7A, using: &random)
    }
  }

  @Test func fastSearchesFindWhatThePlainOnesFind() {
    var random = RandomNumbers(seed: 3)
    for count in 0..<70 {
      let bytes = bytes(count, &random)
      for start in 0...count {
        #expect(
          firstSpecial(in: bytes.span, from: start)
            == firstSpecialPlain(in: bytes.span, from: start),
          "\(bytes) from \(start)"
        )
        #expect(
          firstIndex(of: 0x0A, in: bytes.span, from: start)
            == firstIndexPlain(of: 0x0A, in: bytes.span, from: start),
          "\(bytes) from \(start)"
        )
      }
    }
  }

  @Test func everyByteStopsTheSearchOrNotAtEveryPlace() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<16 {
        var bytes: [UInt8] = Array(repeating: 0x61, count: 16)
        bytes[place] = byte
        #expect(firstSpecial(in: bytes.span, from: 0) == firstSpecialPlain(in: bytes.span, from: 0))
      }
    }
  }
}
