public import Ingest
internal import Synchronization

/// Sorts the posts of an export by their stance.
///
///     let corpus = try Corpus(paths: ["replies.jsonl"])
///     let scorer = Scorer(model: try .builtIn())
///     let scored = try scorer.score(corpus, brief: Brief())
///     scored.posts.count  // one for each post, in no particular order
public struct Scorer: Sendable {
  let model: Model

  /// Which conversations of an export are scored.
  public enum Scope: Sendable {
    /// The one of the brief, else the one with the most reactions; others are
    /// ``UnscoredReason/otherConversation``.
    case oneConversation
    /// All, each towards the author of its own root, or towards the brief where there is one; a post
    /// that answers nothing is a conversation of its own.
    case everyConversation
    /// The same, but where no post of the export names another, all are answers to one post that is
    /// not there.
    case everyConversationOrList
  }

  /// Creates a scorer.
  public init(model: Model) { self.model = model }

  /// Scores an export.
  ///
  /// - Parameters:
  ///   - corpus: The export.
  ///   - brief: Whom and what the reactions are to; may be empty.
  ///   - scope: Which conversations count.
  ///   - usesContext: Whether the posts around a post have a say.
  ///   - isPart: Whether the root that the brief names may be in another part of the export.
  ///   - samplesTexts: Whether the words of the posts are kept for a survey of what they say.
  ///   - keepsBuiltIn: Whether what the built-in model alone makes of the posts is kept where it does not
  ///     decide alone, as a report needs it for its intervals: with another model or words of the user's
  ///     own, texts are then read twice.
  ///   - outside: Who reads posts of which the model is not sure; what it says stands, and has a say in
  ///     the posts around them.
  ///   - jobs: How many threads score; the result does not depend on it.
  ///   - onProgress: Called for each post that was read, with the number of all.
  /// - Returns: The posts with their statuses and stances, and what was assumed.
  /// - Throws: `IngestError` where an input can no longer be read; ``ScopeError`` where the brief
  ///   names a root that is not in the export; ``ModelError`` where the built-in model is needed, and there is none.
  public func score(
    _ corpus: Corpus,
    brief: Brief,
    scope: Scope = .oneConversation,
    usesContext: Bool = true,
    isPart: Bool = false,
    samplesTexts: Bool = true,
    keepsBuiltIn: Bool = true,
    outside: OutsideScorer? = nil,
    jobs: Int = 1,
    onProgress: (_ total: Int) -> Void = { _ in }
  ) throws -> ScoredExport {
    let plan = try ScoringPlan(corpus, brief: brief, scope: scope, isPart: isPart)
    let watch = NameWatch(brief, rootAuthor: plan.rootAuthor)
    let (readings, sample) = try read(
      corpus,
      plan,
      watch,
      usesContext: usesContext,
      samplesTexts: samplesTexts,
      onProgress: onProgress
    )
    let (texts, order) = try Workers(jobs).all(
      {
        var texts = sample
        texts.settle()
        return texts
      },
      { ConversationOrder(corpus) }
    )
    let kept = outside == nil ? nil : readings
    var posts = infer(readings, corpus, order, usesContext: usesContext, jobs: jobs)
    var builtIn: ScoredPlaces?
    if keepsBuiltIn, !model.isBuiltIn {
      builtIn = try Scorer(model: .builtIn()).score(
        corpus,
        brief: brief,
        scope: scope,
        usesContext: usesContext,
        isPart: isPart,
        samplesTexts: false,
        jobs: jobs
      ).byPlace
    } else if keepsBuiltIn, outside != nil {
      builtIn = posts
    }
    var counts: OutsideCounts?
    if let outside, let kept {
      let said = try outside.said(of: posts, corpus, plan)
      counts = said.counts
      posts = infer(
        kept,
        corpus,
        order,
        given: said.stances,
        usesContext: usesContext,
        jobs: jobs
      )
    }
    var assumptions = plan.assumptions
    watch.note(in: &assumptions, of: corpus)
    return ScoredExport(
      corpus,
      byPlace: posts,
      builtIn: builtIn,
      texts: samplesTexts ? texts : nil,
      assumptions: assumptions,
      followUps: FollowUp.all(posts, corpus, plan),
      outside: counts
    )
  }

  /// Reads all texts, and keeps the words of some.
  private func read(
    _ corpus: Corpus,
    _ plan: ScoringPlan,
    _ watch: NameWatch,
    usesContext: Bool,
    samplesTexts: Bool,
    onProgress: (_ total: Int) -> Void
  ) throws -> (Readings, PeopleSample<SampledText>) {
    var readings = Readings(corpus, holding: PostIndex.held)
    let readers = TextReaders(model, towards: plan.stand)
    var texts = SampledText.noSample
    // What is drawn, for the threads that read: they need not keep what would be thrown away.
    let level = Atomic(samplesTexts ? 0 : 64)
    let entries = corpus.index.entries
    let answered = usesContext ? try AnsweredDirections(plan, corpus, readers) : nil
    try corpus.readTexts { posts in
      readers.with { reader in
        posts.map { post, place -> (place: Int, reading: Reading, text: SampledText?) in
          let tokens = Tokenizer.tokens(of: post.utf8)
          watch.look(at: tokens)
          let found = self.reading(of: post, tokens, at: place, plan, &reader, readers, answered)
          let entry = entries[place]
          let person = entry.author?.value ?? entry.id.value
          var text: SampledText?
          if case .scores = found, !entry.isContext,
            PeopleSample<SampledText>.holds(person, level.load(ordering: .relaxed))
          {
            text = SampledText(
              person: person,
              post: entry.id.value,
              words: SampledText.words(of: tokens),
              likes: post.likes
            )
          }
          return (place, Reading(found, at: place, plan), text)
        }
      }
    } consume: { found in
      for (place, reading, text) in found {
        readings.set(reading, at: place)
        onProgress(entries.count)
        if let text { texts.add(text) }
      }
      if samplesTexts { level.store(texts.level, ordering: .relaxed) }
    }
    try readings.nodes.check()
    return (readings, texts)
  }

  /// The readings of all posts of an export, by place.
  struct Readings: Sendable {
    private(set) var statuses: [Status]
    private(set) var nodes: SpooledArray<ConversationGraph.Node>

    /// Prepares for the posts of an export; more nodes than `limit` are kept in a file.
    init(_ corpus: Corpus, holding limit: Int) {
      let count = corpus.index.entries.count
      statuses = Array(repeating: .unscored(.noWords), count: count)
      nodes = SpooledArray(
        repeating: ConversationGraph.Node(text: nil, parent: nil, role: nil),
        count: count,
        holding: limit
      )
    }

    mutating func set(_ reading: Reading, at place: Int) {
      statuses[place] = reading.status
      nodes[place] = reading.node
    }

    /// Hands over the nodes, so that nobody keeps them.
    mutating func takeNodes() -> SpooledArray<ConversationGraph.Node> {
      defer { nodes = SpooledArray() }
      return nodes
    }
  }

  /// What was read of a post, as the inference sees it.
  struct Reading: Sendable {
    fileprivate var status: Status
    fileprivate var node: ConversationGraph.Node

    fileprivate init(_ reading: TextReading, at place: Int, _ plan: ScoringPlan) {
      let link = plan.link(at: place)
      node = ConversationGraph.Node(
        text: nil,
        parent: link.hasMissingParent || plan.isTopOfBranch(place) ? nil : link.parent,
        role: plan.stand(at: place)?.role(of: plan.author(at: place))
      )
      switch reading {
      case .scores(let scores):
        status = .scored
        node.text = scores
      case .unread(let status):
        self.status = status
        if status == .target { node.role = .target }
      }
    }
  }

  /// The readings of the posts at some places; those of others are not read.
  func readings(
    of places: Set<Int>,
    _ corpus: Corpus,
    _ plan: ScoringPlan
  ) throws -> Readings {
    // Whoever explains changes copies, which would share what is in a file.
    var readings = Readings(corpus, holding: .max)
    let readers = TextReaders(model, towards: plan.stand)
    let answered = try AnsweredDirections(plan, corpus, readers) { places.contains($0) }
    try corpus.readTexts { posts in
      readers.with { reader in
        posts.compactMap { post, place -> (place: Int, reading: Reading)? in
          guard places.contains(place) else { return nil }
          let tokens = Tokenizer.tokens(of: post.utf8)
          let found = self.reading(of: post, tokens, at: place, plan, &reader, readers, answered)
          return (place, Reading(found, at: place, plan))
        }
      }
    } consume: { found in
      for (place, reading) in found { readings.set(reading, at: place) }
    }
    return readings
  }

  private func reading(
    of post: PostText,
    _ tokens: TokenizedText,
    at place: Int,
    _ plan: ScoringPlan,
    _ reader: inout TextReader,
    _ readers: TextReaders,
    _ answered: AnsweredDirections?
  ) -> TextReading {
    guard let stand = plan.stand(at: place) else {
      return .unread(post.isRepost ? .repost : .unscored(.otherConversation))
    }
    if stand.isTarget(plan.author(at: place)) || plan.isOwnRoot(place) {
      return .unread(.target)
    }
    if post.isRepost { return .unread(.repost) }
    if post.isDeleted { return .unread(.unscored(.deleted)) }
    return reader.reading(
      of: tokens,
      language: post.language,
      stand: stand,
      root: readers.root(of: stand, conversation: plan.link(at: place).conversation),
      position: plan.position(of: place),
      answering: answered?.direction(answeredBy: place)
    )
  }

  private func infer(
    _ readings: consuming Readings,
    _ corpus: Corpus,
    _ order: ConversationOrder,
    given: [Int: StanceProbabilities] = [:],
    usesContext: Bool,
    jobs: Int
  ) -> ScoredPlaces {
    let statuses = readings.statuses
    let inference = usesContext ? model.inference : model.inference.withoutContext
    let stances = inference.stances(
      of: ConversationGraph(
        nodes: readings.takeNodes(),
        order: order,
        given: given.mapValues(\.triple)
      ),
      Workers(jobs)
    )
    return ScoredPlaces(
      statuses.enumerated().lazy.map { place, status in
        guard status == .scored else { return ScoredPost(status: status) }
        return ScoredPost(
          status: .scored,
          probabilities: StanceProbabilities(stances.inContext[place]),
          sentiment: stances.sentiment(place),
          stanceOfText: stances.ofText(place)
        )
      },
      in: corpus
    )
  }
}

/// What a scorer found in an export.
public struct ScoredExport: Sendable {
  /// By the place of the post in the index of the corpus.
  package var byPlace: ScoredPlaces
  /// What the built-in model alone makes of the posts; `nil` where that is all there is, or nobody asked.
  package let builtIn: ScoredPlaces?
  /// The words of the posts of a sample of people; `nil` where nobody asked for them.
  package var texts: PeopleSample<SampledText>?
  private let entries: SpooledArray<PostIndex.Entry>
  private let duplicates: Int
  /// What was taken for granted because nobody said it.
  public let assumptions: Assumptions
  /// Later posts of the target that drew answers, in order of time.
  public let followUps: [FollowUp]
  /// What an outside scorer was asked and said; `nil` where there was none.
  public let outside: OutsideCounts?

  package init(
    _ corpus: Corpus,
    byPlace: ScoredPlaces,
    builtIn: ScoredPlaces? = nil,
    texts: PeopleSample<SampledText>?,
    assumptions: Assumptions,
    followUps: [FollowUp] = [],
    outside: OutsideCounts? = nil
  ) {
    self.byPlace = byPlace
    self.builtIn = builtIn
    self.texts = texts
    entries = corpus.index.entries
    duplicates = corpus.account.duplicates
    self.assumptions = assumptions
    self.followUps = followUps
    self.outside = outside
  }

  /// One for each post of the inputs, duplicates among them.
  ///
  /// Posts that stand only inside others have a say in what these mean, but are no reactions that the
  /// export was made to hold.
  public var posts: [ScoredPost] {
    byPlace.indices.filter { !entries[$0].isContext }.map { byPlace[$0] }
      + repeatElement(ScoredPost(status: .duplicate), count: duplicates)
  }
}
