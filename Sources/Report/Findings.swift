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
  /// The stances of posts, one each; corrected by labels where there are enough.
  public let byPost: StanceShares
  /// The stances of people, one vote each; corrected by labels where there are enough.
  public let byPerson: StanceShares
  /// What posts that were labelled by hand make of these shares, and of nothing else; `nil` where nobody gave labels.
  public let labels: LabelFindings?
  /// The stances of the posts by the people who posted most, of whom there are ``busiestPeople``.
  public let byTenBusiest: StanceCounts
  /// How many people posted most: ten, or fewer where more wrote as many as the tenth.
  public let busiestPeople: Int
  /// Scored posts that name no author, and so are in no share by person.
  public let withoutAuthor: Int
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
  /// Whether other ways of counting say the same.
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
  /// What is said of people and of time was seen in one in so many people.
  public let sampling: Int
  /// How far off shares can be for what the scorer gets wrong.
  let errors: ScorerErrors

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

  /// Finds what reactions allow to be said.
  ///
  /// - Parameters:
  ///   - reactions: Those to one post, or to all posts of an export.
  ///   - options: How the report is made.
  /// - Throws: ``ReportError`` where there is no such time zone, or the bins would be too many.
  public init(_ reactions: Reactions, options: Options = Options()) throws {
    try self.init(reactions, source: reactions.source, options: options)
  }

  /// Sums up scored posts of which nothing else is known; their order does not show in the result.
  ///
  /// - Parameters:
  ///   - posts: One for each line that gave a post.
  ///   - input: What was read.
  ///   - assumptions: Whom the posts were scored against.
  ///   - tool: Which program and model scored them.
  ///   - followUps: Posts of the target that drew answers.
  ///   - labels: By the number of a post what somebody labelled it with; `nil` where nobody did.
  ///   - options: How the report is made.
  ///   - most: Of so many posts everybody's are kept; of more those of people who are drawn.
  /// - Throws: ``ReportError`` where there is no such time zone, or the bins would be too many.
  package init(
    posts: [ScoredPost],
    input: InputAccount,
    assumptions: Assumptions,
    tool: ToolDescription,
    followUps: [FollowUp] = [],
    labels: [Int: Stance]? = nil,
    options: Options,
    holding most: Int = Reactions.mostReactions
  ) throws {
    var reactions = Reactions(tool: tool, input: input, assumptions: assumptions)
    reactions.people = PeopleSample(capacity: most, fewestPeople: 1)
    reactions.followUps = followUps
    for (number, post) in posts.enumerated() {
      reactions.add(post, key: UInt64(number), level: .unknown)
    }
    reactions.settle()
    reactions.labels = labels.map { labels in
      LabelTally(
        digest: "",
        given: labels.count,
        known: labels.count,
        posts: posts.enumerated().compactMap { number, post in
          guard let hand = labels[number], let found = post.probabilities?.stance else {
            return nil
          }
          return LabelTally.Post(
            person: post.author ?? UInt64(number),
            post: UInt64(number),
            isAnonymous: post.author == nil,
            found: found,
            hand: hand
          )
        }
      )
    }
    try self.init(reactions, options: options)
  }

  /// Sums up an export that was scored.
  ///
  /// - Parameters:
  ///   - corpus: The export.
  ///   - scored: What became of its posts.
  ///   - tool: Which program and model scored them.
  ///   - labels: What the user says of posts drawn at random; `nil` corrects no shares.
  ///   - options: How the report is made.
  ///   - jobs: How many threads count.
  /// - Throws: ``ReportError`` where there is no such time zone, or the bins would be too many;
  ///   `IngestError` where an input can no longer be read.
  public init(
    _ corpus: Corpus,
    _ scored: consuming ScoredExport,
    tool: ToolDescription,
    labels: HandLabels? = nil,
    options: Options = Options(),
    jobs: Int = 1
  ) throws {
    try self.init(
      // What became of each post is not needed beside the sum.
      Reactions(corpus, consume scored, tool: tool, labels: labels, jobs: jobs),
      source: TextSource(corpus),
      options: options,
      jobs: jobs
    )
  }

  private init(
    _ reactions: Reactions,
    source: TextSource?,
    options: Options,
    jobs: Int = 1
  ) throws {
    let people = reactions.people
    let (records, factor) = (people.records, people.factor)
    tool = reactions.tool
    input = reactions.input
    assumptions = reactions.assumptions
    sampling = factor
    errors = reactions.errors
    minimumPeople = options.minimumPeople
    statuses = reactions.statuses
    sentiment = reactions.tones.means
    let times = records.lazy.compactMap(\.time)
    let span = (times.min() ?? .epoch)...(times.max() ?? .epoch)
    let shown = Course.moments(reactions, with: span)
    let tally: ReactionTally
    let read: (survey: TextSurvey?, events: [EventFinding])
    (read, timeline, changes, exchanges, tally) = try Workers(jobs).all(
      {
        let survey = try source.flatMap { source in
          try reactions.texts.map {
            try TextSurvey(
              $0,
              records,
              source,
              contradicted: reactions.labels?.contradicted ?? []
            )
          }
        }
        let copies = survey?.copies ?? Copies()
        return (survey, Course.events(reactions, over: span, copies: copies, options))
      },
      {
        try Timeline(
          records,
          factor: factor,
          zone: TimeZoneRules(name: options.timeZone, over: shown),
          width: options.binWidth
        )
      },
      { Course.changes(reactions) },
      { reactions.exchanges.map { Exchanges($0, records, factor: factor) } },
      { ReactionTally(records) }
    )
    (survey, events) = read
    bursts = ChangeDetection.bursts(
      in: timeline.bins.map { ($0.posts.total, $0.end - $0.start) }
    )

    let votes = tally.votes.times(factor)
    // Where no author is known, posts are all there is.
    let isShown = (votes.total > 0 ? votes.total : reactions.posts.total) >= options.minimumPeople
    // All posts are counted, and not only those of the people who were drawn.
    let shares = reactions.posts.shares
    let foundByPost = StanceShares(counts: reactions.posts, errors: errors) { stance in
      guard isShown else { return nil }
      return tally.proportion(of: stance).map {
        Proportion(share: shares[stance.index], size: $0.size)
      }
    }
    let foundByPerson = StanceShares(
      of: votes,
      errors: errors,
      least: options.minimumPeople,
      factor: factor
    )
    (busiestPeople, byTenBusiest) = factor == 1 ? tally.tenBusiest : (0, StanceCounts())
    withoutAuthor = tally.withoutAuthor * factor

    let foundHeadline = Headline(
      byPost: foundByPost,
      byPerson: foundByPerson,
      minimumPeople: options.minimumPeople,
      target: assumptions.brief.target.first
    )
    let labels = reactions.labels.map {
      LabelFindings(
        $0,
        reactions,
        byPost: foundByPost,
        byPerson: foundByPerson,
        headline: foundHeadline
      )
    }
    self.labels = labels
    byPost = foundByPost.corrected(by: labels?.byPost) { stance in
      labels.map { tally.size(ofDesignEffect: $0.designEffects[stance.index]) }
    }
    byPerson = foundByPerson.corrected(by: labels?.byPerson)
    headline = Headline(
      byPost: byPost,
      byPerson: byPerson,
      minimumPeople: options.minimumPeople,
      target: assumptions.brief.target.first
    )
    // Labels say nothing of what another way of counting does, so all ways are compared as found.
    sensitivity = Sensitivity(
      headline: foundHeadline,
      reactions: records,
      factor: factor,
      byPost: foundByPost,
      byPerson: foundByPerson,
      wordings: survey?.wordings,
      errors: errors,
      options: options
    )
    warnings = Warning.all(
      tool: tool,
      input: input,
      assumptions: assumptions,
      statuses: statuses,
      byPost: byPost,
      byPerson: byPerson,
      labels: labels,
      withoutAuthor: withoutAuthor,
      withoutTime: records.count { $0.time == nil } * factor,
      missingParents: reactions.missingParents,
      mostByOne: tally.mostByOne,
      minimumPeople: options.minimumPeople,
      sampling: factor,
      textSampling: survey?.sampling ?? 1,
      conversationsCut: reactions.conversations.cut,
      countedTwice: reactions.countedTwice
    )
  }
}

/// How the reaction went over time.
private enum Course {
  /// A post of the target within so many seconds of an event of the brief is that event.
  private static let sameMoment: Int64 = 900

  /// The moments that the clock is asked about: those of the posts and of the events.
  static func moments(
    _ reactions: Reactions,
    with span: ClosedRange<Timestamp>
  ) -> ClosedRange<Timestamp> {
    let events = (reactions.assumptions.brief.events + reactions.followUps.map(\.event)).map(\.at)
    return events.reduce(span) { min($0.lowerBound, $1)...max($0.upperBound, $1) }
  }

  /// The events of the brief and the follow-ups, with the change around them.
  static func events(
    _ reactions: Reactions,
    over span: ClosedRange<Timestamp>,
    copies: Copies,
    _ options: Findings.Options
  ) -> [EventFinding] {
    let named = reactions.assumptions.brief.events.map { (event: $0, isFromBrief: true) }
    // What the brief names already is no news.
    let found = reactions.followUps.filter { followUp in
      !named.contains { abs($0.event.at.seconds - followUp.at.seconds) < Self.sameMoment }
    }.map { (event: $0.event, isFromBrief: false) }
    let study = EventStudy(
      reactions.people.records,
      factor: reactions.people.factor,
      span: span,
      copies: copies,
      minimumPeople: options.minimumPeople
    )
    return (named + found).sorted { $0.event.at < $1.event.at }.map {
      study.finding($0.event, isFromBrief: $0.isFromBrief)
    }
  }

  /// The changes that nobody pointed at.
  static func changes(_ reactions: Reactions) -> [ChangePoint] {
    let factor = reactions.people.factor
    return ChangeDetection.changes(in: firstVotes(reactions.people.records)).map { change in
      var change = change
      change.before = change.before.times(factor)
      change.after = change.after.times(factor)
      return change
    }
  }

  /// The stance of each person's first post, in order of time.
  private static func firstVotes(_ reactions: [Reaction]) -> [(time: Int64, stance: Stance)] {
    var votes: [(time: Int64, person: UInt64, stance: Stance)] = []
    var firstPost: UInt64 = 0
    for reaction in reactions {
      guard let time = reaction.exactSeconds, !reaction.isAnonymous else { continue }
      let vote = (time, reaction.person, reaction.stance)
      if let last = votes.last, last.person == reaction.person {
        guard (time, reaction.post) < (last.time, firstPost) else { continue }
        votes[votes.count - 1] = vote
      } else {
        votes.append(vote)
      }
      firstPost = reaction.post
    }
    votes.sort { ($0.time, $0.person) < ($1.time, $1.person) }
    return votes.map { ($0.time, $0.stance) }
  }
}

extension Timestamp {
  fileprivate static let epoch = Timestamp(seconds: 0)
}
