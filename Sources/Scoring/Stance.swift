/// Whose side a post is on, towards the target and the stand they took.
///
/// Stance is not sentiment: anger at the target's opponent is ``supportive``.
public enum Stance: String, CaseIterable, Codable, Sendable {
  /// The post sides with the stand.
  case supportive
  /// The post sides against the stand.
  case critical
  /// Neither, or both with no lean.
  case neutral

  /// The place of this stance in a vector of three, from 0 to 2.
  @inlinable package var index: Int {
    switch self {
    case .supportive: 0
    case .critical: 1
    case .neutral: 2
    }
  }
}

/// How likely each stance is, as three shares that sum to 1.
public struct StanceProbabilities: Hashable, Sendable {
  /// The probability of ``Stance/supportive``, from 0 to 1.
  public var supportive: Double
  /// The probability of ``Stance/critical``, from 0 to 1.
  public var critical: Double
  /// The probability of ``Stance/neutral``, from 0 to 1.
  public var neutral: Double

  /// Creates the probabilities; the caller sees to it that they sum to 1.
  public init(supportive: Double, critical: Double, neutral: Double) {
    self.supportive = supportive
    self.critical = critical
    self.neutral = neutral
  }

  /// The whole number for a probability of 1, where probabilities are kept and summed as such; it has
  /// many divisors, so that probabilities that are equal as decimals stay so.
  package static let units = 60_000

  /// A probability as a whole number, from 0 to ``units`` whatever somebody wrote down.
  package static func inUnits(_ probability: Double) -> UInt16 {
    UInt16((min(max(probability, 0), 1) * Double(units)).rounded())
  }

  init(_ triple: Triple) {
    self.init(
      supportive: Double(triple[0]),
      critical: Double(triple[1]),
      neutral: Double(triple[2])
    )
  }

  var triple: Triple { Triple(Float(supportive), Float(critical), Float(neutral)) }

  /// The probability of one stance, from 0 to 1.
  public subscript(stance: Stance) -> Double {
    switch stance {
    case .supportive: supportive
    case .critical: critical
    case .neutral: neutral
    }
  }

  /// The most probable stance; where two are level, neutral before the others.
  public var stance: Stance {
    if neutral >= supportive && neutral >= critical { return .neutral }
    return supportive >= critical ? .supportive : .critical
  }

  /// The probability of the most probable stance, from 1/3 to 1.
  public var confidence: Double { self[stance] }
}
