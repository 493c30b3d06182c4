internal import Glibc

/// Fits a ``DirectionNetwork`` to labelled texts.
///
/// Gradient descent on the cross-entropy in small batches, with a step for each weight and decoupled
/// decay (AdamW; Loshchilov and Hutter 2019), and dropout (Srivastava and others 2014) of the inputs
/// and the hidden units. The same examples and the same seed give the same weights.
package struct NetworkTrainer {
  package struct Example {
    package var evidence: TextEvidence
    /// The direction of the root, or of the post that is answered.
    package var other: [Float]
    package var isReal: Bool
    /// The probabilities of the answers.
    package var wanted: Triple
    /// How much the example counts.
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
  }

  private static let epochs = 12
  private static let batchSize = 64
  private static let rate: Float = 2e-3
  private static let decay: Float = 0.1
  private static let inputDropout: Float = 0.1
  private static let hiddenDropout: Float = 0.4

  /// One layer's weights, their gradients in this batch, and the running means of these and of their
  /// squares.
  private struct Layer {
    var weights: [Float]
    var gradients: [Float]
    private var means: [Float]
    private var squares: [Float]

    init(rows: Int, columns: Int, _ random: inout RandomNumbers) {
      // Uniform within the inverse root of the number of inputs (He and others 2015, up to a factor).
      let bound = 1 / Float(rows - 1).squareRoot()
      weights = (0..<rows * columns).map { _ in Float.random(in: -bound...bound, using: &random) }
      gradients = Array(repeating: 0, count: weights.count)
      means = gradients
      squares = gradients
    }

    mutating func step(_ number: Int) {
      let (fast, slow): (Float, Float) = (0.9, 0.999)
      let fastBias = 1 - powf(fast, Float(number))
      let slowBias = 1 - powf(slow, Float(number))
      let step = rate / fastBias
      for place in weights.indices {
        let gradient = gradients[place]
        means[place] = fast * means[place] + (1 - fast) * gradient
        squares[place] = slow * squares[place] + (1 - slow) * gradient * gradient
        let size = (squares[place] / slowBias).squareRoot() + 1e-8
        weights[place] -= rate * decay * weights[place] + step * means[place] / size
        gradients[place] = 0
      }
    }
  }

  private var first: Layer
  private var second: Layer
  private var random: RandomNumbers

  private init(seed: UInt64) {
    random = RandomNumbers(seed: seed)
    first = Layer(rows: DirectionNetwork.inputs + 1, columns: DirectionNetwork.hidden, &random)
    second = Layer(rows: DirectionNetwork.hidden + 1, columns: 3, &random)
  }

  /// Learns a network.
  package static func network(from examples: [Example], seed: UInt64) -> DirectionNetwork {
    var trainer = NetworkTrainer(seed: seed)
    var order = Array(examples.indices)
    var steps = 0
    for _ in 0..<epochs {
      order.shuffle(using: &trainer.random)
      for start in stride(from: 0, to: order.count, by: batchSize) {
        let batch = order[start..<min(start + batchSize, order.count)]
        for index in batch { trainer.learn(examples[index], part: 1 / Float(batch.count)) }
        steps += 1
        trainer.first.step(steps)
        trainer.second.step(steps)
      }
    }
    return DirectionNetwork(first: trainer.first.weights, second: trainer.second.weights)
  }

  private mutating func learn(_ example: Example, part: Float) {
    let (hidden, inputs) = (DirectionNetwork.hidden, DirectionNetwork.inputs)
    let values = dropped(Self.inputs(of: example), Self.inputDropout)
    var units = Array(first.weights[inputs * hidden..<(inputs + 1) * hidden])
    // SAFETY: the matrix has a row of as many weights as there are units for each input.
    unsafe first.weights.withUnsafeBufferPointer { weights in
      for (input, value) in values.enumerated() where value != 0 {
        for unit in 0..<hidden { unsafe units[unit] += value * weights[input * hidden + unit] }
      }
    }
    let active = dropped(units.map { max($0, 0) }, Self.hiddenDropout)
    var scores = Triple(
      second.weights[hidden * 3],
      second.weights[hidden * 3 + 1],
      second.weights[hidden * 3 + 2]
    )
    for (unit, value) in active.enumerated() where value > 0 {
      for answer in 0..<3 { scores[answer] += value * second.weights[unit * 3 + answer] }
    }
    var error = scores.softmax - example.wanted
    error *= example.weight * part
    var errors: [Float] = Array(repeating: 0, count: hidden)
    for (unit, value) in active.enumerated() where value > 0 {
      // What dropout scaled a unit by, it scales its error by too.
      let scale = value / units[unit]
      for answer in 0..<3 {
        errors[unit] += scale * error[answer] * second.weights[unit * 3 + answer]
        second.gradients[unit * 3 + answer] += error[answer] * value
      }
    }
    for answer in 0..<3 { second.gradients[hidden * 3 + answer] += error[answer] }
    // SAFETY: as above.
    unsafe first.gradients.withUnsafeMutableBufferPointer { gradients in
      for (input, value) in values.enumerated() where value != 0 {
        for unit in 0..<hidden {
          unsafe gradients[input * hidden + unit] += value * errors[unit]
        }
      }
      for unit in 0..<hidden { unsafe gradients[inputs * hidden + unit] += errors[unit] }
    }
  }

  private static func inputs(of example: Example) -> [Float] {
    let direction = example.evidence.direction
    let products = zip(direction, example.other).map { $0 * $1 * DirectionNetwork.productScale }
    return direction + products + example.other + example.evidence.marks + [example.isReal ? 1 : 0]
  }

  /// Some values set to 0, and the others enlarged so that the sum stays the same on average.
  private mutating func dropped(_ values: [Float], _ rate: Float) -> [Float] {
    let scale = 1 / (1 - rate)
    return values.map { value in
      value == 0 || Float(random.next() >> 40) / Float(1 << 24) < rate ? 0 : value * scale
    }
  }
}
