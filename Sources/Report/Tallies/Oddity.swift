internal import Glibc
internal import Ingest
internal import Scoring

/// In what labelled posts are unlike all that they should have been drawn from, by more than chance makes.
enum Oddity: Hashable, Sendable {
  /// The program finds another part of them to have a stance: the shares among them and among all.
  case stance(Stance, labelled: Double, all: Double)
  case earlier
  case later
  /// They are by fewer or more people than would be expected.
  case authors(Int, expected: Double)

  /// Of posts drawn at random no more look odd.
  private static let level = 0.001
  /// By stance, by time and by author.
  private static let tests = 3.0

  /// Looks for an oddity; `nil` where chance may well make all differences.
  init?(_ posts: [LabelTally.Post], of all: StanceCounts, _ people: PeopleSample<Reaction>) {
    let labelled = Set(posts.map(\.post))
    guard
      let oddity = Self.ofStances(posts, of: all) ?? Self.ofTimes(labelled, people.records)
        ?? Self.ofAuthors(labelled, people.records)
    else { return nil }
    self = oddity
  }

  private static func ofStances(_ posts: [LabelTally.Post], of all: StanceCounts) -> Oddity? {
    let found = posts.reduce(into: StanceCounts()) { $0[$1.found] += 1 }
    let stances = Stance.allCases
    let isOdd = stances.contains {
      chance(of: found[$0], amongDrawn: posts.count, part: all[$0], of: all.total)
        * Double(stances.count) < level / tests
    }
    guard isOdd else { return nil }
    let differences = found.shares - all.shares
    let most = stances.max { differences[$0.index] < differences[$1.index] } ?? .neutral
    return .stance(most, labelled: found.shares[most.index], all: all.shares[most.index])
  }

  /// Looks at how many are among the earliest quarter, half and three quarters.
  private static func ofTimes(_ labelled: Set<UInt64>, _ records: [Reaction]) -> Oddity? {
    let timed = records.compactMap { record in
      record.time.map { (time: $0.seconds, isLabelled: labelled.contains(record.post)) }
    }.sorted { $0.time < $1.time }
    let drawn = timed.count(where: \.isLabelled)
    let cuts = 1...3
    for cut in cuts where !timed.isEmpty {
      let end = timed[cut * timed.count / (cuts.upperBound + 1)].time
      let part = timed.prefix { $0.time < end }
      let count = part.count(where: \.isLabelled)
      let chance = chance(of: count, amongDrawn: drawn, part: part.count, of: timed.count)
      guard chance * Double(cuts.count) < level / tests else { continue }
      return count * timed.count > drawn * part.count ? .earlier : .later
    }
    return nil
  }

  /// Looks at how many people wrote them.
  ///
  /// Whether somebody is among their authors hangs on the same of others in such a way (negative association:
  /// Joag-Dev, Proschan 1983) that the bound of Hoeffding (1963) holds for the number.
  private static func ofAuthors(_ labelled: Set<UInt64>, _ records: [Reaction]) -> Oddity? {
    let records = records.filter { !$0.isAnonymous }
    let drawn = records.count { labelled.contains($0.post) }
    var sizes: [Int: Int] = [:]
    var (people, authors) = (0, 0)
    var start = 0
    while start < records.count {
      var end = start + 1
      while end < records.count, records[end].person == records[start].person { end += 1 }
      sizes[end - start, default: 0] += 1
      people += 1
      if records[start..<end].contains(where: { labelled.contains($0.post) }) { authors += 1 }
      start = end
    }
    let all = logChoose(records.count, drawn)
    let expected = sizes.sorted { $0.key < $1.key }.reduce(0.0) { sum, group in
      let rest = records.count - group.key
      let none = drawn > rest ? 0 : exp(logChoose(rest, drawn) - all)
      return sum + Double(group.value) * (1 - none)
    }
    func divergence(_ found: Int, _ expected: Double) -> Double {
      found > 0 ? Double(found) * log(Double(found) / expected) : 0
    }
    let chance =
      2
      * exp(
        -divergence(authors, expected) - divergence(people - authors, Double(people) - expected)
      )
    return chance < level / tests ? .authors(authors, expected: expected) : nil
  }

  /// How likely it is that chance leads so far from what is expected, to either side.
  ///
  /// - Parameters:
  ///   - count: So many of those drawn belong to a part.
  ///   - drawn: So many were drawn.
  ///   - part: So many of all belong to it.
  ///   - total: So many there are.
  /// - Returns: Twice the tail of the hypergeometric distribution, or 1.
  private static func chance(of count: Int, amongDrawn drawn: Int, part: Int, of total: Int)
    -> Double
  {
    // Also where a partial result holds numbers that nobody can have drawn.
    guard count >= max(0, drawn - (total - part)), count <= min(drawn, part) else { return 1 }
    let (size, own, others) = (Double(drawn), Double(part), Double(total - part))
    let step = Double(count) * Double(total) > size * own ? 1.0 : -1.0
    var number = Double(count)
    var term = exp(
      logChoose(part, count) + logChoose(total - part, drawn - count) - logChoose(total, drawn)
    )
    var sum = 0.0
    while term > sum * 1e-12 {
      sum += term
      term *=
        step > 0
        ? (own - number) * (size - number) / ((number + 1) * (others - size + number + 1))
        : number * (others - size + number) / ((own - number + 1) * (size - number + 1))
      number += step
    }
    return min(2 * sum, 1)
  }

  private static func logChoose(_ all: Int, _ some: Int) -> Double {
    lgamma(Double(all + 1)) - lgamma(Double(some + 1)) - lgamma(Double(all - some + 1))
  }
}
