public import Scoring

/// Counts of the three stances, and their shares with intervals.
public struct StanceShares: Sendable {
  /// How many of each the program found.
  public let counts: StanceCounts
  /// The share of each, with an interval that holds what chance and what the scorer's errors do; empty
  /// where too few were counted.
  public let shares: [Stance: Proportion]
  /// The same with an interval that holds what chance does and nothing else: for comparing shares that
  /// one scorer found in one conversation, whose errors are alike.
  public let byChance: [Stance: Proportion]
  /// What the shares can be off by, beyond chance.
  let errors: ShareErrors

  /// Makes shares of counts.
  ///
  /// - Parameters:
  ///   - counts: How many of each.
  ///   - errors: How far off shares are for what the scorer gets wrong.
  ///   - proportion: The share of a stance with its chance interval; `nil` where too few were counted.
  init(counts: StanceCounts, errors: ScorerErrors, _ proportion: (Stance) -> Proportion?) {
    self.init(counts, .ofScorer(errors), proportion)
  }

  /// The shares corrected by labels; chance makes of them what it makes of those that were found, or more.
  ///
  /// - Parameters:
  ///   - correction: What the labels make of the shares; `nil` changes nothing.
  ///   - size: How many independent observations the share of a stance is worth by the labels.
  /// - Returns: The shares of which the counts stay what the program found.
  func corrected(by correction: LabelCorrection?, size: (Stance) -> Double? = { _ in nil })
    -> StanceShares
  {
    guard let correction else { return self }
    return StanceShares(counts, .ofLabels(correction)) { stance in
      byChance[stance].map {
        Proportion(
          share: correction.shares[stance.index],
          size: min($0.size, size(stance) ?? .infinity)
        )
      }
    }
  }

  private init(
    _ counts: StanceCounts,
    _ errors: ShareErrors,
    _ proportion: (Stance) -> Proportion?
  ) {
    self.counts = counts
    self.errors = errors
    var byChance: [Stance: Proportion] = [:]
    var shares: [Stance: Proportion] = [:]
    for stance in Stance.allCases {
      guard let found = proportion(stance) else { continue }
      byChance[stance] = found
      let error = errors.share(of: stance, in: counts)
      shares[stance] = Proportion(share: found.share, size: found.size, error: error)
    }
    self.byChance = byChance
    self.shares = shares
  }

  /// How far 95 of 100 such shares are off at most, beyond chance, as a part of 1.
  var shareError: Double {
    Stance.allCases.map { errors.share(of: $0, in: counts) }.reduce(0) {
      max($0, $1.below, $1.above)
    }
  }

  /// How far the true lead of the larger of the two sides may be below what is shown, as a part of 1.
  var leadError: Double {
    func share(_ stance: Stance) -> Double {
      byChance[stance]?.share ?? counts.shares[stance.index]
    }
    let (side, other): (Stance, Stance) =
      share(.supportive) >= share(.critical) ? (.supportive, .critical) : (.critical, .supportive)
    return errors.lead(of: side, over: other, in: counts)
  }

  /// Whether they are corrected by labels.
  var isCorrected: Bool {
    if case .ofLabels = errors { return true }
    return false
  }

  /// Shares of independent observations, none where there are fewer than `least`.
  ///
  /// - Parameters:
  ///   - counts: How many of each; of a sample, multiplied by `factor`.
  ///   - errors: How far off shares are for what the scorer gets wrong.
  ///   - least: Fewer have no shares.
  ///   - factor: For each observation there are so many.
  init(of counts: StanceCounts, errors: ScorerErrors, least: Int = 1, factor: Int = 1) {
    self.init(counts: counts, errors: errors) { stance in
      guard counts.total >= max(least, 1) else { return nil }
      return Proportion(count: counts[stance] / factor, of: counts.total / factor)
    }
  }
}
