internal import Glibc
package import Ingest

/// What the posts around a post say about its stance.
///
/// Small networks weigh, in rounds, what a text says against all that is around it: the post that it answers, the
/// answers, the author's other posts and part, and what the conversation is like. They learn on conversations that the
/// text models had not seen.
package struct ConversationInference: Sendable {
  /// Divides the scores of the texts: over 1 makes them less sure.
  package var temperature: Float
  /// What weighs all of it, round by round.
  package var context: [ContextNetwork] = []

  /// The same without a say for what is around a post.
  package var withoutContext: ConversationInference {
    ConversationInference(temperature: temperature)
  }

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
    var state = state(of: graph, workers)
    let pieces = Self.pieces(of: state.order, in: state.posts.indices)
    for network in context {
      var weighed = state.beliefs
      workers.fill(&weighed, pieces) { [state] range, weighed in
        state.forEachSurroundings(in: range) { number, surroundings in
          weighed[number - range.lowerBound] = PackedTriple(
            probabilities: network.probabilities(of: surroundings)
          )
        }
      }
      state.believe(weighed, workers)
    }
    return Stances(
      inContext: Beliefs(
        state.beliefs,
        numbers: state.order.numbers(ofPlaces: count)
      ),
      posts: state.posts
    )
  }

  /// What is believed of the posts by their texts alone, each by itself.
  func state(
    of graph: consuming ConversationGraph,
    _ workers: Workers = Workers(1)
  ) -> ConversationState {
    let order = graph.order
    let (posts, realness) = states(of: graph)
    graph.nodes = SpooledArray()
    var beliefs = Array(repeating: PackedTriple.certainlySupportive, count: posts.count)
    workers.fill(&beliefs, Self.pieces(of: order, in: posts.indices)) { range, beliefs in
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
    return ConversationState(
      order: order,
      realness: realness,
      posts: posts,
      replies: Replies(posts),
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
        score = stance / temperature
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
}
