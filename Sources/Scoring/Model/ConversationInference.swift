internal import Glibc
package import Ingest

/// The posts of conversations as the inference sees them.
package struct ConversationGraph: Sendable {
  /// One post: 32 bytes.
  package struct Node: Sendable {
    private var scores = PackedScores()
    private var hasText = false
    /// The part that the author plays; `nil` for the public.
    package var role: Role?
    /// -1 where it is not known.
    private var above: Int32

    package init(text: TextScores?, parent: Int?, role: Role?) {
      above = Int32(parent ?? -1)
      self.role = role
      self.text = text
    }

    /// The text's scores; `nil` where the post has no words that can be read.
    package var text: TextScores? {
      get { hasText ? scores.scores : nil }
      set {
        hasText = newValue != nil
        if let newValue { scores = PackedScores(newValue) }
      }
    }

    /// The place of the post that is answered among all nodes, or `nil` where it is not known.
    package var parent: Int? { above < 0 ? nil : Int(above) }

    /// Whether the post is by the target, and so on the target's side.
    var isTarget: Bool { role == .target }
  }

  /// The posts by their places.
  package var nodes: [Node]
  /// Those of ``nodes`` that are looked at.
  let order: ConversationOrder
  /// The stances of posts, by place, where somebody who is believed has said them.
  package var given: [Int: Triple] = [:]

  init(nodes: [Node], order: ConversationOrder, given: [Int: Triple] = [:]) {
    self.nodes = nodes
    self.order = order
    self.given = given
  }

  /// Creates the graph of one conversation.
  ///
  /// - Parameters:
  ///   - nodes: Its posts.
  ///   - authors: Who wrote each of them.
  package init(nodes: [Node], authors: [Key?]) {
    self.init(nodes: nodes, order: ConversationOrder(authors: authors))
  }
}

/// The scores of a text in 26 bytes, each to a 512th.
private struct PackedScores: Sendable {
  private var triples = InlineArray<4, PackedTriple>(repeating: PackedTriple(.zero, 1))
  private var realness: Int16 = 0

  private static let unit: Float = 1 / 512

  init() {}

  init(_ scores: TextScores) {
    triples[0] = PackedTriple(scores.stance, Self.unit)
    triples[1] = PackedTriple(scores.stanceMadeUp, Self.unit)
    triples[2] = PackedTriple(scores.tone, Self.unit)
    triples[3] = PackedTriple(scores.agreement, Self.unit)
    realness = PackedTriple.packed(scores.realness, Self.unit)
  }

  var scores: TextScores {
    TextScores(
      stance: triples[0].triple(Self.unit),
      stanceMadeUp: triples[1].triple(Self.unit),
      tone: triples[2].triple(Self.unit),
      agreement: triples[3].triple(Self.unit),
      realness: Float(realness) * Self.unit
    )
  }
}

/// Three numbers in six bytes, as multiples of a unit that whoever keeps them knows.
private struct PackedTriple: BitwiseCopyable, Sendable {
  private var values: (Int16, Int16, Int16)

  init(_ triple: Triple, _ unit: Float) {
    values = (
      Self.packed(triple[0], unit), Self.packed(triple[1], unit), Self.packed(triple[2], unit)
    )
  }

  func triple(_ unit: Float) -> Triple {
    Triple(Float(values.0), Float(values.1), Float(values.2)) * unit
  }

  static func packed(_ score: Float, _ unit: Float) -> Int16 {
    // A model of the user's own may hold anything.
    guard !score.isNaN else { return 0 }
    return Int16(max(min((score / unit).rounded(), 32_767), -32_767))
  }
}

/// What the posts around a post say about its stance.
///
/// Loopy belief propagation over the reply tree and between posts of one author: the stance of the
/// parent with the agreement of the reply, the stances of the replies, the author's other posts, and
/// whether the author is one of the target's allies or opponents. Last, how common the stances are in the
/// conversation: where most people who are understood are on one side, so are probably the others.
/// The tables are counted from labelled conversations, and the weights chosen on ones left out.
package struct ConversationInference: Sendable {
  /// How likely each stance of a reply is, by agreement with the parent and the parent's stance;
  /// each table divided by how common the stances are.
  package var replyTables: [[Triple]]
  /// How likely each stance of a post is given the stance of another by the same author, divided by
  /// how common the stances are.
  package var authorTable: [Triple]
  /// How likely each stance of a post is by an ally and by an opponent, divided by how common the
  /// stances are.
  package var roleTable: [Triple]
  /// How common the stances are found in conversations that are made up, and in real ones.
  package var usualBalance: ByManner<Triple>
  package var weights: Weights

  /// How much each source counts beside the text, whose weight is 1.
  package struct Weights: Hashable, Sendable {
    /// Divides the text's scores: over 1 makes them less sure.
    package var temperature: Float
    package var parent: Float
    package var replies: Float
    package var author: Float
    /// How much the balance of a conversation that is made up counts, and that of a real one.
    package var balance = ByManner<Float>(madeUp: 0, real: 0)
  }

  /// A value for each manner in which conversations are written.
  package struct ByManner<Value: Hashable & Sendable>: Hashable, Sendable {
    package var madeUp: Value
    package var real: Value

    package init(madeUp: Value, real: Value) {
      self.madeUp = madeUp
      self.real = real
    }
  }

  /// The same without a say for the posts around a post.
  package var withoutContext: ConversationInference {
    var alone = self
    alone.weights.parent = 0
    alone.weights.replies = 0
    alone.weights.author = 0
    alone.weights.balance = ByManner(madeUp: 0, real: 0)
    return alone
  }

  /// More sweeps change no label in the labelled conversations.
  private static let sweeps = 4

  /// The stances of the posts of a graph, by their places.
  package struct Stances: Sendable {
    /// Their probabilities as the whole conversation shows them.
    package fileprivate(set) var inContext: Beliefs
    /// The most probable ones as the texts alone show them.
    fileprivate let posts: [PostState]

    /// The most probable stance of a post as its text alone shows it.
    package func ofText(_ place: Int) -> Stance { posts[inContext.number(of: place)].stanceOfText }

    /// How positive or negative the tone of a post is, from -1 to 1; 0 where it has no words.
    package func sentiment(_ place: Int) -> Double { posts[inContext.number(of: place)].sentiment }
  }

  /// The probabilities of stances by the places of posts.
  package struct Beliefs: Sendable {
    /// For each place, its number in the order; -1 where it is not in it.
    private let numbers: [Int32]
    fileprivate var packed: [PackedTriple]

    fileprivate init(_ packed: [PackedTriple], numbers: [Int32]) {
      self.packed = packed
      self.numbers = numbers
    }

    fileprivate func number(of place: Int) -> Int { Int(numbers[place]) }

    /// The probabilities of a post's stances.
    package subscript(place: Int) -> Triple { packed[number(of: place)].probabilities }
  }

  /// Infers the stances of every post.
  ///
  /// - Parameters:
  ///   - graph: The posts.
  ///   - workers: Who works; the result does not depend on how many they are.
  /// - Returns: The stances, in context and of each text alone.
  package func stances(
    of graph: consuming ConversationGraph,
    _ workers: Workers = Workers(1)
  ) -> Stances {
    let order = graph.order
    let pieces = Self.pieces(of: order)
    var numbers: [Int32] = Array(repeating: -1, count: graph.nodes.count)
    for (number, place) in order.places.enumerated() { numbers[Int(place)] = Int32(number) }
    let realness = order.conversations.map { places in
      Self.realness(of: places.lazy.map { graph.nodes[Int($0)].text })
    }
    let posts = states(of: graph, realness, numbers, pieces, workers)
    var beliefs = posts.map {
      $0.isTarget ? PackedTriple.certainlySupportive : PackedTriple(probabilities: $0.score.softmax)
    }
    for (place, stance) in graph.given where numbers[place] >= 0 && !graph.nodes[place].isTarget {
      beliefs[Int(numbers[place])] = PackedTriple(probabilities: stance)
    }
    graph.nodes = []
    if weights.parent > 0 || weights.replies > 0 || weights.author > 0 {
      let replies = Replies(posts)
      var next = beliefs
      for _ in 0..<Self.sweeps {
        workers.fill(&next, pieces) { [beliefs] range, next in
          sweep(range, posts, replies, order, beliefs, &next)
        }
        swap(&beliefs, &next)
      }
    }
    for (conversation, real) in realness.enumerated() {
      let range = Int(order.starts[conversation])..<Int(order.starts[conversation + 1])
      adjust(&beliefs, range, posts, order, real)
    }
    return Stances(inContext: Beliefs(beliefs, numbers: numbers), posts: posts)
  }

  /// What is known of a post before anything is known of the posts around it: 20 bytes.
  fileprivate struct PostState: BitwiseCopyable, Sendable {
    /// The score of its stance, what its author's part says among it.
    private var packedScore = PackedTriple(.zero, 1)
    private var packedAgreement = PackedTriple(.zero, 1)
    private var packedSentiment: Int16 = 0
    /// The stance that its text alone suggests.
    private var ofText: UInt8 = 0
    private var marks: Marks = []
    /// The number of the post that it answers, of which it says something; -1 where there is none.
    fileprivate var parent: Int32 = -1

    private static let scoreUnit: Float = 1 / 512
    private static let sentimentUnits = 32_767.0

    private struct Marks: OptionSet, BitwiseCopyable {
      let rawValue: UInt8

      static let isTarget = Marks(rawValue: 1)
      static let isGiven = Marks(rawValue: 2)
      static let hasText = Marks(rawValue: 4)
    }

    init() {}

    init(_ node: ConversationGraph.Node, score: Triple, given: Triple?) {
      let text = node.text
      packedScore = PackedTriple(score, Self.scoreUnit)
      packedAgreement = PackedTriple(
        probabilities: text?.agreement.softmax ?? Triple(repeating: 1.0 / 3)
      )
      packedSentiment = Int16(((text?.sentiment ?? 0) * Self.sentimentUnits).rounded())
      ofText = UInt8(StanceProbabilities(given ?? score.softmax).stance.index)
      if node.isTarget { marks.insert(.isTarget) }
      if given != nil { marks.insert(.isGiven) }
      if text != nil { marks.insert(.hasText) }
    }

    var score: Triple { packedScore.triple(Self.scoreUnit) }
    /// How likely it disagrees with the post that it answers, does neither, or agrees.
    var agreement: Triple { packedAgreement.probabilities }
    var stanceOfText: Stance { Stance.allCases[Int(ofText)] }
    var sentiment: Double { Double(packedSentiment) / Self.sentimentUnits }
    var isTarget: Bool { marks.contains(.isTarget) }
    /// Whether its stance is settled.
    var isFixed: Bool { !marks.isDisjoint(with: [.isTarget, .isGiven]) }
    /// Whether it says something about its author's other posts, and they about it.
    var isSpeaking: Bool { marks.contains(.hasText) && !isTarget }
  }

  private func states(
    of graph: ConversationGraph,
    _ realness: [Float],
    _ numbers: [Int32],
    _ pieces: [Range<Int>],
    _ workers: Workers
  ) -> [PostState] {
    let (nodes, order) = (graph.nodes, graph.order)
    var conversation = 0
    // A piece may start within a conversation.
    let firstConversations = pieces.map { piece in
      while order.starts[conversation + 1] <= piece.lowerBound { conversation += 1 }
      return conversation
    }
    let pieceAt = Dictionary(uniqueKeysWithValues: zip(pieces.map(\.lowerBound), pieces.indices))
    var states: [PostState] = Array(repeating: PostState(), count: order.places.count)
    workers.fill(&states, pieces) { range, states in
      var conversation = pieceAt[range.lowerBound].map { firstConversations[$0] } ?? 0
      for number in range {
        while order.starts[conversation + 1] <= number { conversation += 1 }
        let place = Int(order.places[number])
        let node = nodes[place]
        var score = Triple.zero
        if let text = node.text {
          let real = realness[conversation]
          let stance = real * text.stance + (1 - real) * text.stanceMadeUp
          score = stance / weights.temperature + roleEvidence(of: node)
        }
        var state = PostState(node, score: score, given: graph.given[place])
        // An answer to the target says all by its own stance.
        if let parent = node.parent, !node.isTarget, !nodes[parent].isTarget {
          state.parent = numbers[parent]
        }
        states[number - range.lowerBound] = state
      }
    }
    return states
  }

  /// The numbers of the replies to each post.
  private struct Replies: Sendable {
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

    subscript(number: Int) -> ArraySlice<Int32> {
      replies[Int(starts[number])..<Int(starts[number + 1])]
    }
  }

  /// Believes of the posts of a piece what is said of them by their texts and the beliefs about others.
  private func sweep(
    _ range: Range<Int>,
    _ posts: [PostState],
    _ replies: Replies,
    _ order: ConversationOrder,
    _ beliefs: [PackedTriple],
    _ next: inout MutableSpan<PackedTriple>
  ) {
    var heard: [Triple] = []
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, order.continuesAuthor[end] { end += 1 }
      // One loud account must not drown its own words: beyond so many posts they are all alike.
      heard.removeAll(keepingCapacity: true)
      if weights.author > 0, end - start > 1 {
        for number in start..<end where posts[number].isSpeaking {
          heard.append(said(byAuthor: beliefs[number].probabilities))
          if heard.count == Self.mostPostsByAuthor { break }
        }
      }
      let all = heard.reduce(.zero, +)
      var speaker = 0
      for number in start..<end {
        let post = posts[number]
        var log = post.score
        if post.isSpeaking {
          let isHeard = speaker < heard.count
          let count = isHeard ? heard.count - 1 : heard.count
          if count > 0 {
            let others = isHeard ? all - heard[speaker] : all
            log += others * (weights.author / Float(count).squareRoot())
          }
          speaker += 1
        }
        guard !post.isFixed else {
          next[number - range.lowerBound] = beliefs[number]
          continue
        }
        if post.parent >= 0, weights.parent > 0 {
          let said = link(post.agreement).down(beliefs[Int(post.parent)].probabilities)
          log += weights.parent * said.logarithm
        }
        if weights.replies > 0 {
          for reply in replies[number] {
            let said = link(posts[Int(reply)].agreement).up(beliefs[Int(reply)].probabilities)
            log += weights.replies * said.logarithm
          }
        }
        next[number - range.lowerBound] = PackedTriple(probabilities: log.softmax)
      }
      start = end
    }
  }

  /// Adjusts what is believed of the posts of a conversation to how common the stances are in it.
  ///
  /// How common they are is found with the posts, by expectation and maximization (Saerens, Latinne and
  /// Decaestecker 2002), each author counting once and ``usualAuthors`` who are as usual beside them. Posts
  /// of one conversation are alike in more than their stances, so it counts with a learned weight. Posts of a
  /// list that name no other have no conversation whose balance they could share.
  private func adjust(
    _ beliefs: inout [PackedTriple],
    _ range: Range<Int>,
    _ posts: [PostState],
    _ order: ConversationOrder,
    _ real: Float
  ) {
    let weight = real * weights.balance.real + (1 - real) * weights.balance.madeUp
    guard weight > 0, range.count > 1 else { return }
    let usual = real * usualBalance.real + (1 - real) * usualBalance.madeUp
    var factor = Triple(repeating: 1)
    for _ in 0..<Self.adjustments {
      var (sum, authors): (SIMD3<Double>, Double) = (.zero, 0)
      var (ofAuthor, count): (Triple, Float) = (.zero, 0)
      for number in range {
        if !order.continuesAuthor[number], count > 0 {
          sum += SIMD3(ofAuthor / count)
          authors += 1
          (ofAuthor, count) = (.zero, 0)
        }
        guard posts[number].isSpeaking else { continue }
        let belief = beliefs[number].probabilities
        ofAuthor += posts[number].isFixed ? belief : (belief * factor).normalized
        count += 1
      }
      if count > 0 {
        sum += SIMD3(ofAuthor / count)
        authors += 1
      }
      guard authors > 1 else { return }
      let balance =
        Triple(sum + Self.usualAuthors * SIMD3(usual)) / Float(authors + Self.usualAuthors)
      factor = (weight * (balance / usual).logarithm).exponential
    }
    for number in range where posts[number].isSpeaking && !posts[number].isFixed {
      beliefs[number] = PackedTriple(
        probabilities: (beliefs[number].probabilities * factor).normalized
      )
    }
  }

  private static let adjustments = 8
  private static let usualAuthors = 10.0

  /// Pieces of an order for several threads, cut between authors.
  private static func pieces(of order: ConversationOrder) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < order.places.count {
      var end = min(start + pieceSize, order.places.count)
      while end < order.places.count, order.continuesAuthor[end] { end += 1 }
      pieces.append(start..<end)
      start = end
    }
    return pieces
  }

  private static let pieceSize = 8_192

  private func roleEvidence(of node: ConversationGraph.Node) -> Triple {
    switch node.role {
    case .ally: roleTable[0].logarithm
    case .opponent: roleTable[1].logarithm
    case .target, nil: .zero
    }
  }

  /// How likely a conversation is to be a real one, from 0 to 1.
  ///
  /// Posts of one conversation are alike, so beyond ``mostWitnesses`` they add nothing.
  static func realness(of texts: some Sequence<TextScores?>) -> Float {
    var (sum, count): (Float, Float) = (0, 0)
    for case let text? in texts {
      sum += text.realness
      count += 1
    }
    return 1 / (1 + expf(-sum / max(count, 1) * min(count, mostWitnesses)))
  }

  private static let mostWitnesses: Float = 5

  /// A table over the stances of a parent and of its reply.
  private struct Link {
    /// By the parent's stance.
    var rows: (Triple, Triple, Triple)

    /// What the parent's stance says about the reply's.
    func down(_ parent: Triple) -> Triple {
      parent[0] * rows.0 + parent[1] * rows.1 + parent[2] * rows.2
    }

    /// What the reply's stance says about the parent's.
    func up(_ reply: Triple) -> Triple {
      Triple((rows.0 * reply).sum(), (rows.1 * reply).sum(), (rows.2 * reply).sum())
    }
  }

  /// The table of one reply.
  private func link(_ agreement: Triple) -> Link {
    func row(_ stance: Int) -> Triple {
      agreement[0] * replyTables[0][stance] + agreement[1] * replyTables[1][stance]
        + agreement[2] * replyTables[2][stance]
    }
    return Link(rows: (row(0), row(1), row(2)))
  }

  /// What the stance of one post of an author says about the author's others.
  private func said(byAuthor stance: Triple) -> Triple {
    (stance[0] * authorTable[0] + stance[1] * authorTable[1] + stance[2] * authorTable[2]).logarithm
  }

  private static let mostPostsByAuthor = 32
}

extension PackedTriple {
  fileprivate static let certainlySupportive = PackedTriple(probabilities: Triple(certain: 0))

  fileprivate init(probabilities: Triple) { self.init(probabilities, 1 / 32_767) }

  fileprivate var probabilities: Triple { triple(1).normalized }
}
