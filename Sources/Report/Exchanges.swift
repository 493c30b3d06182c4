public import Ingest
public import Scoring

/// Where in the conversation people disagree: under the post itself or among themselves, and with
/// which replies.
///
///     let exchanges = try Exchanges(corpus, scored)
///     exchanges.deeper.people[.critical]
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
  public struct Answers: Hashable, Sendable {
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
  public struct ArguedPost: Hashable, Sendable {
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
    /// Its text, mentions and links masked.
    public var text: String
  }

  /// As many posts are shown.
  public static let mostShown = 5
  /// Of a post that only one person contradicts, nobody says that it is argued with.
  private static let fewestAgainst = 2

  /// Looks at who answers whom; `nil` where the export does not say.
  ///
  /// - Parameters:
  ///   - corpus: The export.
  ///   - scored: What became of its posts.
  /// - Throws: ``IngestError`` where an input can no longer be read.
  public init?(_ corpus: Corpus, _ scored: ScoredExport) throws {
    guard !corpus.conversations.isUnlinked else { return nil }
    let entries = corpus.index.entries
    let links = corpus.conversations.links
    var levels = [ReactionTally(), ReactionTally()]
    var answers = Answers()
    var argued: [Int: Argument] = [:]
    for place in entries.indices where !entries[place].isContext {
      let post = scored.byPlace[place]
      guard let stance = post.probabilities else { continue }
      let conversation = corpus.conversations.conversations[links[place].conversation]
      guard let parent = links[place].parent else {
        // Without the root in the export, what hangs at the top answers it.
        if conversation.root == nil { levels[0].add(stance, by: post.author) }
        continue
      }
      let isDirect =
        !links[place].hasMissingParent
        && (parent == conversation.root || scored.byPlace[parent].status == .target)
      levels[isDirect ? 0 : 1].add(stance, by: post.author)
      let other = scored.byPlace[parent]
      let isOwn = post.author != nil && post.author == other.author
      guard !isDirect, !links[place].hasMissingParent, !isOwn,
        let side = other.probabilities?.stance
      else { continue }
      // Somebody without a name counts once for each post.
      let person = post.author ?? entries[place].id.value
      switch (side, stance.stance) {
      case (.neutral, _), (_, .neutral): answers.neutral += 1
      case (let side, let answer) where side == answer:
        answers.sameSide += 1
        argued[parent, default: Argument()].with.insert(person)
      default:
        answers.otherSide += 1
        argued[parent, default: Argument()].against.insert(person)
      }
      argued[parent, default: Argument()].answers += 1
    }
    (direct, deeper) = (Level(levels[0]), Level(levels[1]))
    self.answers = answers
    let most = argued.filter { $0.value.against.count >= Self.fewestAgainst }.sorted {
      left,
      right in
      let (a, b) = (left.value, right.value)
      return (b.against.count, b.answers, entries[left.key].id)
        < (a.against.count, a.answers, entries[right.key].id)
    }
    arguedWith = try most.prefix(Self.mostShown).compactMap { place, argument in
      guard let post = try corpus.post(at: place),
        let stance = scored.byPlace[place].probabilities?.stance
      else { return nil }
      return ArguedPost(
        id: post.id,
        stance: stance,
        answers: argument.answers,
        peopleAgainst: argument.against.count,
        peopleWith: argument.with.count,
        text: MaskedText.quote(post.text)
      )
    }
  }

  /// Who answers one post.
  private struct Argument {
    var answers = 0
    var against: Set<UInt64> = []
    var with: Set<UInt64> = []
  }
}

extension Exchanges.Level {
  init(_ tally: ReactionTally) { self.init(posts: tally.posts, people: tally.votes) }
}
