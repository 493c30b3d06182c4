/// A small network that weighs what is believed of a post against all that is around it.
///
/// One hidden layer of rectified units over ``Surroundings``; its scores are added to the logarithms of the
/// probabilities that the text alone shows. It learns what to make of the stance that is answered, of the author's
/// other posts, of a tone beside all this, how far short answers can be trusted, how much of a conversation
/// takes no side, and on which side most of it is. There is one for each round: a round sees the posts around
/// as the one before left them.
package struct ContextNetwork: Sendable {
  /// On conversations left out, three rounds were worth two points of macro-F1 of made-up ones over one, and half
  /// a point of real ones; a fourth nothing.
  package static let rounds = 3
  package static let hidden = HiddenUnits.count
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
  private let rows: HiddenUnits.Rows
  private let answers: HiddenUnits.Answers

  package init(first: [Float], second: [Float]) {
    self.first = first
    self.second = second
    rows = HiddenUnits.Rows((0...Surroundings.count).map { HiddenUnits(first, row: $0) })
    answers = HiddenUnits.Answers(second)
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
    units.lower.add(rows.lower, times: surroundings.numbers.span)
    units.upper.add(rows.upper, times: surroundings.numbers.span)
    return (surroundings.start + Self.bounded(answers.scores(of: units))).softmax
  }

  /// The scores as they have a say.
  static func bounded(_ scores: Triple) -> Triple {
    let most = Triple(repeating: Self.most)
    return (scores - scores.sum() / 3).clamped(lowerBound: -most, upperBound: most)
  }
}
