public import Scoring

/// Whether the headline and the shares stand when the posts are counted in another way.
public struct Sensitivity: Hashable, Sendable {
  /// The headline of one other way of counting.
  public struct Check: Hashable, Sendable {
    /// The way, in a few words.
    public var way: String
    /// What it allows to be claimed.
    public var claim: Headline.Claim
    /// Of which stance.
    public var stance: Stance?
    /// The shares of the three stances, from 0 to 1.
    public var shares: [Stance: Double]
    /// Whether it says what the report says: the same side leads or none does, the stance with the largest
    /// share has it here too, and no share lies outside of the interval that the report shows.
    public var isSame: Bool
  }

  /// The other ways.
  public let checks: [Check]
  /// Whether all of them say what the report says.
  public var isRobust: Bool { checks.allSatisfy(\.isSame) }

  /// In one of the ways, only posts of at least this confidence count.
  private static let sure = 0.6

  init(
    headline: Headline,
    reactions: [Reaction],
    factor: Int,
    byPost: StanceShares,
    byPerson: StanceShares,
    wordings: Wordings?,
    errors: ScorerErrors,
    options: Findings.Options
  ) {
    // Where no author is known, posts are all there is.
    let hasPeople = byPerson.counts.total > 0
    let shown = hasPeople ? byPerson : byPost
    func check(_ way: String, byPost: StanceShares, byPerson: StanceShares) -> Check {
      let other = Headline(
        byPost: byPost,
        byPerson: byPerson,
        minimumPeople: options.minimumPeople,
        target: nil
      )
      return Check(
        way: way,
        claim: other.claim,
        stance: other.stance,
        shares: byPerson.shares.mapValues(\.share),
        isSame: other.stance == headline.stance && Self.isSame(byPerson, as: shown)
      )
    }
    /// `nil` where too few are counted so for shares.
    func check(_ way: String, _ opinion: (Reaction) -> Opinion?) -> Check? {
      let tally = ReactionTally(reactions, as: opinion)
      let byPost = StanceShares(counts: tally.posts.times(factor), errors: errors) {
        tally.proportion(of: $0)
      }
      let byPerson =
        hasPeople
        ? StanceShares(of: tally.votes.times(factor), errors: errors, factor: factor) : byPost
      guard byPerson.counts.total >= options.minimumPeople else { return nil }
      return check(way, byPost: byPost, byPerson: byPerson)
    }
    var checks = [
      hasPeople ? check("by post alone", byPost: byPost, byPerson: byPost) : nil,
      // Posts that are level count by the rule of the report.
      check("by the texts alone, without the posts around them") { reaction in
        reaction.stanceOfText.map { Opinion(stance: $0, weights: reaction.opinion.weights) }
      },
      check("only posts of which the scorer is 60 % sure or more") {
        $0.confidence >= Self.sure ? $0.opinion : nil
      },
    ].compactMap { $0 }
    if let counts = wordings?.stances {
      let shares = StanceShares(of: counts, errors: errors)
      checks.append(check("copies of one text counted once", byPost: shares, byPerson: shares))
    }
    self.checks = checks
  }

  /// Whether the largest share is of the same stance, and each share lies within the interval shown; where
  /// too few were counted for shares, nothing differs.
  private static func isSame(_ other: StanceShares, as shown: StanceShares) -> Bool {
    func share(_ stance: Stance) -> Double { shown.shares[stance]?.share ?? 0 }
    let largest = Stance.allCases.reduce(.supportive) { share($1) > share($0) ? $1 : $0 }
    return other.shares.allSatisfy { stance, found in
      guard let interval = shown.shares[stance] else { return true }
      return found.share <= other.shares[largest]?.share ?? 0
        && (interval.low...interval.high).contains(found.share)
    }
  }
}
