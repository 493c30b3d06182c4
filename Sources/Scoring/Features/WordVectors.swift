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
    var sum = Sum()
    for token in text.tokens where token.kind == .word {
      if let word = word(token.hash) { add(word, to: &sum) }
    }
    return sum.direction
  }

  /// A sum of vectors.
  struct Sum {
    typealias Lanes = SIMD16<Int16>
    static let laneCount = WordVectors.dimensions / Lanes.scalarCount

    /// The vectors that were added last: so few that they fit.
    fileprivate var recent: [Lanes] = Array(repeating: .zero, count: laneCount)
    fileprivate var recentCount = 0
    private var total: [SIMD16<Int32>] = Array(repeating: .zero, count: laneCount)
    private var isEmpty = true

    /// So many numbers from -128 to 127 stay within 16 bits.
    fileprivate static let mostRecent = 255

    mutating func clear() {
      guard !isEmpty || recentCount > 0 else { return }
      for lane in 0..<Self.laneCount {
        recent[lane] = .zero
        total[lane] = .zero
      }
      (recentCount, isEmpty) = (0, true)
    }

    fileprivate mutating func flush() {
      guard recentCount > 0 else { return }
      for lane in 0..<Self.laneCount {
        total[lane] &+= SIMD16<Int32>(truncatingIfNeeded: recent[lane])
        recent[lane] = .zero
      }
      (recentCount, isEmpty) = (0, false)
    }

    /// The sum scaled to length 1; all zeros where it is 0.
    var direction: [Float] {
      mutating get {
        flush()
        var direction: [Float] = []
        direction.reserveCapacity(WordVectors.dimensions)
        var squares: Float = 0
        for lane in total {
          let numbers = SIMD16<Float>(lane)
          for place in numbers.indices {
            squares += numbers[place] * numbers[place]
            direction.append(numbers[place])
          }
        }
        let scale = squares > 0 ? 1 / squares.squareRoot() : 0
        for place in direction.indices { direction[place] *= scale }
        return direction
      }
    }
  }

  /// Adds the vector of a word.
  func add(_ word: Int, to sum: inout Sum) {
    for lane in 0..<Sum.laneCount {
      let offset = word * Self.dimensions + lane * Sum.Lanes.scalarCount
      let numbers = rows.load(at: offset, as: SIMD16<Int8>.self)
      sum.recent[lane] &+= Sum.Lanes(truncatingIfNeeded: numbers)
    }
    sum.recentCount += 1
    if sum.recentCount == Sum.mostRecent { sum.flush() }
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
