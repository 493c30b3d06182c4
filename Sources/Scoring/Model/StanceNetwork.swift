internal import Glibc

/// A small network that weighs what a text is about against what the root is about.
///
/// One hidden layer of rectified units over the direction of the text, the product of the directions
/// of text and root, the direction of the root, and a few marks. What n-grams cannot carry over to
/// words that they have not seen, it does: on real replies left out it is worth three points of
/// macro-F1. Its scores are added to those of the linear model.
package struct StanceNetwork: Sendable {
  package static let hidden = 64
  /// Direction, product, root, marks, and whether the text is read as a real reply.
  static let inputs = 3 * WordVectors.dimensions + TextEvidence.markCount + 1
  /// Products of two directions are small beside the directions.
  static let productScale: Float = 6
  /// How much the scores of the network count beside those of the linear model, whose part is 1:
  /// between a third and one half of both was best on conversations left out.
  private static let part: Float = 0.7

  /// Input by input, the weights to each hidden unit; last, the biases.
  package var first: [Float]
  /// Unit by unit, the weights to each answer; last, the biases.
  package var second: [Float]

  static let firstCount = (inputs + 1) * hidden
  static let secondCount = (hidden + 1) * 3

  /// What the root adds to the hidden units; the same for all posts of a conversation.
  package struct Root: Sendable {
    var direction: [Float]
    var units: [Float]
  }

  package func root(_ direction: [Float]) -> Root {
    var units = Array(first[Self.inputs * Self.hidden..<Self.firstCount])
    for (place, value) in direction.enumerated() {
      first.add(value, row: 2 * WordVectors.dimensions + place, to: &units)
    }
    return Root(direction: direction, units: units)
  }

  /// The scores of a text read as a real reply, and read as a made-up one.
  package func scores(of evidence: TextEvidence, under root: Root) -> (real: Triple, madeUp: Triple)
  {
    var units = root.units
    let dimensions = WordVectors.dimensions
    for place in 0..<dimensions where evidence.direction[place] != 0 {
      let value = evidence.direction[place]
      first.add(value, row: place, to: &units)
      let product = value * root.direction[place] * Self.productScale
      if product != 0 { first.add(product, row: dimensions + place, to: &units) }
    }
    for (place, mark) in evidence.marks.enumerated() where mark != 0 {
      first.add(mark, row: 3 * dimensions + place, to: &units)
    }
    let madeUp = answers(of: units)
    first.add(1, row: Self.inputs - 1, to: &units)
    return (Self.part * answers(of: units), Self.part * madeUp)
  }

  /// The logarithms of the probabilities that the hidden units stand for.
  private func answers(of units: [Float]) -> Triple {
    var sums = Triple(
      second[Self.hidden * 3],
      second[Self.hidden * 3 + 1],
      second[Self.hidden * 3 + 2]
    )
    for (unit, value) in units.enumerated() where value > 0 {
      sums += value * Triple(second[unit * 3], second[unit * 3 + 1], second[unit * 3 + 2])
    }
    return sums.softmax.logarithm
  }
}

extension [Float] {
  /// Adds a row of this matrix, times a number, to the hidden units.
  @inline(__always)
  fileprivate func add(_ value: Float, row: Int, to units: inout [Float]) {
    let start = row * StanceNetwork.hidden
    precondition(start + StanceNetwork.hidden <= count, "no such row")
    // SAFETY: the row was checked to lie within the matrix, and the units are as many as a row.
    unsafe withUnsafeBufferPointer { matrix in
      unsafe units.withUnsafeMutableBufferPointer { units in
        for unit in 0..<StanceNetwork.hidden {
          unsafe units[unit] += value * matrix[start + unit]
        }
      }
    }
  }
}
