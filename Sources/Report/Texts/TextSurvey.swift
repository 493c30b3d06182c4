public import Scoring

/// What the scored posts of an export say, as far as a sample of people shows it.
public struct TextSurvey: Sendable {
  /// One in how many people was looked at.
  public let sampling: Int
  /// The words, phrases, hashtags and emoji that set each side apart, the strongest first; copies of a text
  /// count once.
  public let terms: [Stance: [Term]]
  /// Posts that say best what their side says, at most three for each stance.
  public let representatives: [Stance: [Representative]]
  /// The different wordings of the scored posts, copies counted once.
  public let wordings: Wordings
  /// How often the posts of each stance were liked, together; empty where the export does not say.
  public let likes: [Stance: Int]
  /// Posts that repeat what several accounts posted.
  let copies: Copies

  /// A term that one side uses more than the other.
  public struct Term: Hashable, Sendable {
    /// As one of the posts writes it, in lower case.
    public var text: String
    /// How many people of that side used it, other than in a copy of what somebody posted before.
    public var people: Int
    /// How many people of the other side did.
    public var othersPeople: Int
    /// The logarithm of the odds in standard errors; 1.96 is beyond chance for one term.
    public var zScore: Double
  }

  /// A post that stands for others.
  public struct Representative: Hashable, Sendable {
    /// The id of the post.
    public var id: String
    /// Its text, mentions and links masked; `nil` where it is not at hand.
    public var text: String?
    /// How often it was liked, where the export says.
    public var likes: Int?
    /// How sure the stance is, from 0 to 1.
    public var confidence: Double
  }

  private static let termsShown = 12
  /// Some of the strongest terms are parts of others, and left out.
  private static let termsConsidered = 60
  private static let representativesShown = 3
  /// A word can be as long as a post; nobody reads more of it than this.
  private static let longestTerm = 60

  /// Surveys texts.
  ///
  /// - Parameters:
  ///   - sample: The texts, in order.
  ///   - reactions: What is known of their posts, among others, in order.
  ///   - source: Gives what is shown of a text.
  ///   - contradicted: The keys of posts that were labelled otherwise by hand: these stand for no side.
  /// - Throws: Whatever `source` throws.
  init(
    _ sample: PeopleSample<SampledText>,
    _ reactions: [Reaction],
    _ source: TextSource,
    contradicted: Set<UInt64> = []
  ) throws {
    sampling = sample.factor
    let posts = Posts(sample.records, reactions)
    let texts = posts.texts
    var likes: [Stance: Int] = [:]
    var wordings = WordingCounter()
    for number in texts.indices {
      let (text, reaction) = (texts[number], posts.reactions[number])
      if let liked = text.likes { likes[reaction.stance, default: 0] &+= liked &* sample.factor }
      wordings.add(text, reaction, number: number)
    }
    let copies = wordings.copies
    self.copies = Copies(posts: copies, level: sample.level)
    var vocabulary = Vocabulary(texts: texts.count)
    var start = 0
    for number in texts.indices {
      let text = texts[number]
      let isLast = number + 1 == texts.count || texts[number + 1].person != text.person
      guard isLast else { continue }
      let own = (start...number).filter { !copies.contains(texts[$0].post) }
      vocabulary.add(own, of: texts) { posts.reactions[$0].stance }
      start = number + 1
    }
    self.likes = likes
    let sides: [(Stance, Stance)] = [(.supportive, .critical), (.critical, .supportive)]
    terms = try sides.reduce(into: [:]) { terms, side in
      let scores = vocabulary.scores(of: side.0, against: side.1, most: Self.termsConsidered)
      terms[side.0] = try Self.distinct(scores) { place in
        let text = texts[Int(place.text)]
        let words = text.words[Int(place.start)...].prefix(Int(place.count))
        return try source.words(Array(words), text.post)
      }
    }
    self.wordings = try wordings.result { number in
      try source.post(texts[number].post).map { post in
        (post.id, post.text.map { MaskedText.quote($0, most: 300) })
      }
    }
    var representatives: [Stance: [Representative]] = [:]
    let rarity = vocabulary.rarity(amongPosts: texts.count - copies.count)
    for stance in Stance.allCases {
      let chosen = Self.central(posts, stance, vocabulary, rarity, contradicted)
      representatives[stance] = try chosen.compactMap { number -> Representative? in
        guard let post = try source.post(texts[number].post) else { return nil }
        return Representative(
          id: post.id,
          text: post.text.map { MaskedText.quote($0) },
          likes: texts[number].likes,
          confidence: posts.reactions[number].confidence
        )
      }
    }
    self.representatives = representatives
  }

  /// Texts, and what is known of the posts at the same places.
  private struct Posts {
    private(set) var texts: [SampledText] = []
    private(set) var reactions: [Reaction] = []

    /// Finds the reaction of each text: both are in the order of people and posts.
    init(_ sampled: [SampledText], _ all: [Reaction]) {
      var place = 0
      for text in sampled {
        while place < all.count, (all[place].person, all[place].post) < (text.person, text.post) {
          place += 1
        }
        guard place < all.count, all[place].post == text.post else { continue }
        texts.append(text)
        reactions.append(all[place])
      }
    }
  }

  /// The strongest terms that do not say twice what another one says: of a word and a phrase with it,
  /// the stronger.
  private static func distinct(
    _ scores: [Vocabulary.Score],
    _ words: (Vocabulary.Place) throws -> [String]?
  ) rethrows -> [Term] {
    var chosen: [Term] = []
    var taken: Set<String> = []
    for score in scores where chosen.count < termsShown {
      guard let words = try words(score.place), taken.isDisjoint(with: words) else { continue }
      taken.formUnion(words)
      chosen.append(
        Term(
          text: MaskedText.shortened(words.joined(separator: " "), to: longestTerm),
          people: score.people,
          othersPeople: score.othersPeople,
          zScore: score.zScore
        )
      )
    }
    return chosen
  }

  /// The posts nearest to the middle of their side.
  ///
  /// Near by the cosine between the terms of the post and those of all posts of the side, each term
  /// weighted by its rarity (centroid summarisation of Radev and others, 2004); one for each author,
  /// none that says what another one says.
  ///
  /// - Returns: The numbers of the posts.
  private static func central(
    _ posts: Posts,
    _ stance: Stance,
    _ vocabulary: Vocabulary,
    _ rarity: [Double],
    _ contradicted: Set<UInt64>
  ) -> [Int] {
    let (texts, reactions) = (posts.texts, posts.reactions)
    let own = texts.indices.filter {
      reactions[$0].stance == stance && (5...60).contains(texts[$0].wordCount)
    }
    var uses: [Int32] = Array(repeating: 0, count: rarity.count)
    for number in own {
      for term in vocabulary.terms(of: number) { uses[Int(term)] += 1 }
    }
    // What only one post says is in the middle of nothing.
    let ranked = own.map { number -> (number: Int, closeness: Double) in
      var (product, length) = (0.0, 0.0)
      for term in vocabulary.terms(of: number) {
        let (weight, uses) = (rarity[Int(term)], uses[Int(term)])
        if uses > 1 { product += weight * weight * Double(uses) }
        length += weight * weight
      }
      guard length > 0 else { return (number, 0) }
      return (number, product / length.squareRoot() * reactions[number].confidence)
    }.sorted {
      ($1.closeness, texts[$0.number].post) < ($0.closeness, texts[$1.number].post)
    }
    var chosen: [Int] = []
    for (number, closeness) in ranked
    where closeness > 0 && !contradicted.contains(texts[number].post) {
      let terms = vocabulary.terms(of: number)
      let isNew = chosen.allSatisfy { other in
        let others = vocabulary.terms(of: other)
        let shared = Set(others).intersection(terms).count
        return texts[other].person != texts[number].person
          && shared * 2 < min(others.count, terms.count)
      }
      if isNew { chosen.append(number) }
      if chosen.count == representativesShown { break }
    }
    return chosen
  }
}

extension SampledText {
  fileprivate var wordCount: Int { words.count { $0.kind == .word || $0.kind == .filler } }
}
