internal import ModelWeights

/// A direction in the space of word vectors, for each word that is known.
///
/// Words that are used alike point alike, so what is learned of one holds for others that no
/// labelled post has. The vectors are made once, by `scripts/word-vectors`, out of the word pieces of
/// a small sentence transformer.
package struct WordVectors: Sendable {
  /// The numbers of one vector.
  package static let dimensions = 192

  // The layout, all numbers little-endian: "GRNDVEC" and one byte of version; the number of slots, a
  // power of two, and of words, four bytes each; for each slot the hash of its word, 0 where it is
  // free, and then for each slot the number of its word, two bytes; the vectors of the words, a
  // byte for each number.
  private static let magic = Array("GRNDVEC".utf8) + [2]

  private let hashes: ConstantBytes
  private let numbers: ConstantBytes
  private let rows: ConstantBytes
  private let slotCount: Int

  /// The vectors that are built into the program.
  package static let builtIn = WordVectors(
    unsafe ConstantBytes(
      binary: groundswell_word_vector_bytes(),
      count: groundswell_word_vector_size()
    )
  )

  private init(_ bytes: ConstantBytes) {
    let head = Self.magic.count + 8
    precondition(bytes.count >= head, "no word vectors")
    precondition(bytes[0..<Self.magic.count].array == Self.magic, "no word vectors")
    slotCount = Int(bytes.load(at: Self.magic.count, as: UInt32.self))
    let known = Int(bytes.load(at: Self.magic.count + 4, as: UInt32.self))
    let start = head + slotCount * 10
    precondition(bytes.count == start + known * Self.dimensions, "damaged word vectors")
    hashes = bytes[head..<head + slotCount * 8]
    numbers = bytes[head + slotCount * 8..<start]
    rows = bytes[start..<bytes.count]
  }

  /// Where the words of a text point to together: the sum of their vectors, scaled to length 1; all
  /// zeros where none is known.
  ///
  /// Names that were replaced by their roles, numbers, links, and mentions have no vector.
  package func direction(of text: TokenizedText) -> [Float] {
    direction(
      of: text.tokens.lazy.filter { $0.kind == .word }.compactMap { word($0.hash) }
    )
  }

  /// Where words point to together, by their numbers.
  func direction(of words: [Int]) -> [Float] {
    var direction: [Float] = Array(repeating: 0, count: Self.dimensions)
    setDirection(&direction, of: words)
    return direction
  }

  /// Puts where words point to together, by their numbers, in the place of another direction.
  func setDirection(_ direction: inout [Float], of words: [Int]) {
    typealias Lanes = SIMD16<Float>
    let size = Lanes.scalarCount
    var lanes = InlineArray<12, Lanes>(repeating: .zero)
    var squares = Lanes.zero
    // Two at a time: to go through the words takes longer than to add.
    for number in stride(from: 0, to: lanes.count, by: 2) {
      var (first, second): (SIMD16<Int32>, SIMD16<Int32>) = (.zero, .zero)
      var rest = words[...]
      while !rest.isEmpty {
        var (recentFirst, recentSecond) = (ByteSums(), ByteSums())
        for word in rest.prefix(ByteSums.most) {
          let offset = word &* Self.dimensions &+ number &* size
          let pairs = rows.load(at: offset, as: SIMD16<Int16>.self)
          recentFirst.add(pairs.lowHalf)
          recentSecond.add(pairs.highHalf)
        }
        first &+= recentFirst.sums
        second &+= recentSecond.sums
        rest = rest.dropFirst(ByteSums.most)
      }
      (lanes[number], lanes[number + 1]) = (Lanes(first), Lanes(second))
      squares += lanes[number] * lanes[number]
      squares += lanes[number + 1] * lanes[number + 1]
    }
    let length = squares.sum().squareRoot()
    let scale = length > 0 ? 1 / length : 0
    var numbers = direction.mutableSpan
    // SAFETY: any bytes are floats.
    var bytes = unsafe numbers.mutableBytes
    for number in lanes.indices {
      bytes.storeBytes(
        of: lanes[number] * scale,
        toByteOffset: number * MemoryLayout<Lanes>.stride,
        as: Lanes.self
      )
    }
  }

  /// The number of a word; `nil` where it is not known.
  func word(_ hash: UInt64) -> Int? {
    var slot = Int(hash >> 32) & (slotCount - 1)
    while true {
      let found = hashes.load(at: slot * 8, as: UInt64.self)
      if found == 0 { return nil }
      if found == hash { return Int(numbers.load(at: slot * 2, as: UInt16.self)) }
      slot = (slot + 1) & (slotCount - 1)
    }
  }
}
