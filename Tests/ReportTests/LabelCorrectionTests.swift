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
    // The vote of the one who posted thrice is divided.
    #expect(abs(byPerson.share - (57 + 1.0 / 3) / 58) < 1e-12)
    #expect(byPerson.low == findings.byPerson.byChance[.supportive]?.low)
    #expect(findings.byPost.counts[.critical] == 20, "what was found stays")
    #expect(findings.headline.text == "Most posts in this export side with Jo Harker")
    #expect(findings.plainText.contains("no errors of the program: all posts are labelled"))
    #expect(try findings.summary().json().contains(#""share_error" : 0"#))
  }

  @Test func sharesOfSteadyPeopleAreRightThoughTheirPostsAreMisread() throws {
    var random = RandomNumbers(seed: 3)
    let (people, rounds) = (200, 20)
    var (error, held) = (0.0, 0)
    for _ in 0..<rounds {
      let minds = (0..<people).map { _ in
        let place = Double.random(in: 0..<1, using: &random)
        return place < 0.7 ? Stance.supportive : place < 0.95 ? .critical : .neutral
      }
      let posts = (0..<5 * people).map { number in
        let mind = minds[number / 5]
        let others = Stance.allCases.filter { $0 != mind }
        let isMisread = Double.random(in: 0..<1, using: &random) < 0.3
        return post(
          isMisread ? others[Int.random(in: 0..<2, using: &random)] : mind,
          by: number / 5
        )
      }
      let drawn = posts.indices.shuffled(using: &random).prefix(200)
      let labels = Dictionary(uniqueKeysWithValues: drawn.map { ($0, minds[$0 / 5]) })
      let findings = try Findings.of(posts, labels: labels)
      for stance in Stance.allCases {
        let truth = Double(minds.count { $0 == stance }) / Double(people)
        let share = try #require(findings.byPerson.shares[stance])
        if stance == .supportive { error += (share.share - truth) / Double(rounds) }
        if share.low <= truth && truth <= share.high { held += 1 }
      }
    }
    #expect(abs(error) < 0.01)
    #expect(held >= 3 * rounds - 3)
  }

  @Test func whereOneStanceIsFoundOfAllTheWeightIsNoNoise() {
    for part in [1.0, 1.0 / 3, 1.0 / 7] {
      let posts = (0..<60).map {
        Labelled(
          found: .critical,
          hand: $0 % 9 == 0 ? .neutral : .critical,
          weight: $0 < 31 ? part : 0.1
        )
      }
      #expect(LabelCorrection(posts, found: [0.2, 0.8, 0], of: 600).weight == 1)
    }
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
    let tooFew = try Findings.of(Array(posts.prefix(12)), labels: few.filter { $0.key < 11 })
    let needed = try #require(tooFew.warnings.first { $0.code == .fewLabels })
    #expect(needed.message.hasPrefix("11 labelled posts count here, and 12 are needed"))
  }

  @Test func postsWithoutAuthorsCorrectSharesByPostAlone() throws {
    let posts = (0..<120).map { post(.critical, by: $0 < 60 ? nil : $0) }
    let labels = Dictionary(uniqueKeysWithValues: (20..<70).map { ($0, Stance.supportive) })
    let findings = try Findings.of(posts, labels: labels)
    #expect(findings.byPost.shares[.supportive]?.share == 1)
    #expect(findings.byPerson.shares[.supportive]?.share == 0)
    let warning = try #require(findings.warnings.first { $0.code == .fewLabels })
    #expect(warning.message.contains("Only 10 of the 50 labelled posts"))
    #expect(warning.message.contains("and 30 are needed to correct shares by person"))
    #expect(findings.labels?.byPerson == nil)
    #expect(
      findings.plainText.contains("by person, where shares are not corrected, what the program")
    )
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

  @Test func fewOrRareLabelsShowWhetherTheyWereDrawn() throws {
    func oddity(_ posts: [ScoredPost], _ places: some Sequence<Int>) throws -> String? {
      let labels = Dictionary(uniqueKeysWithValues: places.map { ($0, Stance.neutral) })
      return try Findings.of(posts, labels: labels).warnings
        .first { $0.code == .labelsNotRandom }?.message
    }
    // Eight of 1,000 are critical, and five of 45 labels.
    let rare = (0..<1_000).map { post($0 < 8 ? .critical : .supportive, by: $0) }
    #expect(try oddity(rare, 3..<48)?.contains("11 % of them critical, and 1 % of all") == true)
    #expect(try oddity(rare, 7..<47) == nil)
    // All but one are labelled, whichever it is.
    for one in [0, 5, 900] { #expect(try oddity(rare, (0..<1_000).filter { $0 != one }) == nil) }
    // One of 61 people wrote half, and all that is labelled.
    let loud = (0..<120).map { post(.supportive, by: $0 < 60 ? 0 : $0) }
    let message = try oddity(loud, 0..<40)
    #expect(message?.contains("by 1 person, and some 21 would be expected") == true)
    #expect(try oddity(loud, 60..<100)?.contains("by 40 people, and some 21") == true)
    #expect(try oddity(loud, 40..<80) == nil)
  }

  @Test func labelsThatWereNotDrawnAtRandomCorrectNothing() throws {
    let posts = (0..<200).map { post($0 % 5 == 0 ? .critical : .supportive, by: $0) }
    let labels = Dictionary(uniqueKeysWithValues: (0..<40).map { ($0 * 5, Stance.critical) })
    let (found, findings) = try (Findings.of(posts), Findings.of(posts, labels: labels))
    #expect(findings.headline == found.headline)
    #expect(findings.byPost.shares == found.byPost.shares)
    #expect(findings.byPerson.shares == found.byPerson.shares)
    #expect(findings.warnings.map(\.code).contains(.labelsNotRandom))
    #expect(!findings.warnings.map(\.code).contains(.fewLabels))
    let text = findings.plainText
    #expect(
      text.contains("So the labels are not used, and all shares are as the program found them")
    )
    #expect(!text.contains("corrected") && text.contains("Counted in other ways"))
    #expect(try findings.summary().json().contains(#""weight_by_post" : null"#))
  }

  @Test func headlineOfLabelsDoesNotSpeakOfWhatIsFound() throws {
    // Found are more for than against, by hand a few more against than for.
    let posts = (0..<400).map { post($0 % 2 == 0 ? .supportive : .critical, by: $0) }
    let labels = Dictionary(
      uniqueKeysWithValues: (0..<60).map {
        ($0, $0 % 12 == 0 || $0 % 2 == 1 ? Stance.critical : .supportive)
      }
    )
    let findings = try Findings.of(posts, labels: labels)
    #expect(
      findings.headline.text
        == "By the labels, more posts seem to side against Jo Harker than with, but by less than so many labels can tell"
    )
  }

  @Test func errorsAreTheLargerOfThoseByPostAndByPerson() throws {
    // Labelled posts of people who post seldom count more: by person fewer labels decide.
    let posts = (0..<300).map {
      post($0 % 2 == 0 ? .supportive : .critical, by: $0 < 150 ? $0 : $0 % 10)
    }
    let labels = Dictionary(
      uniqueKeysWithValues: (0..<60).map { ($0 * 5, $0 % 3 == 0 ? Stance.critical : .supportive) }
    )
    let findings = try Findings.of(posts, labels: labels)
    let correction = try #require(findings.labels?.byPerson)
    let byPost = try #require(findings.labels?.byPost)
    let reach = Stance.allCases.map { correction.reach(of: $0) }.max() ?? 0
    #expect(reach > 1.2 * (Stance.allCases.map { byPost.reach(of: $0) }.max() ?? 1))
    let tool = findings.summary().object("tool")
    #expect(abs((tool["share_error"] as? Double ?? 0) - reach) < 1e-4)
    #expect(
      abs((tool["lead_error"] as? Double ?? 0) - correction.reach(of: .supportive, over: .critical))
        < 1e-4
    )
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
    let text = findings.plainText
    #expect(text.contains("Shares are corrected by 80 posts labelled by hand, of"))
    #expect(text.contains("which the program reads 70 rightly (88 %; its weight is "))
    #expect(text.contains("by person 50 % supportive, 50 % critical, 0 % neutral"))
    #expect(!text.contains("Counted in other ways") && !text.contains("Robust"))
    #expect(text.contains("what the labels leave open of the program's errors"))
    #expect(findings.text().contains("corrected      found\n"))

    let summary = findings.summary()
    let json = try summary.json()
    let part = summary.object("labels")
    #expect(part["count"] as? Int == 80 && part["right"] as? Int == 70)
    #expect(summary.object("tool")["share_error"] as? Double ?? 1 < 0.1)
    for page in [summary.markdown(), summary.html()] {
      #expect(!page.contains("Robust") && !page.contains("counted in other ways"))
      #expect(page.contains("200 people, one vote each, divided where their posts differ"))
    }
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
    let warning = try #require(findings(labels).warnings.first { $0.code == .errorsUnmeasured })
    #expect(warning.message.contains("how far off the course over time, levels, events and terms"))
    #expect(try findings(labels).summary().json().contains(#""errors_measured" : true"#))
  }

  @Test func partsThatLabelsDoNotCorrectAreMarked() throws {
    let posts = (0..<90).map {
      post(
        $0 % 3 == 0 ? .critical : .supportive,
        by: $0 % 40,
        at: Timestamp(seconds: 1_700_000_000 + Int64($0) * 3_600)
      )
    }
    let brief = Brief(
      target: ["Jo Harker"],
      events: [Brief.Event(at: Timestamp(seconds: 1_700_100_000), label: "a vote")]
    )
    let labels = Dictionary(uniqueKeysWithValues: (0..<45).map { ($0 * 2, Stance.supportive) })
    func pages(_ labels: [Int: Stance]?) throws -> [String] {
      let findings = try Findings.of(posts, brief: brief, labels: labels)
      return [findings.plainText, findings.summary().markdown(), findings.summary().html()]
    }
    let mark = "as found, without the labels"
    for page in try pages(nil) { #expect(!page.contains(mark)) }
    let (text, markdown, html) = try (pages(labels)[0], pages(labels)[1], pages(labels)[2])
    #expect(text.contains("shares of people; \(mark)"))
    #expect(text.contains("before and after; \(mark)"))
    #expect(text.contains("neutral (\(mark))."), "the busiest")
    #expect(markdown.contains("## Over time; \(mark)"))
    #expect(html.contains("<h2>Reaction over time; \(mark)</h2>"))
    #expect(html.contains("<h2>Events and changes; \(mark)</h2>"))
  }
}

extension Findings {
  /// The words of the report for a terminal on one line.
  fileprivate var plainText: String {
    text().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension Summary {
  /// A part of the summary as it is written.
  fileprivate func object(_ name: String) -> [String: Any] {
    let data = Data(((try? json()) ?? "").utf8)
    let file = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
    return file?[name] as? [String: Any] ?? [:]
  }
}
