/// Fits one linear model of three answers to labelled feature vectors.
///
/// Multinomial logistic regression by stochastic gradient descent with a step for each weight
/// (AdaGrad; Duchi, Hazan, Singer 2011) and a quadratic penalty. A weight is the sum of one that all
/// examples share and one of the example's manner (Daumé 2007). The same examples and the same seed
/// give the same weights.
struct LinearTrainer {
  struct Example {
    var features: FeatureVector
    /// From 0 to 2.
    var answer: Int
    /// How much the example counts.
    var weight: Float
    var manner: Manner
  }

  /// Where labelled posts come from.
  enum Manner: Int, CaseIterable, Sendable {
    case madeUp
    case real
  }

  struct Settings: Sendable {
    var epochs = 12
    /// The size of the first step of a weight.
    var rate: Float
    /// The step of a manner's own weights, as a part of that of the shared ones.
    var ownRate: Float = 0.5
    var penalty: Float = 3e-5
    var seed: UInt64
  }

  /// One weight a bucket, with the sum of the squares of its gradients.
  private struct Weights {
    var values: [Triple] = Array(repeating: .zero, count: TextFeatures.buckets)
    var squares = Array(repeating: Triple(repeating: 1e-3), count: TextFeatures.buckets)
    var bias = Triple.zero

    mutating func step(_ bucket: Int, _ error: Triple, rate: Float, penalty: Float) {
      let gradient = error + penalty * values[bucket]
      squares[bucket] += gradient * gradient
      values[bucket] -= rate * gradient / squares[bucket].squareRoot()
    }
  }

  private var shared = Weights()
  private var own = Manner.allCases.map { _ in Weights() }
  private var biasSquares = Triple(repeating: 1)
  /// The buckets that any example has; the weights of all others are 0.
  private(set) var buckets: [Int] = []

  func weight(of bucket: Int, in manner: Manner) -> Triple {
    shared.values[bucket] + own[manner.rawValue].values[bucket]
  }

  func bias(in manner: Manner) -> Triple { shared.bias + own[manner.rawValue].bias }

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
    let manner = example.manner.rawValue
    var scores = bias(in: example.manner)
    for (index, value) in zip(example.features.indices, example.features.values) {
      scores += value * weight(of: Int(index), in: example.manner)
    }
    var wanted = Triple.zero
    wanted[example.answer] = 1
    let error = (scores.softmax - wanted) * example.weight
    let (rate, penalty) = (settings.rate, settings.penalty)
    for (index, value) in zip(example.features.indices, example.features.values) {
      shared.step(Int(index), error * value, rate: rate, penalty: penalty)
      if settings.ownRate > 0 {
        own[manner].step(
          Int(index),
          error * value,
          rate: rate * settings.ownRate,
          penalty: penalty
        )
      }
    }
    biasSquares += error * error
    let step = rate * error / biasSquares.squareRoot()
    shared.bias -= step
    if settings.ownRate > 0 { own[manner].bias -= step }
  }
}
