/// Markup as platforms send it, turned into the text that its readers see.
enum HTML {
  /// Returns the text of a fragment: line breaks and paragraphs kept, lines that the writer quotes with
  /// `> ` in front, other tags dropped, entities decoded once.
  static func plainText(_ html: String) -> String {
    guard html.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else {
      return html
    }
    var text = ""
    var rest = html[...]
    // What stands before the outermost open quotation, and how many are open.
    var (before, depth) = ("", 0)
    // Beyond the last `>` there is no tag, and each `<` would be looked at up to the end.
    let lastClose = html.lastIndex(of: ">") ?? html.startIndex
    while let open = rest.firstIndex(of: "<"), open < lastClose {
      text += rest[..<open]
      guard let tag = Tag(at: open, in: rest) else {
        text += "<"
        rest = rest[rest.index(after: open)...]
        continue
      }
      switch tag.name {
      case "br":
        text += "\n"
        // In markup a line end is a blank, and some platforms write one after each break.
        rest = rest[tag.end...]
        if rest.first == "\n" { rest = rest.dropFirst() }
        continue
      // An aside is what a forum shows of another post or page.
      case "blockquote", "aside":
        breakParagraph(&text)
        if !tag.isEnd {
          if depth == 0 { (before, text) = (text, "") }
          depth += 1
        } else if depth > 0 {
          depth -= 1
          if depth == 0 {
            before += quoted(text)
            (text, before) = (before, "")
          }
        }
      case "p", "pre", "ul", "ol": breakParagraph(&text)
      case "div", "li", "tr", "h1", "h2", "h3", "h4": breakLine(&text)
      default:
        rest = rest[tag.end...]
        continue
      }
      // Between the elements of a page line ends are no text.
      rest = rest[tag.end...].drop { $0.isNewline }
    }
    text += rest
    // Nobody knows where a quotation ends that was not closed.
    if depth > 0 { text = before + text }
    return decodedEntities(trimmedLines(text))
  }

  /// The lines of a quotation, each marked as one that somebody else wrote, and a blank line.
  static func quoted(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map { String($0).trimmed }
    return lines.filter { !$0.isEmpty }.map { "> \($0)\n" }.joined() + "\n"
  }

  /// Returns a text with the quotations of forums, `[quote="…"]…[/quote]`, as lines with `> ` in front.
  static func withQuotedLines(_ text: String) -> String {
    guard firstIndex(of: UInt8(ascii: "["), in: text.utf8Span.span, from: 0) != nil,
      text.lowercased().contains("[/quote]"), let lastClose = text.lastIndex(of: "]")
    else { return text }
    var (written, before, depth) = ("", "", 0)
    var rest = text[...]
    while let open = rest.firstIndex(of: "["), open < lastClose {
      written += rest[..<open]
      rest = rest[open...]
      let tag = rest.prefix(8).lowercased()
      let isEnd = tag == "[/quote]"
      guard isEnd ? depth > 0 : tag.hasPrefix("[quote]") || tag.hasPrefix("[quote="),
        let close = rest.firstIndex(of: "]")
      else {
        written += "["
        rest = rest.dropFirst()
        continue
      }
      if isEnd {
        depth -= 1
        breakLine(&written)
        if depth == 0 {
          before += quoted(written)
          (written, before) = (before, "")
        }
      } else {
        breakLine(&written)
        if depth == 0 { (before, written) = (written, "") }
        depth += 1
      }
      rest = rest[close...].dropFirst().drop { $0.isNewline }
    }
    written += rest
    return trimmedLines(depth > 0 ? before + written : written)
  }

  /// Whether a text is markup, rather than words with a `<` among them: it has a break or a paragraph,
  /// or an element that is opened and closed.
  static func isMarkup(_ text: String) -> Bool {
    guard firstIndex(of: UInt8(ascii: "<"), in: text.utf8Span.span, from: 0) != nil,
      let lastClose = text.lastIndex(of: ">")
    else { return false }
    var opened: Set<String> = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "<"), open < lastClose {
      guard let tag = Tag(at: open, in: rest) else {
        rest = rest[rest.index(after: open)...]
        continue
      }
      if tag.name == "br" || tag.name == "p" { return true }
      if tag.isEnd, opened.contains(tag.name) { return true }
      if elements.contains(tag.name) { opened.insert(tag.name) }
      rest = rest[tag.end...]
    }
    return false
  }

  /// The elements that a post can have; people write others as jokes.
  private static let elements: Set<String> = [
    "a", "aside", "b", "blockquote", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "i", "li",
    "ol",
    "pre", "s", "small", "span", "strong", "sub", "sup", "u", "ul",
  ]

  /// Returns a text with entities decoded once: `&amp;lt;` becomes `&lt;`.
  static func decodedEntities(_ text: String) -> String {
    guard firstIndex(of: UInt8(ascii: "&"), in: text.utf8Span.span, from: 0) != nil else {
      return text
    }
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var (copied, place) = (0, 0)
    while let start = firstIndex(of: UInt8(ascii: "&"), in: bytes.span, from: place) {
      place = start + 1
      let last = min(start + longestEntity, bytes.count)
      guard let end = firstIndex(of: UInt8(ascii: ";"), in: bytes.span, from: place, to: last),
        let scalar = scalar(String(decoding: bytes[place..<end], as: UTF8.self))
      else { continue }
      decoded += bytes[copied..<start] + Array(String(scalar).utf8)
      (copied, place) = (end + 1, end + 1)
    }
    return String(decoding: decoded + bytes[copied...], as: UTF8.self)
  }

  /// The longest entity that is known has 8 characters between its `&` and its semicolon, and numbers
  /// may have zeros in front.
  private static let longestEntity = 12

  private static func scalar(_ entity: String) -> Unicode.Scalar? {
    if let scalar = named[entity] { return scalar }
    guard entity.first == "#" else { return nil }
    let digits = entity.dropFirst()
    let value =
      digits.first == "x" || digits.first == "X"
      ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
    return value.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
  }

  /// The entities that platforms write; the whole table of the standard has two thousand.
  private static let named: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    "hellip": "…", "mdash": "—", "ndash": "–", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
    "rdquo": "”", "laquo": "«", "raquo": "»", "bull": "•", "middot": "·", "euro": "€",
    "pound": "£", "copy": "©", "reg": "®", "trade": "™", "deg": "°", "eacute": "é",
    "egrave": "è", "agrave": "à", "ccedil": "ç", "auml": "ä", "ouml": "ö", "uuml": "ü",
    "szlig": "ß", "ntilde": "ñ",
  ]

  private static func breakLine(_ text: inout String) {
    if !text.isEmpty, text.last != "\n" { text += "\n" }
  }

  private static func breakParagraph(_ text: inout String) {
    breakLine(&text)
    if !text.isEmpty, !text.hasSuffix("\n\n") { text += "\n" }
  }

  /// Without line ends at both ends.
  private static func trimmedLines(_ text: String) -> String {
    let start = text.drop { $0 == "\n" }
    guard let last = start.lastIndex(where: { $0 != "\n" }) else { return "" }
    return String(start[...last])
  }

  /// One tag; what looks like one but is not, such as `a < b`, is none.
  private struct Tag {
    var name: String
    /// Whether it ends an element.
    var isEnd: Bool
    var end: Substring.Index

    init?(at open: Substring.Index, in text: Substring) {
      let inside = text[text.index(after: open)...]
      let word = inside.first == "/" ? inside.dropFirst() : inside
      guard let first = word.first, first.isASCII, first.isLetter || first == "!",
        let close = inside.firstIndex(of: ">")
      else { return nil }
      isEnd = inside.first == "/"
      name = word[..<close].prefix { $0.isLetter || $0.isNumber }.lowercased()
      end = text.index(after: close)
    }
  }
}
