internal import Ingest

/// Where the posts of an export point to that others answer, other than the target's.
struct AnsweredDirections: Sendable {
  private let plan: ScoringPlan
  /// By place, the number of a post's direction; -1 of posts that nobody answers, or that have no text.
  private var numbers: [Int32]
  private var directions = SpooledArray<PackedDirection>(holding: held)

  /// So many are held in memory, the others in a file: 3 MiB.
  private static let held = 1 << 14

  /// Reads the posts that are answered.
  ///
  /// - Parameters:
  ///   - plan: How the export is scored.
  ///   - corpus: The export.
  ///   - readers: Who reads.
  ///   - isRead: Whether the answer at a place is one that will be read.
  /// - Throws: `IngestError` where an input can no longer be read, or the file cannot be written.
  init(
    _ plan: ScoringPlan,
    _ corpus: Corpus,
    _ readers: TextReaders,
    where isRead: (Int) -> Bool = { _ in true }
  ) throws {
    self.plan = plan
    let count = corpus.index.entries.count
    numbers = Array(repeating: -1, count: count)
    var isAnswered = Array(repeating: false, count: count)
    for place in isAnswered.indices where isRead(place) {
      if let answered = plan.answered(by: place) { isAnswered[answered] = true }
    }
    guard isAnswered.contains(true) else { return }
    try corpus.readTexts { [isAnswered] posts in
      readers.with { reader in
        posts.compactMap { post, place -> (place: Int, direction: PackedDirection)? in
          guard isAnswered[place], let stand = plan.stand(at: place) else { return nil }
          let tokens = Tokenizer.tokens(of: post.utf8)
          return (place, PackedDirection(reader.direction(of: tokens, stand: stand)))
        }
      }
    } consume: { found in
      for (place, direction) in found {
        numbers[place] = Int32(directions.count)
        directions.append(direction)
      }
    }
    try directions.check()
  }

  /// Where the post points to that the one at a place answers; `nil` where it answers the target or none.
  func direction(answeredBy place: Int) -> [Float]? {
    guard let answered = plan.answered(by: place) else { return nil }
    let number = Int(numbers[answered])
    return (number < 0 ? PackedDirection() : directions[number]).direction
  }
}

/// A direction in 192 bytes.
struct PackedDirection: BitwiseCopyable, Sendable {
  private let numbers: InlineArray<192, Int8>

  /// The largest number of a word's vector scaled to length 1 is 0.67; a text of many words has smaller ones.
  private static let units: Float = 180

  /// A direction to nowhere.
  init() { numbers = InlineArray(repeating: 0) }

  init(_ direction: [Float]) {
    numbers = InlineArray { place in
      Int8(max(min(direction[place] * Self.units, 127), -127).roundedSmall)
    }
  }

  var direction: [Float] {
    let numbers = numbers.span
    return numbers.indices.map { Float(numbers[$0]) / Self.units }
  }
}
