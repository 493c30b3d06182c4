internal import Ingest
public import Scoring

/// What a user says of posts by hand, to correct the shares of a report by.
///
///     let labels = try HandLabels(path: "labels.jsonl")
///     let findings = try Findings(corpus, scored, tool: tool, labels: labels)
public struct HandLabels: Hashable, Sendable {
  /// By the id of the post its stance; `nil` for one that was labelled to have none.
  public var stances: [String: Stance?]

  /// Creates labels.
  public init(_ stances: [String: Stance?]) { self.stances = stances }

  /// Reads what `groundswell label` writes: one JSON object a line.
  ///
  /// - Parameter path: The file; `-` is standard input.
  /// - Throws: `LabelError` where a line is no label, `IngestError` where the file cannot be read.
  public init(path: String) throws {
    self.init(try LabelledConversation.goldLabels(path: path).mapValues(\.givenStance))
  }

  /// Tells these labels from others.
  var digest: String {
    let lines = stances.sorted { $0.key < $1.key }.map { "\($0)\t\($1?.rawValue ?? "")\n" }
    return FeatureHash.of(lines.joined().utf8).hexadecimal
  }
}

/// The labels of an export as a sum: parts can be counted apart and merged.
struct LabelTally: Sendable {
  /// A labelled post that counts.
  struct Post: Hashable, Sendable {
    var person: UInt64
    var post: UInt64
    var isAnonymous: Bool
    var found: Stance
    var hand: Stance
  }

  /// Which labels these are.
  let digest: String
  /// How many the user gave.
  let given: Int
  /// Of so many of them the post is in the export.
  private(set) var known: Int
  /// Those whose post counts, ordered by person, then by post.
  private(set) var posts: [Post]
  /// The keys of posts that count and were labelled to have no stance, in order.
  private(set) var withoutStance: [UInt64]

  init(digest: String, given: Int, known: Int, posts: [Post], withoutStance: [UInt64] = []) {
    (self.digest, self.given, self.known) = (digest, given, known)
    self.withoutStance = withoutStance.sorted()
    self.posts = posts.sorted { ($0.person, $0.post) < ($1.person, $1.post) }
  }

  /// Looks for the labelled posts in an export.
  init(_ labels: HandLabels, in tree: ReplyTree) {
    var known = 0
    var posts: [UInt64: Post] = [:]
    var withoutStance: Set<UInt64> = []
    for (id, hand) in labels.stances.sorted(by: { $0.key < $1.key }) {
      guard let place = tree.corpus.index.place(ofID: id) else { continue }
      known += 1
      let entry = tree.entries[place]
      // A post may be known by two ids.
      guard let found = tree.stance(at: place)?.stance, posts[entry.id.value] == nil,
        !withoutStance.contains(entry.id.value)
      else { continue }
      guard let hand else {
        withoutStance.insert(entry.id.value)
        continue
      }
      let author = tree.posts[place].author
      posts[entry.id.value] = Post(
        person: author ?? entry.id.value,
        post: entry.id.value,
        isAnonymous: author == nil,
        found: found,
        hand: hand
      )
    }
    self.init(
      digest: labels.digest,
      given: labels.stances.count,
      known: known,
      posts: Array(posts.values),
      withoutStance: Array(withoutStance)
    )
  }

  /// Labels whose post is in the export and does not count.
  var notCounted: Int { max(known - posts.count - withoutStance.count, 0) }
  /// Labels whose post is not in the export.
  var lost: Int { max(given - known, 0) }
  /// The keys of posts of which the user says something else than the program.
  var contradicted: Set<UInt64> {
    Set(withoutStance).union(posts.lazy.filter { $0.found != $0.hand }.map(\.post))
  }

  /// Adds what was found of the same labels in another part of the export.
  mutating func merge(_ other: LabelTally) {
    self = LabelTally(
      digest: digest,
      given: given,
      known: known + other.known,
      posts: posts + other.posts,
      withoutStance: withoutStance + other.withoutStance
    )
  }
}
