internal import Glibc
internal import Scoring

/// The terms of an export, by how many people of each side use them.
struct Vocabulary {
  private struct Entry {
    var hash: UInt64
    /// The place of a post that has the term.
    var place: Int
    var posts: Int32 = 0
    var people: SIMD3<Int32> = .zero
  }

  /// How far a term sets one side apart.
  struct Score {
    var hash: UInt64
    /// The place of a post that has the term.
    var place: Int
    var people: Int
    var othersPeople: Int
    var zScore: Double
  }

  private var entries: [Entry] = []
  private var indices: [UInt64: UInt32] = [:]
  /// A person who uses a term twice on one side counts once.
  private var seen: Set<UInt64> = []

  /// A term that fewer people use says nothing about a side.
  private static let fewestPeople = 3
  /// The weight of the prior, as a part of all uses: so many, spread as in all posts together, are
  /// added to each side.
  private static let priorPart = 0.1
  /// Beyond chance at 95 % for one term.
  private static let leastScore = 1.96

  /// Counts the terms of one post; returns their numbers.
  mutating func add(
    _ terms: [UInt64],
    by author: UInt64,
    _ stance: Stance,
    at place: Int
  ) -> [UInt32] {
    let user = FeatureHash.combined(author, UInt64(stance.index))
    return terms.map { hash in
      let index = indices[hash] ?? UInt32(entries.count)
      if Int(index) == entries.count {
        indices[hash] = index
        entries.append(Entry(hash: hash, place: place))
      }
      entries[Int(index)].posts += 1
      if seen.insert(hash &* 0x9E37_79B9_7F4A_7C15 ^ user).inserted {
        entries[Int(index)].people[stance.index] += 1
      }
      return index
    }
  }

  /// How many posts hold a term.
  func posts(with term: UInt32) -> Int { Int(entries[Int(term)].posts) }

  /// The terms that one side uses more than another, the strongest first.
  ///
  /// The log-odds ratio with an informative Dirichlet prior, in standard errors (Monroe, Colaresi
  /// and Quinn 2008, equations 16 and 22); the prior is the use of each term by everybody.
  func scores(of side: Stance, against other: Stance, most: Int) -> [Score] {
    var (own, others, all) = (0, 0, 0)
    for entry in entries {
      own += Int(entry.people[side.index])
      others += Int(entry.people[other.index])
      all += Int(entry.people.wrappedSum())
    }
    guard own > 0, others > 0 else { return [] }
    let weight = Self.priorPart * Double(all)
    let scores = entries.compactMap { entry -> Score? in
      let (people, othersPeople) = (Int(entry.people[side.index]), Int(entry.people[other.index]))
      guard people >= Self.fewestPeople else { return nil }
      let prior = Self.priorPart * Double(entry.people.wrappedSum())
      func odds(_ count: Int, _ total: Int) -> Double {
        let uses = Double(count) + prior
        return log(uses / (Double(total) + weight - uses))
      }
      let difference = odds(people, own) - odds(othersPeople, others)
      let variance = 1 / (Double(people) + prior) + 1 / (Double(othersPeople) + prior)
      let score = difference / variance.squareRoot()
      guard score >= Self.leastScore else { return nil }
      return Score(
        hash: entry.hash,
        place: entry.place,
        people: people,
        othersPeople: othersPeople,
        zScore: score
      )
    }
    return Array(scores.sorted { ($1.zScore, $0.hash) < ($0.zScore, $1.hash) }.prefix(most))
  }
}
