internal import Scoring

/// How far off the shares of one export can be for what the scorer gets wrong, in 95 of 100 cases.
struct ScorerErrors: Sendable {
  /// In how many times what is doubted they lie.
  let factor: Double
  /// What the scorer doubts of the posts of the export.
  let doubt: Doubt

  /// How far the true share of a stance may be below what was found, and above it, as parts of 1.
  func share(of stance: Stance, in counts: StanceCounts) -> (below: Double, above: Double) {
    let reach = doubt.reach(of: stance, in: counts.shares)
    return (factor * reach.below, factor * reach.above)
  }

  /// How far the true lead of one stance over another may be below what was found, as a part of 1.
  func lead(of stance: Stance, over other: Stance, in counts: StanceCounts) -> Double {
    factor * doubt.reach(of: stance, over: other, in: counts.shares).below
  }
}

/// What shares can be off by, beyond what chance does to people.
enum ShareErrors: Sendable {
  /// What the scorer gets wrong, as far as it doubts.
  case ofScorer(ScorerErrors)
  /// What labels by hand leave open.
  case ofLabels(LabelCorrection)

  /// How far the true share of a stance may be below what is shown, and above it, as parts of 1.
  func share(of stance: Stance, in counts: StanceCounts) -> (below: Double, above: Double) {
    switch self {
    case .ofScorer(let errors): return errors.share(of: stance, in: counts)
    case .ofLabels(let correction):
      let reach = correction.reach(of: stance)
      return (reach, reach)
    }
  }

  /// How far the true lead of one stance over another may be below what is shown, as a part of 1.
  func lead(of stance: Stance, over other: Stance, in counts: StanceCounts) -> Double {
    switch self {
    case .ofScorer(let errors): errors.lead(of: stance, over: other, in: counts)
    case .ofLabels(let correction): correction.reach(of: stance, over: other)
    }
  }
}
