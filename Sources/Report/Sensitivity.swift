public import Scoring

/// Whether the headline stands when the posts are counted in another way.
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
  }

  /// The other ways.
  public let checks: [Check]
  /// Whether all of them claim the same side, or none does.
  public let isRobust: Bool

  /// In one of the ways, only posts of at least this confidence count.
  private static let sure = 0.6

  init(
    headline: Headline,
    reactions: [Reaction],
    factor: Int,
    byPost: StanceShares,
    wordings: Wordings?,
    errors: ScorerErrors,
    options: Findings.Options
  ) {
    func check(_ way: String, _ stance: (Reaction) -> Stance?) -> Check {
      let tally = ReactionTally(reactions) { stance($0).map { Opinion(certain: $0) } }
      let byPerson = StanceShares(of: tally.votes.times(factor), errors: errors, factor: factor)
      let byPost = StanceShares(counts: tally.posts.times(factor), errors: errors) {
        tally.proportion(of: $0)
      }
      return Self.check(way, byPost: byPost, byPerson: byPerson, errors, options)
    }
    var checks = [
      Self.check("by post alone", byPost: byPost, byPerson: byPost, errors, options),
      check("by the texts alone, without the posts around them", \.stanceOfText),
      check("only posts of which the scorer is surer than 60 %") {
        $0.confidence >= Self.sure ? $0.stance : nil
      },
    ]
    if let counts = wordings?.stances {
      let shares = StanceShares(of: counts, errors: errors)
      checks.append(
        Self.check(
          "copies of one text counted once",
          byPost: shares,
          byPerson: shares,
          errors,
          options
        )
      )
    }
    self.checks = checks
    isRobust = checks.allSatisfy { $0.stance == headline.stance }
  }

  private static func check(
    _ way: String,
    byPost: StanceShares,
    byPerson: StanceShares,
    _ errors: ScorerErrors,
    _ options: Findings.Options
  ) -> Check {
    let headline = Headline(
      byPost: byPost,
      byPerson: byPerson,
      errors: errors,
      minimumPeople: options.minimumPeople,
      target: nil
    )
    return Check(
      way: way,
      claim: headline.claim,
      stance: headline.stance,
      shares: byPerson.shares.mapValues(\.share)
    )
  }
}
