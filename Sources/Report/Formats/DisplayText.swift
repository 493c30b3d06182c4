/// Text that came from outside, made fit for a terminal.
enum DisplayText {
  /// Without what a terminal obeys instead of showing.
  ///
  /// Controls and escapes become a blank; marks that turn the direction of text around, or hide in
  /// it, go.
  static func sanitized(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: safe.append(" ")
      case .format where scalar != "\u{200D}", .surrogate, .privateUse, .unassigned: continue
      default: safe.append(scalar)
      }
    }
    return String(safe)
  }

  /// How many columns a text takes.
  static func width(_ text: String) -> Int { text.reduce(0) { $0 + width(of: $1) } }

  /// Shortened to that many columns, with `…` where something was left out.
  static func truncated(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var short = ""
    var used = 1
    for character in text {
      let next = width(of: character)
      guard used + next <= columns else { break }
      short.append(character)
      used += next
    }
    return short + "…"
  }

  /// Broken into lines of at most that many columns.
  static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let fits = width(line) + 1 + width(String(word)) <= columns
      if !line.isEmpty && !fits {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? truncated(String(word), to: columns) : " \(word)"
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Filled up with blanks on the right.
  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(columns - width(text), 0))
  }

  /// Filled up with blanks on the left.
  static func alignedRight(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(columns - width(text), 0)) + text
  }

  /// The wide blocks of the East Asian scripts and of emoji; all else takes one column.
  private static func width(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default:
      return first.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}")
        ? 2 : 1
    }
  }
}
