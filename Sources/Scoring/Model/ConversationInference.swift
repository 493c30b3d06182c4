internal import Glibc
package import Ingest

/// The posts of one conversation as the inference sees them.
package struct ConversationGraph: Sendable {
  /// One post.
  package struct Node: Sendable {
    /// The text's scores; `nil` where the post has no words that can be read.
    package var text: TextScores?
    /// The index of the post that is answered, or `nil` where it is not known.
    package var parent: Int?
    package var author: Key?
    /// The part that the author plays; `nil` for the public.
    package var role: Role?
    /// The stance, where somebody who is believed has said it.
    package var given: Triple?

    package init(text: TextScores?, parent: Int?, author: Key?, role: Role?) {
      self.text = text
      self.parent = parent
      self.author = author
      self.role = role
    }

    /// Whether the post is by the target, and so on the target's side.
    var isTarget: Bool { role == .target }
  }

  /// In an order that does not depend on the order of the input.
  package var nodes: [Node]

  package init(nodes: [Node]) { self.nodes = nodes }
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

  /// The probabilities of the stances of the posts of a conversation.
  package struct Stances: Sendable {
    /// As the whole conversation shows them.
    package var inContext: [Triple]
    /// As the texts alone show them.
    package var ofTexts: [Triple]
  }

  /// Returns the probabilities of the stances of every post.
  package func stances(of graph: ConversationGraph) -> Stances {
    let nodes = graph.nodes
    let uniform = Triple(repeating: 1.0 / 3)
    let realness = Self.realness(of: nodes)
    let texts = nodes.map { node in
      guard let text = node.text else { return Triple.zero }
      let stance = realness * text.stance + (1 - realness) * text.stanceMadeUp
      return stance / weights.temperature + roleEvidence(of: node)
    }
    let ofTexts = nodes.indices.map { index in
      nodes[index].isTarget ? Triple(1, 0, 0) : nodes[index].given ?? texts[index].softmax
    }
    var beliefs = ofTexts
    guard weights.parent > 0 || weights.replies > 0 || weights.author > 0 else {
      return Stances(inContext: beliefs, ofTexts: ofTexts)
    }
    let links = nodes.map { node in link(node, nodes, node.text?.agreement.softmax ?? uniform) }
    let answers = links.indices.filter { links[$0] != nil }
    let authors = Self.postsByAuthor(nodes)
    for _ in 0..<Self.sweeps {
      var logs = texts
      // Each reply and what it answers say something about each other.
      for child in answers {
        guard let link = links[child], let parent = nodes[child].parent else { continue }
        logs[child] += weights.parent * link.down(beliefs[parent]).logarithm
        logs[parent] += weights.replies * link.up(beliefs[child]).logarithm
      }
      addAuthors(authors, beliefs, to: &logs)
      for index in nodes.indices where !nodes[index].isTarget && nodes[index].given == nil {
        beliefs[index] = logs[index].softmax
      }
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
  private static func realness(of nodes: [ConversationGraph.Node]) -> Float {
    let odds = nodes.compactMap { $0.text?.realness }
    let mean = odds.reduce(0, +) / Float(max(odds.count, 1))
    return 1 / (1 + expf(-mean * min(Float(odds.count), mostWitnesses)))
  }

  private static let mostWitnesses: Float = 5

  /// A table over the stances of a parent and of its reply.
  private struct Link {
    /// By the parent's stance.
    var rows: [Triple]

    /// What the parent's stance says about the reply's.
    func down(_ parent: Triple) -> Triple {
      parent[0] * rows[0] + parent[1] * rows[1] + parent[2] * rows[2]
    }

    /// What the reply's stance says about the parent's.
    func up(_ reply: Triple) -> Triple {
      Triple((rows[0] * reply).sum(), (rows[1] * reply).sum(), (rows[2] * reply).sum())
    }
  }

  /// The table of one reply; `nil` where there is none to speak of: an answer to the target says
  /// all by its own stance.
  private func link(
    _ node: ConversationGraph.Node,
    _ nodes: [ConversationGraph.Node],
    _ agreement: Triple
  ) -> Link? {
    guard let parent = node.parent, !nodes[parent].isTarget, !node.isTarget else { return nil }
    let rows = (0..<3).map { stance in
      agreement[0] * replyTables[0][stance] + agreement[1] * replyTables[1][stance]
        + agreement[2] * replyTables[2][stance]
    }
    return Link(rows: rows)
  }

  /// Adds what the other posts of its author say about each post.
  private func addAuthors(
    _ authors: [ArraySlice<Int>],
    _ beliefs: [Triple],
    to logs: inout [Triple]
  ) {
    guard weights.author > 0 else { return }
    for posts in authors {
      // One loud account must not drown its own words: beyond this many posts they are all alike.
      let heard = posts.prefix(Self.mostPostsByAuthor).map { post in
        let belief = beliefs[post]
        return
          (
            post,
            (belief[0] * authorTable[0] + belief[1] * authorTable[1] + belief[2] * authorTable[2])
              .logarithm
          )
      }
      let all = heard.reduce(Triple.zero) { $0 + $1.1 }
      for (number, post) in posts.enumerated() {
        let isHeard = number < heard.count
        let others = isHeard ? all - heard[number].1 : all
        let count = isHeard ? heard.count - 1 : heard.count
        logs[post] += others * (weights.author / Float(count).squareRoot())
      }
    }
  }

  private static let mostPostsByAuthor = 32

  /// The posts of each author who wrote several.
  private static func postsByAuthor(_ nodes: [ConversationGraph.Node]) -> [ArraySlice<Int>] {
    let posts = nodes.indices.filter {
      !nodes[$0].isTarget && nodes[$0].text != nil && nodes[$0].author != nil
    }.sorted { left, right in
      (nodes[left].author?.value ?? 0, left) < (nodes[right].author?.value ?? 0, right)
    }
    return posts.runs { nodes[$0].author == nodes[$1].author }.filter { $0.count > 1 }
  }
}

extension Array {
  /// The longest runs of neighbours that belong together.
  fileprivate func runs(_ belong: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
    var runs: [ArraySlice<Element>] = []
    var start = 0
    for end in indices {
      guard end + 1 == count || !belong(self[end], self[end + 1]) else { continue }
      runs.append(self[start...end])
      start = end + 1
    }
    return runs
  }
}
