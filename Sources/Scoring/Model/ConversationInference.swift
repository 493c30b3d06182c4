internal import Glibc
package import Ingest

/// What the posts around a post say about its stance.
///
/// Loopy belief propagation over the reply tree and between posts of one author: the stance of the
/// parent with the agreement of the reply, the stances of the replies, the author's other posts, and
/// whether the author is one of the target's allies or opponents. Last, small networks weigh, in rounds, what is
/// believed of a post against all that is around it. The tables are counted from labelled conversations; the
/// weights are chosen, and the networks learn, on ones that the text models had not seen.
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
  package var weights: Weights
  /// What weighs all of it, last, round by round.
  package var context: [ContextNetwork] = []

  /// How much each source counts beside the text, whose weight is 1.
  package struct Weights: Hashable, Sendable {
    /// Divides the text's scores: over 1 makes them less sure.
    package var temperature: Float
    package var parent: Float
    package var replies: Float
    package var author: Float
  }

  /// The same without a say for the posts around a post.
  package var withoutContext: ConversationInference {
    var alone = self
    alone.weights.parent = 0
    alone.weights.replies = 0
    alone.weights.author = 0
    alone.context = []
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
    private let packed: [PackedTriple]

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
    let count = graph.nodes.count
    var propagation = propagation(over: graph, workers)
    let pieces = Self.pieces(of: propagation.order, in: propagation.posts.indices)
    for network in context {
      var weighed = propagation.beliefs
      workers.fill(&weighed, pieces) { [propagation] range, weighed in
        propagation.forEachSurroundings(in: range) { number, surroundings in
          weighed[number - range.lowerBound] = PackedTriple(
            probabilities: network.probabilities(of: surroundings)
          )
        }
      }
      propagation.believe(weighed, workers)
    }
    return Stances(
      inContext: Beliefs(
        propagation.beliefs,
        numbers: propagation.order.numbers(ofPlaces: count)
      ),
      posts: propagation.posts
    )
  }

  /// Spreads what is known of the posts over the tree and between posts of one author.
  func propagation(
    over graph: consuming ConversationGraph,
    _ workers: Workers = Workers(1)
  ) -> Propagation {
    let order = graph.order
    let pieces = Self.pieces(of: order, in: order.places.indices)
    let (posts, realness) = states(of: graph)
    graph.nodes = SpooledArray()
    var beliefs = Array(repeating: PackedTriple.certainlySupportive, count: posts.count)
    workers.fill(&beliefs, pieces) { range, beliefs in
      for number in range where !posts[number].isTarget {
        beliefs[number - range.lowerBound] = PackedTriple(
          probabilities: posts[number].score.softmax
        )
      }
    }
    if !graph.given.isEmpty {
      for (number, place) in order.places.enumerated() where !posts[number].isTarget {
        if let stance = graph.given[Int(place)] {
          beliefs[number] = PackedTriple(probabilities: stance)
        }
      }
    }
    let replies = Replies(posts)
    if weights.parent > 0 || weights.replies > 0 || weights.author > 0 {
      var next = beliefs
      for _ in 0..<Self.sweeps {
        workers.fill(&next, pieces) { [beliefs] range, next in
          sweep(range, posts, replies, order, beliefs, &next)
        }
        swap(&beliefs, &next)
      }
    }
    return Propagation(
      order: order,
      realness: realness,
      posts: posts,
      replies: replies,
      beliefs: beliefs,
      workers
    )
  }

  /// What is known of each post from itself, in the order, and how likely each conversation is to be a real
  /// one.
  ///
  /// Many nodes are in a file, and so are gone through as they lie there.
  private func states(of graph: ConversationGraph) -> (posts: [PostState], realness: [Float]) {
    let order = graph.order
    let numbers = order.numbers(ofPlaces: graph.nodes.count)
    let realness = Self.realness(of: graph, numbers)
    var states: [PostState] = Array(repeating: PostState(), count: order.places.count)
    for (place, node) in zip(graph.nodes.indices, graph.nodes) where numbers[place] >= 0 {
      let number = Int(numbers[place])
      var score = Triple.zero
      if let text = node.text {
        let real = realness[order.conversation(of: number)]
        let stance = real * text.stance + (1 - real) * text.stanceMadeUp
        score = stance / weights.temperature + roleEvidence(of: node)
      }
      var state = PostState(node, score: score, given: graph.given[place])
      if let parent = node.parent, !node.isTarget { state.parent = numbers[parent] }
      states[number] = state
    }
    // An answer to the target says all by its own stance.
    for number in states.indices {
      let parent = Int(states[number].parent)
      if parent >= 0, states[parent].isTarget { states[number].parent = -1 }
    }
    return (states, realness)
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
          for place in replies.range(of: number) {
            let reply = replies[place]
            let said = link(posts[reply].agreement).up(beliefs[reply].probabilities)
            log += weights.replies * said.logarithm
          }
        }
        next[number - range.lowerBound] = PackedTriple(probabilities: log.softmax)
      }
      start = end
    }
  }

  /// Pieces of a range of an order for several threads, cut between authors.
  static func pieces(of order: ConversationOrder, in range: Range<Int>) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      var end = min(start + pieceSize, range.upperBound)
      while end < range.upperBound, order.continuesAuthor[end] { end += 1 }
      pieces.append(start..<end)
      start = end
    }
    return pieces
  }

  static let pieceSize = 8_192

  private func roleEvidence(of node: ConversationGraph.Node) -> Triple {
    switch node.role {
    case .ally: roleTable[0].logarithm
    case .opponent: roleTable[1].logarithm
    case .target, nil: .zero
    }
  }

  /// How likely each conversation is to be a real one, from 0 to 1.
  private static func realness(of graph: ConversationGraph, _ numbers: [Int32]) -> [Float] {
    let order = graph.order
    var sums = Array(repeating: RealnessSum(), count: order.starts.count - 1)
    for (place, node) in zip(graph.nodes.indices, graph.nodes) where numbers[place] >= 0 {
      if let text = node.text { sums[order.conversation(of: Int(numbers[place]))].add(text) }
    }
    return sums.map(\.probability)
  }

  /// How likely a conversation with some texts is to be a real one, from 0 to 1.
  static func realness(of texts: some Sequence<TextScores?>) -> Float {
    var sum = RealnessSum()
    for case let text? in texts { sum.add(text) }
    return sum.probability
  }

  /// How real the texts of a conversation look, as a sum.
  private struct RealnessSum {
    /// Of numbers of few digits, and so exact: their order means nothing.
    private var sum = 0.0
    private var count = 0

    /// Posts of one conversation are alike, so beyond so many they add nothing.
    private static let mostWitnesses: Float = 5

    mutating func add(_ text: TextScores) {
      sum += Double(text.realness)
      count += 1
    }

    var probability: Float {
      let count = Float(count)
      return 1 / (1 + expf(-Float(sum) / max(count, 1) * min(count, Self.mostWitnesses)))
    }
  }

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
