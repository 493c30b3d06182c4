internal import FoundationEssentials
internal import Ingest
internal import Scoring

/// All that a report says, as it is written and read back.
///
///     let summary = findings.summary(quotes: false)
///     try summary.json()  // groundswell.summary/1
///     summary.html()
public struct Summary: Sendable {
  let file: SummaryFile

  /// Reads a summary that ``json()`` wrote.
  ///
  /// - Parameters:
  ///   - json: The bytes of the file.
  ///   - name: What the file is called, for errors.
  /// - Throws: ``ReportError`` where they are no summary of this version.
  public init(json: [UInt8], name: String) throws(ReportError) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let data = Data(json)
    func wrong(_ problem: String, expected: String? = nil) -> ReportError {
      let expected = expected ?? "what 'groundswell analyse --json' writes"
      return ReportError(description: "\(name): \(problem); expected \(expected)")
    }
    guard let schema = try? decoder.decode(SummaryFile.Head.self, from: data).schema,
      schema.hasPrefix(SummaryFile.name)
    else { throw wrong("is no summary") }
    guard schema == SummaryFile.version else {
      throw wrong("is a summary of version \(schema)", expected: SummaryFile.version)
    }
    guard !JSONNumbers.holdHuge(json) else {
      throw wrong("holds a number that is larger than any count")
    }
    guard let file = try? decoder.decode(SummaryFile.self, from: data) else {
      throw wrong("is a damaged summary")
    }
    self.file = file
  }

  init(_ file: SummaryFile) { self.file = file }

  /// The summary as JSON: keys sorted, shares from 0 to 1, times in UTC.
  ///
  /// The same findings give the same bytes. ``SummarySchema`` describes them.
  ///
  /// - Returns: The text, with a line end.
  /// - Throws: Nothing that data can cause; the encoder's signature says so.
  public func json() throws -> String {
    try JSONText.pretty(file)
  }
}

extension Findings {
  /// The summary of the findings.
  ///
  /// - Parameter quotes: Whether posts are quoted word for word, names and links masked.
  /// - Returns: The summary, from which every format is made.
  public func summary(quotes: Bool = false) -> Summary {
    Summary(SummaryFile(self, quotes: quotes))
  }
}

/// The summary as it is written: its property names in snake case are the keys.
struct SummaryFile: Codable, Sendable {
  static let name = "groundswell.summary/"
  static let version = name + "1"

  /// What a summary of any version has.
  struct Head: Decodable {
    var schema: String
  }

  var schema = Self.version
  var tool: Tool
  var input: SummaryInput
  var brief: BriefPart
  var status: StatusPart
  var stance: StancePart
  var sentiment: [String: Double]
  var timeline: TimelinePart
  var events: [EventPart]
  var changes: [ChangePointPart]
  var bursts: [BurstPart]
  var headline: HeadlinePart
  var sensitivity: SensitivityPart
  /// What labels by hand make of the shares.
  ///
  /// Not in older summaries.
  @Null var labels: LabelsPart?
  var exchanges: ExchangesPart?
  var wordings: WordingsPart?
  var terms: [String: [TermPart]]
  var representatives: [String: [RepresentativePart]]
  var reach: ReachPart
  var sampling: SamplingPart?
  var warnings: [WarningPart]

  init(_ findings: Findings, quotes: Bool) {
    tool = Tool(findings)
    input = SummaryInput(findings.input)
    brief = BriefPart(findings.assumptions)
    status = StatusPart(findings.statuses, withoutAuthor: findings.withoutAuthor)
    stance = StancePart(
      byPost: SharesPart(findings.byPost),
      byPerson: SharesPart(findings.byPerson),
      byTenBusiest: BusiestPart(findings)
    )
    sentiment = Dictionary(
      uniqueKeysWithValues: findings.sentiment.map { ($0.key.rawValue, $0.value.rounded4) }
    )
    timeline = TimelinePart(
      findings.timeline,
      errors: findings.errors,
      minimumPeople: findings.minimumPeople,
      factor: findings.sampling
    )
    events = findings.events.map { EventPart($0, findings.timeline) }
    changes = findings.changes.map { ChangePointPart($0, findings.timeline) }
    bursts = findings.bursts.map { BurstPart($0, findings.timeline) }
    headline = HeadlinePart(findings.headline)
    sensitivity = SensitivityPart(findings.sensitivity)
    labels = findings.labels.map { LabelsPart($0) }
    exchanges = findings.exchanges.map {
      ExchangesPart($0, findings, quotes: quotes)
    }
    let survey = findings.survey
    wordings = survey.map { WordingsPart($0.wordings, quotes: quotes) }
    terms = Dictionary(
      uniqueKeysWithValues: (survey?.terms ?? [:]).map {
        ($0.key.rawValue, $0.value.map { TermPart($0) })
      }
    )
    representatives = Dictionary(
      uniqueKeysWithValues: (survey?.representatives ?? [:]).map { stance, posts in
        (stance.rawValue, posts.map { RepresentativePart($0, quotes: quotes) })
      }
    )
    reach = ReachPart(findings)
    sampling = SamplingPart(people: findings.sampling, texts: findings.survey?.sampling ?? 1)
    warnings = findings.warnings.map { WarningPart(code: $0.code.rawValue, message: $0.message) }
  }

  struct Tool: Codable, Sendable {
    struct Outside: Codable, Sendable {
      var asked: Int
      var answered: Int

      var sentence: String {
        "A scorer of the user's own decided \(answered) of \(DisplayText.counted(asked, "post")) that it was asked about."
      }
    }

    var ownTermsSentence: String? {
      ownTerms > 0
        ? "Made with \(DisplayText.counted(ownTerms, "term")) of the user's own (--lexicon)." : nil
    }

    var name = "groundswell"
    var version: String
    var modelDigest: String
    var modelSources: String
    var ownTerms: Int
    /// What an outside scorer was asked and said; `null` where there was none.
    @Null var outside: Outside?
    /// Where the scorer is as sure as it is of these posts, 95 of 100 shares are off by no more, and 95 of
    /// 100 leads of one side over the other no more below what was found; by post or by person, the larger.
    var shareError: Double
    var leadError: Double
    /// Whether that was measured, be it by labels by hand; else these are the errors that the built-in model
    /// alone would make, or more.
    var errorsMeasured: Bool

    init(_ findings: Findings) {
      let tool = findings.tool
      let shown = [findings.byPost, findings.byPerson].filter { $0.counts.total > 0 }
      version = tool.version
      modelDigest = tool.modelDigest
      modelSources = tool.modelSources
      ownTerms = tool.ownTerms
      outside = tool.outside.map { Outside(asked: $0.asked, answered: $0.answered) }
      errorsMeasured = tool.errorsMeasured || findings.labels?.correctsAll ?? false
      shareError = (shown.map(\.shareError).max() ?? 0).rounded4
      leadError = (shown.map(\.leadError).max() ?? 0).rounded4
    }
  }

  struct BriefPart: Codable, Sendable {
    var target: [String]
    var allies: [String]
    var opponents: [String]
    var stand: String
    var root: [String]
    var targetAssumed: Bool
    var rootAssumed: Bool
    var conversationsLeftOut: Int

    init(_ assumptions: Assumptions) {
      target = assumptions.brief.target
      allies = assumptions.brief.allies
      opponents = assumptions.brief.opponents
      stand = assumptions.brief.stand
      root = assumptions.brief.root
      targetAssumed = assumptions.targetAssumed
      rootAssumed = assumptions.rootAssumed
      conversationsLeftOut = assumptions.conversationsLeftOut
    }
  }

  struct StatusPart: Codable, Sendable {
    var scored: Int
    /// Not in older summaries.
    var scoredWithoutAuthor: Int?
    var target: Int
    var repost: Int
    var duplicate: Int
    var unscored: Int
    var unscoredByReason: [String: Int]

    init(_ counts: StatusCounts, withoutAuthor: Int) {
      scored = counts["scored"]
      scoredWithoutAuthor = withoutAuthor
      target = counts["target"]
      repost = counts["repost"]
      duplicate = counts["duplicate"]
      unscored = counts["unscored"]
      unscoredByReason = Dictionary(
        uniqueKeysWithValues: counts.unscored.map { ($0.key.rawValue, $0.value) }
      )
    }
  }

  struct StancePart: Codable, Sendable {
    var byPost: SharesPart
    var byPerson: SharesPart
    var byTenBusiest: BusiestPart

    /// The shares by person, or by post where no author is known.
    var shown: SharesPart { byPerson.total > 0 ? byPerson : byPost }

    /// How much of it all a few people are; `nil` where there are few people or each posted once.
    var concentration: String? {
      guard byPerson.total >= 20, byPost.total > byPerson.total, byTenBusiest.total > 0 else {
        return nil
      }
      let share = DisplayText.percent(Double(byTenBusiest.total) / Double(byPost.total))
      let numbers = [
        2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
      ]
      let people = byTenBusiest.people ?? 10
      let who =
        people == 1
        ? "The busiest person" : "The \(numbers[people] ?? "ten") busiest people"
      return "\(who) wrote \(byTenBusiest.total) of \(byPost.total) posts "
        + "(\(share)): \(byTenBusiest.supportive) supportive, "
        + "\(byTenBusiest.critical) critical, \(byTenBusiest.neutral) neutral."
    }
  }

  struct BusiestPart: Codable, Sendable {
    var total: Int
    var supportive: Int
    var critical: Int
    var neutral: Int
    /// Not in older summaries.
    var people: Int?

    init(_ findings: Findings) {
      let counts = findings.byTenBusiest
      total = counts.total
      supportive = counts[.supportive]
      critical = counts[.critical]
      neutral = counts[.neutral]
      people = findings.busiestPeople
    }
  }

  struct SharePart: Codable, Sendable {
    var count: Int
    @Null var share: Double?
    @Null var low: Double?
    @Null var high: Double?
    /// The interval that holds what chance does and nothing else.
    @Null var chanceLow: Double?
    @Null var chanceHigh: Double?

    init(_ stance: Stance, of shares: StanceShares) {
      count = shares.counts[stance]
      let (full, chance) = (shares.shares[stance], shares.byChance[stance])
      share = full?.share.rounded4
      (low, high) = (full?.low.rounded4, full?.high.rounded4)
      (chanceLow, chanceHigh) = (chance?.low.rounded4, chance?.high.rounded4)
    }
  }

  struct SharesPart: Codable, Sendable {
    var total: Int
    var supportive: SharePart
    var critical: SharePart
    var neutral: SharePart

    init(_ shares: StanceShares) {
      total = shares.counts.total
      supportive = SharePart(.supportive, of: shares)
      critical = SharePart(.critical, of: shares)
      neutral = SharePart(.neutral, of: shares)
    }
  }

  struct TimelinePart: Codable, Sendable {
    struct Bin: Codable, Sendable {
      var start: String
      var end: String
      /// What the clock of the zone shows at the start.
      var label: String
      var hours: Double
      var posts: CountsPart
      var people: SharesPart
    }

    var timeZone: String
    var bin: String
    var minimumPeople: Int
    var earlier: Int
    var later: Int
    var bins: [Bin]

    /// Why no course of time is shown; `nil` where there is one, or no post has a time.
    static func sentence(bins: Int, of name: String) -> String? {
      guard bins == 1 else { return nil }
      let advice = name == "minute" ? "" : ": shorter steps may show how the reaction went (--bin)"
      return "All posts lie in one \(name)\(advice)."
    }

    /// How many posts are not on the timeline, because they lie far from all others.
    static func outside(_ earlier: Int, _ later: Int) -> String {
      "\(DisplayText.counted(earlier, "post is", "posts are")) earlier and \(later) later than this."
    }

    init(_ timeline: Timeline, errors: ScorerErrors, minimumPeople: Int, factor: Int) {
      timeZone = timeline.zone.name
      bin = timeline.width.name
      self.minimumPeople = minimumPeople
      earlier = timeline.earlier
      later = timeline.later
      bins = timeline.bins.map { bin in
        Bin(
          start: Timestamp(seconds: bin.start).description,
          end: Timestamp(seconds: bin.end).description,
          label: timeline.clock(bin.start),
          hours: (Double(bin.end - bin.start) / 3_600).rounded4,
          posts: CountsPart(bin.posts),
          people: SharesPart(
            StanceShares(
              of: bin.votes,
              errors: errors,
              least: minimumPeople,
              factor: factor
            )
          )
        )
      }
    }
  }

  struct CountsPart: Codable, Sendable {
    var total: Int
    var supportive: Int
    var critical: Int
    var neutral: Int

    init(_ counts: StanceCounts) {
      total = counts.total
      supportive = counts[.supportive]
      critical = counts[.critical]
      neutral = counts[.neutral]
    }
  }

  struct EventPart: Codable, Sendable {
    struct ChangePart: Codable, Sendable {
      var difference: Double
      var low: Double
      var high: Double
      var isClear: Bool
      /// At how many of the moments away from the event the share changes as much, as a part of 1.
      @Null var placebo: Double?
      /// The change with each text that several accounts posted counted once; `null` where there is none.
      @Null var withoutCopies: WithoutCopiesPart?

      /// Whether the change is clear, in words.
      var verdict: String {
        if isClear { return "a change beyond chance" }
        guard low > 0 || high < 0 else { return "no clear change" }
        guard let placebo else {
          return "more than chance makes, but no clear change: too little to compare it with"
        }
        guard placebo <= EventFinding.level else {
          return
            "no clear change, as much happens at \(DisplayText.percent(placebo)) of all moments"
        }
        return "no clear change once copies count once"
      }
    }

    struct WithoutCopiesPart: Codable, Sendable {
      var copies: Int
      @Null var difference: Double?
      @Null var low: Double?
      @Null var high: Double?

      init(_ found: EventFinding.WithoutCopies) {
        copies = found.copies
        difference = found.change?.difference.rounded4
        (low, high) = (found.change?.low.rounded4, found.change?.high.rounded4)
      }
    }

    var at: String
    /// What the clock of the zone shows, to the minute.
    var clock: String
    /// `before` or `after`, where it lies outside of the export.
    @Null var outside: EventFinding.Outside?
    var label: String
    /// Whether the brief names it; else it is a post of the target that drew answers.
    var isFromBrief: Bool
    var windowHours: Double
    var peopleBefore: CountsPart
    var peopleAfter: CountsPart
    @Null var supportiveChange: ChangePart?

    init(_ finding: EventFinding, _ timeline: Timeline) {
      clock = timeline.moment(finding.event.at.seconds)
      outside = finding.outside
      isFromBrief = finding.isFromBrief
      at = Timestamp(seconds: finding.event.at.seconds).description
      label = finding.event.label
      windowHours = (Double(finding.window) / 3_600).rounded4
      peopleBefore = CountsPart(finding.before)
      peopleAfter = CountsPart(finding.after)
      supportiveChange = finding.change.map {
        ChangePart(
          difference: $0.difference.rounded4,
          low: $0.low.rounded4,
          high: $0.high.rounded4,
          isClear: finding.isClear,
          placebo: finding.placebo?.rounded4,
          withoutCopies: finding.withoutCopies.map { WithoutCopiesPart($0) }
        )
      }
    }
  }

  struct HeadlinePart: Codable, Sendable {
    var claim: Headline.Claim
    @Null var stance: Stance?
    var text: String

    init(_ headline: Headline) {
      claim = headline.claim
      text = headline.text
      stance = headline.stance
    }
  }

  struct WarningPart: Codable, Sendable {
    var code: String
    var message: String
  }

  struct ChangePointPart: Codable, Sendable {
    var at: String
    var clock: String
    var peopleBefore: CountsPart
    var peopleAfter: CountsPart
    var pValue: Double

    init(_ change: ChangePoint, _ timeline: Timeline) {
      at = Timestamp(seconds: change.at).description
      clock = timeline.moment(change.at)
      peopleBefore = CountsPart(change.before)
      peopleAfter = CountsPart(change.after)
      pValue = change.pValue.rounded4
    }
  }

  struct BurstPart: Codable, Sendable {
    var start: String
    var end: String
    var posts: Int

    init(_ bins: Range<Int>, _ timeline: Timeline) {
      let run = timeline.bins[bins]
      start = Timestamp(seconds: run.first?.start ?? 0).description
      end = Timestamp(seconds: run.last?.end ?? 0).description
      posts = run.reduce(0) { $0 + $1.posts.total }
    }
  }

  struct SensitivityPart: Codable, Sendable {
    struct Check: Codable, Sendable {
      var way: String
      var claim: Headline.Claim
      @Null var stance: Stance?
      var shares: [String: Double]
      /// Whether it says what the headline and the shares by person say.
      var isSame: Bool
    }

    var isRobust: Bool
    var checks: [Check]

    init(_ sensitivity: Sensitivity) {
      isRobust = sensitivity.isRobust
      checks = sensitivity.checks.map { check in
        Check(
          way: check.way,
          claim: check.claim,
          stance: check.stance,
          shares: Dictionary(
            uniqueKeysWithValues: check.shares.map { ($0.key.rawValue, $0.value.rounded4) }
          ),
          isSame: check.isSame
        )
      }
    }
  }

  struct LabelsPart: Codable, Sendable {
    struct Found: Codable, Sendable {
      var headline: HeadlinePart
      var byPost: SharesPart
      var byPerson: SharesPart
    }

    /// Labelled posts that count, of how many of these the program found the label, and what they were
    /// labelled with.
    var count: Int
    var right: Int
    var byHand: CountsPart
    var notCounted: Int
    /// Labels that give a post that counts no stance; not in older summaries.
    var withoutStance: Int?
    var lost: Int
    /// How much what the program found counts in the shares (λ); `null` where these are not corrected.
    @Null var weightByPost: Double?
    @Null var weightByPerson: Double?
    /// What the program found; the rest of the report is of that.
    var found: Found

    init(_ labels: LabelFindings) {
      (count, right, byHand) = (labels.count, labels.right, CountsPart(labels.byHand))
      (notCounted, lost) = (labels.notCounted, labels.lost)
      withoutStance = labels.withoutStance
      weightByPost = labels.byPost?.weight.rounded4
      weightByPerson = labels.byPerson?.weight.rounded4
      found = Found(
        headline: HeadlinePart(labels.foundHeadline),
        byPost: SharesPart(labels.foundByPost),
        byPerson: SharesPart(labels.foundByPerson)
      )
    }
  }

  struct ExchangesPart: Codable, Sendable {
    struct Level: Codable, Sendable {
      var posts: CountsPart
      var people: SharesPart

      init(_ level: Exchanges.Level, _ findings: Findings) {
        posts = CountsPart(level.posts)
        people = SharesPart(
          StanceShares(
            of: level.people,
            errors: findings.errors,
            least: findings.minimumPeople,
            factor: findings.sampling
          )
        )
      }
    }

    struct Answers: Codable, Sendable {
      var total: Int
      var otherSide: Int
      var sameSide: Int
      var neutral: Int
    }

    struct Argued: Codable, Sendable {
      var id: String
      var stance: Stance
      var answers: Int
      var peopleAgainst: Int
      var peopleWith: Int
      /// `null` unless quotes were asked for.
      @Null var text: String?
    }

    var direct: Level
    var deeper: Level
    var answers: Answers
    var arguedWith: [Argued]

    init(_ exchanges: Exchanges, _ findings: Findings, quotes: Bool) {
      direct = Level(exchanges.direct, findings)
      deeper = Level(exchanges.deeper, findings)
      answers = Answers(
        total: exchanges.answers.total,
        otherSide: exchanges.answers.otherSide,
        sameSide: exchanges.answers.sameSide,
        neutral: exchanges.answers.neutral
      )
      arguedWith = exchanges.arguedWith.map { post in
        Argued(
          id: post.id,
          stance: post.stance,
          answers: post.answers,
          peopleAgainst: post.peopleAgainst,
          peopleWith: post.peopleWith,
          text: quotes ? post.text : nil
        )
      }
    }
  }

  struct WordingsPart: Codable, Sendable {
    struct Copied: Codable, Sendable {
      var stance: Stance
      var posts: Int
      var accounts: Int
      /// Not in older summaries, as ``id``.
      var withoutAuthor: Int?
      var id: String?
      @Null var spanSeconds: Int64?
      /// `null` unless quotes were asked for.
      @Null var text: String?
    }

    var distinct: Int
    var copies: Int
    var stance: CountsPart
    var copied: [Copied]

    init(_ wordings: Wordings, quotes: Bool) {
      distinct = wordings.count
      copies = wordings.copies
      stance = CountsPart(wordings.stances)
      copied = wordings.copied.map { copied in
        Copied(
          stance: copied.stance,
          posts: copied.posts,
          accounts: copied.accounts,
          withoutAuthor: copied.withoutAuthor,
          id: copied.id,
          spanSeconds: copied.span,
          text: quotes ? copied.text : nil
        )
      }
    }
  }

  struct TermPart: Codable, Sendable {
    var term: String
    var people: Int
    var othersPeople: Int
    var zScore: Double

    init(_ term: TextSurvey.Term) {
      self.term = term.text
      people = term.people
      othersPeople = term.othersPeople
      zScore = term.zScore.rounded4
    }
  }

  struct RepresentativePart: Codable, Sendable {
    var id: String
    var confidence: Double
    @Null var likes: Int?
    /// `null` unless quotes were asked for.
    @Null var text: String?

    init(_ post: TextSurvey.Representative, quotes: Bool) {
      id = post.id
      confidence = post.confidence.rounded4
      likes = post.likes
      text = quotes ? post.text : nil
    }
  }

  /// One in how many people was looked at.
  struct SamplingPart: Codable, Sendable {
    var people: Int
    var texts: Int
  }

  /// How far posts went: not opinions of their own.
  struct ReachPart: Codable, Sendable {
    var reposts: Int
    var likes: [String: Int]

    init(_ findings: Findings) {
      reposts = findings.statuses["repost"]
      likes = Dictionary(
        uniqueKeysWithValues: (findings.survey?.likes ?? [:]).map { ($0.key.rawValue, $0.value) }
      )
    }
  }
}
