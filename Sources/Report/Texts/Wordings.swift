internal import Ingest
public import Scoring

/// The different wordings of an export's scored posts: copies of one text count once.
public struct Wordings: Sendable {
  /// How many different wordings there are.
  public let count: Int
  /// The stances of the wordings, one each.
  public let stances: StanceCounts
  /// Posts that repeat a wording that another post has.
  public let copies: Int
  /// The wordings that most accounts posted, at most five, each by three accounts or more.
  public let copied: [Copied]

  /// A text that many accounts posted.
  public struct Copied: Hashable, Sendable {
    /// The text of one of the posts, names and links masked.
    public var text: String
    /// The stance of most of the posts.
    public var stance: Stance
    /// How many posts have it.
    public var posts: Int
    /// How many accounts posted it.
    public var accounts: Int
    /// Seconds from the first to the last; `nil` where times are not known.
    public var span: Int64?
  }
}

/// Finds posts that say the same in the same words, or nearly.
struct WordingCounter {
  private struct Group {
    /// The place of a post that has it.
    var place: Int
    var tally = PersonTally()
    var accounts: Set<UInt64> = []
    var first: Timestamp?
    var last: Timestamp?
    var signature: [UInt32]

    func copied(_ text: String) -> Wordings.Copied {
      var span: Int64?
      if let first, let last { span = last.seconds - first.seconds }
      return Wordings.Copied(
        text: text,
        stance: tally.vote,
        posts: tally.posts.total,
        accounts: accounts.count,
        span: span
      )
    }
  }

  private var groups: [Group] = []
  private var exact: [UInt64: Int] = [:]
  private var bands: [UInt64: Int] = [:]

  private static let hashes = 16
  private static let bandSize = 4
  /// Of 16 least hashes, how many must agree: texts that share about two thirds of their runs of
  /// three words or more.
  private static let leastAgreement = 11
  /// Shorter texts are the same by chance ("thank you so much").
  private static let fewestWords = 6
  private static let fewestAccounts = 3
  private static let mostShown = 5

  /// The MinHash signature of the runs of three words (Broder 1997); empty for short texts.
  static func signature(of words: [UInt64]) -> [UInt32] {
    guard words.count >= fewestWords else { return [] }
    var least: [UInt32] = Array(repeating: .max, count: hashes)
    for start in 0...words.count - 3 {
      let run = FeatureHash.combined(
        FeatureHash.combined(words[start], words[start + 1]),
        words[start + 2]
      )
      for number in 0..<hashes {
        let hash = UInt32(truncatingIfNeeded: FeatureHash.combined(run, UInt64(number)))
        if hash < least[number] { least[number] = hash }
      }
    }
    return least
  }

  mutating func add(
    _ text: SurveyedText,
    by author: UInt64,
    _ stance: StanceProbabilities,
    at time: Timestamp?,
    place: Int
  ) {
    let index = group(of: text, at: place)
    groups[index].tally.add(stance)
    groups[index].accounts.insert(author)
    if let time, time.precision != .day {
      groups[index].first = min(groups[index].first ?? time, time)
      groups[index].last = max(groups[index].last ?? time, time)
    }
  }

  private mutating func group(of text: SurveyedText, at place: Int) -> Int {
    // Different short texts are different wordings; the same short one by many people is not a copy.
    if let known = exact[text.wording] { return known }
    let keys = stride(from: 0, to: text.signature.count, by: Self.bandSize).map { start in
      text.signature[start..<start + Self.bandSize]
        .reduce(UInt64(start)) { FeatureHash.combined($0, UInt64($1)) }
    }
    var found: Int?
    for key in keys {
      guard let candidate = bands[key] else { continue }
      let agreement = zip(groups[candidate].signature, text.signature).count { $0 == $1 }
      if agreement >= Self.leastAgreement {
        found = candidate
        break
      }
    }
    let index = found ?? groups.count
    if found == nil {
      groups.append(Group(place: place, signature: text.signature))
      for key in keys where bands[key] == nil { bands[key] = index }
    }
    exact[text.wording] = index
    return index
  }

  /// The wordings; `text` gives what is shown of the post at a place.
  func result(_ text: (Int) throws -> String) rethrows -> Wordings {
    var stances = StanceCounts()
    var copies = 0
    for group in groups {
      stances[group.tally.vote] += 1
      copies += group.tally.posts.total - 1
    }
    let copied =
      groups
      .filter { $0.accounts.count >= Self.fewestAccounts && !$0.signature.isEmpty }
      .sorted { $0.accounts.count > $1.accounts.count }
    return Wordings(
      count: groups.count,
      stances: stances,
      copies: copies,
      copied: try copied.prefix(Self.mostShown).map { $0.copied(try text($0.place)) }
    )
  }
}
