/// Cuts a text into tokens in one pass.
///
/// Case is folded, curly apostrophes are straightened, three or more of one letter become two, and
/// emoji lose their skin tone and variant, so that one thing written in many ways is one token.
package struct Tokenizer {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var result = TokenizedText()

  /// What stands beyond this many characters of a post is not read: the longest posts of any
  /// platform are shorter, and a file that was taken for a post must not fill the memory.
  private static let longestText = 65_536

  /// Cuts `text` into tokens.
  package static func tokens(of text: String) -> TokenizedText {
    var tokenizer = Tokenizer(scalars: Array(text.unicodeScalars.prefix(longestText)))
    tokenizer.run()
    return tokenizer.result
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    result.bytes.reserveCapacity(scalars.count)
    result.tokens.reserveCapacity(scalars.count / 4)
  }

  private mutating func run() {
    while position < scalars.count {
      let scalar = scalars[position]
      switch scalar {
      case "@" where isNameScalar(at: position + 1):
        position += 1
        addName(.mention)
      case "#" where isWordScalar(at: position + 1):
        position += 1
        addHashtag()
      case _ where scalar.isLetterOrDigit:
        if isLink(at: position) { addLink() } else { addWord() }
      case _ where scalar.isEmoji:
        addEmoji()
      case _ where scalar.isInkless:
        position += 1
      default:
        addPunctuation()
      }
    }
  }

  private func isWordScalar(at index: Int) -> Bool {
    index < scalars.count && scalars[index].isLetterOrDigit
  }

  private func isNameScalar(at index: Int) -> Bool {
    index < scalars.count && (scalars[index].isLetterOrDigit || scalars[index] == "_")
  }

  private func isLink(at index: Int) -> Bool {
    guard scalars[index] == "h" || scalars[index] == "w" || scalars[index] == "H" else {
      return false
    }
    return Self.linkStarts.contains { start in
      index + start.count <= scalars.count
        && start.indices.allSatisfy { UInt32(start[$0]) == scalars[index + $0].value | 0x20 }
    }
  }

  /// How links start, in lower case; `:`, `/` and `.` have the bit that tells the cases apart set.
  private static let linkStarts = ["http://", "https://", "www."].map { Array($0.utf8) }

  private mutating func addLink() {
    while position < scalars.count, !scalars[position].properties.isWhitespace { position += 1 }
    finish(.link, from: result.bytes.count)
  }

  private mutating func addName(_ kind: Token.Kind) {
    let start = result.bytes.count
    while isNameScalar(at: position) || (kind == .mention && isInnerDot(at: position)) {
      append(scalars[position])
      position += 1
    }
    finish(kind, from: start)
  }

  /// Handles such as `name.example.org` have dots inside, and sentences end after handles.
  private func isInnerDot(at index: Int) -> Bool {
    index < scalars.count && (scalars[index] == "." || scalars[index] == "-")
      && isNameScalar(at: index + 1)
  }

  /// Adds a hashtag whole, and the words that capitals or digits make visible inside it.
  private mutating func addHashtag() {
    let first = position
    addName(.hashtag)
    var start = first
    for index in first + 1..<max(position, first + 1) {
      let isBoundary =
        scalars[index] == "_"
        || scalars[index].properties.isUppercase && scalars[index - 1].properties.isLowercase
      if isBoundary {
        addHashtagWord(start..<index)
        start = scalars[index] == "_" ? index + 1 : index
      }
    }
    if start > first { addHashtagWord(start..<position) }
  }

  private mutating func addHashtagWord(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let start = result.bytes.count
    for scalar in scalars[range] { append(scalar) }
    finish(.word, from: start)
  }

  private mutating func addWord() {
    let start = result.bytes.count
    var letters = 0
    var capitals = 0
    var digits = 0
    var isElongated = false
    var run = 0
    var previous: Unicode.Scalar = " "
    while position < scalars.count {
      let scalar = scalars[position]
      if scalar.isApostrophe {
        // A closing quote is not part of the word.
        guard isWordScalar(at: position + 1) else { break }
        if isPossessive(at: position) { break }
        result.bytes.append(UInt8(ascii: "'"))
      } else if scalar.isLetterOrDigit || !scalar.isASCII && scalar.properties.isMark {
        letters += 1
        if scalar.isASCIIDigit { digits += 1 }
        if scalar.isCapital { capitals += 1 }
        let folded = scalar.isASCIICapital ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
        run = folded == previous && !scalar.isASCIIDigit ? run + 1 : 1
        previous = folded
        if run <= 2 { append(scalar) } else { isElongated = true }
      } else {
        break
      }
      position += 1
    }
    finish(digits == letters ? .number : .word, from: start)
    result.tokens[result.tokens.count - 1].isShouted = capitals == letters && letters >= 3
    result.tokens[result.tokens.count - 1].isElongated = isElongated
    if position < scalars.count, scalars[position].isApostrophe, isPossessive(at: position) {
      let start = result.bytes.count
      result.bytes.append(contentsOf: [UInt8(ascii: "'"), UInt8(ascii: "s")])
      position += 2
      finish(.word, from: start)
    }
  }

  private func isPossessive(at index: Int) -> Bool {
    index + 1 < scalars.count && (scalars[index + 1] == "s" || scalars[index + 1] == "S")
      && !isWordScalar(at: index + 2)
  }

  private mutating func addEmoji() {
    let start = result.bytes.count
    append(scalars[position])
    position += 1
    while position < scalars.count {
      let scalar = scalars[position]
      if scalar.isEmojiModifier {
        position += 1
      } else if scalar == "\u{200D}", position + 1 < scalars.count, scalars[position + 1].isEmoji {
        append(scalars[position + 1])
        position += 2
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
    while position < scalars.count {
      let scalar = scalars[position]
      guard !scalar.isLetterOrDigit, !scalar.isInkless, !scalar.isEmoji, scalar != "@",
        scalar != "#"
      else { break }
      run = scalar == previous ? run + 1 : 1
      previous = scalar
      if run <= 2 { append(scalar) }
      position += 1
    }
    if result.bytes.count == start {
      // A lone `@` or `#`.
      append(scalars[position])
      position += 1
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

extension Unicode.Scalar {
  fileprivate var isASCIICapital: Bool { (0x41...0x5A).contains(value) }
  fileprivate var isASCIIDigit: Bool { (0x30...0x39).contains(value) }
  fileprivate var isCapital: Bool { isASCII ? isASCIICapital : properties.isUppercase }

  fileprivate var isLetterOrDigit: Bool {
    if isASCII { return isASCIIDigit || (0x61...0x7A).contains(value | 0x20) }
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
