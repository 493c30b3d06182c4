internal import Ingest

/// How right a model is on conversations that it has never seen.
package struct CrossValidation: Sendable {
  /// By source, in sorted order.
  package private(set) var evaluations: [(source: String, evaluation: Evaluation)] = []
  /// Posts of which the model, without having seen them, says something else than their labels, the ones
  /// of which it is surest first: where labels are wrong, they are here, and so are the worst mistakes.
  package private(set) var disagreements: [Disagreement] = []

  /// How much better an adapted model is; `nil` where none was adapted.
  package private(set) var gain: Gain?

  /// A difference of macro-F1, from -1 to 1, with its 95 % interval.
  ///
  /// By the bootstrap: authors are drawn anew a thousand times (Efron 1979).
  package struct Gain: Hashable, Sendable {
    package let difference: Double
    package let low: Double
    package let high: Double

    /// Compares what two models say of the same posts.
    ///
    /// - Parameters:
    ///   - pairs: The posts, as one model finds them and as the other does.
    ///   - writers: Who wrote the posts, by id.
    ///   - seed: Draws the authors.
    fileprivate init(
      _ pairs: [(before: Evaluation.Outcome, after: Evaluation.Outcome)],
      by writers: [String: String],
      seed: UInt64
    ) {
      // By author, the two tables of labelled and found stances.
      var groups: [String: [Evaluation]] = [:]
      for (before, after) in pairs {
        let name = before.id.flatMap { writers[$0] } ?? ""
        var both = groups[name] ?? [Evaluation(), Evaluation()]
        both[0].add([before])
        both[1].add([after])
        groups[name] = both
      }
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
  ///   - conversations: Labelled conversations of one topic; posts of one author are never split between
  ///     learning and scoring.
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
    let parts = Self.parts(of: conversations, folds, seed: seed)
    for fold in 0..<folds {
      let isLeftOut = { (post: LabelledConversation.Post) in parts[post.writer] == fold }
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
      found.flatMap { zip($0.before, $0.after) },
      by: Dictionary(
        conversations.lazy.flatMap(\.posts).map { ($0.id, $0.writer) },
        uniquingKeysWith: { first, _ in first }
      ),
      seed: seed
    )
  }

  /// The parts in which the writers of labelled posts are left out: dealt in turn, in an order that hangs on
  /// the seed.
  private static func parts(
    of conversations: [LabelledConversation],
    _ count: Int,
    seed: UInt64
  ) -> [String: Int] {
    let posts = conversations.lazy.flatMap(\.posts)
    let writers = Set(posts.filter { $0.answer(to: .stance) != nil && !$0.isTarget }.map(\.writer))
    var random = RandomNumbers(seed: seed)
    let order = writers.sorted().shuffled(using: &random)
    return Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0 % count) })
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
