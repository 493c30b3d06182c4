/// Text in the 95 characters that every terminal, log and mail shows.
enum ASCIIText {
  /// A text from outside, letters without their accents, emoji by name, all else as `?`.
  ///
  /// May be longer than the text: lines are broken afterwards.
  static func spelled(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.map { spelled($0) }.joined()
  }

  /// A drawn line, column by column: what is no ASCII becomes one character, or two where it is wide.
  static func drawn(_ line: String) -> String {
    guard !line.utf8.allSatisfy({ $0 < 0x80 }) else { return line }
    return line.map { character in
      if character.isASCII { return String(character) }
      return glyphs[character].map { String($0) }
        ?? String(repeating: "?", count: DisplayText.width(String(character)))
    }.joined()
  }

  private static func spelled(_ character: Character) -> String {
    if character.isASCII { return String(character) }
    if let known = punctuation[character] { return known }
    guard let first = character.unicodeScalars.first, let name = first.properties.name else {
      return "?"
    }
    if first.properties.generalCategory == .otherSymbol {
      return ":" + name.lowercased().replacing(" ", with: "-") + ":"
    }
    // "LATIN SMALL LETTER E WITH ACUTE" is an e.
    let words = name.split(separator: " ")
    if words.count > 3, words[0] == "LATIN", words[2] == "LETTER", words[3].count <= 2 {
      return words[1] == "CAPITAL" ? String(words[3]) : words[3].lowercased()
    }
    return character.isWhitespace ? " " : first.isASCII ? String(first) : "?"
  }

  private static let punctuation: [Character: String] = [
    "‘": "'", "’": "'", "“": "\"", "”": "\"", "«": "\"", "»": "\"", "–": "-", "—": "-", "−": "-",
    "…": "...", "•": "*", "·": ".", "→": "->", "€": "EUR", "£": "GBP", "ß": "ss",
  ]

  /// What the reports draw with; the eighths of a column round to none or one.
  private static let glyphs: [Character: Character] = [
    "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": "|", "▎": "|", "▏": "|", "▒": "=",
    "░": ".", "▁": "_", "▂": ".", "▃": ":", "▄": "-", "▅": "=", "▆": "+", "▇": "*", "–": "-",
    "−": "-", "…": "~", "→": ">",
  ]
}
