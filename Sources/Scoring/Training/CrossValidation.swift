/// How right a model is on conversations that it has never seen.
package struct CrossValidation: Sendable {
  /// By source, in sorted order.
  package private(set) var evaluations: [(source: String, evaluation: Evaluation)] = []

  /// Leaves out each conversation once, learns from the others, and scores it.
  ///
  /// - Parameters:
  ///   - conversations: Labelled conversations; never split between learning and scoring.
  ///   - folds: In how many parts they are left out.
  ///   - trainer: What learns; its seed also shuffles the conversations.
  ///   - usesContext: Whether the posts around a post have a say.
  ///   - progress: Called after each part with its number, from 1.
  package init(
    of conversations: [LabelledConversation],
    folds: Int,
    trainer: Trainer,
    usesContext: Bool = true,
    progress: (Int) -> Void = { _ in }
  ) {
    var random = RandomNumbers(seed: trainer.seed)
    let order = conversations.indices.shuffled(using: &random)
    var bySource: [String: Evaluation] = [:]
    for fold in 0..<folds {
      let kept = order.indices.filter { $0 % folds != fold }.map { conversations[order[$0]] }
      let model = trainer.model(from: kept, sources: "")
      for index in order.indices where index % folds == fold {
        let conversation = conversations[order[index]]
        bySource[conversation.source, default: Evaluation()].add(
          model.outcomes(of: conversation, usesContext: usesContext)
        )
      }
      progress(fold + 1)
    }
    evaluations = bySource.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
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
    let root = self.text.network.root(conversation.direction)
    for (index, post) in conversation.posts.enumerated() where !post.isTarget {
      let status = post.gold?.status ?? "scored"
      let isHidden = status == "repost" || status == "target" || post.isDeleted
      guard !isHidden, gate.refusal(of: post.text, tag: post.language) == nil else { continue }
      graph.nodes[index].text = self.text.scores(of: post.evidence, under: root)
    }
    let inference = usesContext ? inference : inference.withoutContext
    let beliefs = inference.stances(of: graph)
    return conversation.posts.indices.compactMap { index in
      let post = conversation.posts[index]
      guard let gold = post.gold, !post.isTarget else { return nil }
      let isSure = gold.sure ?? true
      guard isSure else { return nil }
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
        sentiment: tone.map { Double($0[2] - $0[0]) }
      )
    }
  }
}
