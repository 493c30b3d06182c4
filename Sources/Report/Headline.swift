public import Scoring

/// One sentence that the numbers allow.
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
    let leaders = Stance.allCases.filter {
      Self.leads($0, in: byPost) && Self.leads($0, in: people)
    }
    guard let leader = leaders.first else {
      (claim, stance) = (.divided, nil)
      text = "No side clearly leads among the posts in this export"
      return
    }
    let isMajority = [byPost, people].allSatisfy { $0.shares[leader]?.low ?? 0 > 0.5 }
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

  /// Whether a stance is ahead of both others by more than chance makes.
  private static func leads(_ stance: Stance, in shares: StanceShares) -> Bool {
    guard let own = shares.shares[stance] else { return false }
    let size = shares.effectiveSize(of: stance)
    return Stance.allCases.filter { $0 != stance }.allSatisfy { other in
      let difference = own.share - (shares.shares[other]?.share ?? 0)
      let both = own.share + (shares.shares[other]?.share ?? 0)
      // The variance of a difference of two shares of one sample.
      let variance = (both - difference * difference) / size
      return difference > Proportion.z * max(variance, 0).squareRoot()
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
