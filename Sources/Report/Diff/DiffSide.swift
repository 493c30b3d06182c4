internal import FoundationEssentials
internal import Scoring

/// One of two results that are compared: scored posts, or a summary of them.
public struct DiffSide: Sendable {
  /// What the file is called.
  public let name: String
  let reading: Reading
  /// The posts by id, or what else tells one without from others; `nil` where only a summary is known.
  let posts: [String: Post]?
  /// The model and the brief that a summary names.
  let origin: Origin?
  /// Whether the report has labels by hand, which correct no shares here.
  let hasLabels: Bool

  /// Whether a key of ``posts`` is an id.
  static func isID(_ key: String) -> Bool { !key.hasPrefix("\u{0}") }

  /// What is known of a scored post.
  struct Post: Sendable {
    var author: String?
    var status: String
    var stance: Stance?
    var confidence: Double
    /// What it counts as; `nil` where it does not count.
    var opinion: Opinion?

    /// Whether there is no text any more that could be read.
    var isGone: Bool { status == UnscoredReason.deleted.rawValue }
  }

  struct Origin: Hashable, Sendable {
    /// What decides how a post is read.
    struct Reader: Hashable, Sendable {
      var modelDigest: String
      var ownTerms: Int
      var outside: Bool
      var names: [[String]]
    }

    /// What shares are shares of.
    struct Matter: Hashable, Sendable {
      var target: [String]
      var stand: String
      var root: [String]
    }

    var reader: Reader
    var matter: Matter
  }

  /// Counts of the three stances, and their shares with the intervals that chance makes.
  struct Shares: Sendable {
    var counts: StanceCounts
    var shares: [Stance: Proportion]
  }

  /// What the posts of a side, as they were read in one way, add up to.
  struct Reading: Sendable {
    var byPost: Shares
    var byPerson: Shares
    /// What each person posted.
    var people: [String: PersonTally] = [:]
    /// The posts of nobody who is known, each as if somebody else wrote it.
    var anonymous: [String: StanceCounts] = [:]
  }

  /// Reads what `score` or `analyse --posts` wrote, or a summary that `analyse --json` wrote.
  ///
  /// - Parameters:
  ///   - bytes: The bytes of the file.
  ///   - name: What the file is called, for the report and for errors.
  /// - Throws: ``ReportError`` where they are neither.
  public init(_ bytes: [UInt8], name: String) throws(ReportError) {
    self.name = name
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 <= 0x20 } }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let first = lines.first(where: { !isBlank($0) }) else {
      throw ReportError(description: "\(name): is empty; expected scored posts or a summary")
    }
    guard (try? decoder.decode(Line.self, from: Data(first))) != nil else {
      let summary: Summary
      do {
        summary = try Summary(json: bytes, name: name)
      } catch {
        throw ReportError(
          description: "\(name): holds neither scored posts nor a summary; expected what "
            + "'score' or 'analyse --posts' writes, or a summary of 'analyse --json'"
        )
      }
      posts = nil
      reading = Reading(summary.file)
      origin = Origin(summary.file)
      hasLabels = summary.file.labels != nil
      return
    }
    (origin, hasLabels) = (nil, false)
    var posts: [String: Post] = [:]
    /// How many posts without an id are known by the same.
    var alike: [String: Int] = [:]
    for (number, bytes) in lines.enumerated() where !isBlank(bytes) {
      guard let line = try? decoder.decode(Line.self, from: Data(bytes)), line.isSound else {
        throw ReportError(
          description:
            "\(name):\(number + 1): is no scored post; expected a line that 'score' wrote"
        )
      }
      // A second record of a post says nothing new of it.
      guard line.status != "duplicate" else { continue }
      var key = line.key
      if line.id == nil {
        let others = alike[key, default: 0]
        alike[key] = others + 1
        key += "\u{0}\(others)"
      }
      guard posts[key] == nil else { continue }
      posts[key] = Post(
        author: line.author,
        status: line.reason ?? line.status,
        stance: line.stance,
        confidence: line.confidence ?? 0,
        opinion: line.probabilities.map { Opinion($0) }
      )
    }
    self.posts = posts
    reading = Reading(posts)
  }

  /// A line of scored posts.
  private struct Line: Decodable {
    var id: String?
    var author: String?
    var createdAt: String?
    var status: String
    var reason: String?
    var stance: Stance?
    var confidence: Double?
    var supportive: Double?
    var critical: Double?
    var neutral: Double?

    /// Whether what is a probability is from 0 to 1.
    var isSound: Bool {
      [confidence, supportive, critical, neutral].allSatisfy { (0...1).contains($0 ?? 0) }
    }

    /// The id; where there is none, what else tells the post from others, which nobody is shown.
    var key: String { id ?? "\u{0}\(author ?? "")\u{0}\(createdAt ?? "")" }

    var probabilities: StanceProbabilities? {
      guard let supportive, let critical, let neutral, stance != nil else { return nil }
      return StanceProbabilities(supportive: supportive, critical: critical, neutral: neutral)
    }
  }
}

extension DiffSide.Origin {
  fileprivate init(_ summary: SummaryFile) {
    let (tool, brief) = (summary.tool, summary.brief)
    reader = Reader(
      modelDigest: tool.modelDigest,
      ownTerms: tool.ownTerms,
      outside: tool.outside != nil,
      names: [brief.allies, brief.opponents]
    )
    matter = Matter(target: brief.target, stand: brief.stand, root: brief.root)
  }
}

extension DiffSide.Reading {
  /// Counts posts.
  init(_ posts: [String: DiffSide.Post]) {
    var anonymous: [Opinion] = []
    for (key, post) in posts {
      guard let opinion = post.opinion else { continue }
      if let author = post.author {
        people[author, default: PersonTally()].add(opinion)
      } else {
        anonymous.append(opinion)
        self.anonymous[key, default: StanceCounts()][opinion.stance] += 1
      }
    }
    let tally = ReactionTally(people: people.values, anonymous: anonymous)
    byPost = DiffSide.Shares(tally.posts) { tally.proportion(of: $0) }
    byPerson = DiffSide.Shares(tally.votes) { tally.votes.proportion(of: $0) }
  }

  /// The shares of a summary that was read back, as the program found them.
  fileprivate init(_ summary: SummaryFile) {
    let (shown, found) = (summary.stance, summary.labels?.found)
    byPost = DiffSide.Shares(found?.byPost ?? shown.byPost)
    byPerson = DiffSide.Shares(found?.byPerson ?? shown.byPerson)
  }
}

extension DiffSide.Shares {
  fileprivate init(_ counts: StanceCounts, _ proportion: (Stance) -> Proportion?) {
    self.counts = counts
    shares = Dictionary(
      uniqueKeysWithValues: Stance.allCases.compactMap { stance in
        proportion(stance).map { (stance, $0) }
      }
    )
  }

  fileprivate init(_ part: SummaryFile.SharesPart) {
    counts = StanceCounts()
    shares = [:]
    for (name, share) in part.all {
      guard let stance = Stance(rawValue: name) else { continue }
      counts[stance] = share.count
      guard let rounded = share.share, let low = share.chanceLow, let high = share.chanceHigh
      else { continue }
      // A summary rounds; a difference of rounded shares, rounded again, may be another than that of the posts.
      let exact = Double(share.count) / Double(max(part.total, 1))
      shares[stance] = Proportion(
        share: exact.rounded4 == rounded ? exact : rounded,
        low: low,
        high: high
      )
    }
  }
}

extension Proportion {
  /// A share whose interval is known.
  init(share: Double, low: Double, high: Double) {
    self.init(share: share, size: 1)
    (self.low, self.high) = (low, high)
  }
}
