internal import FoundationEssentials
internal import Scoring

/// One of two results that are compared: scored posts, or a summary of them.
public struct DiffSide: Sendable {
  /// What the file is called.
  public let name: String
  let byPost: StanceShares
  let byPerson: StanceShares
  /// The posts by id; `nil` where only a summary is known.
  let posts: [String: Post]?
  /// The model and the brief that a summary names.
  let origin: Origin?
  /// What each person posted.
  let people: [String: PersonTally]

  /// What is known of a scored post.
  struct Post: Sendable {
    var status: String
    var stance: Stance?
    var confidence: Double
  }

  struct Origin: Hashable, Sendable {
    var modelDigest: String
    var target: [String]
    var stand: String
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
      (posts, people) = (nil, [:])
      byPost = StanceShares(summary.file.stance.byPost)
      byPerson = StanceShares(summary.file.stance.byPerson)
      origin = Origin(
        modelDigest: summary.file.tool.modelDigest,
        target: summary.file.brief.target,
        stand: summary.file.brief.stand
      )
      return
    }
    origin = nil
    var posts: [String: Post] = [:]
    var people: [String: PersonTally] = [:]
    var anonymous: [Opinion] = []
    for (number, bytes) in lines.enumerated() where !isBlank(bytes) {
      guard let line = try? decoder.decode(Line.self, from: Data(bytes)), line.isSound else {
        throw ReportError(
          description:
            "\(name):\(number + 1): is no scored post; expected a line that 'score' wrote"
        )
      }
      // A second record of a post says nothing new of it.
      guard line.status != "duplicate", posts[line.key] == nil else { continue }
      posts[line.key] = Post(
        status: line.reason ?? line.status,
        stance: line.stance,
        confidence: line.confidence ?? 0
      )
      guard let stance = line.probabilities else { continue }
      let opinion = Opinion(stance)
      if let name = line.author {
        people[name, default: PersonTally()].add(opinion)
      } else {
        anonymous.append(opinion)
      }
    }
    let tally = ReactionTally(people: people.values, anonymous: anonymous)
    self.posts = posts
    self.people = people
    // A diff goes by chance alone: both sides were scored alike.
    byPost = StanceShares(counts: tally.posts, errors: .none) { tally.proportion(of: $0) }
    byPerson = StanceShares(of: tally.votes, errors: .none)
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

    /// The id, or what else tells the post from others.
    var key: String { id ?? "\(author ?? "")\u{0}\(createdAt ?? "")" }

    var probabilities: StanceProbabilities? {
      guard let supportive, let critical, let neutral, stance != nil else { return nil }
      return StanceProbabilities(supportive: supportive, critical: critical, neutral: neutral)
    }
  }
}

extension StanceShares {
  /// The shares of a summary that was read back.
  init(_ part: SummaryFile.SharesPart) {
    var counts = StanceCounts()
    var shares: [Stance: Proportion] = [:]
    for (name, share) in part.all {
      guard let stance = Stance(rawValue: name) else { continue }
      counts[stance] = share.count
      guard let center = share.share, let low = share.chanceLow, let high = share.chanceHigh
      else { continue }
      shares[stance] = Proportion(share: center, low: low, high: high)
    }
    self.init(counts: counts, errors: .none) { shares[$0] }
  }
}

extension Proportion {
  /// A share whose interval is known.
  init(share: Double, low: Double, high: Double) {
    self.init(share: share, size: 1)
    (self.low, self.high) = (low, high)
  }
}
