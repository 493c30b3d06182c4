public import Ingest

/// Sorts posts by their stance one at a time, as they come.
///
/// Unlike ``Scorer`` it knows nothing of what is still to come, and forgets what is long past, so that its
/// memory stays the same however many posts there are.
public struct StreamScorer: Sendable {
  private let model: Model
  private let readers: TextReaders
  private let brief: Brief
  private let usesParents: Bool
  /// The stand of posts whose root is not known.
  private let stand: KnownStand
  private var posts: RecentValues<RecentPost>
  private var roots: RecentValues<KnownStand>

  /// A stand, with what the network makes of it.
  private struct KnownStand: Sendable {
    var stand: Stand
    var root: DirectionNetwork.Root
    var rootID: String?
  }

  /// What is remembered of a post.
  private struct RecentPost: Sendable {
    var conversation: Key
    var author: Key?
    var isTarget: Bool
    /// Whether it was seen only inside other posts.
    var isContext: Bool
    /// The probabilities of its stances; `nil` where it has none.
    var stance: Triple?
    var direction: PackedDirection
  }

  /// So many posts are remembered, at about 300 bytes each.
  package static let postsRemembered = 65_536
  /// So many roots are remembered, at about 50 kB each.
  private static let rootsRemembered = 512

  /// Creates a scorer.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - brief: Whom and what the reactions are to.
  ///   - usesParents: Whether the post that a post answers has a say, as far as it came before it,
  ///     among the last ``postsRemembered`` posts. Else each post is read by itself.
  public init(model: Model, brief: Brief, usesParents: Bool) {
    self.model = model
    self.brief = brief
    self.usesParents = usesParents
    let stand = Stand(brief, root: nil)
    readers = TextReaders(model, towards: stand)
    self.stand = KnownStand(stand: stand, root: model.text.stance.root(stand.direction))
    posts = RecentValues(most: Self.postsRemembered)
    roots = RecentValues(most: Self.rootsRemembered)
  }

  /// Scores the next post.
  ///
  /// - Returns: What became of it, and the id of its root where that is known.
  public mutating func score(_ post: Post) -> (scored: ScoredPost, rootID: String?) {
    let parent = post.parentID ?? post.quoteOf ?? post.repostOf
    let above = usesParents ? parent.flatMap { posts[post.key(of: $0)] } : nil
    let isRoot =
      parent == nil && !post.isReply && (post.conversationID.map { $0 == post.id } ?? true)
    let conversation =
      above?.conversation ?? post.conversationID.map { post.key(of: $0) }
      ?? parent.map { post.key(of: $0) } ?? post.identity
    if isRoot, usesParents {
      let own = Stand(brief, root: post, isOneOfMany: true)
      let root = model.text.stance.root(own.direction)
      roots[conversation] = KnownStand(stand: own, root: root, rootID: post.id)
    }
    let known = roots[conversation] ?? stand
    let author = post.author.flatMap { PostIndex.authorKey($0) }
    let isTarget = known.stand.isTarget(author) || isRoot && brief.target.isEmpty
    var scored = ScoredPost(
      status: isTarget ? .target : .scored,
      author: author?.value,
      createdAt: post.createdAt,
      probabilities: nil,
      sentiment: nil
    )
    let rootID =
      known.rootID ?? post.conversationID ?? (isRoot && !post.id.isEmpty ? post.id : nil)
    if usesParents, !post.id.isEmpty, let known = posts[post.identity],
      post.isContext || !known.isContext
    {
      return (scored.asDuplicate, rootID)
    }
    let tokens = Tokenizer.tokens(of: post.text)
    var stance: Triple?
    if !isTarget {
      let position: ReplyPosition =
        if let above { above.isTarget ? .direct : .nested } else {
          parent == nil
            ? (post.isReply ? .direct : .unattached)
            : parent == (post.conversationID ?? parent) ? .direct : .nested
        }
      let answered = position == .nested ? above?.direction.direction : nil
      switch reading(of: post, tokens, known, position, answered) {
      case .unread(let status): scored.status = status
      case .scores(let scores):
        let triple = self.stance(of: scores, role: known.stand.role(of: author), under: above)
        stance = triple
        scored.probabilities = StanceProbabilities(triple)
        scored.sentiment = scores.sentiment
      }
    }
    if usesParents {
      posts[post.identity] = RecentPost(
        conversation: conversation,
        author: author,
        isTarget: isTarget,
        isContext: post.isContext,
        stance: stance,
        direction: PackedDirection(readers.with { $0.direction(of: tokens, stand: known.stand) })
      )
    }
    return (scored, rootID)
  }

  private func reading(
    of post: Post,
    _ tokens: TokenizedText,
    _ known: KnownStand,
    _ position: ReplyPosition,
    _ answered: [Float]?
  ) -> TextReading {
    if post.isRepost { return .unread(.repost) }
    if post.isDeleted { return .unread(.unscored(.deleted)) }
    return readers.with { reader in
      reader.reading(
        of: tokens,
        language: post.language,
        stand: known.stand,
        root: known.root,
        position: position,
        answering: answered
      )
    }
  }

  /// The stance of a post, and where its parent has one, what that says about it.
  private func stance(of scores: TextScores, role: Role?, under above: RecentPost?) -> Triple {
    let graph = ConversationGraph(
      only: ConversationGraph.Node(text: scores, parent: nil, role: role),
      under: above?.stance
    )
    return model.inference.stances(of: graph).inContext[0]
  }
}

/// The values that were set last, so many of them.
private struct RecentValues<Value: Sendable>: Sendable {
  private let most: Int
  /// In the order in which their keys were set first; a ring once it is full.
  private var values: [(key: Key, value: Value)] = []
  private var places: [Key: Int32] = [:]
  private var oldest = 0

  init(most: Int) { self.most = most }

  subscript(key: Key) -> Value? {
    get { places[key].map { values[Int($0)].value } }
    set {
      guard let newValue else { return }
      if let place = places[key] {
        values[Int(place)].value = newValue
      } else if values.count < most {
        places[key] = Int32(values.count)
        values.append((key, newValue))
      } else {
        places[values[oldest].key] = nil
        places[key] = Int32(oldest)
        values[oldest] = (key, newValue)
        oldest = (oldest + 1) % most
      }
    }
  }
}
