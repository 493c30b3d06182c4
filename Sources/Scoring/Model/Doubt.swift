/// What a scorer itself holds possible besides the stances that it found, of some posts together.
///
/// Its errors in one conversation are alike, so shares can be off by more than chance would make of them. How
/// far, hangs on how sure it is: a share is too high by the posts that were found to be of a stance and are
/// not, too low by those of other stances that are. What the probabilities say of both is added up here. It is a
/// sum of whole numbers: parts can be added up apart and merged, in any order.
public struct Doubt: Hashable, Codable, Sendable {
  /// By the stance that was found, the sums of the probabilities of all stances, in
  /// ``StanceProbabilities/units``.
  private var sums: [SIMD3<Int>] = Array(repeating: .zero, count: Stance.allCases.count)

  /// Even the surest posts are doubted so much, as a part of 1.
  private static let least = 0.02

  /// Doubts nothing yet.
  public init() {}

  /// Reads the sums, as they are written: three times three whole numbers.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    sums = try container.decode([SIMD3<Int>].self)
    guard sums.count == Stance.allCases.count else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "expected the sums of three stances"
      )
    }
  }

  /// Writes the sums.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(sums)
  }

  /// Adds a post that counts for its most probable stance.
  ///
  /// - Parameters:
  ///   - post: What was found of it.
  ///   - builtIn: What the built-in model alone makes of it, where it did not decide alone. How sure others say
  ///     they are was not held against labels, so the post is taken to be no surer than that.
  package mutating func add(
    _ post: StanceProbabilities,
    noSurerThan builtIn: StanceProbabilities? = nil
  ) {
    let found = post.stance
    let doubted = builtIn.flatMap { $0.confidence < post.confidence ? $0.moved(to: found) : nil }
    for stance in Stance.allCases {
      sums[found.index][stance.index] += Int(
        StanceProbabilities.inUnits((doubted ?? post)[stance])
      )
    }
  }

  /// Adds what another doubt added up.
  package mutating func merge(_ other: Doubt) {
    for stance in sums.indices { sums[stance] &+= other.sums[stance] }
  }

  /// How probable a stance is on average of the posts that were found to be of one, from 0 to 1.
  private func probability(of stance: Stance, whereFound found: Stance) -> Double {
    let row = sums[found.index]
    let total = row[0] &+ row[1] &+ row[2]
    guard total > 0 else { return stance == found ? 1 : 0 }
    return Double(row[stance.index]) / Double(total)
  }

  /// By how much the share of a stance would be off if all that is doubted were so, as parts of 1.
  ///
  /// - Parameters:
  ///   - stance: The stance.
  ///   - shares: The shares that were found, by the place of the stance.
  /// - Returns: How far the share would be below what was found, and above it.
  package func reach(of stance: Stance, in shares: SIMD3<Double>) -> (below: Double, above: Double)
  {
    var reach = (below: Self.least, above: Self.least)
    for found in Stance.allCases {
      let share = shares[found.index]
      if found == stance {
        reach.below += share * (1 - probability(of: stance, whereFound: found))
      } else {
        reach.above += share * probability(of: stance, whereFound: found)
      }
    }
    return reach
  }

  /// By how much the lead of one share over another would be off if all that is doubted were so, as parts
  /// of 1; below what was found, and above it.
  package func reach(of stance: Stance, over other: Stance, in shares: SIMD3<Double>)
    -> (below: Double, above: Double)
  {
    let (own, others) = (reach(of: stance, in: shares), reach(of: other, in: shares))
    return (
      own.below + others.above - Self.least, own.above + others.below - Self.least
    )
  }
}

extension StanceProbabilities {
  /// As sure of another stance; what is left is divided between the others as it was.
  fileprivate func moved(to found: Stance) -> StanceProbabilities {
    let others = (1 - confidence) / max(1 - self[found], .leastNormalMagnitude)
    func probability(_ stance: Stance) -> Double {
      stance == found ? confidence : self[stance] * others
    }
    return StanceProbabilities(
      supportive: probability(.supportive),
      critical: probability(.critical),
      neutral: probability(.neutral)
    )
  }
}
