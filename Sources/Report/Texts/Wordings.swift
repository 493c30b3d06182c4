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
    /// The id of one of the posts.
    public var id: String
    /// The text of that post, names and links masked; `nil` where it is not at hand.
    public var text: String?
    /// The stance of most of the posts.
    public var stance: Stance
    /// How many posts have it.
    public var posts: Int
    /// How many accounts posted it, as far as authors are named.
    public var accounts: Int
    /// How many of the posts name no author.
    public var withoutAuthor: Int
    /// Seconds from the first to the last; `nil` where times are not known.
    public var span: Int64?
  }
}

/// The posts that repeat a text which several accounts posted: all but the first of them.
struct Copies: Sendable {
  /// The keys of the posts.
  var posts: Set<UInt64> = []
  /// The texts of one in 2 to the power of this many people are known.
  var level = 0
}

/// Finds posts that say the same in the same words, or nearly; takes the posts of one person one after
/// another.
struct WordingCounter {
  private struct Group {
    /// The number of a text that has it.
    var number: Int
    var tally = PersonTally()
    var accounts = 0
    var withoutAuthor = 0
    var lastPerson: UInt64?
    var first: Int64?
    var last: Int64?
    var signature: [UInt32]
    var posts: [(time: Int64, key: UInt64)] = []

    /// Whether several accounts posted it, and it is too long for chance.
    var isCopied: Bool { accounts >= fewestAccounts && !signature.isEmpty }

    func copied(_ post: (id: String, text: String?)) -> Wordings.Copied {
      var span: Int64?
      if let first, let last { span = last - first }
      return Wordings.Copied(
        id: post.id,
        text: post.text,
        stance: tally.vote,
        posts: tally.posts.total,
        accounts: accounts,
        withoutAuthor: withoutAuthor,
        span: span
      )
    }
  }

  private var groups: [Group] = []
  private var exact: [UInt64: Int] = [:]
  private var bands: [UInt64: Int] = [:]

  private static let cells = 16
  private static let bandSize = 4
  /// Of the cells that either text fills, so many must agree: texts that share about two thirds of
  /// their runs of three words or more.
  private static let leastAgreement = 0.69
  /// Shorter texts are the same by chance ("thank you so much").
  private static let fewestWords = 6
  private static let fewestAccounts = 3
  private static let mostShown = 5
  private static let emptyCell = UInt32.max

  /// The least hash of the runs of three words in each of so many cells, one permutation for all (Li,
  /// Owen and Zhang 2012); empty for short texts.
  private static func signature(of words: [UInt64]) -> [UInt32] {
    guard words.count >= fewestWords else { return [] }
    var least: [UInt32] = Array(repeating: emptyCell, count: cells)
    for start in 0...words.count - 3 {
      let run = FeatureHash.combined(
        FeatureHash.combined(words[start], words[start + 1]),
        words[start + 2]
      )
      let cell = Int(run >> 60)
      least[cell] = min(least[cell], UInt32(truncatingIfNeeded: run) & ~1)
    }
    return least
  }

  private static func agree(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    var (filled, equal) = (0, 0)
    for (left, right) in zip(left, right) where left != emptyCell || right != emptyCell {
      filled += 1
      if left == right { equal += 1 }
    }
    return filled > 0 && Double(equal) >= leastAgreement * Double(filled)
  }

  mutating func add(_ text: SampledText, _ reaction: Reaction, number: Int) {
    let index = group(of: text, number: number)
    groups[index].tally.add(reaction.opinion)
    if reaction.isAnonymous {
      groups[index].withoutAuthor += 1
    } else if groups[index].lastPerson != text.person {
      groups[index].lastPerson = text.person
      groups[index].accounts += 1
    }
    groups[index].posts.append((reaction.exactSeconds ?? .max, text.post))
    if let time = reaction.exactSeconds {
      groups[index].first = min(groups[index].first ?? time, time)
      groups[index].last = max(groups[index].last ?? time, time)
    }
  }

  private mutating func group(of text: SampledText, number: Int) -> Int {
    // Equal for texts that differ only in case, punctuation, names and links.
    var words: [UInt64] = []
    words.reserveCapacity(text.words.count)
    for word in text.words where word.kind != .gap { words.append(word.bits) }
    let wording = words.reduce(0) { FeatureHash.combined($0, $1) }
    // Different short texts are different wordings; the same short one by many people is not a copy.
    if let known = exact[wording] { return known }
    let signature = Self.signature(of: words)
    let keys = stride(from: 0, to: signature.count, by: Self.bandSize).compactMap { start in
      let band = signature[start..<start + Self.bandSize]
      guard band.contains(where: { $0 != Self.emptyCell }) else { return nil as UInt64? }
      return band.reduce(UInt64(start)) { FeatureHash.combined($0, UInt64($1)) }
    }
    let candidates = keys.compactMap { bands[$0] }
    let found = candidates.first { Self.agree(groups[$0].signature, signature) }
    let index = found ?? groups.count
    if found == nil {
      groups.append(Group(number: number, signature: signature))
      for key in keys where bands[key] == nil { bands[key] = index }
    }
    exact[wording] = index
    return index
  }

  /// The keys of the posts that repeat what several accounts posted.
  var copies: Set<UInt64> {
    var copies: Set<UInt64> = []
    for group in groups where group.isCopied {
      let first = group.posts.min { $0 < $1 }
      for post in group.posts where post.key != first?.key { copies.insert(post.key) }
    }
    return copies
  }

  /// The wordings; `post` gives the id and what is shown of the text of a number.
  func result(_ post: (Int) throws -> (id: String, text: String?)?) rethrows -> Wordings {
    var stances = StanceCounts()
    var copies = 0
    for group in groups {
      stances[group.tally.vote] += 1
      copies += group.tally.posts.total - 1
    }
    let copied = groups.indices
      .filter { groups[$0].isCopied }
      .sorted { (groups[$1].accounts, $0) < (groups[$0].accounts, $1) }
    return Wordings(
      count: groups.count,
      stances: stances,
      copies: copies,
      copied: try copied.prefix(Self.mostShown).compactMap { index in
        try post(groups[index].number).map { groups[index].copied($0) }
      }
    )
  }
}
