internal import Glibc
package import Ingest

/// The posts of one conversation as the inference sees them.
package struct ConversationGraph: Sendable {
  /// One post.
  package struct Node: Sendable {
    private var scores = PackedScores()
    private var hasText = false
    /// The part that the author plays; `nil` for the public.
    package var role: Role?
    /// -1 where it is not known.
    private var above: Int32
    /// 0 where it is not known.
    fileprivate let authorKey: UInt64

    package init(text: TextScores?, parent: Int?, author: Key?, role: Role?) {
      above = Int32(parent ?? -1)
      authorKey = author?.value ?? 0
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

  /// The posts of this conversation and of others.
  package var nodes: [Node]
  /// The places of the conversation's own posts among ``nodes``, in an order that does not depend on the
  /// order of the input.
  let places: ArraySlice<Int>
  /// For each place its number in its conversation.
  let numbers: [Int32]
  /// The stances of posts, by place, where somebody who is believed has said them.
  package var given: [Int: Triple] = [:]

  /// Creates a graph of all its nodes.
  package init(nodes: [Node]) {
    self.init(
      nodes: nodes,
      places: Array(nodes.indices)[...],
      numbers: nodes.indices.map { Int32($0) }
    )
  }

  init(nodes: [Node], places: ArraySlice<Int>, numbers: [Int32]) {
    self.nodes = nodes
    self.places = places
    self.numbers = numbers
  }

  /// Creates the graphs of the conversations of an export, each to be had by ``of(_:)``.
  init(_ nodes: [Node], _ conversations: [ArraySlice<Int>]) {
    var numbers: [Int32] = Array(repeating: 0, count: nodes.count)
    for places in conversations {
      for (number, place) in places.enumerated() { numbers[place] = Int32(number) }
    }
    self.init(nodes: nodes, places: [], numbers: numbers)
  }

  /// The graph of one conversation.
  func of(_ places: ArraySlice<Int>) -> ConversationGraph {
    var graph = ConversationGraph(nodes: nodes, places: places, numbers: numbers)
    graph.given = given
    return graph
  }
}

/// The scores of a text in 26 bytes, each to a 512th.
private struct PackedScores: Sendable {
  private var values = InlineArray<13, Int16>(repeating: 0)

  private static let unit: Float = 1 / 512

  init() {}

  init(_ scores: TextScores) {
    let triples = [scores.stance, scores.stanceMadeUp, scores.tone, scores.agreement]
    for (number, triple) in triples.enumerated() {
      for answer in 0..<3 { values[number * 3 + answer] = Self.packed(triple[answer]) }
    }
    values[12] = Self.packed(scores.realness)
  }

  var scores: TextScores {
    func triple(_ number: Int) -> Triple {
      let first = number * 3
      return Triple(Float(values[first]), Float(values[first + 1]), Float(values[first + 2]))
        * Self.unit
    }
    return TextScores(
      stance: triple(0),
      stanceMadeUp: triple(1),
      tone: triple(2),
      agreement: triple(3),
      realness: Float(values[12]) * Self.unit
    )
  }

  private static func packed(_ score: Float) -> Int16 {
    // A model of the user's own may hold anything.
    guard !score.isNaN else { return 0 }
    return Int16(max(min((score / unit).rounded(), 32_767), -32_767))
  }
}

/// What the posts around a post say about its stance.
///
/// Loopy belief propagation over the reply tree and between posts of one author: the stance of the
/// parent with the agreement of the reply, the stances of the replies, the author's other posts, and
/// whether the author is one of the target's allies or opponents.
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
  package var weights: Weights

  /// How much each source counts beside the text, whose weight is 1.
  package struct Weights: Hashable, Sendable {
    /// Divides the text's scores: over 1 makes them less sure.
    package var temperature: Float
    package var parent: Float
    package var replies: Float
    package var author: Float

    package init(temperature: Float, parent: Float, replies: Float, author: Float) {
      self.temperature = temperature
      self.parent = parent
      self.replies = replies
      self.author = author
    }
  }

  /// The same without a say for the posts around a post.
  package var withoutContext: ConversationInference {
    var alone = self
    alone.weights.parent = 0
    alone.weights.replies = 0
    alone.weights.author = 0
    return alone
  }

  /// More sweeps change no label in the labelled conversations.
  private static let sweeps = 4

  /// The stances of the posts of a conversation.
  package struct Stances: Sendable {
    /// Their probabilities as the whole conversation shows them.
    package var inContext: [Triple]
    /// The most probable ones as the texts alone show them.
    package var ofTexts: [Stance]
  }

  /// Returns the stances of every post.
  package func stances(of graph: ConversationGraph) -> Stances {
    let places = graph.places
    let uniform = Triple(repeating: 1.0 / 3)
    let realness = Self.realness(of: graph)
    var texts: [Triple] = []
    var agreements: [Triple] = []
    var beliefs: [Triple] = []
    // Whose stance is settled, and who answers somebody whose stance is not.
    var isFixed: [Bool] = []
    var answers: [(child: Int32, parent: Int32)] = []
    texts.reserveCapacity(places.count)
    agreements.reserveCapacity(places.count)
    beliefs.reserveCapacity(places.count)
    for (number, place) in places.enumerated() {
      let node = graph.nodes[place]
      let text = node.text
      let stance = text.map { realness * $0.stance + (1 - realness) * $0.stanceMadeUp } ?? .zero
      let score = text == nil ? stance : stance / weights.temperature + roleEvidence(of: node)
      texts.append(score)
      agreements.append(text?.agreement.softmax ?? uniform)
      let given = graph.given[place]
      beliefs.append(node.isTarget ? Triple(1, 0, 0) : given ?? score.softmax)
      isFixed.append(node.isTarget || given != nil)
      // An answer to the target says all by its own stance.
      if let parent = node.parent, !node.isTarget, !graph.nodes[parent].isTarget {
        answers.append((Int32(number), graph.numbers[parent]))
      }
    }
    let ofTexts = beliefs.map { StanceProbabilities($0).stance }
    guard weights.parent > 0 || weights.replies > 0 || weights.author > 0 else {
      return Stances(inContext: beliefs, ofTexts: ofTexts)
    }
    let authors = AuthorRuns(graph)
    var logs = texts
    for _ in 0..<Self.sweeps {
      for number in logs.indices { logs[number] = texts[number] }
      // Each reply and what it answers say something about each other.
      for answer in answers {
        let (child, parent) = (Int(answer.child), Int(answer.parent))
        let link = link(agreements[child])
        logs[child] += weights.parent * link.down(beliefs[parent]).logarithm
        logs[parent] += weights.replies * link.up(beliefs[child]).logarithm
      }
      addAuthors(authors, beliefs, to: &logs)
      for number in logs.indices where !isFixed[number] { beliefs[number] = logs[number].softmax }
    }
    return Stances(inContext: beliefs, ofTexts: ofTexts)
  }

  private func roleEvidence(of node: ConversationGraph.Node) -> Triple {
    switch node.role {
    case .ally: roleTable[0].logarithm
    case .opponent: roleTable[1].logarithm
    case .target, nil: .zero
    }
  }

  /// How likely the conversation is to be a real one, from 0 to 1.
  ///
  /// Posts of one conversation are alike, so beyond ``mostWitnesses`` they add nothing.
  private static func realness(of graph: ConversationGraph) -> Float {
    var (sum, count): (Float, Float) = (0, 0)
    for place in graph.places {
      guard let text = graph.nodes[place].text else { continue }
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

  /// Adds what the other posts of its author say about each post.
  private func addAuthors(_ authors: AuthorRuns, _ beliefs: [Triple], to logs: inout [Triple]) {
    guard weights.author > 0 else { return }
    var heard: [Triple] = []
    for run in authors.runs {
      let posts = authors.posts[Int(run.lowerBound)..<Int(run.upperBound)]
      heard.removeAll(keepingCapacity: true)
      // One loud account must not drown its own words: beyond this many posts they are all alike.
      for post in posts.prefix(Self.mostPostsByAuthor) {
        let belief = beliefs[Int(post)]
        let own =
          belief[0] * authorTable[0] + belief[1] * authorTable[1] + belief[2] * authorTable[2]
        heard.append(own.logarithm)
      }
      let all = heard.reduce(.zero, +)
      for (number, post) in posts.enumerated() {
        let isHeard = number < heard.count
        let others = isHeard ? all - heard[number] : all
        let count = isHeard ? heard.count - 1 : heard.count
        logs[Int(post)] += others * (weights.author / Float(count).squareRoot())
      }
    }
  }

  private static let mostPostsByAuthor = 32

  /// The posts of each author who wrote several.
  private struct AuthorRuns {
    /// Numbers of posts, those of one author one after another.
    var posts: [Int32] = []
    var runs: [Range<Int32>] = []

    init(_ graph: ConversationGraph) {
      let places = graph.places
      func author(_ number: Int32) -> UInt64 {
        graph.nodes[places[places.startIndex + Int(number)]].authorKey
      }
      for (number, place) in places.enumerated() {
        let node = graph.nodes[place]
        if !node.isTarget, node.text != nil, node.authorKey != 0 { posts.append(Int32(number)) }
      }
      posts = posts.inHashOrder(author) { (author($0), $0) < (author($1), $1) }
      var start = 0
      for end in posts.indices {
        let isLast = end + 1 == posts.count || author(posts[end]) != author(posts[end + 1])
        guard isLast else { continue }
        if end > start { runs.append(Int32(start)..<Int32(end + 1)) }
        start = end + 1
      }
    }
  }
}
