internal import Glibc

/// What a network with one hidden layer and three answers learns from.
package protocol NetworkExample: Sendable {
  /// What it sees; as many numbers in each example.
  var inputs: [Float] { get }
  /// The scores of the answers before the network has its say.
  var start: Triple { get }
  /// The probabilities of the answers.
  var wanted: Triple { get }
  /// How much the example counts.
  var weight: Float { get }
}

/// Fits networks with one hidden layer of rectified units and three answers.
///
/// Gradient descent on the cross-entropy in small batches, with a step for each weight and decoupled
/// decay (AdamW; Loshchilov and Hutter 2019), and dropout (Srivastava and others 2014) of the inputs
/// and the hidden units. Steps get smaller evenly until the last, so that where the weights end hangs less on the order. The same examples and the same seed give the same weights.
package struct NetworkTrainer {
  package struct Settings: Sendable {
    var inputs: Int
    var hidden: Int
    var epochs: Int
    var decay: Float
    var inputDropout: Float
    var hiddenDropout: Float
  }

  /// The weights of both layers: input by input those to each hidden unit, and last the biases; unit by
  /// unit those to each answer, and last the biases.
  package typealias Weights = (first: [Float], second: [Float])

  private static let batchSize = 64
  /// The size of the first step of a weight.
  private static let firstRate: Float = 2e-3

  /// Sixteen hidden units; networks have a multiple of so many.
  private typealias Units = SIMD16<Float>

  /// One layer's weights, their gradients in this batch, and the running means of these and of their
  /// squares.
  private struct Layer<Lanes: SIMD> where Lanes.Scalar == Float {
    var weights: [Lanes]
    var gradients: [Lanes]
    private var means: [Lanes]
    private var squares: [Lanes]

    init(inputs: Int, lanes: Int, _ random: inout RandomNumbers) {
      // Uniform within the inverse root of the number of inputs (He and others 2015, up to a factor).
      let bound = 1 / Float(inputs).squareRoot()
      weights = (0..<(inputs + 1) * lanes).map { _ in .random(in: -bound...bound, using: &random) }
      gradients = Array(repeating: .zero, count: weights.count)
      means = gradients
      squares = gradients
    }

    mutating func step(_ number: Int, rate: Float, decay: Float) {
      let (fast, slow): (Float, Float) = (0.9, 0.999)
      let fastBias = 1 - powf(fast, Float(number))
      let slowBias = 1 - powf(slow, Float(number))
      let step = rate / fastBias
      for place in weights.indices {
        let gradient = gradients[place]
        let mean = fast * means[place] + (1 - fast) * gradient
        let square = slow * squares[place] + (1 - slow) * gradient * gradient
        let size = (square * (1 / slowBias)).squareRoot() + 1e-8
        weights[place] -= rate * decay * weights[place] + step * mean / size
        means[place] = mean
        squares[place] = square
        gradients[place] = .zero
      }
    }
  }

  private var first: Layer<Units>
  private var second: Layer<Triple>
  private var random: RandomNumbers

  private let settings: Settings
  /// So many times sixteen hidden units.
  private let lanes: Int

  private init(_ settings: Settings, seed: UInt64) {
    precondition(settings.hidden % Units.scalarCount == 0, "no multiple of sixteen units")
    self.settings = settings
    lanes = settings.hidden / Units.scalarCount
    random = RandomNumbers(seed: seed)
    first = Layer(inputs: settings.inputs, lanes: lanes, &random)
    second = Layer(inputs: settings.hidden, lanes: 1, &random)
  }

  /// Learns the weights of a network.
  package static func weights(
    from examples: [some NetworkExample],
    _ settings: Settings,
    seed: UInt64
  ) -> Weights {
    var trainer = NetworkTrainer(settings, seed: seed)
    var order = Array(examples.indices)
    let batches = (order.count + batchSize - 1) / batchSize
    var steps = 0
    for _ in 0..<settings.epochs {
      order.shuffle(using: &trainer.random)
      for start in stride(from: 0, to: order.count, by: batchSize) {
        let batch = order[start..<min(start + batchSize, order.count)]
        for index in batch { trainer.learn(examples[index], part: 1 / Float(batch.count)) }
        steps += 1
        let rate = firstRate * (1 - Float(steps) / Float(settings.epochs * batches + 1))
        trainer.first.step(steps, rate: rate, decay: settings.decay)
        trainer.second.step(steps, rate: rate, decay: settings.decay)
      }
    }
    return (
      trainer.first.weights.flatMap { lanes in lanes.indices.map { lanes[$0] } },
      trainer.second.weights.flatMap { [$0[0], $0[1], $0[2]] }
    )
  }

  private mutating func learn(_ example: some NetworkExample, part: Float) {
    let (hidden, lanes) = (settings.hidden, lanes)
    let values = dropped(example.inputs, settings.inputDropout)
    var sums = Array(first.weights.suffix(lanes))
    for (input, value) in values.enumerated() where value != 0 {
      for lane in 0..<lanes { sums[lane] += value * first.weights[input * lanes + lane] }
    }
    let units = sums.flatMap { lanes in lanes.indices.map { max(lanes[$0], 0) } }
    let active = dropped(units, settings.hiddenDropout)
    var scores = second.weights[hidden] + example.start
    for (unit, value) in active.enumerated() where value > 0 {
      scores += value * second.weights[unit]
    }
    let error = (scores.softmax - example.wanted) * (example.weight * part)
    var errors: [Units] = Array(repeating: .zero, count: lanes)
    for (unit, value) in active.enumerated() where value > 0 {
      // What dropout scaled a unit by, it scales its error by too.
      errors[unit / Units.scalarCount][unit % Units.scalarCount] +=
        value / units[unit] * (error * second.weights[unit]).sum()
      second.gradients[unit] += value * error
    }
    second.gradients[hidden] += error
    for (input, value) in values.enumerated() where value != 0 {
      for lane in 0..<lanes { first.gradients[input * lanes + lane] += value * errors[lane] }
    }
    for lane in 0..<lanes { first.gradients[settings.inputs * lanes + lane] += errors[lane] }
  }

  /// Some values set to 0, and the others enlarged so that the sum stays the same on average.
  private mutating func dropped(_ values: [Float], _ rate: Float) -> [Float] {
    let scale = 1 / (1 - rate)
    let least = UInt16(rate * 65_536)
    var bits: UInt64 = 0
    return values.enumerated().map { place, value in
      // Four draws of sixteen bits at a time.
      bits = place % 4 == 0 ? random.next() : bits >> 16
      return value == 0 || UInt16(truncatingIfNeeded: bits) < least ? 0 : value * scale
    }
  }
}

extension DirectionNetwork {
  /// A text beside the root, or beside the post that it answers.
  package struct Example: NetworkExample {
    package var evidence: TextEvidence
    /// The direction of the root, or of the post that is answered.
    package var other: [Float]
    package var isReal: Bool
    package var wanted: Triple
    package var weight: Float

    package init(
      evidence: TextEvidence,
      other: [Float],
      isReal: Bool,
      wanted: Triple,
      weight: Float
    ) {
      self.evidence = evidence
      self.other = other
      self.isReal = isReal
      self.wanted = wanted
      self.weight = weight
    }

    package var start: Triple { .zero }

    package var inputs: [Float] {
      let products = zip(evidence.direction, other).map { $0 * $1 * DirectionNetwork.productScale }
      return evidence.direction + products + other + evidence.marks.values + [isReal ? 1 : 0]
    }
  }

  private static let settings = NetworkTrainer.Settings(
    inputs: inputs,
    hidden: hidden,
    epochs: 12,
    decay: 0.1,
    inputDropout: 0.1,
    hiddenDropout: 0.4
  )

  /// Learns a network.
  package init(learnedFrom examples: [Example], seed: UInt64) {
    let weights = NetworkTrainer.weights(from: examples, Self.settings, seed: seed)
    self.init(first: weights.first, second: weights.second)
  }
}

extension ContextNetwork {
  /// What is around a labelled post.
  package struct Example: NetworkExample {
    package var surroundings: Surroundings
    package var wanted: Triple
    package var weight: Float

    package init(surroundings: Surroundings, wanted: Triple, weight: Float) {
      self.surroundings = surroundings
      self.wanted = wanted
      self.weight = weight
    }

    package var start: Triple { surroundings.start }
    package var inputs: [Float] { (0..<Surroundings.count).map { surroundings.numbers[$0] } }
  }

  /// An example whose inputs have a mean of 0 and a standard deviation of 1.
  private struct StandardExample: NetworkExample {
    var inputs: [Float]
    var start: Triple
    var wanted: Triple
    var weight: Float
  }

  private static let settings = NetworkTrainer.Settings(
    inputs: Surroundings.count,
    hidden: hidden,
    epochs: 40,
    decay: 0.01,
    inputDropout: 0.05,
    hiddenDropout: 0.1
  )

  /// Learns a network.
  package init(learnedFrom examples: [Example], seed: UInt64) {
    let inputs = Surroundings.count
    let count = Float(max(examples.count, 1))
    var means: [Float] = Array(repeating: 0, count: inputs)
    var squares = means
    for example in examples {
      for (input, value) in example.inputs.enumerated() { means[input] += value / count }
    }
    for example in examples {
      for (input, value) in example.inputs.enumerated() {
        squares[input] += (value - means[input]) * (value - means[input]) / count
      }
    }
    // An input that is always alike says nothing, and must not be made large.
    let deviations = squares.map { $0.squareRoot() + 1e-3 }
    var (first, second) = NetworkTrainer.weights(
      from: examples.map { example in
        StandardExample(
          inputs: example.inputs.indices.map { (example.inputs[$0] - means[$0]) / deviations[$0] },
          start: example.start,
          wanted: example.wanted,
          weight: example.weight
        )
      },
      Self.settings,
      seed: seed
    )
    for input in 0..<inputs {
      for unit in 0..<Self.hidden {
        first[input * Self.hidden + unit] /= deviations[input]
        first[inputs * Self.hidden + unit] -= means[input] * first[input * Self.hidden + unit]
      }
    }
    self.init(first: first, second: second)
  }
}
