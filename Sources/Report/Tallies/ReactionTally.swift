internal import Scoring

/// What one person posted.
struct PersonTally: Hashable, Sendable {
  var posts = StanceCounts()
  private var weights: SIMD3<Int> = .zero

  mutating func add(_ opinion: Opinion) {
    posts[opinion.stance] += 1
    weights &+= opinion.weights
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

  private func rank(_ stance: Stance) -> (Int, Int) { (posts[stance], weights[stance.index]) }
}

/// Counts of posts and of the people who wrote them.
struct ReactionTally: Sendable {
  private(set) var posts = StanceCounts()
  /// One vote for each person whose handle is known.
  private(set) var votes = StanceCounts()
  /// The most posts by one person.
  private(set) var mostByOne = 0
  /// Posts of nobody who is known.
  private(set) var withoutAuthor = 0
  /// Sums over people: of a stance's squared counts, of these times all posts, and of squared counts of
  /// all posts.
  private var squares = (own: SIMD3<Int>.zero, both: SIMD3<Int>.zero, all: 0)
  private var busiest: [(person: UInt64, posts: StanceCounts)] = []

  private static let mostBusy = 10

  /// The people who posted most, at most ten: where more wrote as many as the tenth, nobody of these.
  var tenBusiest: (people: Int, posts: StanceCounts) {
    let next = busiest.count > Self.mostBusy ? busiest[Self.mostBusy].posts.total : 0
    let busiest = busiest.prefix(Self.mostBusy).filter { $0.posts.total > next }
    return (busiest.count, busiest.reduce(into: StanceCounts()) { $0.merge($1.posts) })
  }

  /// Counts reactions.
  ///
  /// - Parameters:
  ///   - reactions: Those of one person one after another.
  ///   - opinion: What a reaction counts as; `nil` where it does not count.
  init(
    _ reactions: some Sequence<Reaction>,
    as opinion: (Reaction) -> Opinion? = \.opinion
  ) {
    var person: UInt64?
    var tally = PersonTally()
    for reaction in reactions {
      guard let opinion = opinion(reaction) else { continue }
      if reaction.isAnonymous {
        add(postsOfNobody: opinion)
        continue
      }
      if reaction.person != person {
        if let person { add(tally, of: person) }
        person = reaction.person
        tally = PersonTally()
      }
      tally.add(opinion)
    }
    if let person { add(tally, of: person) }
  }

  /// Counts people, each with what they posted, and posts of nobody who is known.
  init(people: some Sequence<PersonTally>, anonymous: some Sequence<Opinion>) {
    for (number, tally) in people.enumerated() { add(tally, of: UInt64(number)) }
    for opinion in anonymous { add(postsOfNobody: opinion) }
  }

  private mutating func add(_ tally: PersonTally, of person: UInt64) {
    posts.merge(tally.posts)
    votes[tally.vote] += 1
    mostByOne = max(mostByOne, tally.posts.total)
    addSquares(tally.posts)
    // Of people with as many posts, always the same.
    let place = busiest.firstIndex { other in
      (other.posts.total, person) < (tally.posts.total, other.person)
    }
    guard busiest.count <= Self.mostBusy || place != nil else { return }
    busiest.insert((person, tally.posts), at: place ?? busiest.count)
    // One more shows whether the last is one of many.
    if busiest.count > Self.mostBusy + 1 { busiest.removeLast() }
  }

  private mutating func add(postsOfNobody opinion: Opinion) {
    withoutAuthor += 1
    var one = StanceCounts()
    one[opinion.stance] = 1
    posts.merge(one)
    addSquares(one)
  }

  private mutating func addSquares(_ counts: StanceCounts) {
    let size = counts.total
    squares.own &+= counts.counts &* counts.counts
    squares.both &+= counts.counts &* size
    squares.all += size * size
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
    // A post without an author is a cluster of its own.
    let (own, both) = (squares.own[stance.index], squares.both[stance.index])
    let sum = Double(own) - 2 * share * Double(both) + share * share * Double(squares.all)
    let alike = alike
    let variance = sum * alike / (alike - 1) / (Double(total) * Double(total))
    let binomial = share * (1 - share)
    // At 0 and 1 nothing varies: the posts are then worth the number of their authors, taken as even.
    let worth = binomial > 0 && variance > 0 ? binomial / variance : alike
    return Proportion(share: share, size: size(ofWorth: worth))
  }

  /// Of people of whom a few wrote most, the few decide: so many of one size would be as uneven.
  private var alike: Double {
    let total = Double(posts.total)
    return max(total * total / Double(max(squares.all, 1)), 2)
  }

  /// The number that goes into Wilson's interval where the posts are worth so many independent ones.
  private func size(ofWorth worth: Double) -> Double {
    let z = min(Proportion.studentQuantile(degrees: alike - 1), 12.7)
    return min(worth, Double(posts.total)) * (Proportion.z / z) * (Proportion.z / z)
  }

  /// The same where one post tells so many times less than an independent one, as others of its author are like it.
  ///
  /// - Parameter effect: The variance of a share as a multiple of that among independent posts.
  /// - Returns: No fewer than if all posts of an author were alike, no more than all posts.
  func size(ofDesignEffect effect: Double) -> Double {
    let worth = Double(posts.total) / max(effect, 1) * (alike - 1) / alike
    return size(ofWorth: max(worth, min(alike, Double(posts.total))))
  }
}
