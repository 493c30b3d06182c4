internal import Ingest
public import Scoring

/// Where in the conversation people disagree: under the post itself or among themselves, and with
/// which replies.
///
///     findings.exchanges?.deeper.people[.critical]
public struct Exchanges: Sendable {
  /// The replies to the target's own posts.
  public let direct: Level
  /// The replies to replies.
  public let deeper: Level
  /// Answers to replies of other people that have a stance, by how the two stand to each other.
  public let answers: Answers
  /// The replies that most people argue with, at most ``mostShown``, without their authors.
  public let arguedWith: [ArguedPost]

  /// The posts of one level of the conversation.
  public struct Level: Hashable, Sendable {
    /// The stances of the posts.
    public var posts = StanceCounts()
    /// One vote for each person who posted on this level.
    public var people = StanceCounts()
  }

  /// How answers stand to what they answer.
  public struct Answers: Hashable, Codable, Sendable {
    /// One of the two supports the target, the other is critical.
    public var otherSide = 0
    /// Both support the target, or both are critical.
    public var sameSide = 0
    /// One of the two takes no side.
    public var neutral = 0

    /// All of them.
    public var total: Int { otherSide + sameSide + neutral }
  }

  /// A reply that people of the other side answer.
  public struct ArguedPost: Hashable, Codable, Sendable {
    /// The id of the post.
    public var id: String
    /// The side that it takes.
    public var stance: Stance
    /// How many scored posts of others answer it.
    public var answers: Int
    /// How many people of the other side answer it.
    public var peopleAgainst: Int
    /// How many people of its own side answer it.
    public var peopleWith: Int
    /// Its text, mentions and links masked; `nil` where it is not at hand.
    public var text: String?
    /// The key of the post: puts posts that are argued with alike in order.
    var key: PostKey

    /// Whether more people argue with it, so that it is shown before another.
    func isBefore(_ other: ArguedPost) -> Bool {
      (other.peopleAgainst, other.answers, key.value)
        < (peopleAgainst, answers, other.key.value)
    }
  }

  /// As many posts are shown.
  public static let mostShown = 5

  /// Sums up.
  ///
  /// - Parameters:
  ///   - tally: Who answers whom.
  ///   - reactions: The scored posts, those of one person one after another.
  ///   - factor: For each person among them there are so many.
  init(_ tally: ExchangeTally, _ reactions: [Reaction], factor: Int) {
    answers = tally.answers
    arguedWith = tally.arguedWith
    func level(_ level: Reaction.Level) -> Level {
      let tally = ReactionTally(reactions.lazy.filter { $0.level == level })
      return Level(posts: tally.posts.times(factor), people: tally.votes.times(factor))
    }
    (direct, deeper) = (level(.direct), level(.deeper))
  }
}

/// The key of a post; written as text, because few readers of JSON keep all digits of such a number.
struct PostKey: Hashable, Codable, Sendable {
  let value: UInt64

  init(value: UInt64) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = UInt64(try container.decode(String.self), radix: 16) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no key")
    }
    self.value = value
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(value, radix: 16))
  }
}

/// Who answers whom, as a sum.
struct ExchangeTally: Codable, Sendable {
  var answers = Exchanges.Answers()
  var arguedWith: [Exchanges.ArguedPost] = []

  /// Of a post that only one person contradicts, nobody says that it is argued with.
  private static let fewestAgainst = 2
  /// Of so many posts with the most contradictions, the people are counted.
  private static let mostConsidered = 1_000

  /// Looks at who answers whom.
  ///
  /// - Parameters:
  ///   - tree: The export.
  ///   - isShown: Whether a post may be shown as one that is argued with, by its key.
  /// - Throws: `IngestError` where an input can no longer be read.
  init(_ tree: ReplyTree, showing isShown: (UInt64) -> Bool) throws {
    let entries = tree.entries
    let authors = entries.map { $0.author?.value ?? 0 }
    // One number for each post: people are told apart only where a post is much contradicted.
    var contradictions: [Int32] = Array(repeating: 0, count: entries.count)
    for place in entries.indices {
      guard let (answered, relation) = tree.answer(at: place, authors) else { continue }
      answers[keyPath: relation] += 1
      if relation == \.otherSide { contradictions[answered] += 1 }
    }
    let candidates = contradictions.indices.filter {
      contradictions[$0] >= Self.fewestAgainst && isShown(entries[$0].id.value)
    }
    .map { (place: $0, against: contradictions[$0], id: entries[$0].id) }
    .sorted { ($1.against, $0.id) < ($0.against, $1.id) }
    .prefix(Self.mostConsidered)
    var arguments = Dictionary(uniqueKeysWithValues: candidates.map { ($0.place, Argument()) })
    for place in entries.indices where !arguments.isEmpty {
      guard let (answered, relation) = tree.answer(at: place, authors),
        arguments[answered] != nil
      else { continue }
      arguments[answered]?.add(relation, by: entries[place].author?.value)
    }
    let most = arguments.filter { $0.value.against.count >= Self.fewestAgainst }.sorted {
      ($1.value.against.count, $1.value.answers, entries[$0.key].id)
        < ($0.value.against.count, $0.value.answers, entries[$1.key].id)
    }
    arguedWith = try most.prefix(Exchanges.mostShown).compactMap { place, argument in
      guard let post = try tree.corpus.post(at: place), let stance = tree.stance(at: place) else {
        return nil
      }
      return Exchanges.ArguedPost(
        id: post.id,
        stance: stance.stance,
        answers: argument.answers,
        peopleAgainst: argument.against.count,
        peopleWith: argument.with.count,
        text: MaskedText.quote(post.text),
        key: PostKey(value: entries[place].id.value)
      )
    }
  }

  mutating func merge(_ other: ExchangeTally) {
    answers.otherSide += other.answers.otherSide
    answers.sameSide += other.answers.sameSide
    answers.neutral += other.answers.neutral
    arguedWith = Array(
      (arguedWith + other.arguedWith).sorted { $0.isBefore($1) }.prefix(Exchanges.mostShown)
    )
  }

  /// Who answers one post.
  private struct Argument {
    var answers = 0
    var against: Set<UInt64> = []
    var with: Set<UInt64> = []

    mutating func add(_ relation: WritableKeyPath<Exchanges.Answers, Int>, by person: UInt64?) {
      answers += 1
      // Of answers without an author nobody knows how many people wrote them.
      guard let person else { return }
      if relation == \.otherSide { against.insert(person) }
      if relation == \.sameSide { with.insert(person) }
    }
  }
}
