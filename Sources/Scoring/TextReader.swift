internal import Glibc
internal import Synchronization

/// Reads one text after another, and remembers what its words weigh.
///
/// The order of the texts does not show in what is read.
package struct TextReader {
  private let model: Model
  private let gate: LanguageGate
  private let vectors = WordVectors.builtIn
  private var features = TextFeatures()
  /// The numbers of the words of the text, among the word vectors.
  private var known: [Int] = []
  /// Where the text points to.
  private var direction: [Float] = Array(repeating: 0, count: WordVectors.dimensions)
  /// By the last bits of the word's hash, where the last one is the other way or not.
  private var words: [Word]

  /// What is known of a word, wherever it stands: 64 bytes.
  private struct Word {
    var hash: UInt64 = 0
    /// Its number among the word vectors; -1 where it has none.
    var vector: Int32 = -1
    /// How many character n-grams it has.
    var nGrams: Int16 = 0
    var language = LanguageGate.WordFacts()
    /// The weights of its character n-grams, added up; last, since they lie at a multiple of 32 bytes.
    var sums: SIMD16<Int16> = .zero
  }

  /// As many of the words that were met last are remembered: nine of ten words of a post are among the
  /// few thousand that are used most.
  private static let wordsRemembered = 1 << 14

  /// Creates a reader.
  package init(_ model: Model) {
    self.model = model
    gate = LanguageGate(english: model.english)
    words = Array(repeating: Word(), count: Self.wordsRemembered)
  }

  /// Reads the text of a post.
  ///
  /// - Parameters:
  ///   - tokens: The text.
  ///   - language: The platform's language tag.
  ///   - stand: Whose stand it is about.
  ///   - root: What the network knows of it.
  ///   - position: How the post stands to the target.
  ///   - answered: Where the post points to that it answers; `nil` where that does not count.
  /// - Returns: What the text says by itself, or why it is not read.
  package mutating func reading(
    of tokens: TokenizedText,
    language: String?,
    stand: Stand,
    root: DirectionNetwork.Root,
    position: ReplyPosition,
    answering answered: [Float]?
  ) -> TextReading {
    let refusal = gate.refusal(of: tokens, tag: language) {
      words[place(of: $0, in: tokens)].language
    }
    if let refusal { return .unread(.unscored(refusal)) }
    return .scores(
      scores(of: tokens, stand: stand, root: root, position: position, answering: answered)
    )
  }

  /// What a text that can be read says by itself, the user's own words among it.
  package mutating func scores(
    of tokens: TokenizedText,
    stand: Stand,
    root: DirectionNetwork.Root,
    position: ReplyPosition,
    answering answered: [Float]?
  ) -> TextScores {
    let text = stand.names.marked(tokens)
    var scores = linearScores(of: text, position)
    findDirection(of: text)
    model.text.add(
      direction,
      TextMarks(text, position),
      under: root,
      answering: answered,
      to: &scores
    )
    model.lexicon.adjust(
      &scores,
      of: tokens,
      temperature: model.inference.temperature
    )
    return scores
  }

  /// The scores of the linear model: what ``LinearWeights`` makes of the features, with the
  /// weights of each block added up before they are multiplied.
  private mutating func linearScores(of text: TokenizedText, _ position: ReplyPosition)
    -> TextScores
  {
    let linear = model.text.linear
    features.collect(text, position: position)
    var characters: LinearWeights.Sums = .zero
    var nGrams = 0
    for place in text.tokens.indices where features.isSpelled(place, in: text) {
      let word = self.place(of: text.tokens[place], in: text)
      characters &+= LinearWeights.Sums(truncatingIfNeeded: words[word].sums)
      nGrams += Int(words[word].nGrams)
    }
    func part(_ sums: LinearWeights.Sums, _ count: Int, length: Float) -> SIMD16<Float> {
      SIMD16<Float>(sums) * (length / Float(max(count, 1)).squareRoot())
    }
    return linear.scores(
      part(linear.sums(of: features.words), features.words.count, length: 1)
        + part(
          linear.sums(of: features.company),
          features.company.count,
          length: TextFeatures.companyWeight
        )
        + part(characters, nGrams, length: 1)
        + SIMD16<Float>(linear.sums(of: features.marks)) * TextFeatures.markWeight
    )
  }

  /// Where a text points to.
  mutating func direction(of tokens: TokenizedText, stand: Stand) -> [Float] {
    findDirection(of: stand.names.marked(tokens))
    return direction
  }

  private mutating func findDirection(of text: TokenizedText) {
    known.removeAll(keepingCapacity: true)
    for token in text.tokens where token.kind == .word {
      let vector = words[place(of: token, in: text)].vector
      if vector >= 0 { known.append(Int(vector)) }
    }
    vectors.setDirection(&direction, of: known)
  }

  /// Where a word is remembered, from now on if not before.
  @inline(__always)
  private mutating func place(of token: Token, in text: TokenizedText) -> Int {
    let place = Int(truncatingIfNeeded: token.hash) & (Self.wordsRemembered - 1)
    if words[place].hash == token.hash { return place }
    // Of two frequent words with one place neither must drive out the other.
    if words[place ^ 1].hash == token.hash { return place ^ 1 }
    words[place ^ 1] = words[place]
    words[place] = look(at: token, in: text)
    return place
  }

  private func look(at token: Token, in text: TokenizedText) -> Word {
    let bytes = text.bytes[token.range]
    var buckets: [UInt32] = []
    TextFeatures.forEachNGram(of: bytes) { buckets.append($0) }
    return Word(
      hash: token.hash,
      vector: Int32(vectors.word(token.hash) ?? -1),
      nGrams: Int16(buckets.count),
      language: gate.facts(of: token.hash, bytes),
      // 195 n-grams of a word of 64 bytes, with weights of at most 128, stay within 16 bits.
      sums: SIMD16<Int16>(truncatingIfNeeded: model.text.linear.sums(of: buckets))
    )
  }
}

/// Readers for as many threads as ask, and what the network knows of the roots of conversations.
final class TextReaders: Sendable {
  private let model: Model
  private let idle = Mutex<[Held]>([])
  /// The stand of most posts.
  private let main: Stand
  private let mainRoot: DirectionNetwork.Root
  private let roots = Mutex<[Int: DirectionNetwork.Root]>([:])

  /// So many roots are kept, at 50 kB each: posts of one conversation stand close together.
  private static let mostRoots = 128

  /// `Sendable` holds because a reader is with one thread at a time.
  private final class Held: @unchecked Sendable {
    var reader: TextReader
    /// Who had it last.
    var thread = pthread_self()

    init(_ model: Model) { reader = TextReader(model) }
  }

  /// Prepares to read the posts of one export.
  init(_ model: Model, towards main: Stand) {
    self.model = model
    self.main = main
    mainRoot = model.text.stance.root(main.direction)
  }

  /// What the network knows of the root of a conversation.
  func root(of stand: Stand, conversation number: Int) -> DirectionNetwork.Root {
    if stand === main { return mainRoot }
    if let root = roots.withLock({ $0[number] }) { return root }
    let root = model.text.stance.root(stand.direction)
    roots.withLock { roots in
      if roots.count >= Self.mostRoots { roots.removeAll(keepingCapacity: true) }
      roots[number] = root
    }
    return root
  }

  /// Lends a reader to `body`: the one that the thread had last, because what that remembers is near
  /// the thread's processor.
  func with<Result>(_ body: (inout TextReader) throws -> Result) rethrows -> Result {
    let thread = pthread_self()
    let held =
      idle.withLock { idle in
        (idle.firstIndex { $0.thread == thread } ?? idle.indices.last).map { idle.remove(at: $0) }
      } ?? Held(model)
    held.thread = thread
    defer { idle.withLock { $0.append(held) } }
    return try body(&held.reader)
  }
}
