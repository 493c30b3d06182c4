internal import Glibc
internal import Ingest
internal import Scoring

/// A moment at which the mix of stances changed, found without being told where to look.
public struct ChangePoint: Hashable, Sendable {
  /// Seconds since 1970: when the first person after the change posted.
  public var at: Int64
  /// One vote for each person between the change before this one, or the beginning, and this one.
  public var before: StanceCounts
  /// One vote for each person between this change and the next, or the end.
  public var after: StanceCounts
  /// How often a mix that does not change shows a change as large, from 0 to 1.
  public var pValue: Double
}

/// Finds changes in the mix of stances, and bursts in volume.
enum ChangeDetection {
  /// The level at which a change is called one: of a hundred exports whose mix does not change, at
  /// most one is said to have a change.
  static let level = 0.01
  private static let permutations = 199
  /// On each side of a change there are at least as many people.
  private static let fewestPeople = 20
  /// More people than this are looked at in blocks, so that the time is the same for any export.
  private static let mostBlocks = 1_000
  private static let mostChanges = 8

  /// Finds the changes in the mix of stances of people in the order in which they first posted.
  ///
  /// Binary segmentation (Scott and Knott 1974) by the likelihood ratio of a multinomial, each split
  /// tested against random orders of the same people (Matteson and James 2014): that holds the rate
  /// of false alarms whatever the mix. A person counts once, so that a loud one makes no change.
  ///
  /// - Parameter votes: The stance of each person's first post, in order of time.
  /// - Returns: The changes in order of time.
  static func changes(in votes: [(time: Int64, stance: Stance)]) -> [ChangePoint] {
    let size = max((votes.count + mostBlocks - 1) / mostBlocks, 1)
    let blocks = stride(from: 0, to: votes.count, by: size).map { start -> StanceCounts in
      var counts = StanceCounts()
      for vote in votes[start..<min(start + size, votes.count)] { counts[vote.stance] += 1 }
      return counts
    }
    let likelihood = Likelihood(of: votes.count)
    var random = RandomNumbers(seed: 1)
    var open = [0..<blocks.count]
    var found: [(block: Int, pValue: Double)] = []
    while let range = open.popLast(), found.count < mostChanges {
      guard let split = bestSplit(blocks[range], likelihood), split.ratio > 0 else { continue }
      var shuffled = Array(blocks[range])
      var larger = 1
      var pValue: Double { Double(larger) / Double(permutations + 1) }
      for _ in 0..<permutations {
        shuffled.shuffle(using: &random)
        if let other = bestSplit(shuffled[...], likelihood), other.ratio >= split.ratio {
          larger += 1
          // What the orders to come would show can only add to it.
          if pValue > level { break }
        }
      }
      guard pValue <= level else { continue }
      found.append((split.index, pValue))
      open.append(split.index..<range.upperBound)
      open.append(range.lowerBound..<split.index)
    }
    found.sort { $0.block < $1.block }
    let bounds = [0] + found.map(\.block) + [blocks.count]
    return found.enumerated().map { number, change in
      let before = blocks[bounds[number]..<bounds[number + 1]]
      let after = blocks[bounds[number + 1]..<bounds[number + 2]]
      return ChangePoint(
        at: votes[change.block * size].time,
        before: before.sum,
        after: after.sum,
        pValue: change.pValue
      )
    }
  }

  /// The split with the largest likelihood ratio; `nil` where there are too few people for any.
  private static func bestSplit(
    _ blocks: ArraySlice<StanceCounts>,
    _ likelihood: Likelihood
  ) -> (index: Int, ratio: Double)? {
    let all = blocks.sum
    let whole = likelihood(all)
    var left = StanceCounts()
    var best: (index: Int, ratio: Double)?
    for index in blocks.indices.dropLast() {
      left.merge(blocks[index])
      guard left.total >= fewestPeople, all.total - left.total >= fewestPeople else { continue }
      var right = StanceCounts()
      for stance in Stance.allCases { right[stance] = all[stance] - left[stance] }
      let ratio = 2 * (likelihood(left) + likelihood(right) - whole)
      if ratio > best?.ratio ?? 0 { best = (index + 1, ratio) }
    }
    return best
  }

  /// The largest likelihood of a multinomial, as a logarithm.
  private struct Likelihood {
    /// Each of the first counts times its logarithm: they are asked for a million times.
    private let products: [Double]

    private static let mostKept = 1 << 16

    /// Prepares for counts up to a total.
    init(of total: Int) { products = (0...min(total, Self.mostKept)).map(Self.product) }

    func callAsFunction(_ counts: StanceCounts) -> Double {
      product(counts[.supportive]) + product(counts[.critical]) + product(counts[.neutral])
        - product(counts.total)
    }

    private func product(_ count: Int) -> Double {
      count < products.count ? products[count] : Self.product(count)
    }

    private static func product(_ count: Int) -> Double {
      count > 0 ? Double(count) * log(Double(count)) : 0
    }
  }

  /// How much more a burst brings than the ordinary rate.
  private static let burstFactor = 3.0

  /// Finds the bins in which posts come at more than an ordinary rate.
  ///
  /// The likeliest path through an automaton with two rates (Kleinberg 2002), entering a burst costing the
  /// logarithm of the number of bins. What begins with the first posts is none: that is the reaction itself.
  ///
  /// - Parameter bins: Posts and length of each bin, in order of time.
  /// - Returns: Ranges of bins.
  static func bursts(in bins: [(posts: Int, seconds: Int64)]) -> [Range<Int>] {
    let posts = bins.reduce(0) { $0 + $1.posts }
    guard bins.count >= 4, posts >= fewestPeople else { return [] }
    // The middle of the rates, and not their mean, which the bursts themselves would lift.
    let rates = bins.map { Double($0.posts) / Double(max($0.seconds, 1)) }.sorted()
    let ordinary = max(rates[rates.count / 2], 0.5 / Double(max(bins[0].seconds, 1)))
    func cost(_ bin: Int, _ isBurst: Bool) -> Double {
      let expected = ordinary * (isBurst ? burstFactor : 1) * Double(bins[bin].seconds)
      // The Poisson likelihood without what is the same in both states.
      return expected - Double(bins[bin].posts) * log(expected)
    }
    let entering = log(Double(bins.count))
    var costs = (calm: 0.0, burst: entering)
    var cameFromBurst: [(calm: Bool, burst: Bool)] = []
    for bin in bins.indices {
      let toCalm = costs.burst < costs.calm
      let toBurst = costs.burst < costs.calm + entering
      cameFromBurst.append((toCalm, toBurst))
      costs = (
        min(costs.calm, costs.burst) + cost(bin, false),
        min(costs.burst, costs.calm + entering) + cost(bin, true)
      )
    }
    var isBurst = costs.burst < costs.calm
    var states: [Bool] = []
    for step in cameFromBurst.reversed() {
      states.append(isBurst)
      isBurst = isBurst ? step.burst : step.calm
    }
    states.reverse()
    var ranges: [Range<Int>] = []
    for (bin, state) in states.enumerated() where state {
      if let last = ranges.last, last.upperBound == bin {
        ranges[ranges.count - 1] = last.lowerBound..<bin + 1
      } else {
        ranges.append(bin..<bin + 1)
      }
    }
    let first = bins.firstIndex { $0.posts > 0 } ?? 0
    return ranges.filter { $0.lowerBound > first }
  }
}

extension Sequence where Element == StanceCounts {
  fileprivate var sum: StanceCounts {
    reduce(into: StanceCounts()) { $0.merge($1) }
  }
}
