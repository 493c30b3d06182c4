/// What a text is scored by: the linear models, and beside those of the stance and of the agreement with
/// the post that is answered a network each.
package struct TextModel: Sendable {
  package var linear: LinearWeights
  /// Weighs the text against the root.
  package var stance: DirectionNetwork
  /// Weighs the text against the post that it answers.
  package var agreement: DirectionNetwork

  /// How much the scores of a network count beside those of the linear model, whose part is 1: of the
  /// stance, between a third and one half of both was best on conversations left out.
  private static let part: (stance: Float, agreement: Float) = (0.7, 1)

  package init(linear: LinearWeights, stance: DirectionNetwork, agreement: DirectionNetwork) {
    self.linear = linear
    self.stance = stance
    self.agreement = agreement
  }

  /// Scores a text.
  ///
  /// - Parameters:
  ///   - evidence: The text.
  ///   - root: What is known of the root.
  ///   - answered: Where the post points to that the text answers; `nil` where it answers the target, or
  ///     where that is not known.
  /// - Returns: The scores.
  package func scores(
    of evidence: TextEvidence,
    under root: DirectionNetwork.Root,
    answering answered: [Float]?
  ) -> TextScores {
    var scores = linear.scores(of: evidence.features)
    add(evidence.direction, evidence.marks, under: root, answering: answered, to: &scores)
    return scores
  }

  /// Adds what the networks say of a text to what the linear models do.
  func add(
    _ direction: [Float],
    _ marks: TextMarks,
    under root: DirectionNetwork.Root,
    answering answered: [Float]?,
    to scores: inout TextScores
  ) {
    scores.marks = marks
    let found = stance.scores(of: direction, marks: marks, under: root)
    scores.stance += Self.part.stance * found.real
    scores.stanceMadeUp += Self.part.stance * found.madeUp
    guard let answered else { return }
    scores.agreement +=
      Self.part.agreement * agreement.scores(of: direction, marks: marks, beside: answered)
  }
}
