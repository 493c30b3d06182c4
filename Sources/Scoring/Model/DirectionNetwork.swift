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
  package static let hidden = HiddenUnits.count
  /// Direction, product, root, marks, and whether the text is read as a real reply.
  static let inputs = 3 * WordVectors.dimensions + TextMarks.count + 1
  /// Products of two directions are small beside the directions.
  static let productScale: Float = 6

  /// Input by input, the weights to each hidden unit; last, the biases.
  package let first: [Float]
  /// Unit by unit, the weights to each answer; last, the biases.
  package let second: [Float]
  /// The weights of ``first``, input by input.
  private let rows: HiddenUnits.Rows
  private let answers: HiddenUnits.Answers

  package init(first: [Float], second: [Float]) {
    self.first = first
    self.second = second
    rows = HiddenUnits.Rows((0...Self.inputs).map { HiddenUnits(first, row: $0) })
    answers = HiddenUnits.Answers(second)
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
    fileprivate var units: HiddenUnits
    /// For each dimension of a text's direction, what one unit of it adds: by itself, and by its product
    /// with the root's.
    fileprivate var rows: HiddenUnits.Rows
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
    return Root(units: units, rows: HiddenUnits.Rows(ofText))
  }

  /// The logarithms of the probabilities of the answers about a text read as a real reply, and read as a
  /// made-up one.
  package func scores(
    of direction: [Float],
    marks: TextMarks,
    under root: Root
  ) -> (real: Triple, madeUp: Triple) {
    var units = root.units
    units.lower.add(root.rows.lower, times: direction.span)
    units.upper.add(root.rows.upper, times: direction.span)
    add(marks, to: &units)
    let madeUp = logProbabilities(of: units)
    units.add(rows[Self.inputs - 1], times: 1)
    return (logProbabilities(of: units), madeUp)
  }

  /// The same about a text beside another, of a network for which a real reply is like a made-up one.
  package func scores(of direction: [Float], marks: TextMarks, beside other: [Float]) -> Triple {
    let dimensions = WordVectors.dimensions
    var units = rows[Self.inputs]
    func addAll(_ rows: [HiddenUnits.Half], to half: inout HiddenUnits.Half) {
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

  private func add(_ marks: TextMarks, to units: inout HiddenUnits) {
    for place in 0..<TextMarks.count where marks[place] != 0 {
      units.add(rows[3 * WordVectors.dimensions + place], times: marks[place])
    }
  }

  /// The logarithms of the probabilities that the hidden units stand for.
  private func logProbabilities(of units: HiddenUnits) -> Triple {
    answers.scores(of: units).softmax.logarithm
  }
}
