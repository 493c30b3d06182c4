/// What is kept of the text of a post once it is read: its words as hashes, in their order.
package struct SampledText: OfPerson {
  package let person: UInt64
  package let post: UInt64
  package let words: [Word]
  /// How often the post was liked, where the export says.
  package let likes: Int?

  /// A word as one number; its last two bits say what it is.
  package struct Word: Hashable, Sendable {
    package let bits: UInt64

    package enum Kind: UInt64, Sendable {
      case word
      /// A hashtag or an emoji.
      case sign
      /// A number, or a word of one byte: says nothing alone.
      case filler
      /// Where a phrase ends: punctuation, names, links.
      case gap
    }

    package static let gap = Word(bits: Kind.gap.rawValue)

    package init(bits: UInt64) { self.bits = bits }

    /// Makes a word of the hash of its token.
    package init(_ kind: Kind, hash: UInt64) { bits = hash & ~3 | kind.rawValue }

    package var kind: Kind { Kind(rawValue: bits & 3) ?? .gap }

    /// The word of a token.
    package init(_ token: Token) {
      switch token.kind {
      case .word: self.init(token.range.count < 2 ? .filler : .word, hash: token.hash)
      case .hashtag, .emoji: self.init(.sign, hash: token.hash)
      case .number: self.init(.filler, hash: token.hash)
      case .punctuation, .mention, .link, .role: self = .gap
      }
    }
  }

  package init(person: UInt64, post: UInt64, words: [Word], likes: Int?) {
    self.person = person
    self.post = post
    self.words = words
    self.likes = likes
  }

  /// Of so many posts everybody's texts are kept, at about 200 bytes each.
  private static let mostTexts = 1 << 15
  private static let fewestPeople = 64

  package static let noSample = PeopleSample<SampledText>(
    capacity: mostTexts,
    fewestPeople: fewestPeople
  )

  /// The words of a text.
  package static func words(of text: TokenizedText) -> [Word] { text.tokens.map { Word($0) } }

  /// As a word is shown: in lower case, a hashtag with its sign.
  package static func spelling(of token: Token, in text: TokenizedText) -> String {
    (token.kind == .hashtag ? "#" : "") + text.text(of: token)
  }
}
