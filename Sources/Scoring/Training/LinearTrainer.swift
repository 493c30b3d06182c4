/// Fits one linear model of three answers to labelled feature vectors.
///
/// Multinomial logistic regression by stochastic gradient descent with a step for each weight
/// (AdaGrad; Duchi, Hazan, Singer 2011) and a quadratic penalty. The same examples and the same
/// seed give the same weights.
struct LinearTrainer {
  struct Example {
    var features: FeatureVector
    /// From 0 to 2.
    var answer: Int
    /// How much the example counts.
    var weight: Float
  }

  struct Settings: Sendable {
    var epochs = 12
    var rate: Float = 0.15
    var penalty: Float = 3e-5
    var seed: UInt64 = 1
  }

  private(set) var weights: [Triple]
  private(set) var bias = Triple.zero
  /// The buckets that any example has; the weights of all others are 0.
  private(set) var buckets: [Int] = []
  private var squares: [Triple]
  private var biasSquares = Triple(repeating: 1)

  init() {
    weights = Array(repeating: .zero, count: TextFeatures.buckets)
    squares = Array(repeating: Triple(repeating: 1e-3), count: TextFeatures.buckets)
  }

  mutating func fit(_ examples: [Example], _ settings: Settings) {
    var random = RandomNumbers(seed: settings.seed)
    var order = Array(examples.indices)
    buckets = Set(examples.lazy.flatMap(\.features.indices)).map { Int($0) }
    for _ in 0..<settings.epochs {
      order.shuffle(using: &random)
      for index in order { learn(examples[index], settings) }
    }
  }

  private mutating func learn(_ example: Example, _ settings: Settings) {
    var scores = bias
    for (index, value) in zip(example.features.indices, example.features.values) {
      scores += value * weights[Int(index)]
    }
    var wanted = Triple.zero
    wanted[example.answer] = 1
    let error = (scores.softmax - wanted) * example.weight
    for (index, value) in zip(example.features.indices, example.features.values) {
      let bucket = Int(index)
      let gradient = error * value + settings.penalty * weights[bucket]
      squares[bucket] += gradient * gradient
      weights[bucket] -= settings.rate * gradient / squares[bucket].squareRoot()
    }
    biasSquares += error * error
    bias -= settings.rate * error / biasSquares.squareRoot()
  }
}
