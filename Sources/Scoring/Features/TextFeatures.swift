internal import Glibc

/// How a post stands to the target: who "you" is depends on it.
package enum ReplyPosition: UInt8, CaseIterable, Sendable {
  /// Answers the target.
  case direct
  /// Answers somebody else.
  case nested
  /// Answers nobody who is known.
  case unattached
}

/// The hashed features of one post, each with its weight.
package struct FeatureVector: Sendable {
  /// Bucket numbers, each at most once.
  package var indices: [UInt32]
  /// The weight of each bucket.
  package var values: [Float]
}

/// Turns a text into hashed features; training and scoring share this code.
///
/// Word n-grams of one to three tokens (names as roles, "you" as whom it addresses), each word of a
/// sentence with the roles that are spoken of in it, character n-grams of three to five bytes inside
/// words, and a few marks of form. Each of the first three kinds is weighted by 1 + ln(count) and
/// scaled to one length, so long posts do not shout.
package struct TextFeatures {
  /// The number of buckets, as a power of two.
  package static let bucketBits = 19
  package static let buckets = 1 << bucketBits

  /// The weight of a mark of form beside the n-grams, whose vectors have length 1.
  private static let markWeight: Float = 0.3
  /// The length of the vector of words with roles beside theirs.
  private static let companyWeight: Float = 0.7

  fileprivate enum Block: UInt64 {
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

  private static let someone = FeatureHash.of("@".utf8)
  private static let link = FeatureHash.of("link".utf8)
  private static let number = FeatureHash.of("number".utf8)
  private static let edge = FeatureHash.of("edge".utf8)

  /// Returns the features of a text whose names are marked.
  package static func vector(
    of text: TokenizedText,
    position: ReplyPosition
  ) -> FeatureVector {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(text.bytes.count * 3 + text.tokens.count * 3)
    var vector = FeatureVector(indices: [], values: [])
    vector.indices.reserveCapacity(hashes.capacity)
    vector.values.reserveCapacity(hashes.capacity)
    addWords(text, position, to: &hashes)
    vector.add(&hashes, .words, length: 1)
    addCompany(text, position, to: &hashes)
    vector.add(&hashes, .company, length: companyWeight)
    addCharacters(text, to: &hashes)
    vector.add(&hashes, .characters, length: 1)
    for mark in marks(text, position) {
      vector.indices.append(mark)
      vector.values.append(markWeight)
    }
    return vector
  }

  private static func addWords(
    _ text: TokenizedText,
    _ position: ReplyPosition,
    to hashes: inout [UInt64]
  ) {
    var before = edge
    var twoBefore = edge
    for token in text.tokens {
      let hash = wordHash(token, position)
      hashes.append(hash)
      hashes.append(FeatureHash.combined(before, hash))
      hashes.append(FeatureHash.combined(FeatureHash.combined(twoBefore, before), hash))
      (twoBefore, before) = (before, hash)
    }
    hashes.append(FeatureHash.combined(before, edge))
  }

  private static func wordHash(_ token: Token, _ position: ReplyPosition) -> UInt64 {
    switch token.kind {
    case .mention: someone
    case .link: link
    case .number: number
    case .word where addresses.contains(token.hash):
      FeatureHash.combined(token.hash, UInt64(position.rawValue) + 1)
    default: token.hash
    }
  }

  /// Adds each word of a sentence with each role that is spoken of in it: "the *opponent*, as
  /// everyone here knows, are bullies" holds no n-gram that says so.
  private static func addCompany(
    _ text: TokenizedText,
    _ position: ReplyPosition,
    to hashes: inout [UInt64]
  ) {
    var roles: [UInt64] = []
    var start = 0
    for end in 0...text.tokens.count {
      let isEnd = end == text.tokens.count || text.endsSentence(end)
      if !isEnd {
        if let role = role(text.tokens[end], position), !roles.contains(role) { roles.append(role) }
        continue
      }
      if !roles.isEmpty {
        for token in text.tokens[start..<end] where token.kind != .punctuation {
          let word = wordHash(token, position)
          for role in roles { hashes.append(FeatureHash.combined(role, word)) }
        }
        roles.removeAll(keepingCapacity: true)
      }
      start = end + 1
    }
  }

  /// Who is spoken of by a token, where that is known.
  private static func role(_ token: Token, _ position: ReplyPosition) -> UInt64? {
    switch token.kind {
    case .role: token.hash
    case .word where addresses.contains(token.hash): UInt64(position.rawValue) + 1
    default: nil
    }
  }

  private static func addCharacters(_ text: TokenizedText, to hashes: inout [UInt64]) {
    let blank = UInt64(UInt8(ascii: " "))
    let bytes = text.bytes.span
    for token in text.tokens where token.kind == .word || token.kind == .hashtag {
      // The last bytes of the word and the blanks around it, the latest lowest.
      var window = blank
      for place in 0...token.range.count {
        let isLast = place == token.range.count
        window = window << 8 | (isLast ? blank : UInt64(bytes[token.range.lowerBound + place]))
        for length in 3...5 where place + 2 >= length {
          let mask = (1 as UInt64) << UInt64(length * 8) &- 1
          hashes.append(window & mask | UInt64(length) << 56)
        }
      }
    }
  }

  /// Marks of form: the position, how long, how loud, whether it asks.
  private static func marks(_ text: TokenizedText, _ position: ReplyPosition) -> [UInt32] {
    let words = text.tokens.count { $0.kind == .word || $0.kind == .role }
    let length = words == 0 ? 0 : UInt64(Glibc.log2(Double(words))) + 1
    let shouted = min(text.tokens.count { $0.isShouted }, 3)
    let asks = text.tokens.count { $0.kind == .punctuation && text.bytes[$0.range].contains(0x3F) }
    let endsAsking = text.tokens.last.map { text.bytes[$0.range].contains(0x3F) } ?? false
    let links = min(text.tokens.count { $0.kind == .link }, 1)
    var marks: [(UInt64, UInt64)] = [
      (1, UInt64(position.rawValue)), (2, length), (3, UInt64(shouted)), (4, UInt64(min(asks, 2))),
      (5, endsAsking ? 1 : 0), (6, UInt64(links)),
    ]
    if text.tokens.contains(where: \.isElongated) { marks.append((7, 1)) }
    for role in Role.allCases where text.tokens.contains(where: { $0.hash == role.hash }) {
      marks.append((8, UInt64(role.rawValue)))
    }
    return marks.map { bucket(FeatureHash.combined($0.0, $0.1), .marks) }
  }

  fileprivate static func bucket(_ hash: UInt64, _ block: Block) -> UInt32 {
    UInt32(FeatureHash.combined(hash, block.rawValue) >> (64 - UInt64(bucketBits)))
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

extension FeatureVector {
  /// Counts equal buckets, weights the counts, and scales all to a length.
  ///
  /// The buckets are added in the order in which the text has them first; the hashes are used up.
  fileprivate mutating func add(
    _ hashes: inout [UInt64],
    _ block: TextFeatures.Block,
    length: Float
  ) {
    let first = indices.count
    // A table with linear probing, at most half full: faster than sorting, or than a dictionary.
    var size = 16
    while size < hashes.count * 2 { size *= 2 }
    let mask = UInt32(size - 1)
    // SAFETY: a slot is masked to the table, and holds the place of a bucket that was added.
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { slots in
      unsafe slots.initialize(repeating: .max)
      for hash in hashes {
        let bucket = TextFeatures.bucket(hash, block)
        var slot = Int(bucket &* 0x9E37_79B1 & mask)
        while true {
          let place = unsafe slots[slot]
          if place == .max {
            unsafe slots[slot] = UInt32(truncatingIfNeeded: indices.count)
            indices.append(bucket)
            values.append(1)
            break
          }
          if indices[Int(place)] == bucket {
            values[Int(place)] += 1
            break
          }
          slot = Int(UInt32(truncatingIfNeeded: slot + 1) & mask)
        }
      }
    }
    hashes.removeAll(keepingCapacity: true)
    var squares: Float = 0
    for place in first..<values.count {
      let count = values[place]
      if count != 1 { values[place] = 1 + Glibc.logf(count) }
      squares += values[place] * values[place]
    }
    guard squares > 0 else { return }
    let scale = length / squares.squareRoot()
    for place in first..<values.count { values[place] *= scale }
  }
}
