internal import Scoring

/// Sums of sentiment, in millionths: whole numbers, so that their order means nothing.
struct SentimentTally: Codable, Sendable {
  private var sums = StanceCounts()
  private var counts = StanceCounts()

  mutating func add(_ sentiment: Double, _ stance: Stance) {
    sums[stance] += Int((sentiment * 1_000_000).rounded())
    counts[stance] += 1
  }

  mutating func merge(_ other: SentimentTally) {
    sums.merge(other.sums)
    counts.merge(other.counts)
  }

  var means: [Stance: Double] {
    Stance.allCases.reduce(into: [:]) { means, stance in
      guard counts[stance] > 0 else { return }
      means[stance] = Double(sums[stance]) / 1_000_000 / Double(counts[stance])
    }
  }
}
