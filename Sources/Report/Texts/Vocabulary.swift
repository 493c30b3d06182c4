internal import Glibc
internal import Scoring

/// The terms of an export, by how many people of each side use them.
struct Vocabulary {
  private struct Entry {
    var text: String
    var posts = 0
    var people = StanceCounts()
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
    _ terms: [(hash: UInt64, text: String)],
    by author: UInt64,
    _ stance: Stance
  ) -> [UInt32] {
    terms.map { hash, text in
      let index = indices[hash] ?? UInt32(entries.count)
      if Int(index) == entries.count {
        indices[hash] = index
        entries.append(Entry(text: text))
      }
      entries[Int(index)].posts += 1
      let use = FeatureHash.combined(FeatureHash.combined(hash, author), UInt64(stance.index))
      if seen.insert(use).inserted { entries[Int(index)].people[stance] += 1 }
      return index
    }
  }

  /// How many posts hold a term.
  func posts(with term: UInt32) -> Int { entries[Int(term)].posts }

  /// The terms that one side uses more than another, the strongest first.
  ///
  /// The log-odds ratio with an informative Dirichlet prior, in standard errors (Monroe, Colaresi
  /// and Quinn 2008, equations 16 and 22); the prior is the use of each term by everybody.
  func terms(of side: Stance, against other: Stance, most: Int) -> [TextSurvey.Term] {
    var (own, others, all) = (0, 0, 0)
    for entry in entries {
      own += entry.people[side]
      others += entry.people[other]
      all += entry.people.total
    }
    guard own > 0, others > 0 else { return [] }
    let weight = Self.priorPart * Double(all)
    let scored = entries.compactMap { entry -> TextSurvey.Term? in
      guard entry.people[side] >= Self.fewestPeople else { return nil }
      let prior = Self.priorPart * Double(entry.people.total)
      func odds(_ count: Int, _ total: Int) -> Double {
        let uses = Double(count) + prior
        return log(uses / (Double(total) + weight - uses))
      }
      let difference = odds(entry.people[side], own) - odds(entry.people[other], others)
      let variance =
        1 / (Double(entry.people[side]) + prior)
        + 1 / (Double(entry.people[other]) + prior)
      let score = difference / variance.squareRoot()
      guard score >= Self.leastScore else { return nil }
      return TextSurvey.Term(
        text: entry.text,
        people: entry.people[side],
        othersPeople: entry.people[other],
        zScore: score
      )
    }
    let sorted = scored.sorted { ($1.zScore, $0.text) < ($0.zScore, $1.text) }
    // A phrase beside the word that it is made of says the same thing twice.
    var chosen: [TextSurvey.Term] = []
    for term in sorted where chosen.count < most {
      let words = Set(term.text.split(separator: " "))
      let isRepeated = chosen.contains { other in
        !words.isDisjoint(with: other.text.split(separator: " "))
      }
      if !isRepeated { chosen.append(term) }
    }
    return chosen
  }
}
