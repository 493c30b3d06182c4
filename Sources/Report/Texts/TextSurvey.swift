internal import Glibc
public import Ingest
public import Scoring

/// What the scored posts of an export say: read off their texts, which are not kept.
///
/// Of an export with more than `mostPosts` scored posts, the posts of one person in so many are
/// looked at, so that memory stays the same however long the export is.
public struct TextSurvey: Sendable {
  /// One in how many people was looked at.
  public let sampling: Int
  /// The words, phrases, hashtags and emoji that set each side apart, the strongest first.
  public let terms: [Stance: [Term]]
  /// Posts that say best what their side says, at most three for each stance.
  public let representatives: [Stance: [Representative]]
  /// The different wordings of the scored posts, copies counted once.
  public let wordings: Wordings
  /// How often the posts of each stance were liked, together; empty where the export does not say.
  public let likes: [Stance: Int]

  /// A term that one side uses more than the other.
  public struct Term: Hashable, Sendable {
    /// As most people write it, in lower case.
    public var text: String
    /// How many people of that side used it.
    public var people: Int
    /// How many people of the other side used it.
    public var othersPeople: Int
    /// The logarithm of the odds in standard errors; 1.96 is beyond chance for one term.
    public var zScore: Double
  }

  /// A post that stands for others.
  public struct Representative: Hashable, Sendable {
    /// The id of the post.
    public var id: String
    /// Its text, mentions and links masked.
    public var text: String
    /// How often it was liked, where the export says.
    public var likes: Int?
    /// How sure the stance is, from 0 to 1.
    public var confidence: Double
  }

  /// As many posts are looked at, at about 600 bytes each.
  static let mostPosts = 100_000
  private static let termsShown = 12
  /// Some of the strongest terms are parts of others, and left out.
  private static let termsConsidered = 60
  private static let representativesShown = 3
  /// A word can be as long as a post; nobody reads more of it than this.
  private static let longestTerm = 60

  /// Surveys an export; reads it once more.
  ///
  /// - Parameters:
  ///   - corpus: The export.
  ///   - scored: What became of its posts.
  /// - Throws: `IngestError` where an input can no longer be read.
  public init(_ corpus: Corpus, _ scored: ScoredExport) throws {
    let scoredPosts = scored.byPlace.count { $0.probabilities != nil }
    let sampling = max((scoredPosts + Self.mostPosts - 1) / Self.mostPosts, 1)
    self.sampling = sampling
    var read: [(text: SurveyedText, stance: StanceProbabilities, place: Int)] = []
    var likes: [Stance: Int] = [:]
    try corpus.read { post, place, isKept -> (SurveyedText, StanceProbabilities, likes: Int?)? in
      let result = scored.byPlace[place]
      guard isKept, !post.isContext, let stance = result.probabilities,
        (result.author ?? corpus.index.entries[place].id.value) % UInt64(sampling) == 0
      else { return nil }
      return (SurveyedText(post), stance, post.likes)
    } consume: { line in
      guard case .post(let place, let (text, stance, liked)?) = line else { return }
      if let liked { likes[stance.stance, default: 0] += liked }
      read.append((text, stance, place))
    }
    self.likes = likes
    // In an order that does not depend on the order of the lines.
    let keys = corpus.index.entries
    let order = read.indices.sorted { keys[read[$0].place].id < keys[read[$1].place].id }
    var vocabulary = Vocabulary()
    var wordings = WordingCounter()
    let posts = order.map { number -> SurveyedPost in
      let (text, stance, place) = read[number]
      let author = scored.byPlace[place].author ?? keys[place].id.value
      wordings.add(text, by: author, stance, at: scored.byPlace[place].createdAt, place: place)
      return SurveyedPost(
        terms: vocabulary.add(text.terms, by: author, stance.stance, at: place),
        stance: stance,
        author: author,
        place: place,
        words: text.words
      )
    }
    read.removeAll()
    func text(_ place: Int) throws -> String { try corpus.post(at: place)?.text ?? "" }
    let sides: [(Stance, Stance)] = [(.supportive, .critical), (.critical, .supportive)]
    terms = try sides.reduce(into: [:]) { terms, side in
      let scores = vocabulary.scores(of: side.0, against: side.1, most: Self.termsConsidered)
      terms[side.0] = try Self.distinct(scores) { score in
        SurveyedText.term(score.hash, in: try text(score.place))
      }
    }
    self.wordings = try wordings.result { MaskedText.quote(try text($0), most: 300) }
    var representatives: [Stance: [Representative]] = [:]
    for stance in Stance.allCases {
      let chosen = Self.central(posts, stance, vocabulary)
      representatives[stance] = try chosen.compactMap { post -> Representative? in
        guard let full = try corpus.post(at: post.place) else { return nil }
        return Representative(
          id: full.id,
          text: MaskedText.quote(full.text),
          likes: full.likes,
          confidence: post.stance.confidence
        )
      }
    }
    self.representatives = representatives
  }

  /// The strongest terms that do not say twice what another one says: of a word and a phrase with it,
  /// the stronger.
  private static func distinct(
    _ scores: [Vocabulary.Score],
    _ text: (Vocabulary.Score) throws -> String?
  ) rethrows -> [Term] {
    var chosen: [Term] = []
    for score in scores where chosen.count < termsShown {
      guard let text = try text(score) else { continue }
      let words = Set(text.split(separator: " "))
      guard chosen.allSatisfy({ words.isDisjoint(with: $0.text.split(separator: " ")) }) else {
        continue
      }
      chosen.append(
        Term(
          text: MaskedText.shortened(text, to: longestTerm),
          people: score.people,
          othersPeople: score.othersPeople,
          zScore: score.zScore
        )
      )
    }
    return chosen
  }

  /// What is kept of a post while all are read.
  private struct SurveyedPost: Sendable {
    var terms: [UInt32]
    var stance: StanceProbabilities
    var author: UInt64
    var place: Int
    var words: Int
  }

  /// The posts nearest to the middle of their side.
  ///
  /// Near by the cosine between the terms of the post and those of all posts of the side, each term
  /// weighted by its rarity (centroid summarisation of Radev and others, 2004); one for each author,
  /// none that says what another one says.
  private static func central(
    _ posts: [SurveyedPost],
    _ stance: Stance,
    _ vocabulary: Vocabulary
  ) -> [SurveyedPost] {
    let own = posts.filter { $0.stance.stance == stance && $0.words >= 5 && $0.words <= 60 }
    var centroid: [UInt32: Double] = [:]
    for post in own { for term in post.terms { centroid[term, default: 0] += 1 } }
    let total = Double(max(posts.count, 1))
    func rarity(_ term: UInt32) -> Double { log(total / Double(vocabulary.posts(with: term))) }
    for (term, count) in centroid { centroid[term] = count > 1 ? count * rarity(term) : 0 }
    func closeness(_ post: SurveyedPost) -> Double {
      var (product, length) = (0.0, 0.0)
      for term in post.terms {
        let weight = rarity(term)
        product += weight * (centroid[term] ?? 0)
        length += weight * weight
      }
      return length > 0 ? product / length.squareRoot() * post.stance.confidence : 0
    }
    let ranked = own.map { (post: $0, closeness: closeness($0)) }
      .sorted { $0.closeness > $1.closeness }
    var chosen: [SurveyedPost] = []
    for (post, closeness) in ranked where closeness > 0 {
      let isNew = chosen.allSatisfy { other in
        let shared = Set(other.terms).intersection(post.terms).count
        return other.author != post.author && shared * 2 < min(other.terms.count, post.terms.count)
      }
      if isNew { chosen.append(post) }
      if chosen.count == representativesShown { break }
    }
    return chosen
  }
}

/// The text of one post as the survey sees it: hashes, because a word is a string only where it is
/// shown.
struct SurveyedText: Sendable {
  /// Each term once: words, phrases of two words, hashtags, emoji.
  let terms: [UInt64]
  /// Words in all.
  let words: Int
  /// Equal for texts that differ only in case, punctuation, names and links.
  let wording: UInt64
  /// The least hashes of the runs of three words, for finding texts that are nearly the same.
  let signature: [UInt32]

  init(_ post: Post) {
    let text = Tokenizer.tokens(of: post.text)
    var hashes: [UInt64] = []
    var terms: [UInt64] = []
    var words = 0
    Self.forEachTerm(of: text) { hash, _ in
      if !terms.contains(hash) { terms.append(hash) }
    }
    for token in text.tokens {
      switch token.kind {
      case .word:
        words += 1
        hashes.append(token.hash)
      case .hashtag, .emoji, .number: hashes.append(token.hash)
      case .punctuation, .mention, .link, .role: break
      }
    }
    self.terms = terms
    self.words = words
    wording = hashes.reduce(0) { FeatureHash.combined($0, $1) }
    signature = WordingCounter.signature(of: hashes)
  }

  /// The term with that hash as a text has it, in lower case; `nil` where the text does not have it.
  static func term(_ hash: UInt64, in text: String) -> String? {
    let tokens = Tokenizer.tokens(of: text)
    var found: String?
    forEachTerm(of: tokens) { other, parts in
      guard other == hash, found == nil else { return }
      let words = parts.map { ($0.kind == .hashtag ? "#" : "") + tokens.text(of: $0) }
      found = words.joined(separator: " ")
    }
    return found
  }

  private static func forEachTerm(of text: TokenizedText, _ body: (UInt64, [Token]) -> Void) {
    var previous: Token?
    for token in text.tokens {
      switch token.kind {
      case .word where Stopwords.hashes.contains(token.hash) || token.range.count < 2:
        previous = nil
      case .word:
        body(token.hash, [token])
        if let previous {
          body(FeatureHash.combined(previous.hash, token.hash), [previous, token])
        }
        previous = token
      case .hashtag, .emoji:
        body(token.hash, [token])
        previous = nil
      case .number, .punctuation, .mention, .link, .role: previous = nil
      }
    }
  }
}

/// Texts as they may be shown: without names and addresses.
package enum MaskedText {
  /// A text with mentions as `@…` and links as `[link]`.
  package static func masked(_ text: String) -> String {
    var masked = ""
    var rest = text[...]
    while !rest.isEmpty {
      masked += rest.prefix(while: \.isWhitespace)
      rest = rest.drop(while: \.isWhitespace)
      let word = rest.prefix { !$0.isWhitespace }
      rest = rest[word.endIndex...]
      let lower = word.lowercased()
      let isLink =
        ["http://", "https://"].contains(where: lower.contains) || lower.hasPrefix("www.")
      masked += isLink ? "[link]" : withoutNames(word)
    }
    return masked
  }

  /// A text as it is quoted: masked, and cut where nobody would read on.
  static func quote(_ text: String, most: Int = 600) -> String { shortened(masked(text), to: most) }

  static func shortened(_ text: String, to most: Int) -> String {
    text.count > most ? text.prefix(most - 1) + "…" : text
  }

  private static func withoutNames(_ word: Substring) -> String {
    var masked = ""
    var rest = word
    // The wide sign mentions people too.
    while let at = rest.firstIndex(where: { $0 == "@" || $0 == "＠" }) {
      let name = rest[rest.index(after: at)...]
      guard let first = name.first, isOfName(first) else {
        masked += rest[...at]
        rest = name
        continue
      }
      masked += rest[..<at] + "@…"
      rest = name.drop { isOfName($0) || $0 == "." || $0 == "-" }
    }
    return masked + rest
  }

  private static func isOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}

/// Words that say nothing about a side.
enum Stopwords {
  /// The words by the hashes of their tokens.
  static let hashes = Set(
    """
    a about after again all am an and any are aren't as at be because been before being but by can \
    can't could couldn't did didn't do does doesn't doing don't down for from further get got had \
    hadn't has hasn't have haven't having he he's her here hers herself him himself his how i i'd \
    i'll i'm i've if in into is isn't it it's its itself just let's like me more most my myself no \
    nor not now of off on once only or other our ours out over own rt 's same she she's should so \
    some such t than that that's the their theirs them themselves then there there's these they \
    they're this those through to too u under until up us very was wasn't we we're were what what's \
    when where which while who whom why will with won't would wouldn't you you're your yours \
    yourself also even still really one would'nt im dont thats
    """.split(separator: " ").map {
      FeatureHash.of($0.utf8, seed: UInt64(Token.Kind.word.rawValue))
    }
  )
}
