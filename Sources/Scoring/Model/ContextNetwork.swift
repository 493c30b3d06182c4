/// A small network that weighs what is believed of a post against all that is around it.
///
/// One hidden layer of rectified units over ``Surroundings``; its scores are added to the logarithms of the
/// probabilities that the propagation leaves. It learns what no table of the propagation holds: what a tone
/// means beside the stance that is answered, how far short answers can be trusted, how much of a conversation
/// takes no side, and on which side most of it is.
package struct ContextNetwork: Sendable {
  package static let hidden = 32
  /// No score is further from the mean of the three: what is clear in itself is not overruled.
  ///
  /// In the labelled conversations nothing that is measured changes with it.
  private static let most: Float = 1.5
  static let firstCount = (Surroundings.count + 1) * hidden
  static let secondCount = (hidden + 1) * 3

  /// Input by input, the weights to each hidden unit; last, the biases.
  package let first: [Float]
  /// Unit by unit, the weights to each answer; last, the biases.
  package let second: [Float]
  private let rows: [Units]
  private let answers: [Units]
  private let biases: Triple

  /// The hidden units; one vector of 32 numbers would be taken apart by the compiler.
  private struct Units {
    var lower: SIMD16<Float>
    var upper: SIMD16<Float>

    init(_ numbers: some Sequence<Float>) {
      let numbers = Array(numbers)
      lower = SIMD16(numbers.prefix(16))
      upper = SIMD16(numbers.suffix(16))
    }

    /// The sum of the products with the units that are on.
    func rectifiedProduct(_ other: Units) -> Float {
      (lower.replacing(with: 0, where: lower .< 0) * other.lower
        + upper.replacing(with: 0, where: upper .< 0) * other.upper).sum()
    }
  }

  package init(first: [Float], second: [Float]) {
    self.first = first
    self.second = second
    rows = (0...Surroundings.count).map { row in
      Units(first[row * Self.hidden..<(row + 1) * Self.hidden])
    }
    answers = (0..<3).map { answer in Units((0..<Self.hidden).map { second[$0 * 3 + answer] }) }
    biases = Triple(second[(Self.hidden * 3)...])
  }

  /// A network that changes nothing.
  package static let silent = ContextNetwork(
    first: Array(repeating: 0, count: firstCount),
    second: Array(repeating: 0, count: secondCount)
  )

  /// The probabilities of a post's stances.
  func probabilities(of surroundings: Surroundings) -> Triple {
    var units = rows[Surroundings.count]
    // By itself the array would be copied for each of its numbers.
    let numbers = surroundings.numbers.span
    for input in numbers.indices {
      let number = numbers[input]
      units.lower += number * rows[input].lower
      units.upper += number * rows[input].upper
    }
    var scores = biases
    scores += Triple(
      units.rectifiedProduct(answers[0]),
      units.rectifiedProduct(answers[1]),
      units.rectifiedProduct(answers[2])
    )
    scores -= scores.sum() / 3
    let most = Triple(repeating: Self.most)
    scores.clamp(lowerBound: -most, upperBound: most)
    return (surroundings.start + scores).softmax
  }
}
