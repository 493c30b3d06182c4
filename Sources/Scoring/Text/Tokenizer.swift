internal import Ingest

/// Cuts a text into tokens in one pass over its bytes.
///
/// Case is folded, curly apostrophes are straightened, three or more of one letter become two, and
/// emoji lose their skin tone and variant, so that one thing written in many ways is one token.
package struct Tokenizer {
  private let text: ScalarText
  private var position = 0
  private var bytes: TokenBytes
  private var tokens: [Token] = []
  /// Whether a line was left out because it quotes somebody.
  private var hasQuote = false

  /// Cuts `text` into tokens.
  package static func tokens(of text: String) -> TokenizedText {
    var text = text
    return text.withUTF8 { bytes in
      unsafe tokens(of: UnsafeBufferPointer(rebasing: bytes.prefix(PostText.longest)))
    }
  }

  /// Cuts a text in valid UTF-8 into tokens.
  package static func tokens(of utf8: ArraySlice<UInt8>) -> TokenizedText {
    unsafe utf8.prefix(PostText.longest).withUnsafeBufferPointer { unsafe tokens(of: $0) }
  }

  private static func tokens(of text: UnsafeBufferPointer<UInt8>) -> TokenizedText {
    var tokens: [Token] = []
    let size = TokenBytes.most(of: text.count)
    var bytes: [UInt8] = Array(repeating: 0, count: size)
    // SAFETY: the tokenizer lives inside the closure only.
    let used = unsafe bytes.withUnsafeMutableBufferPointer { room in
      var tokenizer = unsafe Tokenizer(text: ScalarText(text), bytes: TokenBytes(room))
      tokenizer.run()
      tokens = tokenizer.tokens
      return tokenizer.bytes.count
    }
    bytes.removeLast(size - used)
    return TokenizedText(bytes: bytes, tokens: tokens)
  }

  private init(text: ScalarText, bytes: TokenBytes) {
    self.text = text
    self.bytes = bytes
    tokens.reserveCapacity(text.count / 4 + 4)
  }

  private mutating func run() {
    addTokens(skippingQuotes: true)
    // Who only quotes says it with what is quoted.
    if hasQuote, tokens.allSatisfy({ $0.kind == .mention || $0.kind == .link }) {
      tokens.removeAll(keepingCapacity: true)
      _ = bytes.forget(from: 0)
      position = 0
      addTokens(skippingQuotes: false)
    }
  }

  private mutating func addTokens(skippingQuotes: Bool) {
    while position < text.count {
      let byte = text.byte(at: position)
      if byte == UInt8(ascii: " ") {
        position += 1
        continue
      }
      if byte.isASCIILetterOrDigit, !isLink(at: position), addPlainWord() { continue }
      let (scalar, length) = text[position]
      switch scalar {
      case "@" where isNameScalar(at: position + 1):
        position += 1
        addName(.mention)
      case "#" where isWordScalar(at: position + 1):
        position += 1
        addHashtag()
      case ">" where skippingQuotes && isQuote(at: position):
        skipLine()
      case _ where scalar.isLetterOrDigit:
        if isLink(at: position) { addLink() } else { addWord() }
      case _ where scalar.isEmoji:
        addEmoji()
      case _ where scalar.isInkless:
        position += length
      default:
        addPunctuation()
      }
    }
  }

  /// Whether a line that begins here quotes somebody, as Reddit and mail mark it: `> …`, and no emoticon or arrow.
  private func isQuote(at index: Int) -> Bool {
    var before = index - 1
    while before >= 0, text.byte(at: before) == UInt8(ascii: " ") { before -= 1 }
    guard before < 0 || text.byte(at: before) == UInt8(ascii: "\n") else { return false }
    var next = index
    while [UInt8(ascii: ">"), UInt8(ascii: " ")].contains(text.byte(at: next)) { next += 1 }
    let scalar = text[next].scalar
    // `>>123` is a reference of an image board.
    if next > index + 1, ("0"..."9").contains(scalar), text.byte(at: next - 1) == UInt8(ascii: ">")
    {
      return false
    }
    return scalar.isLetterOrDigit || scalar.value <= 0x20
      || Self.quoteOpenings.contains(scalar) || text.byte(at: next - 1) == UInt8(ascii: " ")
  }

  /// What else than a letter or a blank may stand behind the sign of a quoted line.
  private static let quoteOpenings: Set<Unicode.Scalar> = [
    "\"", "'", "\u{201C}", "\u{2018}", "*", "[", "@", "#", "$", "\u{2026}",
  ]

  private mutating func skipLine() {
    hasQuote = true
    while position < text.count, text.byte(at: position) != UInt8(ascii: "\n") { position += 1 }
  }

  private func isWordScalar(at index: Int) -> Bool { text[index].scalar.isLetterOrDigit }

  private func isNameScalar(at index: Int) -> Bool {
    let scalar = text[index].scalar
    return scalar.isLetterOrDigit || scalar == "_"
  }

  @inline(__always)
  private func isLink(at index: Int) -> Bool {
    let (first, second) = (text.byte(at: index) | 0x20, text.byte(at: index + 1) | 0x20)
    let mayBe =
      first == UInt8(ascii: "h") && second == UInt8(ascii: "t")
      || first == UInt8(ascii: "w") && second == UInt8(ascii: "w")
    return mayBe && startsLink(at: index)
  }

  private func startsLink(at index: Int) -> Bool {
    Self.linkStarts.contains { start in
      start.indices.allSatisfy { start[$0] == text.byte(at: index + $0) | 0x20 }
    }
  }

  /// How links start, in lower case; `:`, `/` and `.` have the bit that tells the cases apart set.
  private static let linkStarts = ["http://", "https://", "www."].map { Array($0.utf8) }

  private mutating func addLink() {
    while position < text.count {
      let (scalar, length) = text[position]
      if scalar.properties.isWhitespace { break }
      position += length
    }
    finish(.link, from: bytes.count)
  }

  private mutating func addName(_ kind: Token.Kind) {
    let start = bytes.count
    while isNameScalar(at: position) || (kind == .mention && isInnerDot(at: position)) {
      let (scalar, length) = text[position]
      append(scalar)
      position += length
    }
    finish(kind, from: start)
  }

  /// Handles such as `name.example.org` have dots inside, and sentences end after handles.
  private func isInnerDot(at index: Int) -> Bool {
    let byte = text.byte(at: index)
    return (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")) && isNameScalar(at: index + 1)
  }

  /// Adds a hashtag whole, and the words that capitals or digits make visible inside it.
  private mutating func addHashtag() {
    let first = position
    addName(.hashtag)
    var start = first
    var index = first
    var previous = text[first].scalar
    while index < position {
      let (scalar, length) = text[index]
      let isBoundary =
        scalar == "_" || scalar.properties.isUppercase && previous.properties.isLowercase
      if isBoundary, index > first {
        addHashtagWord(start..<index)
        start = scalar == "_" ? index + 1 : index
      }
      previous = scalar
      index += length
    }
    if start > first { addHashtagWord(start..<position) }
  }

  private mutating func addHashtagWord(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let start = bytes.count
    var index = range.lowerBound
    while index < range.upperBound {
      let (scalar, length) = text[index]
      append(scalar)
      index += length
    }
    finish(.word, from: start)
  }

  /// Adds a word of ASCII letters and digits alone, none three times in a row and no apostrophe behind
  /// it, as nearly all are: a short way to what ``addWord()`` makes of it.
  ///
  /// - Returns: Whether it is such a word; if not, nothing was added.
  private mutating func addPlainWord() -> Bool {
    let start = bytes.count
    var hash = FeatureHash.Sum(seed: UInt64(Token.Kind.word.rawValue))
    var any: UInt64 = 0
    var end = position
    var block = WordBlock(text.block(at: end), after: 0)
    while true {
      if block.hasThreeAlike { return bytes.forget(from: start) }
      any |= block.word
      hash.add(block.folded, count: block.count)
      bytes.append(block.folded, count: block.count)
      end += block.count
      guard block.count == 8 else { break }
      block = WordBlock(text.block(at: end), after: block.folded)
    }
    let next = text.byte(at: end)
    // Only letters have the one bit, and all but capitals the other.
    guard next < 0x80, next != UInt8(ascii: "'"), any & WordBlock.all(0x40) != 0 else {
      return bytes.forget(from: start)
    }
    position = end
    var token = Token(kind: .word, range: start..<bytes.count, hash: hash.value)
    token.isShouted = any & WordBlock.all(0x20) == 0 && token.range.count >= 3
    tokens.append(token)
    return true
  }

  private mutating func addWord() {
    let start = bytes.count
    var letters = 0
    var capitals = 0
    var digits = 0
    var isElongated = false
    var run = 0
    var previous: UInt32 = 0
    while position < text.count {
      let (scalar, length) = text[position]
      if scalar.isApostrophe {
        // A closing quote is not part of the word.
        guard isWordScalar(at: position + length) else { break }
        if isPossessive(at: position + length) { break }
        bytes.append(UInt8(ascii: "'"))
      } else if scalar.isLetterOrDigit || !scalar.isASCII && scalar.properties.isMark {
        let isDigit = ("0"..."9").contains(scalar)
        let folded = scalar.isASCIICapital ? scalar.value | 0x20 : scalar.value
        letters += 1
        digits += isDigit ? 1 : 0
        if scalar.properties.isUppercase { capitals += 1 }
        run = folded == previous && !isDigit ? run + 1 : 1
        previous = folded
        if run <= 2 { append(scalar) } else { isElongated = true }
      } else {
        break
      }
      position += length
    }
    finish(digits == letters ? .number : .word, from: start)
    tokens[tokens.count - 1].isShouted = capitals == letters && letters >= 3
    tokens[tokens.count - 1].isElongated = isElongated
    let (scalar, length) = text[position]
    if scalar.isApostrophe, isPossessive(at: position + length) {
      let start = bytes.count
      bytes.append(UInt8(ascii: "'"))
      bytes.append(UInt8(ascii: "s"))
      position += length + 1
      finish(.word, from: start)
    }
  }

  /// Whether an "s" that ends the word stands behind an apostrophe.
  private func isPossessive(at index: Int) -> Bool {
    text.byte(at: index) | 0x20 == UInt8(ascii: "s") && !isWordScalar(at: index + 1)
  }

  private mutating func addEmoji() {
    let start = bytes.count
    let (first, firstLength) = text[position]
    append(first)
    position += firstLength
    while position < text.count {
      let (scalar, length) = text[position]
      if scalar.isEmojiModifier {
        position += length
      } else if scalar == "\u{200D}", text[position + length].scalar.isEmoji {
        let (joined, joinedLength) = text[position + length]
        append(joined)
        position += length + joinedLength
      } else {
        break
      }
    }
    finish(.emoji, from: start)
  }

  private mutating func addPunctuation() {
    let start = bytes.count
    var run = 0
    var previous: Unicode.Scalar = " "
    while position < text.count {
      let (scalar, length) = text[position]
      guard !scalar.isLetterOrDigit, !scalar.isInkless, !scalar.isEmoji, scalar != "@",
        scalar != "#"
      else { break }
      run = scalar == previous ? run + 1 : 1
      previous = scalar
      if run <= 2 { append(scalar) }
      position += length
    }
    if bytes.count == start {
      // A lone `@` or `#`.
      let (scalar, length) = text[position]
      append(scalar)
      position += length
    }
    finish(.punctuation, from: start)
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      bytes.append(scalar.isASCIICapital ? UInt8(scalar.value) | 0x20 : UInt8(scalar.value))
    } else if scalar.isApostrophe {
      bytes.append(UInt8(ascii: "'"))
    } else if scalar == "\u{201C}" || scalar == "\u{201D}" {
      bytes.append(UInt8(ascii: "\""))
    } else {
      for byte in scalar.properties.lowercaseMapping.utf8 { bytes.append(byte) }
    }
  }

  private mutating func finish(_ kind: Token.Kind, from start: Int) {
    let range = start..<bytes.count
    let hash = unsafe FeatureHash.of(bytes[range], seed: UInt64(kind.rawValue))
    tokens.append(Token(kind: kind, range: range, hash: hash))
  }
}

/// The ASCII letters and digits at the start of eight bytes, the first lowest, looked at all at once.
///
/// Each test of a byte leaves its answer in the byte's highest bit.
private struct WordBlock {
  /// How many letters and digits come first.
  let count: Int
  /// These, and zeros behind them.
  let word: UInt64
  /// The same in lower case.
  let folded: UInt64
  /// Whether a letter comes three times in a row; now and then also said where none does.
  let hasThreeAlike: Bool

  /// One byte, eight times.
  @inline(__always)
  static func all(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// - Parameters:
  ///   - bytes: Eight bytes.
  ///   - before: The eight of the word that stand before them, in lower case; 0 where there are none.
  @inline(__always)
  init(_ bytes: UInt64, after before: UInt64) {
    let high = Self.all(0x80)
    let low = bytes & ~high
    let lower = low | Self.all(0x20)
    let isLetter = Self.isBetween(0x61, 0x7A, lower)
    let isOfWord = (isLetter | Self.isBetween(0x30, 0x39, low)) & ~bytes & high
    count = (isOfWord ^ high).trailingZeroBitCount / 8
    let mask = count == 8 ? .max : (1 as UInt64) << UInt64(8 * count) &- 1
    word = bytes & mask
    folded = lower & mask
    // A byte of zeros is where a letter is like the two before it.
    let changes =
      (folded ^ (folded << 8 | before >> 56)) | (folded ^ (folded << 16 | before >> 48))
    hasThreeAlike = (changes &- Self.all(1)) & ~changes & isLetter & mask & high != 0
  }

  @inline(__always)
  private static func isBetween(_ first: UInt8, _ last: UInt8, _ bytes: UInt64) -> UInt64 {
    (bytes &+ all(0x80 - first)) & ~(bytes &+ all(0x7F - last))
  }
}

/// UTF-8 that is valid but for its end, where it may be cut.
///
/// Unsafe because it keeps a pointer: it lives no longer than the bytes are borrowed, and looks at a
/// byte in ``byte(at:)`` only, behind a check of the count.
@safe private struct ScalarText {
  private let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { unsafe self.bytes = bytes }

  var count: Int { unsafe bytes.count }

  /// The byte at an offset; 0 beyond the end.
  func byte(at index: Int) -> UInt8 { index < count ? unsafe bytes[index] : 0 }

  /// The eight bytes that start at an offset, the first lowest; 0 beyond the end.
  @inline(__always)
  func block(at index: Int) -> UInt64 {
    guard index + 8 <= count else {
      return (0..<8).reduce(0) { $0 | UInt64(byte(at: index + $1)) << UInt64(8 * $1) }
    }
    return unsafe UInt64(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(
        fromByteOffset: index,
        as: UInt64.self
      )
    )
  }

  /// The scalar that starts at an offset, and its length in bytes; NUL beyond the end.
  subscript(index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = byte(at: index)
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    return multibyte(first, at: index)
  }

  private func multibyte(_ first: UInt8, at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      value = value << 6 | UInt32(byte(at: index + offset) & 0x3F)
    }
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    return (scalar.withoutStyle, length)
  }
}

/// Room for the bytes of the tokens of one text.
///
/// Unsafe because it keeps a pointer: it lives no longer than the room is lent, and writes in
/// ``append(_:)`` only, behind a check of the count.
@safe private struct TokenBytes {
  private let room: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ room: UnsafeMutableBufferPointer<UInt8>) { unsafe self.room = room }

  /// The bytes that the tokens of so many bytes may take: those of a hashtag come twice, and a letter in
  /// lower case has at most half as many more as it had.
  static func most(of count: Int) -> Int { count * 3 + 16 }

  mutating func append(_ byte: UInt8) {
    precondition(unsafe count < room.count, "no room for a token")
    unsafe room[count] = byte
    count += 1
  }

  /// Appends the lowest bytes of a number, at most eight.
  mutating func append(_ block: UInt64, count more: Int) {
    precondition(unsafe count + 8 <= room.count, "no room for a token")
    unsafe UnsafeMutableRawBufferPointer(room).storeBytes(
      of: block.littleEndian,
      toByteOffset: count,
      as: UInt64.self
    )
    count += more
  }

  /// Takes back what was appended last.
  ///
  /// - Returns: `false`, for what was not added.
  mutating func forget(from start: Int) -> Bool {
    count = min(count, start)
    return false
  }

  subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    precondition(range.upperBound <= count, "no such bytes")
    return unsafe UnsafeBufferPointer(rebasing: room[range])
  }
}

extension Unicode.Scalar {
  /// The letters for mathematics that had a place of their own before there were alphabets of them.
  private static let olderLetters: [Unicode.Scalar: Unicode.Scalar] = [
    "ℎ": "h", "ℯ": "e", "ℊ": "g", "ℴ": "o", "ℬ": "B", "ℰ": "E", "ℱ": "F", "ℋ": "H", "ℐ": "I",
    "ℒ": "L", "ℳ": "M", "ℛ": "R", "ℂ": "C", "ℍ": "H", "ℕ": "N", "ℙ": "P", "ℚ": "Q", "ℝ": "R",
    "ℤ": "Z", "ℭ": "C", "ℌ": "H", "ℑ": "I", "ℜ": "R", "ℨ": "Z",
  ]

  /// The ASCII letter, digit or sign that is meant, where it is one of the letters for mathematics that people use for
  /// bold and script, or one of the wide ones of East Asian type; else the scalar itself.
  fileprivate var withoutStyle: Unicode.Scalar {
    func ascii(_ first: Unicode.Scalar, _ offset: UInt32) -> Unicode.Scalar {
      Unicode.Scalar(first.value + offset) ?? self
    }
    switch value {
    // Not the signs that mean something to the tokenizer, which takes these for one byte long.
    case 0xFF01, 0xFF1F, 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
      return ascii("!", value - 0xFF01)
    case 0x1D400...0x1D6A3:
      let letter = (value - 0x1D400) % 52
      return letter < 26 ? ascii("A", letter) : ascii("a", letter - 26)
    case 0x2102...0x2134: return Self.olderLetters[self] ?? self
    case 0x1D7CE...0x1D7FF: return ascii("0", (value - 0x1D7CE) % 10)
    default: return self
    }
  }

  fileprivate var isASCIICapital: Bool { (0x41...0x5A).contains(value) }

  fileprivate var isLetterOrDigit: Bool {
    if isASCII { return UInt8(truncatingIfNeeded: value).isASCIILetterOrDigit }
    // Letters in boxes and the like, which are emoji.
    if (0x1F000...0x1FFFF).contains(value) { return false }
    return properties.isAlphabetic || properties.numericType == .decimal
  }

  fileprivate var isApostrophe: Bool { self == "'" || self == "\u{2019}" || self == "\u{2018}" }

  /// Blanks, controls and joiners: what leaves no mark on paper.
  fileprivate var isInkless: Bool {
    if isASCII { return value <= 0x20 || value == 0x7F }
    switch properties.generalCategory {
    case .format, .control, .spaceSeparator, .lineSeparator, .paragraphSeparator,
      .nonspacingMark, .enclosingMark:
      return true
    default:
      return false
    }
  }

  fileprivate var isEmoji: Bool {
    guard value >= 0x203C else { return false }
    return properties.isEmojiPresentation || properties.isEmoji
  }

  /// Skin tones and the variant selectors.
  fileprivate var isEmojiModifier: Bool {
    (0x1F3FB...0x1F3FF).contains(value) || value == 0xFE0F || value == 0xFE0E
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isMark: Bool {
    switch generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}

extension UInt8 {
  @inline(__always)
  fileprivate var isASCIILetterOrDigit: Bool {
    (0x61...0x7A).contains(self | 0x20) || (0x30...0x39).contains(self)
  }
}
