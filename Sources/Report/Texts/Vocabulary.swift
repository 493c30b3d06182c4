internal import Glibc
internal import Scoring

/// The terms of sampled texts, by how many people of each side use them.
struct Vocabulary {
  private struct Entry {
    var hash: UInt64
    var place: Place
    var posts: Int32 = 0
    var people: SIMD3<Int32> = .zero
    /// The post and the user that were counted last: a term counts once for each.
    var lastPost: Int32 = -1
    var lastUser: Int32 = -1
  }

  /// Where a term stands: its words from `start` on, in one of the texts.
  struct Place {
    var text: Int32
    var start: UInt32
    var count: UInt32
  }

  /// How far a term sets one side apart.
  struct Score {
    var hash: UInt64
    var place: Place
    var people: Int
    var othersPeople: Int
    var zScore: Double
  }

  private var entries: [Entry] = []
  /// One more than the index of an entry, 0 where the slot is free: linear probing, at most half full.
  private var slots: [UInt32] = Array(repeating: 0, count: 1 << 10)
  /// The numbers of the terms of each text, each once, one text after another.
  private var numbers: [Int32] = []
  /// Where in ``numbers`` those of a text are.
  private var ranges: [Range<Int32>]

  /// A term that fewer people use says nothing about a side.
  private static let fewestPeople = 3
  /// The weight of the prior, as a part of all uses: so many, spread as in all posts together, are
  /// added to each side.
  private static let priorPart = 0.1
  /// Beyond chance at 95 % for one term.
  private static let leastScore = 1.96

  /// Creates a vocabulary of nothing, for so many texts.
  init(texts: Int) { ranges = Array(repeating: 0..<0, count: texts) }

  /// Counts the terms of the posts of one person.
  ///
  /// - Parameters:
  ///   - texts: The numbers of the person's texts among `all`, in order.
  ///   - all: The texts.
  ///   - stance: The stance of a text.
  mutating func add(_ texts: [Int], of all: [SampledText], stance: (Int) -> Stance) {
    guard let person = texts.first else { return }
    for side in Stance.allCases {
      for number in texts where stance(number) == side {
        let user = Int32(truncatingIfNeeded: person * Stance.allCases.count + side.index)
        let first = Int32(numbers.count)
        all[number].forEachTerm { hash, range in
          let index = index(
            of: hash,
            at: Place(
              text: Int32(truncatingIfNeeded: number),
              start: UInt32(truncatingIfNeeded: range.lowerBound),
              count: UInt32(range.count)
            )
          )
          if entries[index].lastPost != number {
            entries[index].lastPost = Int32(truncatingIfNeeded: number)
            entries[index].posts += 1
            numbers.append(Int32(index))
          }
          if entries[index].lastUser != user {
            entries[index].lastUser = user
            entries[index].people[side.index] += 1
          }
        }
        ranges[number] = first..<Int32(numbers.count)
      }
    }
  }

  /// The numbers of the terms of a text, each once.
  func terms(of text: Int) -> ArraySlice<Int32> {
    numbers[Int(ranges[text].lowerBound)..<Int(ranges[text].upperBound)]
  }

  /// By the number of a term, the logarithm of how many posts there are for each that holds it.
  func rarity(amongPosts count: Int) -> [Double] {
    entries.map { log(Double(max(count, 1)) / Double($0.posts)) }
  }

  private mutating func index(of hash: UInt64, at place: Place) -> Int {
    let slot = slot(of: hash)
    guard slots[slot] == 0 else { return Int(slots[slot]) - 1 }
    entries.append(Entry(hash: hash, place: place))
    slots[slot] = UInt32(truncatingIfNeeded: entries.count)
    if entries.count * 2 > slots.count {
      slots = Array(repeating: 0, count: slots.count * 2)
      for (index, entry) in entries.enumerated() {
        slots[self.slot(of: entry.hash)] = UInt32(truncatingIfNeeded: index + 1)
      }
    }
    return entries.count - 1
  }

  /// Where a term is, or would be.
  private func slot(of hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash >> 8) & (slots.count - 1)
    while slots[slot] != 0, entries[Int(slots[slot]) - 1].hash != hash {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

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

extension SampledText {
  /// Hands over each term, an occurrence at a time: words that say something, phrases of two of them,
  /// hashtags, emoji; with its hash and the range of its words.
  func forEachTerm(_ body: (UInt64, Range<Int>) -> Void) {
    var previous: Word?
    for (place, word) in words.enumerated() {
      switch word.kind {
      case .word where Stopwords.contains(word): previous = nil
      case .word:
        body(word.bits, place..<place + 1)
        if let previous {
          body(FeatureHash.combined(previous.bits, word.bits), place - 1..<place + 1)
        }
        previous = word
      case .sign:
        body(word.bits, place..<place + 1)
        previous = nil
      case .filler, .gap: previous = nil
      }
    }
  }
}
