internal import Scoring

/// Words that say nothing about a side.
enum Stopwords {
  /// By the last bits of a word, with linear probing: a set would hash each word of each text once more.
  private static let slots = {
    var slots: [UInt64] = Array(repeating: 0, count: 1 << 10)
    for word in words {
      var slot = place(of: word)
      while slots[slot] != 0 { slot = (slot + 1) % slots.count }
      slots[slot] = word.bits
    }
    return slots
  }()

  /// Whether a word is one of them.
  static func contains(_ word: SampledText.Word) -> Bool {
    let slots = slots
    var slot = place(of: word)
    while slots[slot] != 0 {
      if slots[slot] == word.bits { return true }
      slot = (slot + 1) % slots.count
    }
    return false
  }

  /// The last two bits say what a word is.
  private static func place(of word: SampledText.Word) -> Int { Int(word.bits >> 2 & 0x3FF) }

  private static let words = Set(
    """
    a about after again all am an and any are aren't as at be because been before being but by can \
    can't could couldn't did didn't do does doesn't doing don't down for from further get got had \
    hadn't has hasn't have haven't having he he's her here hers herself him himself his how i i'd \
    i'll i'm i've if in into is isn't it it's its itself just let's like me more most my myself no \
    nor not now of off on once only or other our ours out over own rt 's same she she's should so \
    some such t than that that's the their theirs them themselves then there there's these they \
    they're this those through to too u under until up us very was wasn't we we're were what what's \
    when where which while who whom why will with won't would wouldn't you you're your yours \
    yourself also even still really one would'nt im dont thats
    """.split(separator: " ").map {
      SampledText.Word(.word, hash: FeatureHash.of($0.utf8, seed: UInt64(Token.Kind.word.rawValue)))
    }
  )
}
