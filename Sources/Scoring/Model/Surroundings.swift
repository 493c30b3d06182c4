internal import Glibc

/// What some posts are like, added up.
struct PostAverage: BitwiseCopyable, Sendable {
  /// Four times three probabilities, two numbers, how many posts there are, and what they say of those that they answer.
  private var sums: SIMD16<Float> = .zero

  init() {}

  init(
    belief: Triple,
    text: Triple,
    tone: Triple,
    agreement: Triple,
    length: Float,
    nested: Float
  ) {
    for place in 0..<3 {
      sums[place] = belief[place]
      sums[3 + place] = text[place]
      sums[6 + place] = tone[place]
      sums[9 + place] = agreement[place]
    }
    (sums[12], sums[13], sums[14]) = (length, nested, 1)
    sums[15] = (agreement[2] - agreement[0]) * (belief[0] - belief[1])
  }

  mutating func add(_ other: PostAverage) { sums += other.sums }

  mutating func remove(_ other: PostAverage) { sums -= other.sums }

  /// As if they were one post.
  var one: PostAverage {
    var one = self
    one.sums /= max(count, 1)
    return one
  }

  var count: Float { sums[14] }
  var belief: Triple { average(0) }
  var text: Triple { average(3) }
  var tone: Triple { average(6) }
  var agreement: Triple { average(9) }
  var length: Float { sums[12] / max(count, 1) }
  var nested: Float { sums[13] / max(count, 1) }
  /// How far they put what they answer on the target's side, or on the other, below 0: whom they agree with is on their own.
  var leanOfAnswered: Float { sums[15] / max(count, 1) }

  private func average(_ first: Int) -> Triple {
    count > 0 ? Triple(sums[first], sums[first + 1], sums[first + 2]) / count : .unknown
  }
}

/// All that a post's stance is weighed by: itself, the post that it answers, its replies, what else its author
/// wrote, and what its conversation is like.
package struct Surroundings: Sendable {
  /// The number of numbers.
  package static let count = 85

  /// The logarithms of the probabilities of the stances as the text alone shows them.
  let start: Triple
  /// Probabilities, logarithms of them and of numbers of posts, and marks, in an order that nothing hangs on.
  let numbers: InlineArray<85, Float>

  /// Gathers what is around a post.
  ///
  /// - Parameters:
  ///   - number: The post.
  ///   - state: What is believed of all posts.
  ///   - isReal: How likely its conversation is to be a real one, from 0 to 1.
  ///   - conversation: What the posts of its conversation are like.
  ///   - others: What the other posts of its author are like.
  init(
    of number: Int,
    in state: borrowing ConversationState,
    isReal: Float,
    conversation: PostAverage,
    others: PostAverage
  ) {
    let post = state.posts[number]
    let replies = state.replies(to: number)
    let start = Self.logarithm(post.score.softmax)
    self.start = start
    numbers = InlineArray { numbers in
      numbers.append(Self.logarithm(state.beliefs[number].probabilities))
      numbers.append(start)
      numbers.append(post.agreement)
      numbers.append(post.tone)
      numbers.append(isReal)
      numbers.append(post.isByAlly ? 1 : 0)
      numbers.append(post.isByOpponent ? 1 : 0)
      for mark in 0..<TextMarks.count { numbers.append(post.textMarks[mark]) }
      numbers.append(answeredBy: number, state)

      numbers.append(replies.belief)
      numbers.append(replies.text)
      numbers.append(replies.agreement)
      numbers.append(replies.tone)
      numbers.append(replies.leanOfAnswered)
      numbers.append(Self.logarithm(count: replies.count, most: 16))

      numbers.append(others.belief)
      numbers.append(others.text)
      numbers.append(others.tone)
      numbers.append(Self.logarithm(count: max(others.count, 0), most: 32))

      numbers.append(conversation.belief)
      numbers.append(conversation.tone)
      numbers.append(conversation.agreement)
      numbers.append(conversation.length)
      numbers.append(conversation.nested)
      numbers.append(Self.logarithm(count: conversation.count, most: 256))
    }
  }

  /// Of so many posts or people, and of no more than are around one in the labelled conversations: what more mean,
  /// no network has learned.
  private static func logarithm(count: Float, most: Float) -> Float { logf(1 + min(count, most)) }

  /// With a floor below which it does not matter how unlikely an answer is.
  private static func logarithm(_ probabilities: Triple) -> Triple {
    let raised = probabilities + 1e-3
    return Triple(logf(raised[0]), logf(raised[1]), logf(raised[2]))
  }
}

extension OutputSpan<Float> {
  fileprivate mutating func append(_ triple: Triple) {
    for place in 0..<3 { append(triple[place]) }
  }

  /// Appends the post that a post answers, the one that this answers, and the other answers to it.
  fileprivate mutating func append(answeredBy number: Int, _ state: borrowing ConversationState) {
    let parent = Int(state.posts[number].parent)
    var siblings = PostAverage()
    if parent >= 0 {
      let post = state.posts[parent]
      let belief = state.beliefs[parent].probabilities
      append(belief)
      let agreement = state.posts[number].agreement
      // Who agrees with a critic is one, and who disagrees with one is likely none.
      append(agreement[2] * belief[0] + agreement[0] * belief[1])
      append(agreement[2] * belief[1] + agreement[0] * belief[0])
      append(state.stanceOfText(parent))
      append(post.agreement)
      append(post.tone)
      append(post.textMarks.length)
      append(post.textMarks.isQuestion)
      let above = Int(post.parent)
      append(above < 0 ? .unknown : state.beliefs[above].probabilities)
      siblings = state.replies(to: parent, but: number)
    } else {
      append(.unknown)
      append(0)
      append(0)
      for _ in 0..<3 { append(.unknown) }
      append(0)
      append(0)
      append(.unknown)
    }
    append(siblings.belief)
    append(siblings.text)
    append(logf(1 + siblings.count))
  }
}

extension Triple {
  /// Nothing is known.
  static let unknown = Triple(repeating: 1.0 / 3)
}
