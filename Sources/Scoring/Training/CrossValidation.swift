internal import Ingest

/// How right a model is on conversations that it has never seen.
package struct CrossValidation: Sendable {
  /// By source, in sorted order.
  package private(set) var evaluations: [(source: String, evaluation: Evaluation)] = []
  /// Posts of which the model, without having seen them, says something else than their labels, the ones
  /// of which it is surest first: where labels are wrong, they are here, and so are the worst mistakes.
  package private(set) var disagreements: [Disagreement] = []

  /// How much better an adapted model is; `nil` where none was adapted, or there are too few authors or texts
  /// that have nothing to do with each other to tell.
  package private(set) var gain: Gain?

  /// A difference of macro-F1, from -1 to 1, with its 95 % interval.
  ///
  /// By the bootstrap: authors are drawn anew a thousand times (Efron 1979), with whoever posts copies of the
  /// same texts.
  package struct Gain: Hashable, Sendable {
    package let difference: Double
    package let low: Double
    package let high: Double

    /// With fewer groups of authors the interval would be too narrow.
    private static let fewestGroups = 10

    /// Compares what two models say of the same posts.
    ///
    /// - Parameters:
    ///   - pairs: The posts, as one model finds them and as the other does, with the group of their author.
    ///   - seed: Draws the groups.
    fileprivate init?(
      _ pairs: [(group: Int, before: Evaluation.Outcome, after: Evaluation.Outcome)],
      seed: UInt64
    ) {
      // By group, the two tables of labelled and found stances.
      var groups: [Int: [Evaluation]] = [:]
      for (group, before, after) in pairs {
        var both = groups[group] ?? [Evaluation(), Evaluation()]
        both[0].add([before])
        both[1].add([after])
        groups[group] = both
      }
      guard groups.count >= Self.fewestGroups else { return nil }
      let tables = groups.sorted { $0.key < $1.key }.map { $0.value.map(\.confusion) }
      func gain(_ places: [Int]) -> Double {
        Evaluation.macroF1(sumOf: places.lazy.map { tables[$0][1] })
          - Evaluation.macroF1(sumOf: places.lazy.map { tables[$0][0] })
      }
      difference = gain(Array(tables.indices))
      var random = RandomNumbers(seed: seed)
      let drawn = (0..<Evaluation.draws).map { _ in
        gain(tables.indices.map { _ in Int.random(in: tables.indices, using: &random) })
      }.sorted()
      low = drawn[Evaluation.draws * 25 / 1_000]
      high = drawn[Evaluation.draws * 975 / 1_000 - 1]
    }
  }

  /// A post whose label and stance differ.
  package struct Disagreement: Encodable, Sendable {
    package var source: String
    /// The id of the conversation's first post.
    package var conversation: String
    package var id: String
    package var labelled: Stance
    package var found: Stance
    /// The probability of the stance that was found, from 1/3 to 1.
    package var confidence: Double
  }

  /// Leaves out each conversation once, learns from the others, and scores it.
  ///
  /// - Parameters:
  ///   - conversations: Labelled conversations; never split between learning and scoring.
  ///   - folds: In how many parts they are left out.
  ///   - trainer: What learns.
  ///   - usesContext: Whether the posts around a post have a say.
  ///   - progress: Called after each part with its number, from 1.
  package init(
    of conversations: [LabelledConversation],
    folds: Int,
    trainer: Trainer,
    usesContext: Bool = true,
    progress: (Int) -> Void = { _ in }
  ) {
    var bySource: [String: Evaluation] = [:]
    let parts = Self.parts(conversations, folds, seed: trainer.seed)
    // The larger models left out the parts that hang on the root's id, and no others.
    let isTaught =
      folds == TaughtLabel.parts && parts == conversations.map { $0.part(of: folds) }
    for fold in 0..<folds {
      let kept = zip(conversations, parts).filter { $0.1 != fold }.map(\.0)
      let model = trainer.model(
        from: kept,
        taughtBy: isTaught ? .without(part: fold) : .nobody,
        sources: ""
      )
      for (conversation, part) in zip(conversations, parts) where part == fold {
        let outcomes = model.outcomes(of: conversation, usesContext: usesContext)
        bySource[conversation.source, default: Evaluation()].add(
          outcomes,
          errorFactor: model.errorFactor
        )
        disagreements += outcomes.compactMap { Disagreement($0, in: conversation) }
      }
      progress(fold + 1)
    }
    disagreements.sort { ($1.confidence, $0.id) < ($0.confidence, $1.id) }
    evaluations = bySource.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Leaves out each author's labels once, adapts a model to the others, and scores the posts left out: by
  /// the general model and by the adapted one.
  ///
  /// - Parameters:
  ///   - adaptation: What adapts the model.
  ///   - conversations: Labelled conversations of one topic; posts of one author, and copies of one text, are
  ///     never split between learning and scoring.
  ///   - folds: In how many parts authors are left out.
  ///   - seed: Chooses the parts.
  ///   - usesContext: Whether the posts around a post have a say.
  package init(
    of adaptation: Adaptation,
    to conversations: [LabelledConversation],
    folds: Int,
    seed: UInt64,
    usesContext: Bool = true
  ) {
    // Of each conversation, what is said of the posts of all parts.
    var found = conversations.map { _ in
      (before: [Evaluation.Outcome](), after: [Evaluation.Outcome]())
    }
    let general = adaptation.general
    let groups = AuthorGroups(conversations)
    let parts = groups.parts(folds, seed: seed)
    for fold in 0..<folds {
      let isLeftOut = { (post: LabelledConversation.Post) in
        groups[post].map { parts[$0] == fold } ?? false
      }
      let adapted = adaptation.model(
        to: conversations.map { conversation in conversation.labelled { !isLeftOut($0) } },
        sources: ""
      )
      for (number, conversation) in conversations.enumerated() {
        let leftOut = conversation.labelled(where: isLeftOut)
        let before = general.outcomes(of: leftOut, usesContext: usesContext)
        var outcomes = adapted.outcomes(of: leftOut, usesContext: usesContext)
        for place in outcomes.indices { outcomes[place].builtIn = before[place].probabilities }
        found[number].before += before
        found[number].after += outcomes
        disagreements += outcomes.compactMap { Disagreement($0, in: conversation) }
      }
    }
    disagreements.sort { ($1.confidence, $0.id) < ($0.confidence, $1.id) }
    var (before, after) = (Evaluation(), Evaluation())
    for outcomes in found {
      before.add(outcomes.before, errorFactor: general.errorFactor)
      after.add(outcomes.after, errorFactor: general.errorFactor)
    }
    evaluations = [("as it was", before), ("adapted", after)]
    gain = Gain(
      zip(conversations, found).flatMap { conversation, found in
        let grouped = Dictionary(
          conversation.posts.lazy.map { ($0.id, groups[$0]) },
          uniquingKeysWith: { first, _ in first }
        )
        return zip(found.before, found.after).compactMap { before, after in
          before.id.flatMap { grouped[$0] ?? nil }.map { ($0, before, after) }
        }
      },
      seed: seed
    )
  }

  /// The part of each conversation, by its id; where ids leave a part empty, in turn.
  private static func parts(
    _ conversations: [LabelledConversation],
    _ count: Int,
    seed: UInt64
  ) -> [Int] {
    let parts = conversations.map { $0.part(of: count) }
    guard Set(parts).count < count else { return parts }
    var random = RandomNumbers(seed: seed)
    return conversations.indices.map { $0 % count }.shuffled(using: &random)
  }
}

extension CrossValidation.Disagreement {
  fileprivate init?(_ outcome: Evaluation.Outcome, in conversation: LabelledConversation) {
    guard let id = outcome.id, let labelled = outcome.stance, let found = outcome.probabilities,
      found.stance != labelled
    else { return nil }
    self.init(
      source: conversation.source,
      conversation: conversation.id,
      id: id,
      labelled: labelled,
      found: found.stance,
      confidence: found.confidence
    )
  }
}

extension Model {
  /// Scores a labelled conversation as it would score an export, and pairs labels and scores.
  fileprivate func outcomes(
    of conversation: LabelledConversation,
    usesContext: Bool
  ) -> [Evaluation.Outcome] {
    let gate = LanguageGate(english: english)
    var graph = ConversationGraph(conversation)
    let root = text.stance.root(conversation.direction)
    for (index, post) in conversation.posts.enumerated() where !post.isTarget {
      let status = post.gold?.status ?? "scored"
      let isHidden = status == "repost" || status == "target" || post.isDeleted
      guard !isHidden, gate.refusal(of: post.text, tag: post.language) == nil else { continue }
      graph.nodes[index].text = text.scores(
        of: post.evidence,
        under: root,
        answering: conversation.direction(answeredBy: post)
      )
    }
    let inference = usesContext ? inference : inference.withoutContext
    return conversation.outcomes(of: graph, by: inference)
  }
}

/// The authors of labelled posts, those together who post copies of one text: what one of them says, the
/// others say too, and a model that has seen the one knows the others.
private struct AuthorGroups {
  /// By author, the number of the group, from 0.
  private var groups: [String: Int] = [:]
  /// By group, the number of its authors.
  private var sizes: [Int] = []

  /// Texts with a run of so many words in common are copies; shorter ones, where all words are the same.
  private static let longestRun = 10
  /// Shorter texts are the same by chance ("thank you so much").
  private static let fewestWords = 6

  init(_ conversations: [LabelledConversation]) {
    let posts = conversations.lazy.flatMap(\.posts).filter {
      $0.answer(to: .stance) != nil && !$0.isTarget
    }
    let writers = Set(posts.map(\.writer)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(writers, writers.indices))
    // By author, another one of the same group with a lower number, or the author.
    var leaders = Array(writers.indices)
    func first(_ number: Int) -> Int {
      var number = number
      while leaders[number] != number { number = leaders[number] }
      return number
    }
    var known: [UInt64: Int] = [:]
    for post in posts {
      guard let writer = numbers[post.writer] else { continue }
      for run in Self.runs(of: post.text) {
        let pair = [first(writer), first(known[run, default: writer])].sorted()
        leaders[pair[1]] = pair[0]
        known[run] = pair[0]
      }
    }
    for (number, writer) in writers.enumerated() {
      let leader = first(number)
      if leader == number {
        groups[writer] = sizes.count
        sizes.append(1)
      } else if let group = groups[writers[leader]] {
        groups[writer] = group
        sizes[group] += 1
      }
    }
  }

  /// The group of the author of a post; `nil` where nobody labelled a stance of theirs.
  subscript(post: LabelledConversation.Post) -> Int? { groups[post.writer] }

  /// The part in which each group is left out: the one that has the fewest authors as yet, in an order that
  /// hangs on the seed.
  func parts(_ count: Int, seed: UInt64) -> [Int] {
    var random = RandomNumbers(seed: seed)
    var parts = Array(repeating: 0, count: sizes.count)
    var filled = Array(repeating: 0, count: count)
    for group in sizes.indices.shuffled(using: &random) {
      let part = filled.indices.min { filled[$0] < filled[$1] } ?? 0
      parts[group] = part
      filled[part] += sizes[group]
    }
    return parts
  }

  /// What copies of a text have in common, whatever case, punctuation, names and links they have.
  private static func runs(of text: TokenizedText) -> [UInt64] {
    let words = SampledText.words(of: text).lazy.filter { $0.kind != .gap }.map(\.bits)
    guard words.count >= fewestWords else { return [] }
    let all = Array(words)
    let length = min(longestRun, all.count)
    return (0...all.count - length).map { start in
      all[start..<start + length].reduce(0) { FeatureHash.combined($0, $1) }
    }
  }
}

extension LabelledConversation.Post {
  /// Who wrote it; where nobody knows, as if somebody else wrote each.
  fileprivate var writer: String { author.map { "by \($0.value)" } ?? id }
}

extension LabelledConversation {
  /// The same with the labels of some posts only.
  fileprivate func labelled(where isLabelled: (Post) -> Bool) -> LabelledConversation {
    var conversation = self
    for (index, post) in posts.enumerated()
    where !isLabelled(post) && post.answer(to: .stance) != nil {
      conversation.posts[index].gold = nil
    }
    return conversation
  }

  /// Pairs the labels of which the labeller was sure with what is found in a graph.
  func outcomes(
    of graph: ConversationGraph,
    by inference: ConversationInference
  ) -> [Evaluation.Outcome] {
    let beliefs = inference.stances(of: graph).inContext
    return posts.indices.compactMap { index in
      guard let gold = posts[index].gold, !posts[index].isTarget, gold.sure ?? true
      else { return nil }
      let text = graph.nodes[index].text
      let belief = beliefs[index]
      let tone = text?.tone.softmax
      let isScored = gold.status == "scored"
      return Evaluation.Outcome(
        stance: isScored ? gold.stance : nil,
        tone: isScored ? gold.tone : nil,
        probabilities: text.map { _ in
          StanceProbabilities(
            supportive: Double(belief[0]),
            critical: Double(belief[1]),
            neutral: Double(belief[2])
          )
        },
        sentiment: tone.map { Double($0[2] - $0[0]) },
        id: posts[index].id,
        isShortAnswer: posts[index].isShortAnswer
      )
    }
  }
}
