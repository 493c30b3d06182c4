internal import Glibc
internal import Ingest
internal import Scoring

/// What posts that were labelled by hand make of the shares of a report.
public struct LabelFindings: Sendable {
  /// How many labelled posts count.
  public let count: Int
  /// Of how many of these the program found the stance that they were labelled with.
  public let right: Int
  /// What these were labelled with.
  public let byHand: StanceCounts
  /// Labels of posts that are in the export and do not count.
  public let notCounted: Int
  /// Labels that give a post that counts no stance.
  public let withoutStance: Int
  /// Labels of posts that are not in the export.
  public let lost: Int
  /// So many would correct the shares by post, and so many of people who are counted those by person.
  public let needed: (byPost: Int, byPerson: Int)
  /// How many of the labelled posts that count are of people who are counted.
  let authored: Int
  /// How shares are corrected; `nil` where labels are too few for that, or do not look drawn at random.
  public let byPost: LabelCorrection?
  /// The same by person.
  public let byPerson: LabelCorrection?
  /// The shares as the program found them.
  public let foundByPost: StanceShares
  /// The same by person.
  public let foundByPerson: StanceShares
  /// What these would allow to be said.
  public let foundHeadline: Headline
  /// By the place of the stance, the variance of its share by post as a multiple of that among independent posts, as
  /// the labels show it: for their errors, what the program finds of one author's posts can be less alike than they are.
  let designEffects: SIMD3<Double>
  /// In what the labelled posts are unlike all that they should have been drawn from; `nil` where chance may well
  /// make the difference.
  let oddity: Oddity?

  /// Fewer labels correct nothing, unless they are of all posts.
  public static let least = 30

  init(
    _ tally: LabelTally,
    _ reactions: Reactions,
    byPost: StanceShares,
    byPerson: StanceShares,
    headline: Headline
  ) {
    (foundByPost, foundByPerson, foundHeadline) = (byPost, byPerson, headline)
    count = tally.posts.count
    right = tally.posts.count { $0.found == $0.hand }
    byHand = tally.posts.reduce(into: StanceCounts()) { $0[$1.hand] += 1 }
    (notCounted, lost) = (tally.notCounted, tally.lost)
    withoutStance = tally.withoutStance.count

    let all = reactions.posts
    let people = LabelledPeople(tally, reactions.people)
    authored = people.labelled.count
    needed = (min(Self.least, all.total), min(Self.least, people.posts))
    let isEnough = count > 0 && count >= needed.byPost
    oddity = isEnough ? Oddity(tally.posts, of: all, reactions.people) : nil
    let isUsed = isEnough && oddity == nil
    self.byPost =
      isUsed && !byPost.shares.isEmpty
      ? LabelCorrection(
        tally.posts.map { LabelCorrection.Post(found: $0.found, hand: $0.hand) },
        found: all.shares,
        of: all.total
      ) : nil
    self.byPerson =
      isUsed && authored > 0 && authored >= needed.byPerson && !byPerson.shares.isEmpty
      ? LabelCorrection(people.labelled, found: byPerson.counts.shares, of: people.posts) : nil
    designEffects = Self.designEffects(tally.posts, self.byPost, of: all.total)
  }

  /// Whether all shares that are shown are corrected.
  var correctsAll: Bool {
    byPost != nil && (byPerson != nil || foundByPerson.counts.total == 0)
  }

  /// Estimates by the pairs of labelled posts of one author how alike all such pairs are.
  private static func designEffects(
    _ posts: [LabelTally.Post],
    _ correction: LabelCorrection?,
    of total: Int
  ) -> SIMD3<Double> {
    var effects = SIMD3<Double>(repeating: 1)
    guard let correction, posts.count > 1 else { return effects }
    var (products, sum, own) = (SIMD3<Double>.zero, SIMD3<Double>.zero, SIMD3<Double>.zero)
    var person: UInt64?
    for post in posts {
      if post.isAnonymous || post.person != person {
        products += sum * sum - own
        (sum, own) = (.zero, .zero)
        person = post.person
      }
      let deviation = post.hand.certain - correction.shares
      sum += deviation
      own += deviation * deviation
    }
    products += sum * sum - own
    let pairs = Double(posts.count) * Double(posts.count - 1)
    for place in 0..<3 {
      let binomial = correction.shares[place] * (1 - correction.shares[place])
      guard binomial > 0 else { continue }
      effects[place] += Double(total - 1) / pairs * products[place] / binomial
    }
    return effects
  }
}

/// The labelled posts as those of people, each of whom counts once.
private struct LabelledPeople {
  /// Each counts for what it is of all posts of its author, and was found to be what most of these were.
  private(set) var labelled: [LabelCorrection.Post] = []
  /// How many posts name an author, labelled or not.
  private(set) var posts = 0

  init(_ tally: LabelTally, _ people: PeopleSample<Reaction>) {
    let hands = Dictionary(tally.posts.map { ($0.post, $0.hand) }) { first, _ in first }
    let records = people.records
    var start = 0
    while start < records.count {
      var person = PersonTally()
      var own: [Stance] = []
      var end = start
      while end < records.count, records[end].person == records[start].person {
        person.add(records[end].opinion)
        if let hand = hands[records[end].post] { own.append(hand) }
        end += 1
      }
      defer { start = end }
      guard !records[start].isAnonymous else { continue }
      posts += end - start
      let part = 1 / Double(end - start)
      labelled += own.map { LabelCorrection.Post(found: person.vote, hand: $0, weight: part) }
    }
  }
}
