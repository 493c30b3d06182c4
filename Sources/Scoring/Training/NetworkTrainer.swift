internal import Glibc

/// Fits networks with one hidden layer of rectified units and three answers.
///
/// Gradient descent on the cross-entropy, with a step for each weight and decoupled
/// decay (AdamW; Loshchilov and Hutter 2019), and dropout (Srivastava and others 2014) of the inputs
/// and the hidden units. Steps get smaller evenly until the last, so that where the weights end hangs less on the order. The same examples and the same seed give the same weights.
package struct NetworkTrainer {
  package struct Settings: Sendable {
    var inputs: Int
    var hidden: Int
    var decay: Float
    var inputDropout: Float
    var hiddenDropout: Float
  }

  /// The weights of both layers: input by input those to each hidden unit, and last the biases; unit by
  /// unit those to each answer, and last the biases.
  package typealias Weights = (first: [Float], second: [Float])

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
  private var steps = 0

  private let settings: Settings
  /// So many times sixteen hidden units.
  private let lanes: Int

  // What the last answer was made of, after dropout; by how much dropout enlarged each unit that it left.
  private var values: [Float]
  private var sums: [Units]
  private var units: [Float]
  private var scales: [Float]
  private var answer: Triple = .zero

  /// Begins with small weights drawn at random.
  package init(_ settings: Settings, seed: UInt64) {
    precondition(settings.hidden % Units.scalarCount == 0, "no multiple of sixteen units")
    self.settings = settings
    lanes = settings.hidden / Units.scalarCount
    random = RandomNumbers(seed: seed)
    first = Layer(inputs: settings.inputs, lanes: lanes, &random)
    second = Layer(inputs: settings.hidden, lanes: 1, &random)
    values = Array(repeating: 0, count: settings.inputs)
    sums = Array(repeating: .zero, count: lanes)
    units = Array(repeating: 0, count: settings.hidden)
    scales = units
  }

  package var weights: Weights {
    (
      first.weights.flatMap { lanes in lanes.indices.map { lanes[$0] } },
      second.weights.flatMap { [$0[0], $0[1], $0[2]] }
    )
  }

  /// The scores of the answers, as the network gives them while it learns: with dropout.
  ///
  /// - Parameters:
  ///   - inputs: What the network sees.
  ///   - start: The scores before the network has its say.
  /// - Returns: What the network adds to them.
  package mutating func scores(of inputs: Span<Float>, start: Triple) -> Triple {
    drop(inputs)
    for lane in 0..<lanes { sums[lane] = first.weights[settings.inputs * lanes + lane] }
    for input in 0..<settings.inputs where values[input] != 0 {
      for lane in 0..<lanes { sums[lane] += values[input] * first.weights[input * lanes + lane] }
    }
    dropUnits()
    var scores = second.weights[settings.hidden]
    for unit in 0..<settings.hidden where units[unit] > 0 {
      scores += units[unit] * second.weights[unit]
    }
    answer = scores + start
    return scores
  }

  /// Adds to the gradients what makes the last answer more like what is wanted.
  package mutating func learn(_ wanted: Triple, weight: Float) {
    let error = (answer.softmax - wanted) * weight
    for lane in 0..<lanes { sums[lane] = .zero }
    for unit in 0..<settings.hidden where units[unit] > 0 {
      // What dropout scaled a unit by, it scales its error by too.
      sums[unit / Units.scalarCount][unit % Units.scalarCount] =
        scales[unit] * (error * second.weights[unit]).sum()
      second.gradients[unit] += units[unit] * error
    }
    second.gradients[settings.hidden] += error
    for input in 0..<settings.inputs where values[input] != 0 {
      for lane in 0..<lanes { first.gradients[input * lanes + lane] += values[input] * sums[lane] }
    }
    for lane in 0..<lanes { first.gradients[settings.inputs * lanes + lane] += sums[lane] }
  }

  /// Moves the weights by what was learned since the last step.
  ///
  /// - Parameter part: How much of all steps is done, from 0 to 1.
  package mutating func step(after part: Float) {
    steps += 1
    let rate = Self.firstRate * (1 - part)
    first.step(steps, rate: rate, decay: settings.decay)
    second.step(steps, rate: rate, decay: settings.decay)
  }

  /// Takes over inputs, some of them set to 0, and the others enlarged so that the sum stays the same on average.
  private mutating func drop(_ inputs: Span<Float>) {
    let scale = 1 / (1 - settings.inputDropout)
    let least = UInt16(settings.inputDropout * 65_536)
    var bits: UInt64 = 0
    for input in 0..<settings.inputs {
      // Four draws of sixteen bits at a time.
      bits = input % 4 == 0 ? random.next() : bits >> 16
      values[input] = UInt16(truncatingIfNeeded: bits) < least ? 0 : inputs[input] * scale
    }
  }

  /// Rectifies the sums, and drops some of the units that are on.
  private mutating func dropUnits() {
    let scale = 1 / (1 - settings.hiddenDropout)
    let least = UInt16(settings.hiddenDropout * 65_536)
    var bits: UInt64 = 0
    for unit in 0..<settings.hidden {
      bits = unit % 4 == 0 ? random.next() : bits >> 16
      scales[unit] = UInt16(truncatingIfNeeded: bits) < least ? 0 : scale
      units[unit] = max(sums[unit / Units.scalarCount][unit % Units.scalarCount], 0) * scales[unit]
    }
  }
}

extension DirectionNetwork {
  /// A text beside the root, or beside the post that it answers.
  package struct Example: Sendable {
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

    fileprivate var inputs: [Float] {
      let products = zip(evidence.direction, other).map { $0 * $1 * DirectionNetwork.productScale }
      return evidence.direction + products + other + evidence.marks.values + [isReal ? 1 : 0]
    }
  }

  private static let settings = NetworkTrainer.Settings(
    inputs: inputs,
    hidden: hidden,
    decay: 0.1,
    inputDropout: 0.1,
    hiddenDropout: 0.4
  )
  private static let epochs = 12
  private static let batchSize = 64

  /// Learns a network.
  package init(learnedFrom examples: [Example], seed: UInt64) {
    var trainer = NetworkTrainer(Self.settings, seed: seed)
    var random = RandomNumbers(seed: seed)
    var order = Array(examples.indices)
    let batches = (order.count + Self.batchSize - 1) / Self.batchSize
    var steps = 0
    for _ in 0..<Self.epochs {
      order.shuffle(using: &random)
      for start in stride(from: 0, to: order.count, by: Self.batchSize) {
        let batch = order[start..<min(start + Self.batchSize, order.count)]
        for index in batch {
          let example = examples[index]
          _ = trainer.scores(of: example.inputs.span, start: .zero)
          trainer.learn(example.wanted, weight: example.weight / Float(batch.count))
        }
        steps += 1
        trainer.step(after: Float(steps) / Float(Self.epochs * batches + 1))
      }
    }
    let weights = trainer.weights
    self.init(first: weights.first, second: weights.second)
  }
}
