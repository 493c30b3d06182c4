internal import Ingest

/// What the rounds of ``ContextNetwork`` learn from: a conversation whose texts were scored by a model that had
/// not seen it, and the labels of some of its posts.
package struct ContextLesson: Sendable {
  fileprivate var state: ConversationState
  /// By the number of a post in the order: the probabilities of its stances, and how much it counts.
  fileprivate var labels: [(wanted: Triple, weight: Float)?]
  /// How many posts are labelled.
  fileprivate let count: Int

  /// Prepares a conversation.
  ///
  /// - Parameters:
  ///   - state: What is believed of its posts before any network has its say.
  ///   - label: Called with the place of each post: the probabilities of its stances, and how much it counts;
  ///     `nil` where nobody labelled it.
  init(_ state: ConversationState, label: (_ place: Int) -> (wanted: Triple, weight: Float)?) {
    self.state = state
    labels = state.order.places.map { label(Int($0)) }
    count = labels.count { $0 != nil }
  }

  /// Prepares a conversation of which some stances are known.
  package init(
    _ graph: ConversationGraph,
    by inference: ConversationInference,
    label: (_ place: Int) -> (wanted: Triple, weight: Float)?
  ) {
    self.init(inference.state(of: graph), label: label)
  }
}

/// Fits the rounds of ``ContextNetwork`` side by side: each sees the posts around as those before it leave them at
/// that moment, dropout and all, so it learns not to trust them more than they are worth.
///
/// On conversations left out that was worth more than to fit one round after the other, and as much as to let errors
/// reach the rounds before.
private struct ContextTrainer {
  private var rounds: [NetworkTrainer]
  /// Of each input, over all posts that are labelled.
  private let means: [Float]
  private let deviations: [Float]

  private static let settings = NetworkTrainer.Settings(
    inputs: Surroundings.count,
    hidden: ContextNetwork.hidden,
    decay: 0.01,
    inputDropout: 0.05,
    hiddenDropout: 0.1
  )

  init(_ lessons: [ContextLesson], seed: UInt64) {
    let inputs = Surroundings.count
    // Of numbers up to a few dozens, so many add up exactly enough.
    var (sums, squares) = (
      Array(repeating: 0.0, count: inputs), Array(repeating: 0.0, count: inputs)
    )
    var count = 0.0
    for lesson in lessons {
      let state = lesson.state
      state.forEachSurroundings(in: state.posts.indices) { number, surroundings in
        guard lesson.labels[number] != nil else { return }
        count += 1
        for input in 0..<inputs {
          let value = Double(surroundings.numbers[input])
          sums[input] += value
          squares[input] += value * value
        }
      }
    }
    let means = sums.map { $0 / max(count, 1) }
    self.means = means.map { Float($0) }
    // An input that is always alike says nothing, and must not be made large.
    deviations = zip(squares, means).map { square, mean in
      Float(max(square / max(count, 1) - mean * mean, 0).squareRoot()) + 1e-3
    }
    rounds = (0..<ContextNetwork.rounds).map { round in
      NetworkTrainer(Self.settings, seed: seed &+ UInt64(round))
    }
  }

  /// Goes through a conversation round by round.
  ///
  /// - Parameters:
  ///   - lesson: The conversation.
  ///   - part: How much each of its labels counts beside their own weights.
  mutating func learn(_ lesson: ContextLesson, part: Float) {
    var state = lesson.state
    var inputs = means
    for round in rounds.indices {
      var beliefs = state.beliefs
      state.forEachSurroundings(in: state.posts.indices) { number, surroundings in
        for input in inputs.indices {
          inputs[input] = (surroundings.numbers[input] - means[input]) / deviations[input]
        }
        let scores = rounds[round].scores(of: inputs.span, start: surroundings.start)
        beliefs[number] = PackedTriple(
          probabilities: (surroundings.start + ContextNetwork.bounded(scores)).softmax
        )
        if let label = lesson.labels[number] {
          rounds[round].learn(label.wanted, weight: label.weight * part)
        }
      }
      state.believe(beliefs)
    }
  }

  mutating func step(after part: Float) {
    for round in rounds.indices { rounds[round].step(after: part) }
  }

  /// The networks, which take inputs as they are.
  var networks: [ContextNetwork] {
    rounds.map { trainer in
      var (first, second) = trainer.weights
      let hidden = ContextNetwork.hidden
      for input in means.indices {
        for unit in 0..<hidden {
          first[input * hidden + unit] /= deviations[input]
          first[means.count * hidden + unit] -= means[input] * first[input * hidden + unit]
        }
      }
      return ContextNetwork(first: first, second: second)
    }
  }
}

extension ContextNetwork {
  private static let epochs = 40
  /// Conversations are learned from together until so many of their posts are labelled.
  private static let batchSize = 256

  /// Learns the networks of all rounds; the same lessons and seed give the same ones.
  package static func learned(from lessons: [ContextLesson], seed: UInt64) -> [ContextNetwork] {
    var trainer = ContextTrainer(lessons, seed: seed)
    var random = RandomNumbers(seed: seed)
    let all = lessons.reduce(0) { $0 + $1.count } * epochs
    var order = lessons.indices.filter { lessons[$0].count > 0 }
    var seen = 0
    for _ in 0..<epochs {
      order.shuffle(using: &random)
      var rest = order[...]
      while !rest.isEmpty {
        var count = 0
        let batch = rest.prefix { index in
          defer { count += lessons[index].count }
          return count < batchSize
        }
        rest = rest.dropFirst(batch.count)
        let labelled = batch.reduce(0) { $0 + lessons[$1].count }
        for index in batch { trainer.learn(lessons[index], part: 1 / Float(labelled)) }
        seen += labelled
        trainer.step(after: Float(seen) / Float(all + batchSize))
      }
    }
    return trainer.networks
  }
}
