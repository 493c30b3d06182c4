public import Scoring

/// One sentence that the numbers allow.
///
/// A side is said to lead only where its lead is more than chance makes, and more than the scorer gets
/// wrong: that is the larger of the two where there are more than a few dozen people.
public struct Headline: Hashable, Sendable {
  /// How much is claimed.
  public enum Claim: String, Sendable {
    /// More than half, by post and by person, with the whole interval.
    case majority
    /// More than any other, by post and by person.
    case plurality
    /// No side leads clearly.
    case divided
    /// Too few people for any claim.
    case tooFew = "too_few"
  }

  /// How much is claimed.
  public let claim: Claim
  /// Of which stance it is claimed; `nil` for a claim about none.
  public let stance: Stance?
  /// The sentence.
  public let text: String

  init(byPost: StanceShares, byPerson: StanceShares, minimumPeople: Int, target: String?) {
    let name = target ?? "the author of the post"
    // Where no author is known, posts are all there is.
    let people = byPerson.counts.total > 0 ? byPerson : byPost
    guard people.counts.total >= minimumPeople else {
      (claim, stance) = (.tooFew, nil)
      text = "Too few people in this export to say which side they take"
      return
    }
    func leader(beyond error: Double) -> Stance? {
      Stance.allCases.first {
        Self.leads($0, in: byPost, beyond: error) && Self.leads($0, in: people, beyond: error)
      }
    }
    guard let leader = leader(beyond: Self.leadError) else {
      (claim, stance) = (.divided, nil)
      let found: String? =
        switch leader(beyond: 0) {
        case .supportive: "side with \(name) than against"
        case .critical: "side against \(name) than with"
        case .neutral: "take no side than either side"
        case nil: nil
        }
      text =
        found.map { "More posts are found to \($0), but by less than the program may get wrong" }
        ?? "No side clearly leads among the posts in this export"
      return
    }
    let isMajority = [byPost, people].allSatisfy { Self.isMajority(leader, in: $0) }
    (claim, stance) = (isMajority ? .majority : .plurality, leader)
    let quantity = isMajority ? "Most posts in this export" : "More posts in this export"
    switch leader {
    case .supportive:
      text =
        isMajority ? "\(quantity) side with \(name)" : "\(quantity) side with \(name) than against"
    case .critical:
      text =
        isMajority
        ? "\(quantity) side against \(name)" : "\(quantity) side against \(name) than with"
    case .neutral:
      text = isMajority ? "\(quantity) take no side" : "\(quantity) take no side than either side"
    }
  }

  /// The error of the lead that one side has in a conversation, as a part of 1: root mean square
  /// over the conversations of corpora/authored, each left out (`scripts/evaluate`).
  static let leadError = 0.26

  /// What every report says of its numbers.
  static let caveat =
    "Stances are found by a program that errs: treat single posts with care, and shares as "
    + "estimates. They speak of the posts in this export, not of public opinion. Intervals hold what "
    + "chance alone would do, with 95 % confidence; not what the program gets wrong: in "
    + "conversations that it had not seen, the lead of one side was off by "
    + "\(Int((leadError * 100).rounded())) points (root mean square)."

  /// Whether more than half of all take a stance, whatever chance and the scorer's error make.
  ///
  /// Errors of the two sides are nearly opposite, so that of one share is about half that of the lead.
  private static func isMajority(_ stance: Stance, in shares: StanceShares) -> Bool {
    guard let own = shares.shares[stance] else { return false }
    let chance = own.share - own.low
    let scorer = Proportion.z * leadError / 2
    return own.share - (chance * chance + scorer * scorer).squareRoot() > 0.5
  }

  /// Whether a stance is ahead of both others by more than chance and the scorer's error make.
  ///
  /// - Parameters:
  ///   - stance: The stance.
  ///   - shares: All shares.
  ///   - error: The root mean square of the scorer's error of a lead.
  /// - Returns: Whether it is.
  private static func leads(
    _ stance: Stance,
    in shares: StanceShares,
    beyond error: Double
  ) -> Bool {
    guard let own = shares.shares[stance] else { return false }
    let size = shares.effectiveSize(of: stance)
    return Stance.allCases.filter { $0 != stance }.allSatisfy { other in
      let difference = own.share - (shares.shares[other]?.share ?? 0)
      let both = own.share + (shares.shares[other]?.share ?? 0)
      // The variance of a difference of two shares of one sample.
      let variance = (both - difference * difference) / size
      return difference > Proportion.z * (max(variance, 0) + error * error).squareRoot()
    }
  }
}

extension StanceShares {
  /// How many independent observations the counts are worth, read off the width of the interval.
  fileprivate func effectiveSize(of stance: Stance) -> Double {
    guard let own = shares[stance] else { return 1 }
    let width = max(own.high - own.low, 1e-9) / 2
    let binomial = max(own.share * (1 - own.share), 0.01)
    return min(binomial * Proportion.z * Proportion.z / (width * width), Double(counts.total))
  }
}
