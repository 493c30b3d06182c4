package import Ingest

/// The posts of conversations as the inference sees them.
package struct ConversationGraph: Sendable {
  /// One post: 24 bytes.
  package struct Node: BitwiseCopyable, Sendable {
    private var scores = PackedScores.none
    /// Each with 1 more, 0 where there is none: the place of the post that is answered, above two bits
    /// of the role.
    private var parentAndRole: UInt32 = 0

    package init(text: TextScores?, parent: Int?, role: Role?) {
      self.parent = parent
      self.role = role
      self.text = text
    }

    /// The text's scores; `nil` where the post has no words that can be read.
    package var text: TextScores? {
      get { scores.scores }
      set { scores = newValue.map { PackedScores($0) } ?? .none }
    }

    /// The place of the post that is answered among all nodes, or `nil` where it is not known.
    package var parent: Int? {
      get { parentAndRole >> 2 == 0 ? nil : Int(parentAndRole >> 2) - 1 }
      set { parentAndRole = UInt32((newValue ?? -1) + 1) << 2 | parentAndRole & 3 }
    }

    /// The part that the author plays; `nil` for the public.
    package var role: Role? {
      get { parentAndRole & 3 == 0 ? nil : Role(rawValue: UInt8(parentAndRole & 3) - 1) }
      set { parentAndRole = parentAndRole & ~3 | (newValue.map { UInt32($0.rawValue) + 1 } ?? 0) }
    }

    /// Whether the post is by the target, and so on the target's side.
    var isTarget: Bool { role == .target }
  }

  /// The posts by their places.
  package var nodes: SpooledArray<Node>
  /// Those of ``nodes`` that are looked at.
  let order: ConversationOrder
  /// The stances of posts, by place, where somebody who is believed has said them.
  package var given: [Int: Triple] = [:]

  init(nodes: SpooledArray<Node>, order: ConversationOrder, given: [Int: Triple] = [:]) {
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
    self.init(nodes: SpooledArray(nodes), order: ConversationOrder(authors: authors))
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
private struct PackedScores: BitwiseCopyable, Sendable {
  private var stance = PackedTriple(scores: .zero)
  private var stanceMadeUp = PackedTriple(scores: .zero)
  private var tone = PackedTriple(scores: .zero)
  private var agreement = PackedTriple(scores: .zero)
  /// `Int16.min`, which packing gives no number, where there is no text.
  private var realness = Int16.min
  private var marks = TextMarks()

  private static let realnessUnit: Float = 1 / 512

  /// The scores of no text.
  static let none = PackedScores()

  private init() {}

  init(_ scores: TextScores) {
    stance = PackedTriple(scores: scores.stance)
    stanceMadeUp = PackedTriple(scores: scores.stanceMadeUp)
    tone = PackedTriple(scores: scores.tone)
    agreement = PackedTriple(scores: scores.agreement)
    realness = PackedTriple.packed(scores.realness, Self.realnessUnit)
    marks = scores.marks
  }

  /// The scores; `nil` where there is no text.
  var scores: TextScores? {
    guard realness != .min else { return nil }
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
