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
/// Word n-grams of one to three tokens (names as roles, "you" as whom it addresses), character
/// n-grams of three to five bytes inside words, and a few marks of form. Each of the two kinds of
/// n-grams is weighted by 1 + ln(count) and scaled to length 1, so long posts do not shout.
package struct TextFeatures {
  /// The number of buckets, as a power of two.
  package static let bucketBits = 19
  package static let buckets = 1 << bucketBits

  /// The weight of a mark of form beside the n-grams, whose vectors have length 1.
  private static let markWeight: Float = 0.3

  private enum Block: UInt64 {
    case words = 1
    case characters = 2
    case marks = 3
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
    var buckets: [UInt64] = []
    buckets.reserveCapacity(text.bytes.count * 3 + text.tokens.count * 3)
    addWords(text, position, to: &buckets)
    let words = weighted(&buckets, .words)
    buckets.removeAll(keepingCapacity: true)
    addCharacters(text, to: &buckets)
    let characters = weighted(&buckets, .characters)
    let marks = marks(text, position)
    return FeatureVector(
      indices: words.indices + characters.indices + marks,
      values: words.values + characters.values
        + Array(repeating: markWeight, count: marks.count)
    )
  }

  private static func addWords(
    _ text: TokenizedText,
    _ position: ReplyPosition,
    to buckets: inout [UInt64]
  ) {
    var before = edge
    var twoBefore = edge
    for token in text.tokens {
      let hash = wordHash(token, position)
      buckets.append(hash)
      buckets.append(FeatureHash.combined(before, hash))
      buckets.append(FeatureHash.combined(FeatureHash.combined(twoBefore, before), hash))
      (twoBefore, before) = (before, hash)
    }
    buckets.append(FeatureHash.combined(before, edge))
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

  private static func addCharacters(_ text: TokenizedText, to buckets: inout [UInt64]) {
    let blank = UInt8(ascii: " ")
    var padded: [UInt8] = []
    for token in text.tokens where token.kind == .word || token.kind == .hashtag {
      padded.removeAll(keepingCapacity: true)
      padded.append(blank)
      padded.append(contentsOf: text.bytes[token.range])
      padded.append(blank)
      guard padded.count >= 3 else { continue }
      for start in 0..<padded.count - 2 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for place in start..<min(start + 5, padded.count) {
          hash = (hash ^ UInt64(padded[place])) &* 0x0000_0100_0000_01B3
          let length = place - start
          if length >= 2 { buckets.append(FeatureHash.combined(hash, UInt64(length))) }
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

  private static func bucket(_ hash: UInt64, _ block: Block) -> UInt32 {
    UInt32(FeatureHash.combined(hash, block.rawValue) >> (64 - UInt64(bucketBits)))
  }

  /// Counts equal buckets, weights the counts, and scales all to length 1.
  ///
  /// The buckets come out in the order in which the text has them first.
  private static func weighted(_ hashes: inout [UInt64], _ block: Block) -> FeatureVector {
    // A table with linear probing, at most half full: faster than sorting, or than a dictionary.
    var size = 16
    while size < hashes.count * 2 { size *= 2 }
    let mask = UInt32(size - 1)
    var slots: [UInt32] = Array(repeating: .max, count: size)
    var vector = FeatureVector(indices: [], values: [])
    vector.indices.reserveCapacity(hashes.count)
    vector.values.reserveCapacity(hashes.count)
    for hash in hashes {
      let bucket = bucket(hash, block)
      var slot = bucket &* 0x9E37_79B1 & mask
      while true {
        let place = slots[Int(slot)]
        if place == .max {
          slots[Int(slot)] = UInt32(vector.indices.count)
          vector.indices.append(bucket)
          vector.values.append(1)
          break
        }
        if vector.indices[Int(place)] == bucket {
          vector.values[Int(place)] += 1
          break
        }
        slot = (slot + 1) & mask
      }
    }
    var squares: Float = 0
    for place in vector.values.indices {
      let count = vector.values[place]
      let value = count == 1 ? 1 : 1 + Glibc.logf(count)
      vector.values[place] = value
      squares += value * value
    }
    guard squares > 0 else { return vector }
    let scale = 1 / squares.squareRoot()
    for index in vector.values.indices { vector.values[index] *= scale }
    return vector
  }
}
