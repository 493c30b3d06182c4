internal import Ingest

/// How right a model is on conversations that it has never seen.
package struct CrossValidation: Sendable {
  /// By source, in sorted order.
  package private(set) var evaluations: [(source: String, evaluation: Evaluation)] = []
  /// Posts of which the model, without having seen them, says something else than their labels, the ones
  /// of which it is surest first: where labels are wrong, they are here, and so are the worst mistakes.
  package private(set) var disagreements: [Disagreement] = []

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
  ///   - trainer: What learns; its seed also chooses the parts.
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
    // The larger models left out the parts of this seed.
    let isTaught = folds == TaughtLabel.parts && trainer.seed == 1
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
          errors: model.shareErrors
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
  ///   - general: The model that it starts from.
  ///   - conversations: Labelled conversations of one topic; posts of one author are never split between
  ///     learning and scoring.
  ///   - folds: In how many parts authors are left out.
  ///   - seed: Chooses the parts.
  ///   - usesContext: Whether the posts around a post have a say.
  package init(
    of adaptation: Adaptation,
    from general: Model,
    to conversations: [LabelledConversation],
    folds: Int,
    seed: UInt64,
    usesContext: Bool = true
  ) {
    var (before, after) = (Evaluation(), Evaluation())
    for fold in 0..<folds {
      let adapted = adaptation.model(
        to: conversations.map { conversation in
          conversation.labelled { $0.part(of: folds, seed: seed) != fold }
        },
        sources: ""
      )
      for conversation in conversations {
        let leftOut = conversation.labelled { $0.part(of: folds, seed: seed) == fold }
        before.add(
          general.outcomes(of: leftOut, usesContext: usesContext),
          errors: general.shareErrors
        )
        let outcomes = adapted.outcomes(of: leftOut, usesContext: usesContext)
        after.add(outcomes, errors: adapted.shareErrors)
        disagreements += outcomes.compactMap { Disagreement($0, in: conversation) }
      }
    }
    disagreements.sort { ($1.confidence, $0.id) < ($0.confidence, $1.id) }
    evaluations = [("as it was", before), ("adapted", after)]
  }

  /// The part of each conversation, by its id; where ids leave a part empty, in turn.
  private static func parts(
    _ conversations: [LabelledConversation],
    _ count: Int,
    seed: UInt64
  ) -> [Int] {
    let parts = conversations.map { $0.part(of: count, seed: seed) }
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
  /// The part in which the post is left out, of so many: that of its author.
  fileprivate func part(of count: Int, seed: UInt64) -> Int {
    let name = author.map { String($0.value) } ?? id
    return Int(FeatureHash.of(name.utf8, seed: seed) % UInt64(count))
  }
}

extension LabelledConversation {
  /// The same with the labels of some posts only.
  fileprivate func labelled(where isLabelled: (Post) -> Bool) -> LabelledConversation {
    var conversation = self
    for (index, post) in posts.enumerated() where !isLabelled(post) {
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
      return Evaluation.Outcome(
        stance: gold.status == "scored" ? gold.stance : nil,
        tone: gold.tone,
        probabilities: text.map { _ in
          StanceProbabilities(
            supportive: Double(belief[0]),
            critical: Double(belief[1]),
            neutral: Double(belief[2])
          )
        },
        sentiment: tone.map { Double($0[2] - $0[0]) },
        id: posts[index].id
      )
    }
  }
}
