internal import Glibc
public import Scoring

/// One sentence that the numbers allow.
///
/// A side is said to lead only where its lead is more than chance makes, and more than the scorer gets
/// wrong: that is the larger of the two where there are more than a few dozen people.
public struct Headline: Hashable, Sendable {
  /// How much is claimed.
  public enum Claim: String, Codable, Sendable {
    /// More than half, by post and by person, with the whole interval.
    case majority
    /// More than the other side, or of posts that take no side, more than either; by post and by person.
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

  init(
    byPost: StanceShares,
    byPerson: StanceShares,
    minimumPeople: Int,
    target: String?
  ) {
    let name = target ?? "the author of the post"
    // Where no author is known, posts are all there is.
    let people = byPerson.counts.total > 0 ? byPerson : byPost
    guard people.counts.total >= minimumPeople else {
      (claim, stance) = (.tooFew, nil)
      text = "Too few people in this export to say which side they take"
      return
    }
    func leader(beyondErrors: Bool) -> Stance? {
      [Stance.neutral, .supportive, .critical].first { stance in
        [byPost, people].allSatisfy { Self.leads(stance, in: $0, beyondErrors: beyondErrors) }
      }
    }
    guard let leader = leader(beyondErrors: true) else {
      (claim, stance) = (.divided, nil)
      let found: String? =
        switch leader(beyondErrors: false) {
        case .supportive: "side with \(name) than against"
        case .critical: "side against \(name) than with"
        case .neutral: "take no side than either side"
        case nil: nil
        }
      let errors =
        byPost.isCorrected && people.isCorrected
        ? "so many labels can tell" : "the program may get wrong"
      let quantity =
        byPost.isCorrected ? "By the labels, more posts seem to" : "More posts are found to"
      text =
        found.map { "\(quantity) \($0), but by less than \(errors)" }
        ?? "No side clearly leads among the posts in this export"
      return
    }
    let isMajority = [byPost, people].allSatisfy { ($0.shares[leader]?.low ?? 0) > 0.5 }
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

  /// What shares can be off by, beyond chance.
  enum Errors {
    /// What the built-in model gets wrong, as it was measured.
    case measured
    /// No less than that: nobody measured what else decided.
    case unmeasured
    /// What labels by hand leave open.
    case labels
    /// The one of shares by post, and one of the others by person.
    case labelsByPost(isMeasuredByPerson: Bool)
  }

  /// What every report says of its numbers.
  ///
  /// - Parameters:
  ///   - shareError: Within what 95 of 100 errors of such shares lie, as a part of 1.
  ///   - errors: What these errors are.
  /// - Returns: A few sentences.
  static func caveat(shareError: Double, errors: Errors) -> String {
    let points = DisplayText.decimal(shareError * 100, digits: 0)
    let assumed = "if the labelled posts were drawn at random and labelled rightly"
    let reach =
      switch errors {
      case .measured:
        "what the program gets wrong: where it is as sure as here, 95 of 100 shares are off by \(points) points or "
          + "less. "
      case .unmeasured:
        "errors of up to \(points) points: no smaller than those of the program's own model where it is as sure as "
          + "here. It did not decide alone, and whether the errors are larger was not measured. "
      case .labels where shareError == 0:
        "no errors of the program: all posts are labelled, rightly as is assumed. "
      case .labels:
        "what the labels leave open of the program's errors, "
          + (points == "0" ? "less than one point" : "\(points) points or less") + ", \(assumed). "
      case .labelsByPost(let isMeasured):
        "by post what the labels leave open of the program's errors, \(assumed); by person, where shares are not "
          + "corrected, "
          + (isMeasured
            ? "what the program gets wrong. "
            : "no less than what the program's own model gets wrong: it did not decide alone. ")
      }
    return "Stances are found by a program that errs: treat single posts with care, and shares as "
      + "estimates. They speak of the posts in this export, not of public opinion. Intervals hold, "
      + "with 95 % confidence, what chance would do and \(reach)Changes over time are held against chance, and those around an event also against other "
      + "moments; the program's errors before and after are alike."
  }

  /// Whether a side is ahead of the other, or no side of both, by more than chance and the scorer's errors
  /// make: posts that take no side are no side that others could lose against.
  private static func leads(
    _ stance: Stance,
    in found: StanceShares,
    beyondErrors: Bool
  ) -> Bool {
    guard let own = found.shares[stance] else { return false }
    let rivals: [Stance] =
      switch stance {
      case .supportive: [.critical]
      case .critical: [.supportive]
      case .neutral: [.supportive, .critical]
      }
    return rivals.allSatisfy { other in
      guard let share = found.shares[other]?.share else { return false }
      let difference = own.share - share
      // The variance of a difference of two shares of one sample.
      let variance = max(own.share + share - difference * difference, 0) / own.size
      let chance = Proportion.z * variance.squareRoot()
      let error = beyondErrors ? found.errors.lead(of: stance, over: other, in: found.counts) : 0
      return difference > hypot(chance, error)
    }
  }
}
