/// How a post stands to the target: who "you" is depends on it.
package enum ReplyPosition: UInt8, CaseIterable, Sendable {
  /// Answers the target.
  case direct
  /// Answers somebody else.
  case nested
  /// Answers nobody who is known.
  case unattached
}

/// Turns texts into hashed features; training and scoring share this code.
///
/// Word n-grams of one to three tokens (names as roles, "you" as whom it addresses), each word of a
/// sentence with the roles that are spoken of in it, character n-grams of three to five bytes inside
/// words, and a few marks of form. What a text says twice counts once, and each of the first three kinds
/// is scaled by the root of its number, so long posts do not shout.
package struct TextFeatures {
  /// The number of buckets, as a power of two.
  package static let bucketBits = 19
  package static let buckets = 1 << bucketBits

  /// The weight of a mark of form beside the n-grams, whose vectors have length 1.
  static let markWeight: Float = 0.3
  /// The length of the vector of words with roles beside theirs.
  static let companyWeight: Float = 0.7
  /// Nobody reads a word of more bytes to its end.
  private static let longestWord = 64

  private enum Block: UInt64 {
    case words = 1
    case characters = 2
    case marks = 3
    case company = 4
  }

  /// Words that speak to whoever is answered.
  private static let addresses: Set<UInt64> = Set(
    [
      "you", "your", "yours", "yourself", "u", "ur", "ya", "you're", "youre", "you've", "you'll",
      "you'd", "ye", "yer", "y'all", "thou",
    ].map { FeatureHash.of($0.utf8, seed: UInt64(Token.Kind.word.rawValue)) }
  )
  private static let addressFilter = HashFilter(addresses)

  /// What stands for all tokens of a kind.
  private static func any(_ kind: Token.Kind) -> UInt64 {
    FeatureHash.of(EmptyCollection<UInt8>(), seed: UInt64(kind.rawValue))
  }

  private static let someone = any(.mention)
  private static let link = any(.link)
  private static let number = any(.number)
  /// The edge of a text; of no kind of token.
  private static let edge = FeatureHash.of(EmptyCollection<UInt8>(), seed: .max)

  /// The buckets of word n-grams.
  private(set) var words: [UInt32] = []
  /// The buckets of words with the roles spoken of in their sentence.
  private(set) var company: [UInt32] = []
  /// The buckets of the marks of form.
  private(set) var marks: [UInt32] = []
  private var seen = SeenHashes()
  private var hashes: [TokenHash] = []

  /// What stands for a token.
  private struct TokenHash {
    var hash: UInt64
    /// Whether no token before it has the hash.
    var isFirst: Bool
  }

  package init() {}

  /// Collects the features of a text whose names are marked, in place of those of the last one.
  package mutating func collect(_ text: TokenizedText, position: ReplyPosition) {
    words.removeAll(keepingCapacity: true)
    company.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
    // Two n-grams for each token, itself, and once with each role.
    seen.startAnew(for: text.tokens.count * (3 + Role.allCases.count) + 1)
    Self.addWords(text, position, &seen, &hashes, &words)
    addCompany(text, position)
    addMarks(text, position)
  }

  /// Whether a token has character n-grams: a word or hashtag that the text did not have before.
  func isSpelled(_ place: Int, in text: TokenizedText) -> Bool {
    let kind = text.tokens[place].kind
    return (kind == .word || kind == .hashtag) && hashes[place].isFirst
  }

  private static func addWords(
    _ text: TokenizedText,
    _ position: ReplyPosition,
    _ seen: inout SeenHashes,
    _ hashes: inout [TokenHash],
    _ words: inout [UInt32]
  ) {
    var repeated = HashFilter()
    let round = seen.round
    var seen = seen.slots.mutableSpan
    for token in text.tokens {
      let hash = wordHash(token, position)
      let isFirst = seen.insert(hash, round)
      hashes.append(TokenHash(hash: hash, isFirst: isFirst))
      if !isFirst { repeated.insert(hash) }
    }
    words.append(addingCapacity: 3 * hashes.count + 1) { words in
      var (before, twoBefore) = (edge, edge)
      var (mayRepeat, mightRepeat) = (false, false)
      for token in hashes {
        let hash = token.hash
        if token.isFirst { words.append(bucket(hash, .words)) }
        let pair = FeatureHash.pair(before, hash)
        let triple = FeatureHash.pair(FeatureHash.pair(twoBefore, before), hash)
        // Words that stand next to each other twice stand in the text twice.
        let isRepeated = repeated.mayContain(hash)
        if !(isRepeated && mayRepeat) || seen.insert(pair, round) {
          words.append(bucket(pair, .words))
        }
        if !(isRepeated && mayRepeat && mightRepeat) || seen.insert(triple, round) {
          words.append(bucket(triple, .words))
        }
        (twoBefore, before) = (before, hash)
        (mightRepeat, mayRepeat) = (mayRepeat, isRepeated)
      }
      words.append(bucket(FeatureHash.pair(before, edge), .words))
    }
  }

  private static func wordHash(_ token: Token, _ position: ReplyPosition) -> UInt64 {
    switch token.kind {
    case .mention: someone
    case .link: link
    case .number: number
    case .word where addressFilter.mayContain(token.hash) && addresses.contains(token.hash):
      FeatureHash.combined(token.hash, UInt64(position.rawValue) + 1)
    default: token.hash
    }
  }

  /// Adds each word of a sentence with each role that is spoken of in it: "the *opponent*, as
  /// everyone here knows, are bullies" holds no n-gram that says so.
  private mutating func addCompany(_ text: TokenizedText, _ position: ReplyPosition) {
    var roles: [UInt64] = []
    var start = 0
    for end in 0...text.tokens.count {
      let isEnd = end == text.tokens.count || text.endsSentence(end)
      if !isEnd {
        let token = text.tokens[end]
        let role: UInt64? =
          switch token.kind {
          case .role: token.hash
          case .word where hashes[end].hash != token.hash: UInt64(position.rawValue) + 1
          default: nil
          }
        if let role, !roles.contains(role) { roles.append(role) }
        continue
      }
      if !roles.isEmpty {
        for place in start..<end where text.tokens[place].kind != .punctuation {
          for role in roles {
            let hash = FeatureHash.combined(role, hashes[place].hash)
            if seen.insert(hash) { company.append(Self.bucket(hash, .company)) }
          }
        }
        roles.removeAll(keepingCapacity: true)
      }
      start = end + 1
    }
  }

  /// Calls `body` with the bucket of each character n-gram of a word.
  static func forEachNGram(of word: ArraySlice<UInt8>, _ body: (UInt32) -> Void) {
    let blank = UInt64(UInt8(ascii: " "))
    // The last bytes of the word and the blanks around it, the latest lowest.
    var window = blank
    let word = word.prefix(longestWord)
    for place in 0...word.count {
      let isLast = place == word.count
      window = window << 8 | (isLast ? blank : UInt64(word[word.startIndex + place]))
      for length in 3...5 where place + 2 >= length {
        let mask = (1 as UInt64) << UInt64(length * 8) &- 1
        body(bucket(window & mask | UInt64(length) << 56, .characters))
      }
    }
  }

  /// Marks of form: the position, how long, how loud, whether it asks.
  private mutating func addMarks(_ text: TokenizedText, _ position: ReplyPosition) {
    var (words, shouted, asks, links) = (0, 0, 0, 0 as UInt64)
    var (isElongated, endsAsking) = (false, false)
    var roles: UInt8 = 0
    for token in text.tokens {
      var isQuestion = false
      switch token.kind {
      case .word: words += 1
      case .role:
        words += 1
        for role in Role.allCases where token.hash == role.hash { roles |= 1 << role.rawValue }
      case .punctuation: isQuestion = token.range.contains { text.bytes[$0] == 0x3F }
      case .link: links = 1
      case .number, .emoji, .mention, .hashtag: break
      }
      if token.isShouted { shouted += 1 }
      if isQuestion { asks += 1 }
      isElongated = isElongated || token.isElongated
      endsAsking = isQuestion
    }
    addMark(1, UInt64(position.rawValue))
    addMark(2, words == 0 ? 0 : UInt64(words.bitWidth - words.leadingZeroBitCount))
    addMark(3, UInt64(min(shouted, 3)))
    addMark(4, UInt64(min(asks, 2)))
    addMark(5, endsAsking ? 1 : 0)
    addMark(6, links)
    if isElongated { addMark(7, 1) }
    for role in Role.allCases where roles >> role.rawValue & 1 == 1 {
      addMark(8, UInt64(role.rawValue))
    }
  }

  private mutating func addMark(_ kind: UInt64, _ value: UInt64) {
    marks.append(Self.bucket(FeatureHash.combined(kind, value), .marks))
  }

  /// The upper bits of a product: those of the hashes themselves may be plain bytes.
  private static func bucket(_ hash: UInt64, _ block: Block) -> UInt32 {
    let key = hash ^ (block.rawValue &* 0xD6E8_FEB8_6659_FD93)
    return UInt32(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (64 - UInt64(bucketBits)))
  }
}

/// The hashed features of one post, each with its weight, as training takes them.
package struct FeatureVector: Sendable {
  /// Bucket numbers, each at most once.
  package var indices: [UInt32] = []
  /// The weight of each bucket.
  package var values: [Float] = []

  /// The features of a text whose names are marked.
  package init(of text: TokenizedText, position: ReplyPosition) {
    var features = TextFeatures()
    features.collect(text, position: position)
    var places: [UInt32: Int] = [:]
    func add(_ buckets: [UInt32], length: Float) {
      let value = length / Float(max(buckets.count, 1)).squareRoot()
      for bucket in buckets {
        let place = places[bucket] ?? indices.count
        if place == indices.count {
          places[bucket] = place
          indices.append(bucket)
          values.append(0)
        }
        values[place] += value
      }
    }
    add(features.words, length: 1)
    add(features.company, length: TextFeatures.companyWeight)
    var characters: [UInt32] = []
    for place in text.tokens.indices where features.isSpelled(place, in: text) {
      TextFeatures.forEachNGram(of: text.bytes[text.tokens[place].range]) { characters.append($0) }
    }
    add(characters, length: 1)
    add(features.marks, length: TextFeatures.markWeight * Float(features.marks.count).squareRoot())
  }
}

/// A set of hashes that is emptied at no cost.
private struct SeenHashes {
  fileprivate var slots: [Slot] = Array(repeating: Slot(), count: 256)
  fileprivate private(set) var round: UInt32 = 0

  struct Slot {
    var hash: UInt64 = 0
    var round: UInt32 = 0
  }

  /// Forgets all, and makes room.
  mutating func startAnew(for most: Int) {
    round &+= 1
    if slots.count < 2 * most || round == 0 {
      var size = slots.count
      while size < 2 * most { size *= 2 }
      slots = Array(repeating: Slot(), count: size)
      round = 1
    }
  }

  /// Adds a hash, for which there must be room; returns whether it is new.
  mutating func insert(_ hash: UInt64) -> Bool {
    let round = round
    var slots = slots.mutableSpan
    return slots.insert(hash, round)
  }
}

extension MutableSpan<SeenHashes.Slot> {
  /// Adds a hash to the slots of a set, which so need not be asked for each whether nobody else has them.
  @inline(__always)
  fileprivate mutating func insert(_ hash: UInt64, _ round: UInt32) -> Bool {
    var slot = Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 32) & (count - 1)
    while self[slot].round == round {
      if self[slot].hash == hash { return false }
      slot = (slot + 1) & (count - 1)
    }
    self[slot] = SeenHashes.Slot(hash: hash, round: round)
    return true
  }
}

extension TokenizedText {
  /// Whether a sentence ends at a token.
  fileprivate func endsSentence(_ index: Int) -> Bool {
    tokens[index].kind == .punctuation
      && tokens[index].range.contains {
        bytes[$0] == 0x2E || bytes[$0] == 0x21 || bytes[$0] == 0x3F
      }
  }
}
