import Foundation
import Ingest
import Report
import Scoring
import TestSupport
import Testing

/// Shares corrected by posts that were labelled by hand.
struct LabelCorrectionTests {
  private typealias Labelled = LabelCorrection.Post

  private func all(_ found: Stance, _ hand: Stance, _ count: Int) -> [Labelled] {
    Array(repeating: Labelled(found: found, hand: hand), count: count)
  }

  @Test func correctionIsTheOneComputedByHand() {
    let posts =
      all(.supportive, .supportive, 3) + all(.supportive, .neutral, 1)
      + all(.critical, .critical, 1) + all(.critical, .supportive, 1) + all(.neutral, .neutral, 2)
    let correction = LabelCorrection(posts, found: [0.6, 0.2, 0.2], of: 80)
    // Six of eight agree: 6 − 8 · 0.375 = 3, by 8 − 8 · 0.375 = 5.
    #expect(abs(correction.weight - 0.6) < 1e-12)
    // The hands say 4, 1 and 3 of 8, and 0.6 of (0.1, −0.05, −0.05) comes on top.
    for (share, expected) in zip([0, 1, 2].map { correction.shares[$0] }, [0.56, 0.095, 0.345]) {
      #expect(abs(share - expected) < 1e-12)
    }
    // The squared residuals of supportive sum to 1.52; 9 of 10 posts are not labelled.
    let variance = 0.9 * (1.52 / 64 * 8 / 6 + 1.96 * 1.96 / 64)
    #expect(abs(correction.reach(of: .supportive) - 2.447 * variance.squareRoot()) < 0.003)
    #expect(
      correction.reach(of: .supportive, over: .critical) > correction.reach(of: .supportive)
    )
  }

  @Test func correctionIsRightOnAverageWhateverTheProgramGetsWrong() {
    var random = RandomNumbers(seed: 11)
    let stances = Stance.allCases
    let population = (0..<600).map { number -> Labelled in
      let hand = stances[number % 10 < 5 ? 0 : number % 10 < 8 ? 1 : 2]
      // Half of the critical posts are taken for supportive.
      let found = hand == .critical && number % 4 < 2 ? Stance.supportive : hand
      return Labelled(found: found, hand: hand)
    }
    func shares(_ stance: (Labelled) -> Stance) -> SIMD3<Double> {
      population.reduce(.zero) { sum, post in
        var sum = sum
        sum[stance(post).index] += 1 / Double(population.count)
        return sum
      }
    }
    let (truth, found) = (shares(\.hand), shares(\.found))
    let rounds = 400
    var (sum, held) = (SIMD3<Double>.zero, 0)
    for _ in 0..<rounds {
      let drawn = Array(population.shuffled(using: &random).prefix(60))
      let correction = LabelCorrection(drawn, found: found, of: population.count)
      sum += correction.shares / Double(rounds)
      for stance in stances
      where abs(correction.shares[stance.index] - truth[stance.index])
        <= correction.reach(of: stance)
      {
        held += 1
      }
    }
    #expect(abs(found[0] - truth[0]) > 0.1)
    for place in 0..<3 { #expect(abs(sum[place] - truth[place]) < 0.01) }
    #expect(Double(held) / Double(3 * rounds) > 0.94)
  }

  @Test func whereEveryPostIsLabelledTheHandsDecideAlone() throws {
    // One person posts thrice, twice otherwise than the program finds.
    let posts = (0..<60).map { post($0 % 3 == 0 ? .critical : .supportive, by: max($0 - 2, 0)) }
    var labels = Dictionary(uniqueKeysWithValues: (0..<60).map { ($0, Stance.supportive) })
    labels[0] = .neutral
    labels[1] = .neutral
    let findings = try Findings.of(posts, errorFactor: 3, labels: labels)
    #expect(findings.byPost.shares[.supportive]?.share == 58.0 / 60)
    let byPerson = try #require(findings.byPerson.shares[.supportive])
    #expect(abs(byPerson.share - 57.0 / 58) < 1e-12)
    #expect(byPerson.low == findings.byPerson.byChance[.supportive]?.low)
    #expect(findings.byPost.counts[.critical] == 20, "what was found stays")
    #expect(findings.headline.text == "Most posts in this export side with Jo Harker")
  }

  @Test func labelsThatAllAgreeLeaveSomethingOpen() {
    let posts = all(.supportive, .supportive, 40) + all(.critical, .critical, 20)
    let correction = LabelCorrection(posts, found: [0.7, 0.3, 0], of: 6_000)
    #expect(correction.weight == 1)
    #expect(abs(correction.shares[0] - 0.7) < 1e-12)
    // Of 60 without an error, one in twenty may have one.
    #expect(correction.reach(of: .supportive) > 3.0 / 60)
    #expect(correction.reach(of: .neutral) < 5.0 / 60)
    let one = LabelCorrection(all(.neutral, .neutral, 60), found: [0, 0, 1], of: 6_000)
    #expect(one.shares[2] == 1 && one.reach(of: .neutral) > 3.0 / 60)
  }

  @Test func fewLabelsCorrectNothing() throws {
    let posts = (0..<100).map { post($0 % 2 == 0 ? .critical : .supportive, by: $0) }
    let few = Dictionary(uniqueKeysWithValues: (0..<29).map { ($0, Stance.supportive) })
    let found = try Findings.of(posts)
    let findings = try Findings.of(posts, labels: few)
    #expect(findings.byPost.shares == found.byPost.shares)
    #expect(findings.headline == found.headline)
    let warning = try #require(findings.warnings.first { $0.code == .fewLabels })
    #expect(warning.message.hasPrefix("29 labelled posts count here, and 30 are needed"))
    #expect(try Findings.of(posts, labels: [:]).warnings.contains { $0.code == .fewLabels })
    let enough = few.merging([29: .supportive]) { $1 }
    let corrected = try Findings.of(posts, labels: enough)
    #expect(!corrected.warnings.contains { $0.code == .fewLabels })
    #expect(corrected.byPost.shares[.supportive]?.share ?? 0 > 0.9)
    // All posts of a small export are enough.
    let small = try Findings.of(Array(posts.prefix(12)), labels: few.filter { $0.key < 12 })
    #expect(small.byPost.shares[.supportive]?.share == 1)
  }

  @Test func postsWithoutAuthorsCorrectSharesByPostAlone() throws {
    let posts = (0..<120).map { post(.critical, by: $0 < 60 ? nil : $0) }
    let labels = Dictionary(uniqueKeysWithValues: (20..<70).map { ($0, Stance.supportive) })
    let findings = try Findings.of(posts, labels: labels)
    #expect(findings.byPost.shares[.supportive]?.share == 1)
    #expect(findings.byPerson.shares[.supportive]?.share == 0)
    let warning = try #require(findings.warnings.first { $0.code == .fewLabels })
    #expect(warning.message.contains("Only 10 of the 50 labelled posts"))
    #expect(findings.labels?.byPerson == nil)
  }

  @Test func labelsThatWereNotDrawnAtRandomAreSaid() throws {
    let posts = (0..<300).map {
      post(
        $0 % 3 == 0 ? .critical : .supportive,
        by: $0,
        at: Timestamp(seconds: 1_700_000_000 + Int64($0) * 60)
      )
    }
    func warning(_ places: [Int]) throws -> String? {
      let labels = Dictionary(uniqueKeysWithValues: places.map { ($0, Stance.supportive) })
      return try Findings.of(posts, labels: labels).warnings
        .first { $0.code == .labelsNotRandom }?.message
    }
    var random = RandomNumbers(seed: 5)
    let drawn = try (0..<40).compactMap { _ in
      try warning(Array((0..<300).shuffled(using: &random).prefix(60)))
    }
    #expect(drawn.isEmpty)
    #expect(try warning(Array(0..<60))?.contains("they are earlier than the others") == true)
    #expect(try warning(Array(240..<300))?.contains("later") == true)
    let critical = try warning((0..<60).map { $0 * 3 })
    #expect(critical?.contains("finds 100 % of them critical, and 33 % of all") == true)
    #expect(try warning(Array(0..<300)) == nil)
  }

  @Test func sharesOfPostsOfOneAuthorAreWorthLessByTheLabels() throws {
    // What is found is at random; the labels show that each of 20 people writes on one side alone.
    let posts = (0..<400).map { post($0 % 7 < 3 ? .critical : .supportive, by: $0 % 20) }
    let labels = Dictionary(
      uniqueKeysWithValues: (0..<400).filter { ($0 / 20) % 2 == 0 }
        .map { ($0, $0 % 20 < 10 ? Stance.critical : .supportive) }
    )
    let findings = try Findings.of(posts, labels: labels)
    let found = try #require(findings.labels?.foundByPost.byChance[.critical])
    let corrected = try #require(findings.byPost.byChance[.critical])
    #expect(found.high - found.low < 0.2)
    #expect(corrected.high - corrected.low > 0.35)
  }

  @Test func reportSaysWhatLabelsDid() throws {
    let posts = (0..<200).map { post($0 % 2 == 0 ? .critical : .supportive, by: $0) }
    // A quarter of what is found critical is neutral by hand.
    let labels = Dictionary(
      uniqueKeysWithValues: (50..<130).map { number -> (Int, Stance) in
        (number, number % 8 == 0 ? .neutral : number % 2 == 0 ? .critical : .supportive)
      }
    )
    let findings = try Findings.of(posts, errorFactor: 3, labels: labels)
    let text = findings.text().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("Shares are corrected by 80 posts labelled by hand, of"))
    #expect(text.contains("which the program reads 70 rightly (88 %; its weight is "))
    #expect(text.contains("by person 50 % supportive, 50 % critical, 0 % neutral"))
    #expect(text.contains("Of the shares without the labels. Robust"))
    #expect(text.contains("what the labels leave open of the program's errors"))
    #expect(findings.text().contains("corrected      found\n"))

    let summary = findings.summary()
    let json = try summary.json()
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
    let file = try #require(object as? [String: Any])
    let part = try #require(file["labels"] as? [String: Any])
    #expect(part["count"] as? Int == 80 && part["right"] as? Int == 70)
    let tool = try #require(file["tool"] as? [String: Any])
    #expect(tool["share_error"] as? Double ?? 1 < 0.1)
    #expect(summary.markdown().contains("| corrected share | 95 % interval | people found |"))
    #expect(summary.html().contains("Corrected shares by person: supportive"))
    #expect(summary.html().contains("200 posts; corrected by labels</h3>"))
    #expect(summary.html().contains("Shares are corrected by 80 posts labelled by hand"))
    let shares = try #require(summary.tables.first { $0.name == "shares" })
    #expect(shares.columns.last == "share_found")
    #expect(shares.rows[1][2] == "100" && shares.rows[1][7] == "0.5")
    #expect(shares.rows[1][4] != "0.5")

    let again = try Summary(json: Array(json.utf8), name: "summary.json")
    #expect(again.html() == summary.html() && again.markdown() == summary.markdown())
    #expect(try Findings.of(posts).summary().json().contains(#""labels" : null"#))
  }

  @Test func labelsMeasureTheErrorsOfAReaderOfOnesOwn() throws {
    var reader = ToolDescription(version: "0", modelDigest: "0", modelSources: "")
    reader.ownTerms = 3
    let posts = (0..<90).map { post(.critical, by: $0) }
    func findings(_ labels: [Int: Stance]?) throws -> Findings {
      try Findings(
        posts: posts,
        input: InputAccount(),
        assumptions: Assumptions(
          brief: Brief(target: ["Jo"]),
          targetAssumed: false,
          rootAssumed: false,
          conversationsLeftOut: 0
        ),
        tool: reader,
        labels: labels,
        options: Findings.Options()
      )
    }
    let labels = Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, Stance.critical) })
    #expect(try findings(nil).warnings.contains { $0.code == .errorsUnmeasured })
    #expect(try !findings(labels).warnings.contains { $0.code == .errorsUnmeasured })
    #expect(try findings(labels).summary().json().contains(#""errors_measured" : true"#))
  }
}
