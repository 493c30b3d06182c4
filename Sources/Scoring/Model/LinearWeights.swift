/// The questions that the model answers about a text, each with three answers.
///
/// People who reply to a real post write in another manner than writers who make conversations up:
/// longer or duller, further from the point. What holds in both is learned once, and what is
/// peculiar to each apart (Daumé 2007); ``manner`` tells which of the two a conversation is in.
package enum Question: Int, CaseIterable, Sendable {
  /// Supportive, critical or neutral towards the target's stand, in the manner of real replies.
  case stance
  /// The same in the manner of made-up conversations.
  case stanceMadeUp
  /// Negative, neither or positive in tone.
  case tone
  /// Disagreeing with, neither, or agreeing with the post that is answered.
  case agreement
  /// Made up or real; the third answer is never given.
  case manner
}

/// One number for each of three answers.
package typealias Triple = SIMD3<Float>

/// The weights of one linear model a question, over hashed features.
///
/// A weight takes one byte; its unit is the scale of its question.
package struct LinearWeights: Sendable {
  /// By bucket, the weights question by question and answer by answer, and one of padding: a row of
  /// 16 bytes is one load, and never lies across two cache lines.
  package private(set) var rows: [SIMD16<Int8>]
  /// What one unit of a weight is worth, by question.
  package var scales: [Float]
  /// The score of each answer of a text without features, by question.
  package var biases: [Triple]

  package static let answers = 3
  package static let stride = Question.allCases.count * answers

  /// Creates weights.
  ///
  /// - Parameters:
  ///   - weights: Bucket by bucket, question by question, answer by answer.
  ///   - scales: What one unit of a weight is worth, by question.
  ///   - biases: The scores of a text without features, by question.
  package init(weights: [Int8], scales: [Float], biases: [Triple]) {
    rows = Array(repeating: .zero, count: weights.count / Self.stride)
    for bucket in rows.indices {
      var row: SIMD16<Int8> = .zero
      let base = bucket * Self.stride
      for answer in 0..<Self.stride { row[answer] = weights[base + answer] }
      rows[bucket] = row
    }
    self.scales = scales
    self.biases = biases
  }

  /// Bucket by bucket, question by question, answer by answer.
  package var weights: [Int8] {
    rows.flatMap { row in (0..<Self.stride).map { row[$0] } }
  }

  /// The scores of all answers, as natural logarithms up to a common constant.
  package func scores(of features: FeatureVector) -> TextScores {
    var sums: SIMD16<Float> = .zero
    for place in features.indices.indices {
      let row = rows[Int(features.indices[place])]
      sums += features.values[place] * SIMD16<Float>(row)
    }
    func score(_ question: Question) -> Triple {
      let base = question.rawValue * Self.answers
      return Triple(sums[base], sums[base + 1], sums[base + 2]) * scales[question.rawValue]
        + biases[question.rawValue]
    }
    let manner = score(.manner)
    return TextScores(
      stance: score(.stance),
      stanceMadeUp: score(.stanceMadeUp),
      tone: score(.tone),
      agreement: score(.agreement),
      realness: manner[1] - manner[0]
    )
  }
}

/// What the text of a post alone says, as logarithms of probabilities up to a constant.
package struct TextScores: Hashable, Sendable {
  /// Supportive, critical, neutral; read as a real reply.
  package var stance: Triple
  /// The same, read as a made-up one.
  package var stanceMadeUp: Triple
  /// Negative, neither, positive.
  package var tone: Triple
  /// Disagree, neither, agree.
  package var agreement: Triple
  /// The logarithm of the odds that the post is a real one.
  package var realness: Float

  package init(
    stance: Triple,
    stanceMadeUp: Triple,
    tone: Triple,
    agreement: Triple,
    realness: Float
  ) {
    self.stance = stance
    self.stanceMadeUp = stanceMadeUp
    self.tone = tone
    self.agreement = agreement
    self.realness = realness
  }
}
