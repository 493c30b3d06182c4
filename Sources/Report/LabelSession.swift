internal import FoundationEssentials
package import Ingest
package import Scoring

/// The posts of an export in the order in which somebody labels them by hand, drawn at random, and the labels so far.
///
///     var session = try LabelSession(corpus, scored, seed: 1, old: [], wanted: 200)
///     session.next  // the post that is asked about
///     try session.label(.critical)
package struct LabelSession: Sendable {
  /// A post to be labelled.
  package struct Post: Sendable {
    /// Its id, by which the label names it.
    package let id: String
    /// Its place in the export.
    package let place: Int
  }

  private struct Label: Encodable {
    var id: String
    var stance: Stance?
    /// `GoldLabel.leftOut` for a post that is left out.
    var status: String?
    /// `false` where the labeller hesitated.
    var sure: Bool?
  }

  /// A line of the file.
  private struct Line: Sendable {
    var bytes: [UInt8]
    /// What it labels; `nil` where that is none of the posts that are drawn.
    var post: Post?
    var hasStance = false
  }

  /// How many posts there are to draw.
  package let drawn: Int
  /// How many labels to come to.
  package let wanted: Int
  private var lines: [Line] = []
  /// The posts that are not labelled, the next one last.
  private var rest: [Post]

  /// Draws among the posts that have a stance and an id, and goes on with a file of labels.
  ///
  /// - Parameters:
  ///   - corpus: The export.
  ///   - scored: What became of its posts.
  ///   - seed: The order of the posts hangs on it and on their ids alone.
  ///   - old: The file as it is: what is labelled there is not asked about again.
  ///   - wanted: How many labels to come to.
  /// - Throws: `IngestError` where an input can no longer be read.
  package init(
    _ corpus: Corpus,
    _ scored: ScoredExport,
    seed: UInt64,
    old: [UInt8],
    wanted: Int
  ) throws {
    let posts = try Self.posts(of: corpus, scored, seed: seed)
    (drawn, self.wanted) = (posts.count, wanted)
    let byPlace = Dictionary(posts.map { ($0.place, $0) }) { first, _ in first }
    for bytes in old.split(separator: 0x0A) {
      let label = try? JSONDecoder().decode(GoldLabel.self, from: Data(bytes))
      lines.append(
        Line(
          bytes: Array(bytes),
          post: label.flatMap { corpus.index.place(ofID: $0.id) }.flatMap { byPlace[$0] },
          hasStance: label?.givenStance != nil
        )
      )
    }
    let labelled = Set(lines.compactMap(\.post?.place))
    rest = posts.filter { !labelled.contains($0.place) }.reversed()
  }

  private static func posts(
    of corpus: Corpus,
    _ scored: ScoredExport,
    seed: UInt64
  ) throws -> [Post] {
    var posts: [(hash: UInt64, post: Post)] = []
    try corpus.read { post, _, isKept in
      isKept && !post.isContext && !post.id.isEmpty ? post.id : nil
    } consume: { line in
      guard case .post(let place, let id?) = line, scored.byPlace[place].status == .scored else {
        return
      }
      posts.append((FeatureHash.of(id.utf8, seed: seed), Post(id: id, place: place)))
    }
    return posts.sorted { ($0.hash, $0.post.id) < ($1.hash, $1.post.id) }.map(\.post)
  }

  /// How many posts are labelled.
  package var count: Int { Set(lines.filter(\.hasStance).compactMap(\.post?.place)).count }

  /// The post that is asked about; `nil` where there are labels enough, or no posts.
  package var next: Post? { count < wanted ? rest.last : nil }

  /// Gives the next post a stance.
  package mutating func label(_ stance: Stance, isSure: Bool = true) throws {
    try add { Label(id: $0, stance: stance, sure: isSure ? nil : false) }
  }

  /// Leaves the next post out for good.
  package mutating func leaveOut() throws {
    try add { Label(id: $0, status: GoldLabel.leftOut) }
  }

  private mutating func add(_ label: (_ id: String) -> Label) throws {
    guard let post = rest.popLast() else { return }
    let label = label(post.id)
    let line = try JSONText.line(label).utf8.filter { $0 != 0x0A }
    lines.append(Line(bytes: line, post: post, hasStance: label.stance != nil))
  }

  /// Takes the last label back, so that its post comes next; returns whether there was one.
  package mutating func goBack() -> Bool {
    guard let last = lines.last(where: { $0.post != nil })?.post else { return false }
    lines.removeAll { $0.post?.place == last.place }
    rest.append(last)
    return true
  }

  /// The file of labels: those that were there, and those that were given.
  package var file: [UInt8] { lines.reduce(into: []) { $0 += $1.bytes + [0x0A] } }
}
