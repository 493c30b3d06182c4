public import Ingest

/// Why a post was scored as it was.
///
/// Nothing in it is a second model: each part is left out once, and what becomes of the probability of
/// the stance that was found is the effect of that part (occlusion; Zeiler and Fergus 2014). Effects
/// are not a sum: two words that say the same can each be left out without effect.
public struct Explanation: Hashable, Sendable, Codable {
  /// A part of what was weighed.
  public struct Part: Hashable, Sendable, Codable {
    /// A word in lower case, or a source: `parent`, `replies`, `author`, `side`, `conversation`.
    public var name: String
    /// By how much the part raises the probability of the stance that was found, from -1 to 1.
    public var effect: Double
    /// Of a word in the name of somebody whose side is known: `target`, `ally` or `opponent`.
    public var role: String?
  }

  /// The id of the post; `nil` of a text that is no post.
  public var id: String?
  /// Its text.
  public var text: String
  /// The stance that was found.
  public var stance: String
  /// The probabilities of the stances, from 0 to 1.
  public var probabilities: [String: Double]
  /// The stance of the text alone; that of a text that is no post is the stance that was found.
  public var stanceOfText: String
  /// The probabilities of the text alone.
  public var probabilitiesOfText: [String: Double]
  /// The words and emoticons, those of the largest effect first; the effect is that on the text alone.
  public var words: [Part]
  /// What the posts around it did; empty of a text that is no post.
  public var context: [Part]
  /// Words each of which, left out, would turn the stance of the text alone into another.
  public var decidingWords: [String]
}

/// Why a post cannot be explained.
public struct ExplanationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was found and what was expected.
  public let description: String
}

extension Scorer {
  /// Explains the score of one post.
  ///
  /// - Parameters:
  ///   - id: The id of the post.
  ///   - corpus: The export.
  ///   - brief: Whom and what the reactions are to; may be empty.
  /// - Returns: What weighed how much.
  /// - Throws: ``ExplanationError`` where there is no such post or it has no stance;
  ///   `IngestError` where an input can no longer be read; ``ScopeError`` where the brief names a
  ///   root that is not in the export.
  public func explanation(
    ofPost id: String,
    in corpus: Corpus,
    brief: Brief
  ) throws -> Explanation {
    guard let place = corpus.index.place(ofID: id), let post = try corpus.post(at: place) else {
      throw ExplanationError(
        description:
          corpus.index.places(ofID: id).count > 1
          ? "the post '\(id)' stands in several chats; expected CHAT/\(id), as 'groundswell posts' prints it"
          : "no post '\(id)' is in the export; expected an id as 'groundswell posts' prints it"
      )
    }
    let plan = try ScoringPlan(
      corpus,
      brief: brief,
      scope: .everyConversationOrList,
      isPart: false
    )
    let conversation = corpus.conversations.links[place].conversation
    let order = ConversationOrder(corpus).only(conversation)
    let readings = try readings(of: Set(order.places.map { Int($0) }), corpus, plan)
    guard readings.statuses[place] == .scored, let stand = plan.stand(at: place) else {
      throw ExplanationError(
        description: "post '\(id)' has no stance: \(readings.statuses[place].reason)"
      )
    }
    return explanation(
      of: post.text,
      id: id,
      at: place,
      in: ConversationGraph(nodes: readings.nodes, order: order),
      stand,
      plan.position(of: place)
    )
  }

  /// Explains the score that a text would have as an answer to the target.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - brief: Whom and what it is about; may be empty.
  /// - Returns: What weighed how much; no post around it has a say.
  /// - Throws: ``ExplanationError`` where it would have no stance.
  public func explanation(ofText text: String, brief: Brief) throws(ExplanationError) -> Explanation
  {
    let stand = Stand(brief, root: nil)
    let post = Post(text: text)
    guard !post.isDeleted else {
      throw ExplanationError(
        description: "the text has no stance: it is what stands in the place of a deleted text"
      )
    }
    let tokens = Tokenizer.tokens(of: post.text)
    var reader = TextReader(model)
    let reading = reader.reading(
      of: tokens,
      language: nil,
      stand: stand,
      root: model.text.stance.root(stand.direction),
      position: .direct,
      answering: nil
    )
    switch reading {
    case .unread(let status):
      throw ExplanationError(
        description: "the text has no stance: \(status.reason)"
      )
    case .scores(let scores):
      let node = ConversationGraph.Node(text: scores, parent: nil, role: nil)
      return explanation(
        of: text,
        id: nil,
        at: 0,
        in: ConversationGraph(nodes: [node], authors: [nil]),
        stand,
        .direct
      )
    }
  }

  private func explanation(
    of text: String,
    id: String?,
    at place: Int,
    in graph: ConversationGraph,
    _ stand: Stand,
    _ position: ReplyPosition
  ) -> Explanation {
    var graph = graph
    let inference = model.inference
    // A text that is no post has nothing around it: all that is weighed is weighed of the text.
    let alone = id == nil ? inference : inference.withoutContext
    let found = inference.stances(of: graph).inContext[place]
    let ofText = alone.stances(of: graph).inContext[place]
    let stance = StanceProbabilities(found).stance

    func without(_ name: String) -> Triple {
      var rest = graph
      let byAuthor = Set(graph.order.places(byAuthorOf: place))
      let parent = graph.nodes[place].parent
      for other in graph.order.places.map({ Int($0) }) where other != place {
        let isReply = rest.nodes[other].parent == place
        switch name {
        case "replies" where isReply: rest.nodes[other].parent = nil
        case "author" where byAuthor.contains(other): rest.nodes[other].text = nil
        case "conversation" where !isReply && other != parent && !byAuthor.contains(other):
          rest.nodes[other].text = nil
        default: break
        }
      }
      if name == "parent" { rest.nodes[place].parent = nil }
      if name == "side" { rest.nodes[place].role = nil }
      return inference.stances(of: rest).inContext[place]
    }
    let parts = id == nil ? [] : ["parent", "replies", "author", "side", "conversation"]
    let context = parts.map { name in
      Explanation.Part(
        name: name,
        effect: Double(found[stance.index] - without(name)[stance.index])
      )
    }

    let tokens = Tokenizer.tokens(of: text)
    let root = model.text.stance.root(stand.direction)
    var reader = TextReader(model)
    let stanceOfText = StanceProbabilities(ofText).stance
    var words: [Explanation.Part] = []
    var deciding: [String] = []
    var seen: Set<UInt64> = []
    let mentions = stand.names.mentions(in: tokens)
    for (number, token) in tokens.tokens.enumerated() where seen.insert(token.hash).inserted {
      guard token.kind != .punctuation || LanguageGate.isExpressive(tokens.bytes[token.range])
      else { continue }
      var rest = tokens
      rest.tokens.removeAll { $0.hash == token.hash }
      graph.nodes[place].text = reader.scores(
        of: rest,
        stand: stand,
        root: root,
        position: position,
        answering: nil
      )
      let without = alone.stances(of: graph).inContext[place]
      let name = tokens.written(token)
      words.append(
        Explanation.Part(
          name: name,
          effect: Double(ofText[stance.index] - without[stance.index]),
          role: mentions.first { $0.tokens.contains(number) }?.role.name
        )
      )
      if StanceProbabilities(without).stance != stanceOfText { deciding.append(name) }
    }
    return Explanation(
      id: id,
      text: text,
      stance: stance.rawValue,
      probabilities: StanceProbabilities(found).byName,
      stanceOfText: stanceOfText.rawValue,
      probabilitiesOfText: StanceProbabilities(ofText).byName,
      words: words.sorted { (abs($1.effect), $0.name) < (abs($0.effect), $1.name) },
      context: context,
      decidingWords: deciding
    )
  }
}

extension StanceProbabilities {
  fileprivate var byName: [String: Double] {
    Dictionary(uniqueKeysWithValues: Stance.allCases.map { ($0.rawValue, self[$0]) })
  }
}

extension TokenizedText {
  /// A token with the sign in front that it had.
  fileprivate func written(_ token: Token) -> String {
    switch token.kind {
    case .mention: "@" + text(of: token)
    case .hashtag: "#" + text(of: token)
    case .link: "[link]"
    default: text(of: token)
    }
  }
}

extension Status {
  /// Why there is nothing to explain, in words.
  fileprivate var reason: String {
    switch self {
    case .scored: "it has one"
    case .target: "it is by the target"
    case .repost: "it repeats another post"
    case .duplicate: "it is a second record of a post"
    case .unscored(.deleted): "it is deleted"
    case .unscored(.language): "it is not in English"
    case .unscored(.noWords): "it has no words of its own"
    case .unscored(.otherConversation): "it belongs to another conversation"
    }
  }
}
