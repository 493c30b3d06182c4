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
  /// Labels of posts that are not in the export.
  public let lost: Int
  /// So many would correct the shares.
  public let needed: Int
  /// How many of the labelled posts that count are of people who are counted.
  let authored: Int
  /// How shares are corrected; `nil` where labels are too few for that.
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

  /// In what labelled posts do not look drawn at random.
  enum Oddity: Hashable, Sendable {
    /// The program finds more of them to have a stance: the shares among them and among all.
    case stance(Stance, labelled: Double, all: Double)
    case earlier
    case later
  }

  /// Fewer labels correct nothing, unless they are of all posts.
  public static let least = 30
  /// Each of the two tests of chance errs so seldom.
  private static let level = 0.000_5

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

    let posts = tally.posts.map { LabelCorrection.Post(found: $0.found, hand: $0.hand) }
    let all = reactions.posts
    self.byPost =
      Self.isEnough(posts.count, of: all.total) && !byPost.shares.isEmpty
      ? LabelCorrection(posts, found: all.shares, of: all.total) : nil
    let people = LabelledPeople(tally, reactions.people)
    self.byPerson =
      Self.isEnough(people.labelled.count, of: people.posts) && !byPerson.shares.isEmpty
      ? LabelCorrection(
        people.labelled,
        found: people.found,
        of: people.posts,
        beside: people.majorities
      ) : nil
    designEffects = Self.designEffects(tally.posts, self.byPost, of: all.total)
    needed = min(Self.least, all.total)
    authored = people.labelled.count
    oddity =
      self.byPost == nil
      ? nil : Self.oddity(tally.posts, all) ?? Self.oddity(of: tally.posts, reactions.people)
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

  private static func isEnough(_ labels: Int, of total: Int) -> Bool {
    labels > 0 && labels >= min(least, total)
  }

  /// Whether what the program found of the labelled posts is unlike what it found of all (Pearson's test, for a
  /// draw without replacement).
  private static func oddity(_ posts: [LabelTally.Post], _ all: StanceCounts) -> Oddity? {
    let (size, total) = (Double(posts.count), Double(all.total))
    guard size < total else { return nil }
    let found = posts.reduce(into: StanceCounts()) { $0[$1.found] += 1 }
    // Of the stances of which fewer than five are to be expected, the distribution is another.
    let usual = Stance.allCases.filter { size * Double(all[$0]) / total >= 5 }
    let rest = Stance.allCases.filter { !usual.contains($0) }
    let cells = usual.map { [$0] } + (rest.isEmpty ? [] : [rest])
    var (sum, degrees) = (0.0, -1)
    for cell in cells {
      let expected = size / total * Double(cell.reduce(0) { $0 + all[$1] })
      guard expected >= 1 else { continue }
      let difference = Double(cell.reduce(0) { $0 + found[$1] }) - expected
      sum += difference * difference / expected
      degrees += 1
    }
    guard degrees > 0 else { return nil }
    sum /= (1 - size / total) * total / (total - 1)
    let chance = degrees == 1 ? erfc((sum / 2).squareRoot()) : exp(-sum / 2)
    guard chance < level else { return nil }
    let labelled = found.shares
    let differences = labelled - all.shares
    let most = Stance.allCases.max { differences[$0.index] < differences[$1.index] } ?? .neutral
    return .stance(most, labelled: labelled[most.index], all: all.shares[most.index])
  }

  /// Whether the labelled posts are earlier or later than all (the rank test of Wilcoxon 1945).
  private static func oddity(of posts: [LabelTally.Post], _ people: PeopleSample<Reaction>)
    -> Oddity?
  {
    let labelled = Set(posts.map(\.post))
    let timed = people.records.compactMap { record in
      record.time.map { (time: $0.seconds, isLabelled: labelled.contains(record.post)) }
    }.sorted { $0.time < $1.time }
    let total = Double(timed.count)
    var (ranks, squares, own, size) = (0.0, 0.0, 0.0, 0.0)
    var start = 0
    while start < timed.count {
      var end = start + 1
      while end < timed.count, timed[end].time == timed[start].time { end += 1 }
      let rank = Double(start + end + 1) / 2
      let here = Double(timed[start..<end].count(where: \.isLabelled))
      ranks += rank * Double(end - start)
      squares += rank * rank * Double(end - start)
      own += rank * here
      size += here
      start = end
    }
    guard size >= Double(least), size < total else { return nil }
    let mean = ranks / total
    let variance = (squares - total * mean * mean) / (total - 1) * (1 - size / total) / size
    guard variance > 0 else { return nil }
    let distance = (own / size - mean) / variance.squareRoot()
    guard erfc(abs(distance) / 2.0.squareRoot()) < level else { return nil }
    return distance < 0 ? .earlier : .later
  }
}

/// The labelled posts as those of people, each of whom counts once.
private struct LabelledPeople {
  /// Each counts for what it is of all posts of its author.
  private(set) var labelled: [LabelCorrection.Post] = []
  /// How many posts name an author, labelled or not.
  private(set) var posts = 0
  /// What each person's posts were found to be, each post for its part, as shares of people.
  private(set) var found = SIMD3<Double>.zero
  /// By how much the shares of the votes differ from those of such parts, with what the labels say of labelled
  /// posts.
  private(set) var majorities = SIMD3<Double>.zero

  init(_ tally: LabelTally, _ people: PeopleSample<Reaction>) {
    let hands = Dictionary(tally.posts.map { ($0.post, $0.hand) }) { first, _ in first }
    // As sure of the label as the program is of what it found: no vote hangs on which posts were labelled.
    func opinion(_ reaction: Reaction) -> Opinion {
      var opinion = reaction.opinion
      guard let hand = hands[reaction.post] else { return opinion }
      let found = opinion.stance.index
      let weights = opinion.weights
      opinion.weights[found] = weights[hand.index]
      opinion.weights[hand.index] = weights[found]
      opinion.stance = hand
      return opinion
    }
    var known = SIMD3<Double>.zero
    var count = 0.0
    let records = people.records
    var start = 0
    while start < records.count {
      var end = start + 1
      while end < records.count, records[end].person == records[start].person { end += 1 }
      defer { start = end }
      guard !records[start].isAnonymous else { continue }
      let part = 1 / Double(end - start)
      posts += end - start
      count += 1
      for record in records[start..<end] {
        found += part * record.stance.certain
        let hand = hands[record.post]
        known += part * (hand ?? record.stance).certain
        if let hand {
          labelled.append(LabelCorrection.Post(found: record.stance, hand: hand, weight: part))
        }
      }
    }
    guard count > 0 else { return }
    found /= count
    let votes = ReactionTally(records, as: opinion).votes
    majorities = votes.shares - known / count
  }
}
