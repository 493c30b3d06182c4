internal import Glibc

/// A small network that weighs what a text is about against what another is about: the root, or the post
/// that it answers.
///
/// One hidden layer of rectified units over the direction of the text, the product of the directions
/// of text and other, the direction of the other, and a few marks. What n-grams cannot carry over to
/// words that they have not seen, it does: on real replies left out the one of the stance is worth three
/// points of macro-F1, on vivid made-up conversations that of the agreement one. Its scores are added to
/// those of the linear model.
package struct DirectionNetwork: Sendable {
  package static let hidden = 64
  /// Direction, product, root, marks, and whether the text is read as a real reply.
  static let inputs = 3 * WordVectors.dimensions + TextMarks.count + 1
  /// Products of two directions are small beside the directions.
  static let productScale: Float = 6

  /// Input by input, the weights to each hidden unit; last, the biases.
  package let first: [Float]
  /// Unit by unit, the weights to each answer; last, the biases.
  package let second: [Float]
  /// The weights of ``first``, input by input.
  private let rows: Rows
  /// For each answer, the weights of the units.
  private let answers: [Units]
  private let biases: Triple

  package init(first: [Float], second: [Float]) {
    self.first = first
    self.second = second
    rows = Rows((0...Self.inputs).map { Units(first, row: $0) })
    answers = (0..<3).map { answer in
      Units((0..<Self.hidden).map { second[$0 * 3 + answer] }, row: 0)
    }
    biases = Triple(second[(Self.hidden * 3)...])
  }

  /// A network that says the same of all texts.
  static let silent = DirectionNetwork(
    first: Array(repeating: 0, count: firstCount),
    second: Array(repeating: 0, count: secondCount)
  )

  static let firstCount = (inputs + 1) * hidden
  static let secondCount = (hidden + 1) * 3

  /// What is the same for all posts under a root.
  package struct Root: Sendable {
    /// What the root adds to the hidden units.
    fileprivate var units: Units
    /// For each dimension of a text's direction, what one unit of it adds: by itself, and by its product
    /// with the root's.
    fileprivate var rows: Rows
  }

  /// The hidden units, or what an input adds to them.
  fileprivate struct Units: Sendable {
    var lower: Half
    var upper: Half

    @inline(__always)
    mutating func add(_ other: Units, times factor: Float) {
      lower.add(other.lower, times: factor)
      upper.add(other.upper, times: factor)
    }

    /// The sum of the products with the units that are on.
    func rectifiedProduct(_ other: Units) -> Float {
      let lower = lower.rectified
      let upper = upper.rectified
      let first = lower.first * other.lower.first + lower.second * other.lower.second
      return (first + upper.first * other.upper.first + upper.second * other.upper.second).sum()
    }

    init(lower: Half, upper: Half) { (self.lower, self.upper) = (lower, upper) }

    /// Takes the weights of a row of the first matrix.
    init(_ matrix: [Float], row: Int) {
      func part(_ number: Int) -> SIMD16<Float> {
        SIMD16(matrix[(row * DirectionNetwork.hidden + number * 16)...].prefix(16))
      }
      lower = Half(first: part(0), second: part(1))
      upper = Half(first: part(2), second: part(3))
    }
  }

  /// Half of the units: so many sums fit into the registers of a processor, those of all do not.
  fileprivate struct Half: Sendable {
    var first: SIMD16<Float>
    var second: SIMD16<Float>

    @inline(__always)
    mutating func add(_ other: Half, times factor: Float) {
      first += factor * other.first
      second += factor * other.second
    }

    @inline(__always)
    mutating func add(_ rows: [Half], times factors: [Float]) {
      for (place, factor) in factors.enumerated() { add(rows[place], times: factor) }
    }

    var rectified: Half {
      Half(
        first: first.replacing(with: 0, where: first .< 0),
        second: second.replacing(with: 0, where: second .< 0)
      )
    }
  }

  /// What inputs add to the units, half by half, so that each is gone through as it lies in memory.
  fileprivate struct Rows: Sendable {
    var lower: [Half]
    var upper: [Half]

    init(_ rows: [Units]) {
      lower = rows.map(\.lower)
      upper = rows.map(\.upper)
    }

    subscript(place: Int) -> Units { Units(lower: lower[place], upper: upper[place]) }
  }

  /// Prepares to read texts under a root.
  package func root(_ direction: [Float]) -> Root {
    let dimensions = WordVectors.dimensions
    var units = rows[Self.inputs]
    let ofText = (0..<dimensions).map { place in
      if direction[place] != 0 {
        units.add(rows[2 * dimensions + place], times: direction[place])
      }
      var row = rows[place]
      let factor = direction[place] * Self.productScale
      if factor != 0 { row.add(rows[dimensions + place], times: factor) }
      return row
    }
    return Root(units: units, rows: Rows(ofText))
  }

  /// The logarithms of the probabilities of the answers about a text read as a real reply, and read as a
  /// made-up one.
  package func scores(
    of direction: [Float],
    marks: TextMarks,
    under root: Root
  ) -> (real: Triple, madeUp: Triple) {
    var units = root.units
    units.lower.add(root.rows.lower, times: direction)
    units.upper.add(root.rows.upper, times: direction)
    add(marks, to: &units)
    let madeUp = logProbabilities(of: units)
    units.add(rows[Self.inputs - 1], times: 1)
    return (logProbabilities(of: units), madeUp)
  }

  /// The same about a text beside another, of a network for which a real reply is like a made-up one.
  package func scores(of direction: [Float], marks: TextMarks, beside other: [Float]) -> Triple {
    let dimensions = WordVectors.dimensions
    var units = rows[Self.inputs]
    func addAll(_ rows: [Half], to half: inout Half) {
      for place in 0..<dimensions {
        half.add(rows[place], times: direction[place])
        let product = direction[place] * other[place] * Self.productScale
        half.add(rows[dimensions + place], times: product)
        half.add(rows[2 * dimensions + place], times: other[place])
      }
    }
    addAll(rows.lower, to: &units.lower)
    addAll(rows.upper, to: &units.upper)
    add(marks, to: &units)
    return logProbabilities(of: units)
  }

  private func add(_ marks: TextMarks, to units: inout Units) {
    for place in 0..<TextMarks.count where marks[place] != 0 {
      units.add(rows[3 * WordVectors.dimensions + place], times: marks[place])
    }
  }

  /// The logarithms of the probabilities that the hidden units stand for.
  private func logProbabilities(of units: Units) -> Triple {
    (biases
      + Triple(
        units.rectifiedProduct(answers[0]),
        units.rectifiedProduct(answers[1]),
        units.rectifiedProduct(answers[2])
      )).softmax.logarithm
  }
}
