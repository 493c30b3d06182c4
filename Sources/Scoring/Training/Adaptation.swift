/// Fits a model that there is to labels of a topic of the user's own.
///
/// What is learned is added to the weights of the linear models, by logistic regression that starts from
/// the scores of the general model and is held near them (Chelba and Acero 2006): where the labels say
/// nothing, it stays as it was. Each answer counts alike in sum, however rare it is, for one that is found
/// nowhere is worse than a few that are found too often.
package struct Adaptation: Sendable {
  let general: Model
  private let seed: UInt64

  /// Creates what adapts a model.
  ///
  /// - Parameters:
  ///   - general: The model to start from.
  ///   - seed: The order of learning.
  package init(of general: Model, seed: UInt64 = 1) {
    self.general = general
    self.seed = seed
  }

  /// Adapts the model.
  ///
  /// - Parameters:
  ///   - conversations: Labelled posts of the topic.
  ///   - sources: A line that says what they are, added to that of the general model.
  /// - Returns: The adapted model; the same labels and seed give the same one.
  package func model(to conversations: [LabelledConversation], sources: String) -> Model {
    var examples: [Question: [LinearTrainer.Example]] = [:]
    for conversation in conversations { add(conversation, to: &examples) }
    let learned = examples.mapValues { examples in
      var trainer = LinearTrainer()
      trainer.fit(Self.balanced(examples), Self.settings(seed: seed))
      return trainer
    }
    let linear = general.text.linear
    let buckets = Array(0..<TextFeatures.buckets)
    var (biases, weights): ([Triple], [([Int], (Int) -> Triple)]) = ([], [])
    for question in Question.allCases {
      let added = learned[question == .stanceMadeUp ? .stance : question]
      biases.append(linear.biases[question.rawValue] + (added?.bias(in: .real) ?? .zero))
      weights.append(
        (
          buckets,
          { linear.weight(of: $0, for: question) + (added?.weight(of: $0, in: .real) ?? .zero) }
        )
      )
    }
    var model = general
    model.text.linear = LinearWeights(biases: biases, weights: weights)
    model.sources = "\(general.sources); adapted to \(sources)"
    return model
  }

  private static func settings(seed: UInt64) -> LinearTrainer.Settings {
    LinearTrainer.Settings(epochs: 12, rate: 0.05, ownRate: 0, penalty: 1e-3, seed: seed)
  }

  private static func balanced(_ examples: [LinearTrainer.Example]) -> [LinearTrainer.Example] {
    let counts = examples.reduce(Triple.zero) { $0 + $1.wanted }
    let weights = counts.sum() / 3 / pointwiseMax(counts, Triple(repeating: 1))
    return examples.map { example in
      var example = example
      example.weight *= (example.wanted * weights).sum()
      return example
    }
  }

  private func add(
    _ conversation: LabelledConversation,
    to examples: inout [Question: [LinearTrainer.Example]]
  ) {
    var graph = ConversationGraph(conversation)
    graph.score(conversation, by: general.text)
    let real = ConversationInference.realness(of: graph.nodes.lazy.map(\.text))
    for (post, node) in zip(conversation.posts, graph.nodes) {
      guard let text = node.text, !post.isTarget else { continue }
      for question in [Question.stance, .tone, .agreement] {
        guard let answer = post.answer(to: question) else { continue }
        let start: Triple =
          switch question {
          case .tone: text.tone
          case .agreement: text.agreement
          default: real * text.stance + (1 - real) * text.stanceMadeUp
          }
        examples[question, default: []].append(
          LinearTrainer.Example(
            features: post.evidence.features,
            wanted: Triple(certain: answer),
            weight: post.sureness,
            manner: .real,
            start: start
          )
        )
      }
    }
  }
}
