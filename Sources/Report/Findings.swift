public import Ingest
public import Scoring

/// All that a reader is told about an export, as plain values without formatting.
///
///     let findings = try Findings(corpus, scored, tool: tool)
///     print(findings.headline.text)
public struct Findings: Sendable {
  /// Which program and model found it.
  public let tool: ToolDescription
  /// What was read.
  public let input: InputAccount
  /// Whom and what the reactions are to, and what of that was assumed.
  public let assumptions: Assumptions
  /// Posts by status; their sum is the number of posts read.
  public let statuses: StatusCounts
  /// The stances of posts, one each.
  public let byPost: StanceShares
  /// The stances of people, one vote each.
  public let byPerson: StanceShares
  /// The stances of the posts by the ten people who posted most.
  public let byTenBusiest: StanceCounts
  /// The mean sentiment of the posts of each stance, from -1 to 1.
  public let sentiment: [Stance: Double]
  /// The reaction over time.
  public let timeline: Timeline
  /// The events of the brief and the target's own follow-ups, in order of time, with the change
  /// around them.
  public let events: [EventFinding]
  /// Changes in the mix of stances that nobody pointed at, in order of time.
  public let changes: [ChangePoint]
  /// Runs of bins in which posts came at more than an ordinary rate.
  public let bursts: [Range<Int>]
  /// What the numbers allow to be said in one sentence.
  public let headline: Headline
  /// Whether other ways of counting allow the same sentence.
  public let sensitivity: Sensitivity
  /// What the posts say; `nil` where nobody looked.
  public let survey: TextSurvey?
  /// Where in the conversation people disagree; `nil` where nobody looked, or the export does not say
  /// who answers whom.
  public let exchanges: Exchanges?
  /// What limits the result.
  public let warnings: [Warning]
  /// Fewer people show no shares.
  public let minimumPeople: Int
  /// A post of the target within so many seconds of an event of the brief is that event.
  private static let sameMoment: Int64 = 900

  /// How a report is made.
  public struct Options: Sendable {
    /// The name of the zone whose clock cuts the timeline.
    public var timeZone: String
    /// The length of a bin; `nil` chooses.
    public var binWidth: BinWidth?
    /// A bin with fewer people shows no shares.
    public var minimumPeople: Int

    /// Creates options.
    public init(timeZone: String = "UTC", binWidth: BinWidth? = nil, minimumPeople: Int = 10) {
      self.timeZone = timeZone
      self.binWidth = binWidth
      self.minimumPeople = minimumPeople
    }
  }

  /// Sums up scored posts; their order does not show in the result.
  ///
  /// - Parameters:
  ///   - posts: One for each line that gave a post.
  ///   - input: What was read.
  ///   - assumptions: Whom the posts were scored against.
  ///   - tool: Which program and model scored them.
  ///   - followUps: Posts of the target that drew answers.
  ///   - survey: What the posts say.
  ///   - exchanges: Who answers whom.
  ///   - options: How the report is made.
  /// - Throws: ``ReportError`` where there is no such time zone, or the bins would be too many.
  public init(
    posts: [ScoredPost],
    input: InputAccount,
    assumptions: Assumptions,
    tool: ToolDescription,
    followUps: [FollowUp] = [],
    survey: TextSurvey? = nil,
    exchanges: Exchanges? = nil,
    options: Options
  ) throws(ReportError) {
    self.tool = tool
    self.survey = survey
    self.exchanges = exchanges
    self.input = input
    self.assumptions = assumptions
    minimumPeople = options.minimumPeople

    var statuses = StatusCounts()
    var tally = ReactionTally()
    var tones = SentimentTally()
    var timed: [(time: Timestamp, author: UInt64?, stance: StanceProbabilities)] = []
    for post in posts {
      statuses.add(post.status)
      guard let stance = post.probabilities else { continue }
      tally.add(stance, by: post.author)
      if let sentiment = post.sentiment { tones.add(sentiment, stance.stance) }
      if let time = post.createdAt { timed.append((time, post.author, stance)) }
    }
    self.statuses = statuses
    let votes = tally.votes
    // Where no author is known, posts are all there is.
    let people = votes.total > 0 ? votes.total : tally.posts.total
    let isShown = people >= options.minimumPeople
    byPost = StanceShares(counts: tally.posts, errors: tool.shareErrors) {
      isShown ? tally.proportion(of: $0) : nil
    }
    byPerson = StanceShares(of: votes, errors: tool.shareErrors, least: options.minimumPeople)
    byTenBusiest = tally.posts(byBusiest: 10)
    sentiment = tones.means

    let times = timed.map(\.time)
    let span = (times.min() ?? .epoch)...(times.max() ?? .epoch)
    let zone = try TimeZoneRules(name: options.timeZone, over: span)
    timeline = try Timeline(timed, zone: zone, width: options.binWidth)
    let named = assumptions.brief.events.map { (event: $0, isFromBrief: true) }
    // What the brief names already is no news.
    let found = followUps.filter { followUp in
      !named.contains { abs($0.event.at.seconds - followUp.at.seconds) < Self.sameMoment }
    }.map { (event: $0.event, isFromBrief: false) }
    let study = EventStudy(timed, span: span, minimumPeople: options.minimumPeople)
    events = (named + found).sorted { $0.event.at < $1.event.at }.map {
      study.finding($0.event, isFromBrief: $0.isFromBrief)
    }
    changes = ChangeDetection.changes(in: Self.firstVotes(timed))
    bursts = ChangeDetection.bursts(
      in: timeline.bins.map { ($0.posts.total, $0.end - $0.start) }
    )
    headline = Headline(
      byPost: byPost,
      byPerson: byPerson,
      errors: tool.shareErrors,
      minimumPeople: options.minimumPeople,
      target: assumptions.brief.target.first
    )
    sensitivity = Sensitivity(
      headline: headline,
      posts: posts,
      byPost: byPost,
      wordings: survey?.wordings,
      errors: tool.shareErrors,
      options: options
    )
    warnings = Warning.all(
      input: input,
      assumptions: assumptions,
      statuses: statuses,
      byPerson: byPerson,
      mostByOne: tally.mostByOne,
      minimumPeople: options.minimumPeople
    )
  }
}

extension Findings {
  /// Sums up an export that was scored; reads it once more, for what the posts say.
  ///
  /// - Parameters:
  ///   - corpus: The export.
  ///   - scored: What became of its posts.
  ///   - tool: Which program and model scored them.
  ///   - options: How the report is made.
  /// - Throws: ``ReportError`` where there is no such time zone, or the bins would be too many;
  ///   `IngestError` where an input can no longer be read.
  public init(
    _ corpus: Corpus,
    _ scored: ScoredExport,
    tool: ToolDescription,
    options: Options = Options()
  ) throws {
    var tool = tool
    tool.outside = scored.outside
    try self.init(
      posts: scored.posts,
      input: corpus.account,
      assumptions: scored.assumptions,
      tool: tool,
      followUps: scored.followUps,
      survey: TextSurvey(corpus, scored),
      exchanges: Exchanges(corpus, scored),
      options: options
    )
  }

  /// The stance of each person's first post, in order of time.
  private static func firstVotes(
    _ posts: [(time: Timestamp, author: UInt64?, stance: StanceProbabilities)]
  ) -> [(time: Int64, stance: Stance)] {
    var seen: Set<UInt64> = []
    return posts.filter { $0.time.precision != .day }
      .sorted {
        ($0.time, $0.author ?? 0, $0.stance.supportive) < (
          $1.time, $1.author ?? 0, $1.stance.supportive
        )
      }
      .filter { post in post.author.map { seen.insert($0).inserted } ?? true }
      .map { ($0.time.seconds, $0.stance.stance) }
  }
}

/// Which program and which model gave a result.
public struct ToolDescription: Hashable, Sendable {
  /// The version of the program.
  public var version: String
  /// The digest of the model.
  public var modelDigest: String
  /// What the model learned from.
  public var modelSources: String
  /// How far off shares are for what the model gets wrong.
  public var shareErrors: ShareErrors
  /// How many terms of the user's own had a say.
  public var ownTerms = 0
  /// What an outside scorer was asked and said; `nil` where there was none.
  public var outside: OutsideCounts?

  /// Creates a description.
  public init(
    version: String,
    modelDigest: String,
    modelSources: String,
    shareErrors: ShareErrors = .none
  ) {
    self.version = version
    self.modelDigest = modelDigest
    self.modelSources = modelSources
    self.shareErrors = shareErrors
  }

  /// Describes a program that scores with a model.
  public init(version: String, model: Model) {
    self.init(
      version: version,
      modelDigest: model.digest,
      modelSources: model.sources,
      shareErrors: model.shareErrors
    )
    ownTerms = model.lexicon.count
  }
}

/// How many posts ended in each status.
public struct StatusCounts: Hashable, Sendable {
  /// By the name of the status, `unscored` left out.
  public private(set) var counts: [String: Int] = [
    "scored": 0, "target": 0, "repost": 0, "duplicate": 0,
  ]
  /// Posts without a stance, by reason.
  public private(set) var unscored: [UnscoredReason: Int] = [:]

  mutating func add(_ status: Status) {
    if case .unscored(let reason) = status {
      unscored[reason, default: 0] += 1
    } else {
      counts[status.name, default: 0] += 1
    }
  }

  /// How many posts have that status; the names are those of the labels.
  public subscript(name: String) -> Int {
    name == "unscored" ? unscored.values.reduce(0, +) : counts[name] ?? 0
  }

  /// All posts.
  public var total: Int { counts.values.reduce(0, +) + self["unscored"] }
}

/// Counts of the three stances, and their shares with intervals.
public struct StanceShares: Sendable {
  /// How many of each.
  public let counts: StanceCounts
  /// The share of each, with an interval that holds what chance and what the scorer's errors do; empty
  /// where too few were counted.
  public let shares: [Stance: Proportion]
  /// The same with an interval that holds what chance does and nothing else: for comparing shares that
  /// one scorer found in one conversation, whose errors are alike.
  public let byChance: [Stance: Proportion]

  /// Makes shares of counts.
  ///
  /// - Parameters:
  ///   - counts: How many of each.
  ///   - errors: How far off shares are for what the scorer gets wrong.
  ///   - proportion: The share of a stance with its chance interval; `nil` where too few were counted.
  init(counts: StanceCounts, errors: ShareErrors, _ proportion: (Stance) -> Proportion?) {
    self.counts = counts
    var byChance: [Stance: Proportion] = [:]
    for stance in Stance.allCases { byChance[stance] = proportion(stance) }
    self.byChance = byChance
    shares = byChance.mapValues {
      Proportion(share: $0.share, size: $0.size, error: errors.share)
    }
  }

  /// Shares of independent observations; `nil` where there are fewer than `least`.
  init(of counts: StanceCounts, errors: ShareErrors, least: Int = 1) {
    self.init(counts: counts, errors: errors) {
      counts.total >= least ? counts.proportion(of: $0) : nil
    }
  }
}

/// Sums of sentiment, in millionths: whole numbers, so that their order means nothing.
private struct SentimentTally {
  private var sums: [Stance: Int] = [:]
  private var counts: [Stance: Int] = [:]

  mutating func add(_ sentiment: Double, _ stance: Stance) {
    sums[stance, default: 0] += Int((sentiment * 1_000_000).rounded())
    counts[stance, default: 0] += 1
  }

  var means: [Stance: Double] {
    sums.mapValues { Double($0) / 1_000_000 }.reduce(into: [:]) { means, sum in
      means[sum.key] = sum.value / Double(max(counts[sum.key] ?? 1, 1))
    }
  }
}

extension Timestamp {
  fileprivate static let epoch = Timestamp(seconds: 0)
}
