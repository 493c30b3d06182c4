import Ingest
import Report
import Scoring
import Testing

struct ProportionTests {
  private func isNear(_ found: Double?, _ expected: Double) -> Bool {
    found.map { abs($0 - expected) < 5e-4 } ?? false
  }

  @Test func personsHaveWilsonsInterval() throws {
    // Newcombe 1998, table I: 81 of 263, and 0 of 20.
    let findings = try Findings.of(
      (0..<263).map { post($0 < 81 ? .supportive : .critical, by: $0) }
    )
    let share = try #require(findings.byPerson.shares[.supportive])
    #expect(isNear(share.share, 0.3080))
    #expect(isNear(share.low, 0.2553))
    #expect(isNear(share.high, 0.3662))
    let none = try Findings.of((0..<20).map { post(.critical, by: $0) })
    #expect(isNear(none.byPerson.shares[.supportive]?.low, 0))
    #expect(isNear(none.byPerson.shares[.supportive]?.high, 0.1611))
  }

  @Test func postsOfOnePersonAreNotIndependent() throws {
    // The same posts by a hundred people, and by ten who post ten times each.
    let many = try Findings.of((0..<100).map { post($0 < 50 ? .supportive : .critical, by: $0) })
    let few = try Findings.of(
      (0..<100).map { post($0 < 50 ? .supportive : .critical, by: $0 / 10) }
    )
    let width = { (findings: Findings) -> Double in
      findings.byPost.shares[.supportive].map { $0.high - $0.low } ?? 0
    }
    #expect(width(few) > 2 * width(many))
    #expect(few.byPost.shares[.supportive]?.share == 0.5)
  }

  @Test func intervalsByPostHoldTheirLevel() throws {
    // 40 people, each with a leaning of their own and one to twelve posts: the true share is 0.5.
    var random = RandomNumbers(seed: 12)
    var held = 0
    let rounds = 400
    for _ in 0..<rounds {
      var posts: [ScoredPost] = []
      for person in 0..<40 {
        let leaning = Double.random(in: 0...1, using: &random)
        for _ in 0..<Int.random(in: 1...12, using: &random) {
          let isSupportive = Double.random(in: 0...1, using: &random) < leaning
          posts.append(post(isSupportive ? .supportive : .critical, by: person))
        }
      }
      let share = try #require(try Findings.of(posts).byPost.shares[.supportive])
      if share.low <= 0.5 && 0.5 <= share.high { held += 1 }
    }
    #expect((0.92...0.985).contains(Double(held) / Double(rounds)))
  }

  @Test func intervalsHoldTheErrorsOfTheScorer() throws {
    let posts = (0..<10_000).map { post($0 < 6_000 ? .supportive : .critical, by: $0) }
    let byPerson = try Findings.of(posts, errorFactor: 2).byPerson
    let share = try #require(byPerson.shares[.supportive])
    // However many people there are: one in five of those found to be supportive may be something else, and one in ten of the
    // others supportive; and two points more.
    #expect(isNear(share.low, 0.6 - 2 * (0.6 * 0.2 + 0.02)))
    #expect(isNear(share.high, 0.6 + 2 * (0.4 * 0.1 + 0.02)))
    let chance = try #require(byPerson.byChance[.supportive])
    #expect(isNear(chance.low, 0.590))
    #expect(isNear(chance.high, 0.610))
  }

  @Test func intervalHoldsItsShare() throws {
    for count in 10...300 {
      let shares = try Findings.of((0..<count).map { post(.neutral, by: $0) }).byPerson.shares
      #expect(shares.values.allSatisfy { $0.low <= $0.share && $0.share <= $0.high }, "\(count)")
    }
  }

  @Test func fewPeopleShowNoShares() throws {
    let few = try Findings.of((0..<9).map { post(.supportive, by: $0) })
    #expect(few.byPerson.shares.isEmpty)
    #expect(few.byPost.shares.isEmpty)
    #expect(few.byPerson.counts[.supportive] == 9)
    #expect(few.text().contains("too few people"))
    let enough = try Findings.of((0..<10).map { post(.supportive, by: $0) })
    #expect(enough.byPerson.shares[.supportive]?.share == 1)
  }

  @Test func busiestPeopleAreCounted() throws {
    // Ten people post five times each, of whom two are supportive; thirty once.
    let busy = (0..<50).map { post($0 / 5 < 2 ? .supportive : .critical, by: $0 / 5) }
    let others = (100..<130).map { post(.neutral, by: $0) }
    let findings = try Findings.of(busy + others)
    #expect(findings.byTenBusiest.total == 50)
    #expect(findings.byTenBusiest[.supportive] == 10)
    #expect(findings.text().contains("The ten busiest people wrote 50 of 80 posts (63"))
    let shuffled = try Findings.of((busy + others).reversed())
    #expect(shuffled.byTenBusiest == findings.byTenBusiest)
    #expect(try !Findings.of(others).text().contains("busiest"))
  }

  @Test(arguments: [
    (1, "The busiest person wrote 3 of 33 posts"), (3, "The three busiest people wrote 9 of"),
    (10, "The ten busiest people wrote 30 of"),
  ])
  func ofPeopleWhoPostedAlikeNobodyIsTheBusiest(_ busiest: Int, _ words: String) throws {
    let busy = (0..<busiest * 3).map { post(.critical, by: $0 / 3) }
    let others = (100..<130).map { post(.neutral, by: $0) }
    let findings = try Findings.of(busy + others)
    #expect(findings.busiestPeople == busiest)
    #expect(findings.byTenBusiest[.neutral] == 0)
    #expect(findings.text().contains(words))
    // Of eleven who wrote as much, no ten wrote more.
    let eleven = try Findings.of((0..<33).map { post(.critical, by: $0 / 3) } + others)
    #expect(eleven.busiestPeople == 0)
    #expect(!eleven.text().contains("busiest"))
  }

  @Test func nothingCountedHasNoShare() throws {
    let findings = try Findings.of([])
    #expect(findings.byPost.shares.isEmpty)
    #expect(findings.byPerson.shares.isEmpty)
    #expect(findings.headline.claim == .tooFew)
  }
}

struct VoteTests {
  private func votes(_ stances: [Stance]) throws -> StanceCounts {
    try Findings.of(stances.map { post($0, by: 1) }).byPerson.counts
  }

  @Test func onePersonHasOneVote() throws {
    #expect(try votes([.supportive, .supportive, .critical])[.supportive] == 1)
    #expect(try votes([.supportive, .supportive, .critical]).total == 1)
  }

  @Test func tieIsDecidedByWhichTheScorerIsSurerOf() throws {
    let surer = try Findings.of([post(.supportive, by: 1, 0.6), post(.critical, by: 1, 0.9)])
    #expect(surer.byPerson.counts[.critical] == 1)
    #expect(try votes([.supportive, .critical])[.neutral] == 1)
  }

  @Test func sideThatTiesWithNeutralIsNeutral() throws {
    // However probabilities are kept: equal sums stay equal.
    for confidence in [0.8, 0.6, 0.5, 0.77] {
      for side in [Stance.supportive, .critical] {
        let findings = try Findings.of([
          post(side, by: 1, confidence), post(.neutral, by: 1, confidence),
        ])
        #expect(findings.byPerson.counts[.neutral] == 1, "\(side) \(confidence)")
      }
    }
  }

  @Test func sharesByPostAreOfAllPostsAlsoWherePeopleAreDrawn() throws {
    let loud = (0..<100).map { _ in post(.critical, by: 999) }
    let posts = loud + (0..<900).map { post($0 % 3 == 0 ? .critical : .supportive, by: $0) }
    let all = try Findings.of(posts).byPost
    for most in [100, 200, 400] {
      let drawn = try Findings.of(posts, holding: most)
      #expect(drawn.sampling > 1)
      #expect(drawn.byPost.counts == all.counts)
      for stance in Stance.allCases {
        let share = try #require(drawn.byPost.shares[stance])
        #expect(share.share == all.shares[stance]?.share)
        #expect(share.low <= share.share && share.share <= share.high)
      }
    }
  }

  @Test func postsWithoutAnAuthorAreNobodysVote() throws {
    let findings = try Findings.of([post(.supportive, by: nil), post(.critical, by: 3)])
    #expect(findings.byPerson.counts.total == 1)
    #expect(findings.byPost.counts.total == 2)
  }
}

struct HeadlineTests {
  /// The headline of so many people, the scorer's errors being of usual size.
  private func headline(_ supportive: Int, _ critical: Int, _ neutral: Int) throws -> Headline {
    let stances =
      Array(repeating: Stance.supportive, count: supportive)
      + Array(repeating: .critical, count: critical) + Array(repeating: .neutral, count: neutral)
    return try Findings.of(
      stances.enumerated().map { post($1, by: $0) },
      errorFactor: 1.5
    ).headline
  }

  @Test func claimsWhatIsBeyondChanceAndTheScorersError() throws {
    #expect(try headline(85, 5, 10).text == "Most posts in this export side with Jo Harker")
    #expect(try headline(5, 85, 10).text == "Most posts in this export side against Jo Harker")
    #expect(try headline(74, 6, 20).claim == .plurality)
    #expect(try headline(5, 0, 0).claim == .tooFew)
  }

  @Test func postsThatTakeNoSideHideNoLead() throws {
    let found = try headline(60, 3, 60)
    #expect(found.stance == .supportive && found.claim == .plurality)
    #expect(found.text == "More posts in this export side with Jo Harker than against")
    let neutral = try headline(4, 1, 95)
    #expect(neutral.stance == .neutral && neutral.claim == .majority)
  }

  @Test func saysWhatIsBeyondChanceAlone() throws {
    let found = try headline(60, 30, 10)
    #expect(found.claim == .divided)
    #expect(
      found.text == "More posts are found to side with Jo Harker than against, but by less than "
        + "the program may get wrong"
    )
    let equal = try headline(45, 40, 15)
    #expect(equal.claim == .divided)
    #expect(equal.text == "No side clearly leads among the posts in this export")
  }

  @Test func oneLoudAccountMakesNoHeadline() throws {
    let loud = (0..<200).map { _ in post(.critical, by: 999) }
    let others = (0..<60).map { post($0 < 30 ? .supportive : .critical, by: $0) }
    let findings = try Findings.of(loud + others)
    #expect(findings.headline.claim == .divided)
    #expect(findings.warnings.contains { $0.code == .oneAuthorDominates })
  }
}
