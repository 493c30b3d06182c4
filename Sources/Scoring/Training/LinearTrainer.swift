/// Fits one linear model of three answers to labelled feature vectors.
///
/// Multinomial logistic regression by stochastic gradient descent with a step for each weight
/// (AdaGrad; Duchi, Hazan, Singer 2011) and a quadratic penalty. A weight is the sum of one that all
/// examples share and one of the example's manner (Daumé 2007). The same examples and the same seed
/// give the same weights.
struct LinearTrainer {
  struct Example {
    var features: FeatureVector
    /// The probabilities of the answers.
    var wanted: Triple
    /// How much the example counts.
    var weight: Float
    var manner: Manner
    /// The scores of the answers before anything is learned.
    var start = Triple.zero
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

  /// One weight an answer, with the sum of the squares of its gradients.
  private struct Weight {
    var value = Triple.zero
    var squares = Triple(repeating: 1e-3)

    @inline(__always)
    mutating func step(_ error: Triple, rate: Float, penalty: Float) {
      let gradient = error + penalty * value
      squares += gradient * gradient
      value -= rate * gradient / squares.squareRoot()
    }
  }

  /// All weights of a bucket, side by side in memory.
  private struct Row {
    var shared = Weight()
    var madeUp = Weight()
    var real = Weight()
  }

  private var rows: [Row] = Array(repeating: Row(), count: TextFeatures.buckets)
  private var sharedBias = Triple.zero
  private var ownBias = Manner.allCases.map { _ in Triple.zero }
  private var biasSquares = Triple(repeating: 1)
  /// How many examples have a bucket, up to 255.
  private var texts: [UInt8] = Array(repeating: 0, count: TextFeatures.buckets)
  /// What fewer examples have says nothing about others.
  private static let fewestTexts = 2

  func weight(of bucket: Int, in manner: Manner) -> Triple {
    rows[bucket].shared.value
      + (manner == .real ? rows[bucket].real.value : rows[bucket].madeUp.value)
  }

  /// The buckets that enough examples have; the weights of all others are 0.
  var buckets: [Int] { texts.indices.filter { texts[$0] >= Self.fewestTexts } }

  func bias(in manner: Manner) -> Triple { sharedBias + ownBias[manner.rawValue] }

  mutating func fit(_ examples: [Example], _ settings: Settings) {
    var random = RandomNumbers(seed: settings.seed)
    var order = Array(examples.indices)
    for example in examples {
      for index in example.features.indices {
        texts[Int(index)] &+= texts[Int(index)] < 255 ? 1 : 0
      }
    }
    for _ in 0..<settings.epochs {
      order.shuffle(using: &random)
      for index in order { learn(examples[index], settings) }
    }
  }

  private mutating func learn(_ example: Example, _ settings: Settings) {
    var scores = example.start + bias(in: example.manner)
    for (index, value) in zip(example.features.indices, example.features.values)
    where texts[Int(index)] >= Self.fewestTexts {
      scores += value * weight(of: Int(index), in: example.manner)
    }
    let error = (scores.softmax - example.wanted) * example.weight
    let (rate, penalty, ownRate) = (
      settings.rate, settings.penalty, settings.rate * settings.ownRate
    )
    for (index, value) in zip(example.features.indices, example.features.values)
    where texts[Int(index)] >= Self.fewestTexts {
      rows[Int(index)].shared.step(error * value, rate: rate, penalty: penalty)
      guard ownRate > 0 else { continue }
      if example.manner == .real {
        rows[Int(index)].real.step(error * value, rate: ownRate, penalty: penalty)
      } else {
        rows[Int(index)].madeUp.step(error * value, rate: ownRate, penalty: penalty)
      }
    }
    biasSquares += error * error
    let step = rate * error / biasSquares.squareRoot()
    sharedBias -= step
    if ownRate > 0 { ownBias[example.manner.rawValue] -= step }
  }
}
