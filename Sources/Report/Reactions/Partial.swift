internal import FoundationEssentials
public import Ingest
public import Scoring

/// How the words of sampled texts are written, and the ids of their posts.
struct SampleNames: Sendable {
  /// By the bits of the word.
  var words: [UInt64: String] = [:]
  /// By the key of the post.
  var ids: [UInt64: String] = [:]

  init() {}

  /// Reads the export once more for the names of what was sampled.
  init(_ texts: PeopleSample<SampledText>, _ corpus: Corpus) throws {
    let keys = Set(texts.records.map(\.post))
    let entries = corpus.index.entries
    try corpus.read { post, place, isKept -> (UInt64, String, [(UInt64, String)])? in
      let key = entries[place].id.value
      guard isKept, keys.contains(key) else { return nil }
      let text = Tokenizer.tokens(of: post.text)
      let words = text.tokens.compactMap { token -> (UInt64, String)? in
        let word = SampledText.Word(token)
        return word.kind == .gap
          ? nil : (word.bits, SampledText.spelling(of: token, in: text))
      }
      return (key, post.id, words)
    } consume: { line in
      guard case .post(_, let (key, id, spellings)?) = line else { return }
      ids[key] = id
      for (word, spelling) in spellings where words[word] == nil { words[word] = spelling }
    }
  }

  mutating func merge(_ other: SampleNames) {
    words.merge(other.words) { first, _ in first }
    ids.merge(other.ids) { first, _ in first }
  }

  /// Forgets what no text of a sample needs.
  mutating func keep(_ texts: PeopleSample<SampledText>?) {
    let texts = texts?.records ?? []
    let posts = Set(texts.map(\.post))
    let used = Set(texts.flatMap { $0.words.map(\.bits) })
    ids = ids.filter { posts.contains($0.key) }
    words = words.filter { used.contains($0.key) }
  }
}

extension Reactions {
  /// Where the words of the texts come from; `nil` where nothing is known of them.
  var source: TextSource? {
    guard let texts, !names.ids.isEmpty || texts.records.isEmpty else { return nil }
    return TextSource(names)
  }

  /// The reactions of an export as a partial result: one line of JSON, to be merged with others.
  ///
  /// It holds keys of people and posts, whole numbers, and the words of up to thirty thousand posts in
  /// their order, so it is as confidential as the export. Posts are quoted in no report made from it.
  ///
  /// - Parameters:
  ///   - corpus: The export that they are of.
  ///   - brief: The brief as the user gave it.
  ///   - usesContext: Whether the posts around a post had a say.
  ///   - allConversations: Whether all conversations count.
  ///   - timeZone: The zone whose clock the timeline shows, where the user named one.
  /// - Returns: The line, with its line end.
  /// - Throws: `IngestError` where an input can no longer be read.
  public func partial(
    of corpus: Corpus,
    brief: Brief,
    usesContext: Bool,
    allConversations: Bool,
    timeZone: String?
  ) throws -> String {
    var part = self
    part.terms = Terms(
      brief: brief,
      usesContext: usesContext,
      allConversations: allConversations,
      timeZone: timeZone
    )
    if let texts { part.names = try SampleNames(texts, corpus) }
    return try part.partial()
  }

  /// The reactions as a partial result; see ``partial(of:brief:usesContext:allConversations:timeZone:)``.
  ///
  /// - Returns: The line, with its line end.
  /// - Throws: Nothing that data can cause; the encoder's signature says so.
  public func partial() throws -> String {
    try JSONText.line(PartialFile(self))
  }

  /// Reads a partial result.
  ///
  /// - Parameters:
  ///   - bytes: One line.
  ///   - name: What to call it in an error.
  /// - Throws: ``ReportError`` where it is none, or is damaged or of another version.
  public init(partial bytes: some Sequence<UInt8>, name: String) throws(ReportError) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let data = Data(bytes)
    func wrong(_ problem: String) -> ReportError {
      ReportError(
        description: "\(name): \(problem); expected what 'groundswell analyse --partial' writes"
      )
    }
    guard let head = try? decoder.decode(PartialFile.Head.self, from: data) else {
      throw wrong("is no partial result")
    }
    guard head.schema == PartialFile.version else {
      throw wrong("is a partial result of version \(head.schema), not \(PartialFile.version)")
    }
    guard !JSONNumbers.holdHuge(data), let file = try? decoder.decode(PartialFile.self, from: data),
      let reactions = file.reactions
    else { throw wrong("is a damaged partial result") }
    self = reactions
  }
}

extension Brief {
  /// The brief on one line, for messages.
  var line: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// A partial result as it is written; whole numbers only.
private struct PartialFile: Codable {
  static let version = "groundswell.partial/5"

  struct Head: Decodable {
    var schema: String
  }

  /// A sample of records, each some numbers of eight bytes.
  struct Sample: Codable {
    var level: Int
    var numbers: Packed64
  }

  /// The words of sampled texts.
  struct Texts: Codable {
    var level: Int
    /// Of each text the person and the post.
    var keys: Packed64
    var ids: [String]
    /// -1 where it is not known.
    var likes: [Int]
    /// Of each text the number of its words.
    var lengths: Packed32
    /// Of all texts one after another, the places of the words in the table.
    var places: Packed32
    var table: Packed64
    var spellings: [String]
  }

  /// The labels that the user gave by hand.
  struct Labels: Codable {
    var digest: String
    var given: Int
    var known: Int
    /// Of each labelled post that counts the person, the post, and the rest.
    var posts: Packed64
    /// The keys of those labelled to have no stance.
    var withoutStance: Packed64
  }

  var schema = Self.version
  var tool: ToolDescription
  var input: InputAccount
  var assumptions: Assumptions
  var terms: Reactions.Terms
  var statuses: [String: Int]
  var posts: StanceCounts
  var doubt: Doubt
  var tones: SentimentTally
  var missingParents: Int
  var people: Sample
  var texts: Texts?
  var followUps: [FollowUp]
  var exchanges: ExchangeTally?
  var labels: Labels?
  var conversations: Sample

  init(_ reactions: Reactions) {
    tool = reactions.tool
    input = reactions.input
    assumptions = reactions.assumptions
    terms = reactions.terms
    statuses = reactions.statuses.numbers
    posts = reactions.posts
    doubt = reactions.doubt
    tones = reactions.tones
    missingParents = reactions.missingParents
    people = Sample(
      level: reactions.people.level,
      numbers: Packed64(reactions.people.records.flatMap(\.columns))
    )
    texts = reactions.texts.map { Texts($0, reactions.names) }
    followUps = reactions.followUps
    exchanges = reactions.exchanges
    for place in exchanges?.arguedWith.indices ?? 0..<0 {
      exchanges?.arguedWith[place].text = nil
    }
    labels = reactions.labels.map { Labels($0) }
    conversations = Sample(
      level: reactions.conversations.parts.level,
      numbers: Packed64(reactions.conversations.parts.records.map(\.person))
    )
  }

  /// What was written; `nil` where the numbers do not fit each other.
  var reactions: Reactions? {
    guard people.numbers.values.count % Reaction.columnCount == 0, isLevel(people.level),
      isLevel(conversations.level)
    else { return nil }
    var reactions = Reactions(tool: tool, input: input, assumptions: assumptions)
    reactions.terms = terms
    reactions.statuses = StatusCounts(statuses)
    reactions.posts = posts
    reactions.doubt = doubt
    reactions.tones = tones
    reactions.missingParents = missingParents
    let moments = (followUps.map(\.event) + terms.brief.events + assumptions.brief.events).map(\.at)
    guard moments.allSatisfy(Self.isPlausible) else { return nil }
    let numbers = people.numbers.values
    let records = stride(from: 0, to: numbers.count, by: Reaction.columnCount).map {
      Reaction(columns: numbers[$0..<$0 + Reaction.columnCount])
    }
    guard records.allSatisfy({ $0.time.map(Self.isPlausible) ?? true }) else { return nil }
    reactions.people = Reactions.noPeople.with(records, level: people.level)
    if let texts {
      guard isLevel(texts.level), let (sample, names) = texts.sample else { return nil }
      reactions.texts = sample
      reactions.names = names
    }
    reactions.followUps = followUps
    reactions.exchanges = exchanges
    if let labels {
      guard let tally = labels.tally else { return nil }
      reactions.labels = tally
    }
    reactions.conversations = ConversationSample(
      keys: conversations.numbers.values,
      level: conversations.level
    )
    reactions.settle()
    reactions.texts?.settle()
    return reactions
  }

  /// Whether a post or an event can be of that time, whichever clock it was written by.
  private static func isPlausible(_ time: Timestamp) -> Bool {
    let day = 86_400 as Int64
    let span = Timestamp.plausibleSpan
    return (span.lowerBound.seconds - day...span.upperBound.seconds + day).contains(time.seconds)
  }

  private func isLevel(_ level: Int) -> Bool {
    (0...PeopleSample<Reaction>.mostLevel).contains(level)
  }
}

extension PartialFile.Labels {
  private static let columns = 3

  init(_ tally: LabelTally) {
    (digest, given, known) = (tally.digest, tally.given, tally.known)
    posts = Packed64(
      tally.posts.flatMap { post -> [UInt64] in
        let codes = post.found.index | post.hand.index << 2 | (post.isAnonymous ? 16 : 0)
        return [post.person, post.post, UInt64(codes)]
      }
    )
    withoutStance = Packed64(tally.withoutStance)
  }

  /// The labels; `nil` where the numbers do not fit each other.
  var tally: LabelTally? {
    let numbers = posts.values
    guard numbers.count % Self.columns == 0 else { return nil }
    let posts = stride(from: 0, to: numbers.count, by: Self.columns).compactMap { start in
      let codes = Int(numbers[start + 2] & 31)
      let (found, hand) = (codes & 3, codes >> 2 & 3)
      guard found < 3, hand < 3 else { return nil as LabelTally.Post? }
      return LabelTally.Post(
        person: numbers[start],
        post: numbers[start + 1],
        isAnonymous: codes & 16 != 0,
        found: Stance.allCases[found],
        hand: Stance.allCases[hand]
      )
    }
    guard posts.count * Self.columns == numbers.count,
      posts.count + withoutStance.values.count <= known
    else { return nil }
    return LabelTally(
      digest: digest,
      given: given,
      known: known,
      posts: posts,
      withoutStance: withoutStance.values
    )
  }
}

extension PartialFile.Texts {
  init(_ texts: PeopleSample<SampledText>, _ names: SampleNames) {
    let used = Set(texts.records.flatMap { $0.words.map(\.bits) }).sorted()
    let places = Dictionary(
      uniqueKeysWithValues: used.enumerated().map { ($1, UInt32($0)) }
    )
    level = texts.level
    keys = Packed64(texts.records.flatMap { [$0.person, $0.post] })
    ids = texts.records.map { names.ids[$0.post] ?? "" }
    likes = texts.records.map { $0.likes ?? -1 }
    lengths = Packed32(texts.records.map { UInt32($0.words.count) })
    self.places = Packed32(texts.records.flatMap { $0.words.map { places[$0.bits] ?? 0 } })
    table = Packed64(used)
    spellings = used.map { names.words[$0] ?? "" }
  }

  /// The texts and their names; `nil` where the numbers do not fit each other.
  var sample: (PeopleSample<SampledText>, SampleNames)? {
    let count = ids.count
    guard keys.values.count == 2 * count, likes.count == count, lengths.values.count == count,
      table.values.count == spellings.count,
      lengths.values.reduce(0, { $0 + Int($1) }) == places.values.count,
      places.values.allSatisfy({ Int($0) < table.values.count })
    else { return nil }
    var names = SampleNames()
    for (word, spelling) in zip(table.values, spellings) { names.words[word] = spelling }
    var rest = places.values[...]
    let records = (0..<count).map { number -> SampledText in
      let length = Int(lengths.values[number])
      let words = rest.prefix(length).map { SampledText.Word(bits: table.values[Int($0)]) }
      rest = rest.dropFirst(length)
      let post = keys.values[2 * number + 1]
      names.ids[post] = ids[number]
      return SampledText(
        person: keys.values[2 * number],
        post: post,
        words: words,
        likes: likes[number] < 0 ? nil : likes[number]
      )
    }
    return (SampledText.noSample.with(records, level: level), names)
  }
}

/// Whole numbers of eight bytes, written as these in Base64, the lowest first.
private struct Packed64: Codable, Sendable {
  var values: [UInt64]

  init(_ values: [UInt64]) { self.values = values }

  init(from decoder: any Decoder) throws {
    let data = try decoder.singleValueContainer().decode(Data.self)
    values = data.numbers(ofWidth: 8) { $0 }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(numbers: values, ofWidth: 8))
  }
}

/// The same with four bytes each.
private struct Packed32: Codable, Sendable {
  var values: [UInt32]

  init(_ values: [UInt32]) { self.values = values }

  init(from decoder: any Decoder) throws {
    let data = try decoder.singleValueContainer().decode(Data.self)
    values = data.numbers(ofWidth: 4) { UInt32(truncatingIfNeeded: $0) }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(numbers: values.map { UInt64($0) }, ofWidth: 4))
  }
}

extension Data {
  fileprivate init(numbers: [UInt64], ofWidth width: Int) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * width)
    for number in numbers {
      for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(byte * 8))) }
    }
    self.init(bytes)
  }

  /// The numbers; bytes that are too few for another one are left out.
  fileprivate func numbers<Number>(ofWidth width: Int, _ number: (UInt64) -> Number) -> [Number] {
    let bytes = Array(self)
    return stride(from: 0, through: bytes.count - width, by: width).map { start in
      var value: UInt64 = 0
      for byte in 0..<width { value |= UInt64(bytes[start + byte]) << UInt64(byte * 8) }
      return number(value)
    }
  }
}
