internal import Ingest

/// Cuts a text into tokens in one pass over its bytes.
///
/// Case is folded, curly apostrophes are straightened, three or more of one letter become two, and
/// emoji lose their skin tone and variant, so that one thing written in many ways is one token.
package struct Tokenizer {
  private let text: ScalarText
  private var position = 0
  private var result = TokenizedText()

  /// Cuts `text` into tokens.
  package static func tokens(of text: String) -> TokenizedText {
    var text = text
    // SAFETY: the tokenizer lives inside the closure only.
    return text.withUTF8 { bytes in
      var tokenizer = unsafe Tokenizer(
        text: ScalarText(UnsafeBufferPointer(rebasing: bytes.prefix(PostText.longest)))
      )
      tokenizer.run()
      return tokenizer.result
    }
  }

  /// Cuts a text in valid UTF-8 into tokens.
  package static func tokens(of utf8: ArraySlice<UInt8>) -> TokenizedText {
    // SAFETY: the tokenizer lives inside the closure only.
    unsafe utf8.prefix(PostText.longest).withUnsafeBufferPointer { bytes in
      var tokenizer = unsafe Tokenizer(text: ScalarText(bytes))
      tokenizer.run()
      return tokenizer.result
    }
  }

  private init(text: ScalarText) {
    self.text = text
    result.bytes.reserveCapacity(text.count + 16)
    result.tokens.reserveCapacity(text.count / 4 + 4)
  }

  private mutating func run() {
    while position < text.count {
      if text.byte(at: position) == UInt8(ascii: " ") {
        position += 1
        continue
      }
      let (scalar, length) = text[position]
      switch scalar {
      case "@" where isNameScalar(at: position + 1):
        position += 1
        addName(.mention)
      case "#" where isWordScalar(at: position + 1):
        position += 1
        addHashtag()
      case _ where scalar.isLetterOrDigit:
        if isLink(at: position) { addLink() } else if !addPlainWord() { addWord() }
      case _ where scalar.isEmoji:
        addEmoji()
      case _ where scalar.isInkless:
        position += length
      default:
        addPunctuation()
      }
    }
  }

  private func isWordScalar(at index: Int) -> Bool { text[index].scalar.isLetterOrDigit }

  private func isNameScalar(at index: Int) -> Bool {
    let scalar = text[index].scalar
    return scalar.isLetterOrDigit || scalar == "_"
  }

  private func isLink(at index: Int) -> Bool {
    let first = text.byte(at: index) | 0x20
    guard first == UInt8(ascii: "h") || first == UInt8(ascii: "w") else { return false }
    return Self.linkStarts.contains { start in
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
    finish(.link, from: result.bytes.count)
  }

  private mutating func addName(_ kind: Token.Kind) {
    let start = result.bytes.count
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
    let start = result.bytes.count
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
    let start = result.bytes.count
    var hash = FeatureHash.Sum(seed: UInt64(Token.Kind.word.rawValue))
    var digits = 0
    var capitals = 0
    var (last, lastButOne): (UInt8, UInt8) = (0, 0)
    var end = position
    while true {
      let byte = text.byte(at: end)
      guard byte.isASCIILetterOrDigit else {
        if byte >= 0x80 || byte == UInt8(ascii: "'") { return false }
        break
      }
      let folded = byte | 0x20
      if folded == last, folded == lastButOne, folded >= 0x40 { return false }
      digits += folded < 0x40 ? 1 : 0
      capitals += byte & 0x60 == 0x40 ? 1 : 0
      hash.add(folded)
      (lastButOne, last) = (last, folded)
      end += 1
    }
    let letters = end - position
    guard digits < letters else { return false }
    unsafe result.bytes.append(contentsOf: text[position..<end])
    for place in start..<result.bytes.count { result.bytes[place] |= 0x20 }
    position = end
    var token = Token(kind: .word, range: start..<result.bytes.count, hash: hash.value)
    token.isShouted = capitals == letters && letters >= 3
    result.tokens.append(token)
    return true
  }

  private mutating func addWord() {
    let start = result.bytes.count
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
        result.bytes.append(UInt8(ascii: "'"))
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
    result.tokens[result.tokens.count - 1].isShouted = capitals == letters && letters >= 3
    result.tokens[result.tokens.count - 1].isElongated = isElongated
    let (scalar, length) = text[position]
    if scalar.isApostrophe, isPossessive(at: position + length) {
      let start = result.bytes.count
      result.bytes.append(UInt8(ascii: "'"))
      result.bytes.append(UInt8(ascii: "s"))
      position += length + 1
      finish(.word, from: start)
    }
  }

  /// Whether an "s" that ends the word stands behind an apostrophe.
  private func isPossessive(at index: Int) -> Bool {
    text.byte(at: index) | 0x20 == UInt8(ascii: "s") && !isWordScalar(at: index + 1)
  }

  private mutating func addEmoji() {
    let start = result.bytes.count
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
    let start = result.bytes.count
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
    if result.bytes.count == start {
      // A lone `@` or `#`.
      let (scalar, length) = text[position]
      append(scalar)
      position += length
    }
    finish(.punctuation, from: start)
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      result.bytes.append(scalar.isASCIICapital ? UInt8(scalar.value) | 0x20 : UInt8(scalar.value))
    } else if scalar.isApostrophe {
      result.bytes.append(UInt8(ascii: "'"))
    } else if scalar == "\u{201C}" || scalar == "\u{201D}" {
      result.bytes.append(UInt8(ascii: "\""))
    } else {
      result.bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }
  }

  private mutating func finish(_ kind: Token.Kind, from start: Int) {
    let range = start..<result.bytes.count
    let hash = FeatureHash.of(result.bytes[range], seed: UInt64(kind.rawValue))
    result.tokens.append(Token(kind: kind, range: range, hash: hash))
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

  subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(rebasing: bytes[range])
  }

  /// The byte at an offset; 0 beyond the end.
  func byte(at index: Int) -> UInt8 { index < count ? unsafe bytes[index] : 0 }

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
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}

extension Unicode.Scalar {
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
