internal import Ingest

/// What is known of a post before anything is known of the posts around it: 20 bytes.
struct PostState: BitwiseCopyable, Sendable {
  /// The score of the stance of its text.
  private var packedScore = PackedTriple(scores: .zero)
  private var packedAgreement = PackedTriple(probabilities: .unknown)
  private var packedTone = PackedTriple(probabilities: .unknown)
  /// What its text looks like.
  var textMarks = TextMarks()
  /// The stance that its text alone suggests.
  private var ofText: UInt8 = 0
  private var marks: Marks = []
  /// The number of the post that it answers, of which it says something; -1 where there is none.
  var parent: Int32 = -1

  private struct Marks: OptionSet, BitwiseCopyable {
    let rawValue: UInt8

    static let isTarget = Marks(rawValue: 1)
    static let isGiven = Marks(rawValue: 2)
    static let hasText = Marks(rawValue: 4)
    static let isByAlly = Marks(rawValue: 8)
    static let isByOpponent = Marks(rawValue: 16)
  }

  init() {}

  init(_ node: ConversationGraph.Node, score: Triple, given: Triple?) {
    packedScore = PackedTriple(scores: score)
    if let text = node.text {
      packedAgreement = PackedTriple(probabilities: text.agreement.softmax)
      packedTone = PackedTriple(probabilities: text.tone.softmax)
      textMarks = text.marks
      marks.insert(.hasText)
    }
    ofText = UInt8(StanceProbabilities(given ?? score.softmax).stance.index)
    switch node.role {
    case .target: marks.insert(.isTarget)
    case .ally: marks.insert(.isByAlly)
    case .opponent: marks.insert(.isByOpponent)
    case nil: break
    }
    if given != nil { marks.insert(.isGiven) }
  }

  var score: Triple { packedScore.scores }
  /// How likely it disagrees with the post that it answers, does neither, or agrees.
  var agreement: Triple { packedAgreement.probabilities }
  /// How likely it is negative in tone, neither, or positive.
  var tone: Triple { packedTone.probabilities }
  var stanceOfText: Stance { Stance.allCases[Int(ofText)] }
  var sentiment: Double { Double(tone[2] - tone[0]) }
  var isTarget: Bool { marks.contains(.isTarget) }
  /// Whether the brief says that its author is on the target's side.
  var isByAlly: Bool { marks.contains(.isByAlly) }
  /// Whether the brief says that its author is on the other side.
  var isByOpponent: Bool { marks.contains(.isByOpponent) }
  /// Whether its stance is settled.
  var isFixed: Bool { !marks.isDisjoint(with: [.isTarget, .isGiven]) }
  /// Whether it says something about its author's other posts, and they about it.
  var isSpeaking: Bool { marks.contains(.hasText) && !isTarget }
}

/// The numbers of the replies to each post.
struct Replies: Sendable {
  private var starts: [Int32]
  private var replies: [Int32]

  init(_ posts: [PostState]) {
    starts = Array(repeating: 0, count: posts.count + 1)
    for post in posts where post.parent >= 0 { starts[Int(post.parent)] += 1 }
    var sum: Int32 = 0
    for number in starts.indices {
      sum += starts[number]
      starts[number] = sum
    }
    // From the back, so that the ends become the starts.
    replies = Array(repeating: 0, count: Int(sum))
    for number in posts.indices.reversed() where posts[number].parent >= 0 {
      let parent = Int(posts[number].parent)
      starts[parent] -= 1
      replies[Int(starts[parent])] = Int32(number)
    }
  }

  /// Where the replies to a post are.
  func range(of number: Int) -> Range<Int> { Int(starts[number])..<Int(starts[number + 1]) }

  /// The number of the reply at a place.
  subscript(place: Int) -> Int { Int(replies[place]) }
}

/// The posts of conversations, and what is believed of each at the moment.
struct ConversationState: Sendable {
  let order: ConversationOrder
  /// How likely each conversation is to be a real one, from 0 to 1.
  let realness: [Float]
  /// By the number of a post in the order.
  let posts: [PostState]
  let replies: Replies
  private(set) var beliefs: [PackedTriple]
  /// Of conversations so large that several pieces of work are in them.
  private var averages: [Int: PostAverage] = [:]

  init(
    order: ConversationOrder,
    realness: [Float],
    posts: [PostState],
    replies: Replies,
    beliefs: [PackedTriple],
    _ workers: Workers
  ) {
    self.order = order
    self.realness = realness
    self.posts = posts
    self.replies = replies
    self.beliefs = beliefs
    believe(beliefs, workers)
  }

  /// Believes something else of the posts, by their numbers.
  mutating func believe(_ beliefs: [PackedTriple], _ workers: Workers = Workers(1)) {
    self.beliefs = beliefs
    for (number, places) in order.conversations.enumerated()
    where places.count > ConversationInference.pieceSize {
      let pieces = ConversationInference.pieces(of: order, in: range(ofConversation: number))
      var sums = Array(repeating: PostAverage(), count: pieces.count)
      workers.fill(&sums, pieces.indices.map { $0..<$0 + 1 }) { [self] piece, sums in
        sums[0] = sum(ofAuthorsIn: pieces[piece.lowerBound])
      }
      var average = PostAverage()
      for piece in sums { average.add(piece) }
      averages[number] = average
    }
  }

  /// Calls `body` with the number of each post in a range whose stance is open, and with what is around it.
  ///
  /// The range holds all posts of an author or none.
  func forEachSurroundings(in range: Range<Int>, _ body: (Int, Surroundings) -> Void) {
    guard !range.isEmpty else { return }
    var conversation = order.conversation(of: range.lowerBound)
    var average: PostAverage?
    var byAuthor = PostAverage()
    for number in range {
      while order.starts[conversation + 1] <= number {
        conversation += 1
        average = nil
      }
      if !order.continuesAuthor[number] {
        byAuthor = sum(byAuthorOf: number, until: range.upperBound)
      }
      guard posts[number].isSpeaking, !posts[number].isFixed else { continue }
      let found =
        average ?? averages[conversation]
        ?? sum(ofAuthorsIn: self.range(ofConversation: conversation))
      average = found
      var others = byAuthor
      others.remove(one(number))
      body(
        number,
        Surroundings(
          of: number,
          in: self,
          isReal: realness[conversation],
          conversation: found,
          others: others
        )
      )
    }
  }

  /// The posts of an author that say something, the first of whose posts is at a number.
  private func sum(byAuthorOf first: Int, until end: Int) -> PostAverage {
    var sum = PostAverage()
    var number = first
    repeat {
      if posts[number].isSpeaking { sum.add(one(number)) }
      number += 1
    } while number < end && order.continuesAuthor[number]
    return sum
  }

  private func range(ofConversation conversation: Int) -> Range<Int> {
    Int(order.starts[conversation])..<Int(order.starts[conversation + 1])
  }

  /// What the posts of a range are like, each author counting once.
  ///
  /// The range holds all posts of an author or none.
  private func sum(ofAuthorsIn range: Range<Int>) -> PostAverage {
    var sum = PostAverage()
    for number in range where !order.continuesAuthor[number] {
      sum.add(self.sum(byAuthorOf: number, until: range.upperBound).one)
    }
    return sum
  }

  /// What one post is like.
  private func one(_ number: Int) -> PostAverage {
    let post = posts[number]
    return PostAverage(
      belief: beliefs[number].probabilities,
      text: stanceOfText(number),
      tone: post.tone,
      agreement: post.agreement,
      length: post.textMarks.length,
      nested: post.textMarks.isNested
    )
  }

  /// What the text of a post says, or somebody who is believed says of it.
  func stanceOfText(_ number: Int) -> Triple {
    posts[number].isFixed ? beliefs[number].probabilities : posts[number].score.softmax
  }

  /// What the replies to a post are like, but for one of them.
  func replies(to number: Int, but left: Int? = nil) -> PostAverage {
    var sum = PostAverage()
    for place in replies.range(of: number).prefix(Self.mostReplies) {
      let reply = replies[place]
      if reply != left { sum.add(one(reply)) }
    }
    return sum
  }

  /// More replies to one post tell no more of it, and those to the busiest would be gone through too often.
  private static let mostReplies = 32
}
