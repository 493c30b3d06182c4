package import Ingest

/// The posts of conversations as the inference sees them.
package struct ConversationGraph: Sendable {
  /// One post: 28 bytes.
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
    package var parent: Int? {
      get { above < 0 ? nil : Int(above) }
      set { above = Int32(newValue ?? -1) }
    }

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

  /// Creates the graph of one post, with the post that it answers where its stance is known.
  init(only post: Node, under stance: Triple?) {
    var post = post
    post.parent = stance == nil ? nil : 1
    let above = stance.map { _ in Node(text: nil, parent: nil, role: nil) }
    let nodes = [post] + (above.map { [$0] } ?? [])
    self.init(nodes: nodes, authors: nodes.map { _ in nil })
    given[1] = stance
  }
}

/// The scores of a text in 20 bytes, each to a 512th.
private struct PackedScores: Sendable {
  private var stance = PackedTriple(scores: .zero)
  private var stanceMadeUp = PackedTriple(scores: .zero)
  private var tone = PackedTriple(scores: .zero)
  private var agreement = PackedTriple(scores: .zero)
  private var realness: Int16 = 0
  private var marks = TextMarks()

  private static let realnessUnit: Float = 1 / 512

  init() {}

  init(_ scores: TextScores) {
    stance = PackedTriple(scores: scores.stance)
    stanceMadeUp = PackedTriple(scores: scores.stanceMadeUp)
    tone = PackedTriple(scores: scores.tone)
    agreement = PackedTriple(scores: scores.agreement)
    realness = PackedTriple.packed(scores.realness, Self.realnessUnit)
    marks = scores.marks
  }

  var scores: TextScores {
    var scores = TextScores(
      stance: stance.scores,
      stanceMadeUp: stanceMadeUp.scores,
      tone: tone.scores,
      agreement: agreement.scores,
      realness: Float(realness) * Self.realnessUnit
    )
    scores.marks = marks
    return scores
  }
}
