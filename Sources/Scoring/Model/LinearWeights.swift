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
  ///
  /// Two weights are in each lane, the
  /// first in its lower byte.
  private var rows: [SIMD8<Int16>]
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
      let base = bucket * Self.stride
      for answer in 0..<Self.stride where weights[base + answer] != 0 {
        let bits = Int16(UInt8(bitPattern: weights[base + answer]))
        rows[bucket][answer / 2] |= answer % 2 == 0 ? bits : bits << 8
      }
    }
    self.scales = scales
    self.biases = biases
  }

  /// Bucket by bucket, question by question, answer by answer.
  package var weights: [Int8] {
    rows.flatMap { row in
      (0..<Self.stride).map { Int8(truncatingIfNeeded: row[$0 / 2] >> ($0 % 2 == 0 ? 0 : 8)) }
    }
  }

  /// Weights of some buckets, added up, in the order of a row.
  typealias Sums = SIMD16<Int32>

  /// The scores of all answers, as natural logarithms up to a common constant.
  package func scores(of features: FeatureVector) -> TextScores {
    var sums: SIMD16<Float> = .zero
    for (bucket, value) in zip(features.indices, features.values) {
      sums += value * SIMD16<Float>(self.sums(of: CollectionOfOne(bucket)))
    }
    return scores(sums)
  }

  /// The scores of weights that are added up, each times the value of its feature.
  func scores(_ sums: SIMD16<Float>) -> TextScores {
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

  /// The weights of some buckets, added up as the small whole numbers that they are.
  func sums(of buckets: some Sequence<UInt32>) -> Sums {
    var sums: Sums = .zero
    var even: SIMD8<Int16> = .zero
    var odd: SIMD8<Int16> = .zero
    var added = 0
    func flush() {
      sums.evenHalf &+= SIMD8<Int32>(truncatingIfNeeded: even)
      sums.oddHalf &+= SIMD8<Int32>(truncatingIfNeeded: odd)
      (even, odd, added) = (.zero, .zero, 0)
    }
    for bucket in buckets {
      let row = rows[Int(bucket)]
      even &+= (row &<< 8) &>> 8
      odd &+= row &>> 8
      added += 1
      // So many weights of at most 128 stay within 16 bits.
      if added == 255 { flush() }
    }
    flush()
    return sums
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

  /// How positive or negative the tone is, from -1 to 1.
  var sentiment: Double {
    let tone = tone.softmax
    return Double(tone[2] - tone[0])
  }

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
