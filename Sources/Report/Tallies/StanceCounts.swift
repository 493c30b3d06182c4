public import Scoring

/// How many of each stance were counted.
///
/// A count is a sum: parts can be counted apart and merged.
public struct StanceCounts: Hashable, Sendable {
  private var counts: SIMD3<Int> = .zero

  /// Counts nothing yet.
  public init() {}

  /// How many have that stance.
  public subscript(stance: Stance) -> Int {
    get { counts[stance.index] }
    set { counts[stance.index] = newValue }
  }

  /// How many there are in all.
  public var total: Int { counts[0] + counts[1] + counts[2] }

  /// Adds what other counts counted.
  public mutating func merge(_ other: StanceCounts) { counts &+= other.counts }

  /// The share of one stance among independent observations; `nil` where nothing was counted.
  func proportion(of stance: Stance) -> Proportion? {
    total > 0 ? Proportion(count: self[stance], of: total) : nil
  }
}

/// What one person posted.
struct PersonTally: Hashable, Sendable {
  var posts = StanceCounts()
  /// The sums of the probabilities, in millionths: whole numbers, so that their order means nothing.
  private var probabilities: SIMD3<Int> = .zero

  mutating func add(_ post: StanceProbabilities) {
    posts[post.stance] += 1
    for stance in Stance.allCases {
      probabilities[stance.index] += Int((post[stance] * 1_000_000).rounded())
    }
  }

  mutating func merge(_ other: PersonTally) {
    posts.merge(other.posts)
    probabilities &+= other.probabilities
  }

  /// The person's one vote: the stance of most of their posts; of two with as many, the one that
  /// the scorer is surer of; neutral where that is level too.
  var vote: Stance {
    let sides: [Stance] = [.supportive, .critical]
    let strongest = sides.max { rank($0) < rank($1) } ?? .neutral
    let isTied = rank(.supportive) == rank(.critical)
    if isTied || rank(.neutral) >= rank(strongest) { return .neutral }
    return strongest
  }

  private func rank(_ stance: Stance) -> (Int, Int) {
    (posts[stance], probabilities[stance.index])
  }
}

/// Counts posts and the people who wrote them.
struct ReactionTally: Hashable, Sendable {
  private(set) var posts = StanceCounts()
  private var people: [UInt64: PersonTally] = [:]
  /// Posts whose author is not known: each counts as a post, none as a person.
  private(set) var withoutAuthor = StanceCounts()

  mutating func add(_ post: StanceProbabilities, by author: UInt64?) {
    posts[post.stance] += 1
    if let author {
      people[author, default: PersonTally()].add(post)
    } else {
      withoutAuthor[post.stance] += 1
    }
  }

  mutating func merge(_ other: ReactionTally) {
    posts.merge(other.posts)
    withoutAuthor.merge(other.withoutAuthor)
    people.merge(other.people) { left, right in
      var sum = left
      sum.merge(right)
      return sum
    }
  }

  /// One vote for each person whose handle is known.
  var votes: StanceCounts {
    people.values.reduce(into: StanceCounts()) { $0[$1.vote] += 1 }
  }

  var peopleCount: Int { people.count }

  /// The most posts by one person.
  var mostByOne: Int { people.values.map(\.posts.total).max() ?? 0 }

  /// The stances of the posts by the people who posted most, so many of them; of people with as many
  /// posts, always the same.
  func posts(byBusiest count: Int) -> StanceCounts {
    people.sorted { ($1.value.posts.total, $0.key) < ($0.value.posts.total, $1.key) }
      .prefix(count).reduce(into: StanceCounts()) { $0.merge($1.value.posts) }
  }

  /// The share of a stance among posts, with an interval that allows for people who post often.
  ///
  /// The variance is that of a ratio over clusters, an author's posts being one (Cochran 1977,
  /// 11.7); it becomes the number of independent posts that the posts are worth, corrected for few
  /// or uneven clusters (Korn and Graubard 1998; the number of even ones is that of Kish 1965), and
  /// that number goes into Wilson's interval, which holds its level best among such (Franco, Little,
  /// Louis, Slud 2019). `scripts/coverage` shows how often it holds the truth. `nil` without posts.
  func proportion(of stance: Stance) -> Proportion? {
    let total = posts.total
    guard total > 0 else { return nil }
    let share = Double(posts[stance]) / Double(total)
    // Whole numbers: sums over people in any order come out alike. A post without an author is a
    // cluster of its own.
    var (own, both, all) = (withoutAuthor[stance], withoutAuthor[stance], withoutAuthor.total)
    for person in people.values {
      let (count, size) = (person.posts[stance], person.posts.total)
      own += count * count
      both += count * size
      all += size * size
    }
    let sum = Double(own) - 2 * share * Double(both) + share * share * Double(all)
    // Of people of whom a few wrote most, the few decide: so many of one size would be as uneven.
    let alike = max(Double(total) * Double(total) / Double(max(all, 1)), 2)
    let variance = sum * alike / (alike - 1) / (Double(total) * Double(total))
    let binomial = share * (1 - share)
    // At 0 and 1 nothing varies: the posts are then worth the number of their authors, taken as even.
    let worth = binomial > 0 && variance > 0 ? binomial / variance : alike
    let z = min(Proportion.studentQuantile(degrees: alike - 1), 12.7)
    let size = min(worth, Double(total)) * (Proportion.z / z) * (Proportion.z / z)
    return Proportion(share: share, size: size)
  }
}
