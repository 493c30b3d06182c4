public import Ingest
public import Scoring

/// The reactions to a post, or to all posts of an export, as a sum: all that findings are made of.
///
/// Exports that are too long for one machine are cut between conversations and read in parts; the sum of
/// the parts is what the whole would have given, in whichever way it is cut and added up.
///
///     var sum = try Reactions(partial: first, name: "a.partial")
///     try sum.merge(Reactions(partial: second, name: "b.partial"))
///     let findings = try Findings(sum)
///
/// Counts of posts are exact. Of people, times and words, those of everybody are kept up to a million
/// posts (of words, thirty thousand); beyond that those of as many people as fit, drawn by their keys.
public struct Reactions: Sendable {
  /// Which program and model found them.
  public internal(set) var tool: ToolDescription
  /// What was read.
  public internal(set) var input: InputAccount
  /// Whom and what the reactions are to, and what of that was assumed.
  public internal(set) var assumptions: Assumptions
  var statuses = StatusCounts()
  var posts = StanceCounts()
  var doubt = Doubt()
  var tones = SentimentTally()
  /// Scored posts that answer one that is not in the export.
  var missingParents = 0
  var people = Self.noPeople
  var texts: PeopleSample<SampledText>?
  var followUps: [FollowUp] = []
  var exchanges: ExchangeTally?
  /// The posts that the user labelled by hand; `nil` where nobody gave labels.
  var labels: LabelTally?
  var conversations = ConversationSample()
  /// How the words of ``texts`` are written; only of a partial result that was read back.
  var names = SampleNames()
  /// What parts must have in common.
  var terms = Terms()

  /// How a part was made, so far as it is not in the rest.
  struct Terms: Hashable, Codable, Sendable {
    /// The brief as the user gave it.
    var brief = Brief()
    var usesContext = true
    var allConversations = false
    /// The zone whose clock the timeline shows, where the user named one.
    var timeZone: String?
  }

  /// The zone whose clock the timeline shows, where the maker of the parts named one.
  public var timeZone: String? { terms.timeZone }

  /// Whether the brief names a root that is in no part.
  public var isWithoutRoot: Bool {
    let elsewhere =
      statuses["repost"] + statuses["duplicate"] + (statuses.unscored[.otherConversation] ?? 0)
    return !terms.brief.root.isEmpty && !terms.allConversations && input.posts > 0
      && statuses.total == elsewhere
  }

  /// Of so many scored posts everybody's are kept: 32 bytes each.
  package static let mostReactions = 1 << 20
  private static let fewestPeople = 4_096

  static let noPeople = PeopleSample<Reaction>(
    capacity: mostReactions,
    fewestPeople: fewestPeople
  )

  /// How far off shares can be for what the scorer gets wrong.
  var errors: ScorerErrors { ScorerErrors(factor: tool.errorFactor, doubt: doubt) }

  init(tool: ToolDescription, input: InputAccount, assumptions: Assumptions) {
    self.tool = tool
    self.input = input
    self.assumptions = assumptions
  }

  /// Sums up an export that was scored.
  ///
  /// - Parameters:
  ///   - corpus: The export.
  ///   - scored: What became of its posts.
  ///   - tool: Which program and model scored them.
  ///   - labels: What the user says of posts drawn at random; `nil` corrects no shares.
  ///   - jobs: How many threads count.
  /// - Throws: `IngestError` where an input can no longer be read.
  public init(
    _ corpus: Corpus,
    _ scored: consuming ScoredExport,
    tool: ToolDescription,
    labels: HandLabels? = nil,
    jobs: Int = 1
  ) throws {
    var empty = Reactions(tool: tool, input: corpus.account, assumptions: scored.assumptions)
    empty.tool.outside = scored.outside
    empty.followUps = scored.followUps
    empty.texts = scored.texts
    let tree = ReplyTree(corpus, scored.byPlace)
    empty.labels = labels.map { LabelTally($0, in: tree) }
    let builtIn = scored.builtIn
    let contradicted = empty.labels?.contradicted ?? []
    // In this order one thread is done with what the first needs before it keeps the reactions.
    let (exchanges, sum) = try Workers(jobs).all(
      {
        corpus.conversations.isUnlinked
          ? nil : try ExchangeTally(tree, showing: { !contradicted.contains($0) })
      },
      { [empty] in
        var sum = empty
        sum.add(tree, builtIn)
        return sum
      }
    )
    self = sum
    self.exchanges = exchanges
  }

  private mutating func add(_ tree: ReplyTree, _ builtIn: ScoredPlaces?) {
    let (corpus, entries) = (tree.corpus, tree.entries)
    people.reserveCapacity(entries.count)
    for place in entries.indices where !entries[place].isContext {
      add(
        tree.posts[place],
        key: entries[place].id.value,
        level: tree.level(place),
        builtIn: builtIn?.probabilities(at: place)
      )
      if tree.stance(at: place) != nil, tree.answersAbsentPost(place) { missingParents += 1 }
    }
    for _ in 0..<corpus.account.duplicates { statuses.add(.duplicate) }
    for conversation in corpus.conversations.conversations { conversations.add(conversation.id) }
    settle()
  }

  mutating func add(
    _ post: ScoredPost,
    key: UInt64,
    level: Reaction.Level,
    builtIn: StanceProbabilities? = nil
  ) {
    statuses.add(post.status)
    guard let stance = post.probabilities else { return }
    posts[stance.stance] += 1
    doubt.add(stance, noSurerThan: builtIn)
    if let sentiment = post.sentiment { tones.add(sentiment, stance.stance) }
    people.add(
      Reaction(
        person: post.author,
        post: key,
        time: post.createdAt,
        stance: stance,
        ofText: post.stanceOfText,
        level: level
      )
    )
  }

  mutating func settle() {
    people.settle()
    conversations.settle()
  }

  /// Adds another part of the same export.
  ///
  /// - Parameters:
  ///   - other: The part.
  ///   - name: What to call it in an error.
  /// - Throws: ``ReportError`` where the two were not made alike: by other versions or models, towards
  ///   other briefs, or by other clocks; or where the posts of the one are all in the other too.
  public mutating func merge(
    _ other: Reactions,
    name: String = "a part"
  ) throws(ReportError) {
    try check(other, name: name)
    input.merge(other.input)
    if assumptions.brief.target.isEmpty {
      assumptions.brief.target = other.assumptions.brief.target
    }
    assumptions.conversationsLeftOut += other.assumptions.conversationsLeftOut
    assumptions.keepAbsentNames(of: other.assumptions)
    if let outside = other.tool.outside {
      tool.outside = OutsideCounts(
        asked: (tool.outside?.asked ?? 0) + outside.asked,
        answered: (tool.outside?.answered ?? 0) + outside.answered
      )
    }
    statuses.merge(other.statuses)
    posts.merge(other.posts)
    doubt.merge(other.doubt)
    tones.merge(other.tones)
    missingParents += other.missingParents
    people.merge(other.people)
    if let more = other.texts {
      texts?.merge(more)
      texts = texts ?? more
    }
    if let more = other.exchanges {
      exchanges?.merge(more)
      exchanges = exchanges ?? more
    }
    if let more = other.labels { labels?.merge(more) }
    followUps = FollowUp.most(of: followUps + other.followUps)
    conversations.merge(other.conversations)
    names.merge(other.names)
    names.keep(texts)
  }

  private func check(_ other: Reactions, name: String) throws(ReportError) {
    func same(_ what: String, _ one: String, _ two: String) throws(ReportError) {
      guard one != two else { return }
      throw ReportError(
        description: "\(name): differs from the parts before it in \(what): \(two), not \(one); "
          + "expected parts that were made alike"
      )
    }
    try same("the version of the program", tool.version, other.tool.version)
    try same("the model", tool.modelDigest, other.tool.modelDigest)
    try same(
      "the lexicon",
      tool.lexiconDigest.isEmpty ? "none" : tool.lexiconDigest,
      other.tool.lexiconDigest.isEmpty ? "none" : other.tool.lexiconDigest
    )
    try same("the brief", terms.brief.line, other.terms.brief.line)
    try same("the zone of the timeline", terms.timeZone ?? "none", other.terms.timeZone ?? "none")
    try same(
      "the zone of times that name none",
      input.assumedZone ?? "none",
      other.input.assumedZone ?? "none"
    )
    try same("the use of context", "\(terms.usesContext)", "\(other.terms.usesContext)")
    try same(
      "whether all conversations count",
      "\(terms.allConversations)",
      "\(other.terms.allConversations)"
    )
    try same("the labels", labels?.digest ?? "none", other.labels?.digest ?? "none")
    guard !people.coversOrIsCovered(by: other.people) else {
      throw ReportError(
        description:
          "\(name): all posts of it are in the parts before it, or all of theirs are in it; "
          + "expected each part once, and no sum beside its own parts"
      )
    }
  }

  /// About how many scored posts were counted more than once, because they lie in several parts.
  var countedTwice: Int {
    let records = people.records
    return people.factor
      * zip(records, records.dropFirst()).count { $0.person == $1.person && $0.post == $1.post }
  }
}

extension PeopleSample {
  /// Whether all that is in the one is in the other, as far as they hold the same people.
  fileprivate func coversOrIsCovered(by other: PeopleSample) -> Bool {
    let level = max(level, other.level)
    func keys(_ sample: PeopleSample) -> Set<UInt64> {
      Set(sample.records.lazy.filter { Self.holds($0.person, level) }.map(\.post))
    }
    let (own, others) = (keys(self), keys(other))
    let (small, large) = own.count < others.count ? (own, others) : (others, own)
    return !small.isEmpty && small.isSubset(of: large)
  }
}

/// The keys of conversations, drawn like people: shows how many lie in several parts.
struct ConversationSample: Sendable {
  struct Part: OfPerson, Hashable {
    let person: UInt64
    var post: UInt64 { 0 }
  }

  private(set) var parts = Self.none

  private static let capacity = 1 << 14
  private static let none = PeopleSample<Part>(capacity: capacity, fewestPeople: 1)

  init() {}

  /// Takes keys that were drawn at a level.
  init(keys: [UInt64], level: Int) {
    parts = PeopleSample(
      records: keys.map { Part(person: $0) },
      level: level,
      capacity: Self.capacity,
      fewestPeople: 1
    )
  }

  mutating func add(_ key: Key) { parts.add(Part(person: key.value)) }
  mutating func merge(_ other: ConversationSample) { parts.merge(other.parts) }
  mutating func settle() { parts.settle() }

  /// About how many conversations lie in more than one part.
  var cut: Int {
    let keys = parts.records.map(\.person)
    return (keys.count - Set(keys).count) * parts.factor
  }
}
