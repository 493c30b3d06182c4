internal import Ingest

/// Where the posts of an export point to that others answer, other than the target's.
struct AnsweredDirections: Sendable {
  private let plan: ScoringPlan
  private let corpus: Corpus
  /// By place, the number of a post among those that are answered; -1 of all others.
  private var numbers: [Int32]
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
    self.corpus = corpus
    numbers = Array(repeating: -1, count: corpus.index.entries.count)
    var count: Int32 = 0
    for place in numbers.indices where isRead(place) {
      guard let answered = plan.answered(by: place), numbers[answered] < 0 else { continue }
      numbers[answered] = count
      count += 1
    }
    directions = SpooledArray(
      repeating: PackedDirection(),
      count: Int(count),
      holding: Self.held
    )
    guard count > 0 else { return }
    try corpus.readTexts { [numbers] post, place -> PackedDirection? in
      guard numbers[place] >= 0, let stand = plan.stand(at: place) else { return nil }
      let tokens = Tokenizer.tokens(of: post.utf8)
      return PackedDirection(readers.with { $0.direction(of: tokens, stand: stand) })
    } consume: { place, direction in
      if let direction { directions[Int(numbers[place])] = direction }
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
  private var parts: (Part, Part, Part) = (.zero, .zero, .zero)

  private typealias Part = SIMD64<Int8>

  /// A direction has length 1, and no number of it comes near one half.
  private static let units: Float = 254

  /// A direction to nowhere.
  init() {}

  init(_ direction: [Float]) {
    func part(_ number: Int) -> Part {
      var part = Part.zero
      for lane in part.indices {
        let value = direction[number * Part.scalarCount + lane] * Self.units
        part[lane] = Int8(max(min(value.rounded(), 127), -127))
      }
      return part
    }
    parts = (part(0), part(1), part(2))
  }

  var direction: [Float] {
    var direction: [Float] = []
    direction.reserveCapacity(WordVectors.dimensions)
    for part in [parts.0, parts.1, parts.2] {
      for lane in part.indices { direction.append(Float(part[lane]) / Self.units) }
    }
    return direction
  }
}
