internal import Ingest

/// A scorer of the user's own, such as a large language model, that reads posts instead of the model.
public struct OutsideScorer: Sendable {
  /// It is asked about posts of which the model is less sure than this, from 0 to 1; above 1 about all.
  public var below: Double
  /// Gives the probabilities of the stances of posts, by their ids; a post that is left out keeps what
  /// the model says.
  public var answers: @Sendable ([OutsideQuestion]) throws -> [String: StanceProbabilities]

  /// Creates a scorer.
  public init(
    below: Double,
    answers: @escaping @Sendable ([OutsideQuestion]) throws -> [String: StanceProbabilities]
  ) {
    self.below = below
    self.answers = answers
  }
}

/// What an outside scorer is told about a post.
public struct OutsideQuestion: Hashable, Sendable, Encodable {
  /// A post above another.
  public struct Above: Hashable, Sendable, Encodable {
    /// Whether the target wrote it.
    public var byTarget: Bool
    /// Its text.
    public var text: String
  }

  /// Whom the reactions are to.
  public struct Sides: Hashable, Sendable, Encodable {
    /// Names of the target.
    public var target: [String]
    /// Names of those on its side.
    public var allies: [String]
    /// Names of those whom it stands against.
    public var opponents: [String]
  }

  /// The id of the post, with a number behind it where another one that is asked about has the same.
  public var id: String
  /// The stand in a sentence; empty where the brief has none: it is then in the root, the first of
  /// ``chain``.
  public var stand: String
  /// Who is who; empty where nobody said it and the post is not below the main root: the target is then
  /// whoever wrote the first of ``chain``.
  public var brief: Sides
  /// The posts above, from the root on: it, and the eight nearest.
  public var chain: [Above]
  /// The post.
  public var text: String
}

/// How many posts an outside scorer was asked about, and how many it answered.
public struct OutsideCounts: Hashable, Codable, Sendable {
  /// Posts that it was asked about.
  public var asked = 0
  /// Posts whose stance it gave.
  public var answered = 0

  /// Creates counts.
  public init(asked: Int = 0, answered: Int = 0) {
    self.asked = asked
    self.answered = answered
  }
}

extension OutsideScorer {
  /// Asks about the posts of which the model is not sure.
  ///
  /// - Returns: What was said, by place, and of how many posts it was asked.
  func said(
    of posts: ScoredPlaces,
    _ corpus: Corpus,
    _ plan: ScoringPlan
  ) throws -> (stances: [Int: StanceProbabilities], counts: OutsideCounts) {
    let places = posts.indices.filter { place in
      posts[place].probabilities.map { $0.confidence < below } ?? false
    }
    let chains = Self.above(places, corpus, plan)
    let needed = Set(places + chains.values.flatMap { $0 })
    var read: [Int: (id: String, text: String)] = [:]
    try corpus.read { post, place, isKept -> (String, String)? in
      isKept && needed.contains(place) ? (post.id, post.text) : nil
    } consume: { line in
      if case .post(let place, let post?) = line { read[place] = post }
    }
    var asked: [String: Int] = [:]
    var ids: [Int: String] = [:]
    let questions = places.compactMap { place -> OutsideQuestion? in
      guard let post = read[place] else { return nil }
      asked[post.id, default: 0] += 1
      let times = asked[post.id] ?? 1
      let id = times == 1 ? post.id : "\(post.id)#\(times)"
      ids[place] = id
      let chain = (chains[place] ?? []).reversed().compactMap { above in
        read[above].map { post in
          OutsideQuestion.Above(byTarget: posts[above].status == .target, text: post.text)
        }
      }
      let brief = plan.brief(at: place)
      return OutsideQuestion(
        id: id,
        stand: brief.stand,
        brief: OutsideQuestion.Sides(
          target: brief.target,
          allies: brief.allies,
          opponents: brief.opponents
        ),
        chain: chain,
        text: post.text
      )
    }
    let said = questions.isEmpty ? [:] : try answers(questions)
    var stances: [Int: StanceProbabilities] = [:]
    for (place, id) in ids { stances[place] = said[id] }
    return (stances, OutsideCounts(asked: questions.count, answered: stances.count))
  }

  /// So many posts above one are told of, and the root: more would make questions about a long thread
  /// longer and longer.
  private static let nearest = 8

  /// The places of the posts above some, from the parent on: of each the nearest, and the root.
  private static func above(
    _ places: [Int],
    _ corpus: Corpus,
    _ plan: ScoringPlan
  ) -> [Int: [Int]] {
    func parent(_ place: Int) -> Int? {
      let link = corpus.conversations.links[place]
      return link.hasMissingParent || plan.isTopOfBranch(place) ? nil : link.parent
    }
    // Of long chains each post is passed once.
    var roots: [Int: Int] = [:]
    var chains: [Int: [Int]] = [:]
    for place in places {
      var path = [place]
      while roots[path[path.count - 1]] == nil, let next = parent(path[path.count - 1]) {
        path.append(next)
      }
      let root = roots[path[path.count - 1]] ?? path[path.count - 1]
      for place in path { roots[place] = root }
      var chain: [Int] = []
      while chain.count < nearest, let next = parent(chain.last ?? place) { chain.append(next) }
      if let last = chain.last, last != root { chain.append(root) }
      chains[place] = chain
    }
    return chains
  }
}
