/// The questions that the model answers about a text, each with three answers.
package enum Question: Int, CaseIterable, Sendable {
  /// Supportive, critical or neutral towards the target's stand.
  case stance
  /// Negative, neither or positive in tone.
  case tone
  /// Disagreeing with, neither, or agreeing with the post that is answered.
  case agreement
}

/// One number for each of three answers.
package typealias Triple = SIMD3<Float>

/// The weights of one linear model a question, over hashed features.
///
/// A weight takes one byte; its unit is the scale of its question.
package struct LinearWeights: Sendable {
  /// Bucket by bucket, question by question, answer by answer.
  package var weights: [Int8]
  /// What one unit of a weight is worth, by question.
  package var scales: [Float]
  /// The score of each answer of a text without features, by question.
  package var biases: [Triple]

  package static let answers = 3
  package static let stride = Question.allCases.count * answers

  /// The scores of all answers, as natural logarithms up to a common constant.
  package func scores(of features: FeatureVector) -> TextScores {
    var stance = Triple.zero
    var tone = Triple.zero
    var agreement = Triple.zero
    for (index, value) in zip(features.indices, features.values) {
      let base = Int(index) * Self.stride
      stance += value * Triple(weights[base], weights[base + 1], weights[base + 2])
      tone += value * Triple(weights[base + 3], weights[base + 4], weights[base + 5])
      agreement += value * Triple(weights[base + 6], weights[base + 7], weights[base + 8])
    }
    return TextScores(
      stance: stance * scales[0] + biases[0],
      tone: tone * scales[1] + biases[1],
      agreement: agreement * scales[2] + biases[2]
    )
  }
}

/// What the text of a post alone says, as logarithms of probabilities up to a constant.
package struct TextScores: Hashable, Sendable {
  /// Supportive, critical, neutral.
  package var stance: Triple
  /// Negative, neither, positive.
  package var tone: Triple
  /// Disagree, neither, agree.
  package var agreement: Triple

  package init(stance: Triple, tone: Triple, agreement: Triple) {
    self.stance = stance
    self.tone = tone
    self.agreement = agreement
  }
}

extension Triple {
  fileprivate init(_ first: Int8, _ second: Int8, _ third: Int8) {
    self.init(Float(first), Float(second), Float(third))
  }
}
