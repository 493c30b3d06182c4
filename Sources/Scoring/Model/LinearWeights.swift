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
  /// By bucket, the weights question by question and answer by answer, and at the end so many bytes more
  /// that each row can be read as 16.
  let rows: ConstantBytes
  /// What one unit of a weight is worth, by question.
  package var scales: [Float]
  /// The score of each answer of a text without features, by question.
  package var biases: [Triple]

  package static let answers = 3
  /// The third answer about the manner is never given, and has no weights.
  package static let stride = Question.allCases.count * answers - 1
  /// The bytes of all rows.
  static let size = TextFeatures.buckets * stride + SIMD16<Int8>.scalarCount - stride

  /// Creates weights.
  ///
  /// - Parameters:
  ///   - rows: ``size`` bytes.
  ///   - scales: What one unit of a weight is worth, by question.
  ///   - biases: The scores of a text without features, by question.
  init(rows: ConstantBytes, scales: [Float], biases: [Triple]) {
    precondition(rows.count == Self.size, "weights of another size")
    self.rows = rows
    self.scales = scales
    self.biases = biases
  }

  /// Rounds weights to one byte each.
  ///
  /// - Parameters:
  ///   - biases: The scores of a text without features, by question.
  ///   - weights: By question, the buckets that have weights, and what these are.
  init(biases: [Triple], weights: [(buckets: [Int], weight: (_ bucket: Int) -> Triple)]) {
    var bytes: [UInt8] = Array(repeating: 0, count: Self.size)
    var scales: [Float] = []
    for (number, (buckets, weight)) in weights.enumerated() {
      // A model that learned nothing has weights of 0 and still needs a unit.
      let largest = buckets.reduce(Float(1e-6)) { largest, bucket in
        let weight = weight(bucket)
        return max(largest, weight.max(), -weight.min())
      }
      let places = number * Self.answers..<min((number + 1) * Self.answers, Self.stride)
      for bucket in buckets {
        let scaled = weight(bucket) * (127 / largest)
        for place in places {
          let rounded = Int8(scaled[place - places.lowerBound].rounded())
          bytes[bucket * Self.stride + place] = UInt8(bitPattern: rounded)
        }
      }
      scales.append(largest / 127)
    }
    self.init(rows: ConstantBytes(bytes), scales: scales, biases: biases)
  }

  /// The weights of a bucket for the answers to a question.
  func weight(of bucket: Int, for question: Question) -> Triple {
    let first = question.rawValue * Self.answers
    let row = rows.load(at: bucket * Self.stride, as: SIMD16<Int8>.self)
    let third = first + 2 < Self.stride ? Float(row[first + 2]) : 0
    return Triple(Float(row[first]), Float(row[first + 1]), third) * scales[question.rawValue]
  }

  /// Weights of some buckets, added up, in the order of a row.
  typealias Sums = SIMD16<Int32>

  /// The scores of all answers, as natural logarithms up to a common constant.
  package func scores(of features: FeatureVector) -> TextScores {
    var sums: SIMD16<Float> = .zero
    for (bucket, value) in zip(features.indices, features.values) {
      sums += value * SIMD16<Float>(self.sums(of: [bucket]))
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
  func sums(of buckets: [UInt32]) -> Sums {
    var sums = Sums.zero
    var start = buckets.startIndex
    while start != buckets.endIndex {
      let end = min(start + ByteSums.most, buckets.endIndex)
      var recent = ByteSums()
      // Short, so that the processor waits for many rows at once.
      for place in start..<end {
        let offset = Int(buckets[place]) &* Self.stride
        recent.add(rows.load(at: offset, as: SIMD8<Int16>.self))
      }
      sums &+= recent.sums
      start = end
    }
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
  /// What the text looks like.
  package var marks = TextMarks()

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
