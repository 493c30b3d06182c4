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
  private let rows: [Units]
  /// For each answer, the weights of the units.
  private let answers: [Units]
  private let biases: Triple

  package init(first: [Float], second: [Float]) {
    self.first = first
    self.second = second
    rows = (0...Self.inputs).map { Units(first, row: $0) }
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
    fileprivate var rows: [Units]
  }

  /// The hidden units.
  fileprivate struct Units: Sendable {
    var parts: (Part, Part, Part, Part) = (.zero, .zero, .zero, .zero)

    typealias Part = SIMD16<Float>

    @inline(__always)
    mutating func add(_ other: Units, times factor: Float) {
      parts.0 += factor * other.parts.0
      parts.1 += factor * other.parts.1
      parts.2 += factor * other.parts.2
      parts.3 += factor * other.parts.3
    }

    /// The units that are on.
    var rectified: Units {
      var units = self
      units.parts.0.replace(with: 0, where: parts.0 .< 0)
      units.parts.1.replace(with: 0, where: parts.1 .< 0)
      units.parts.2.replace(with: 0, where: parts.2 .< 0)
      units.parts.3.replace(with: 0, where: parts.3 .< 0)
      return units
    }

    /// The sum of the products of the units.
    func product(_ other: Units) -> Float {
      let first = parts.0 * other.parts.0 + parts.1 * other.parts.1
      return (first + parts.2 * other.parts.2 + parts.3 * other.parts.3).sum()
    }

    /// Takes the weights of a row of the first matrix.
    init(_ matrix: [Float], row: Int) {
      func part(_ number: Int) -> Part {
        let start = row * DirectionNetwork.hidden + number * Part.scalarCount
        var part = Part.zero
        for lane in 0..<Part.scalarCount { part[lane] = matrix[start + lane] }
        return part
      }
      parts = (part(0), part(1), part(2), part(3))
    }
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
    return Root(units: units, rows: ofText)
  }

  /// The logarithms of the probabilities of the answers about a text read as a real reply, and read as a
  /// made-up one.
  package func scores(
    of direction: [Float],
    marks: TextMarks,
    under root: Root
  ) -> (real: Triple, madeUp: Triple) {
    var units = root.units
    for (place, value) in direction.enumerated() { units.add(root.rows[place], times: value) }
    add(marks, to: &units)
    let madeUp = logProbabilities(of: units)
    units.add(rows[Self.inputs - 1], times: 1)
    return (logProbabilities(of: units), madeUp)
  }

  /// The same about a text beside another, of a network for which a real reply is like a made-up one.
  package func scores(of direction: [Float], marks: TextMarks, beside other: [Float]) -> Triple {
    let dimensions = WordVectors.dimensions
    var units = rows[Self.inputs]
    for place in 0..<dimensions {
      units.add(rows[place], times: direction[place])
      let product = direction[place] * other[place] * Self.productScale
      units.add(rows[dimensions + place], times: product)
      units.add(rows[2 * dimensions + place], times: other[place])
    }
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
    let active = units.rectified
    return
      (biases
      + Triple(
        active.product(answers[0]),
        active.product(answers[1]),
        active.product(answers[2])
      )).softmax.logarithm
  }
}
