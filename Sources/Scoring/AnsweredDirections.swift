internal import Ingest

/// Where the posts of an export point to that others answer, other than the target's.
struct AnsweredDirections: Sendable {
  private let plan: ScoringPlan
  /// By place, the number of a post among those that are answered; -1 of all others.
  private let numbers: [Int32]
  private var directions: SpooledArray<PackedDirection>

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
    var numbers: [Int32] = Array(repeating: -1, count: corpus.index.entries.count)
    var count: Int32 = 0
    for place in numbers.indices where isRead(place) {
      guard let answered = plan.answered(by: place), numbers[answered] < 0 else { continue }
      numbers[answered] = count
      count += 1
    }
    self.numbers = numbers
    directions = SpooledArray(
      repeating: PackedDirection(),
      count: Int(count),
      holding: Self.held
    )
    guard count > 0 else { return }
    try corpus.readTexts { [numbers] posts in
      readers.with { reader in
        posts.compactMap { post, place -> (number: Int, direction: PackedDirection)? in
          guard numbers[place] >= 0, let stand = plan.stand(at: place) else { return nil }
          let tokens = Tokenizer.tokens(of: post.utf8)
          let direction = PackedDirection(reader.direction(of: tokens, stand: stand))
          return (Int(numbers[place]), direction)
        }
      }
    } consume: { found in
      for (number, direction) in found { directions[number] = direction }
    }
    try directions.check()
  }

  /// Where the post points to that the one at a place answers; `nil` where it answers the target or none.
  func direction(answeredBy place: Int) -> [Float]? {
    plan.answered(by: place).map { directions[Int(numbers[$0])].direction }
  }
}

/// A direction in 192 bytes.
struct PackedDirection: BitwiseCopyable, Sendable {
  private var numbers = InlineArray<192, Int8>(repeating: 0)

  /// The largest number of a word's vector scaled to length 1 is 0.67; a text of many words has smaller ones.
  private static let units: Float = 180

  /// A direction to nowhere.
  init() {}

  init(_ direction: [Float]) {
    for (place, value) in direction.enumerated() {
      numbers[place] = Int8(max(min((value * Self.units).rounded(), 127), -127))
    }
  }

  var direction: [Float] { numbers.indices.map { Float(numbers[$0]) / Self.units } }
}
