public import Scoring

/// How many of each stance were counted.
///
/// A count is a sum: parts can be counted apart and merged.
public struct StanceCounts: Hashable, Codable, Sendable {
  /// By ``Stance/index``.
  private(set) var counts: SIMD3<Int> = .zero

  /// Counts nothing yet.
  public init() {}

  /// How many have that stance.
  public subscript(stance: Stance) -> Int {
    get { counts[stance.index] }
    set { counts[stance.index] = newValue }
  }

  /// How many there are in all.
  public var total: Int { counts[0] + counts[1] + counts[2] }

  /// Adds what other counts counted.
  public mutating func merge(_ other: StanceCounts) { counts &+= other.counts }

  /// The shares by the place of the stance; all 0 where nothing was counted.
  var shares: SIMD3<Double> { SIMD3<Double>(counts) / Double(max(total, 1)) }

  /// So many times as much of each.
  func times(_ factor: Int) -> StanceCounts {
    var product = self
    product.counts &*= factor
    return product
  }

  /// The share of one stance among independent observations; `nil` where nothing was counted.
  func proportion(of stance: Stance) -> Proportion? {
    total > 0 ? Proportion(count: self[stance], of: total) : nil
  }
}
