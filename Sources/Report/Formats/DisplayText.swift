/// Text that came from outside, made fit to be shown.
package enum DisplayText {
  /// So many marks above and below one letter are used by living scripts; with hundreds, a post
  /// would draw over the lines around it.
  private static let mostMarks = 4

  /// Without what a terminal obeys instead of showing.
  ///
  /// Controls and escapes become a blank; marks that turn the direction of text around, or hide in
  /// it, go.
  package static func sanitized(_ text: String) -> String {
    // Most texts need nothing done.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var safe = String.UnicodeScalarView()
    var marks = 0
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: safe.append(" ")
      case .format where scalar != "\u{200D}", .surrogate, .privateUse, .unassigned: continue
      // The joiner of emoji and of some scripts; after anything else it only hides.
      case .format where safe.last.map { $0.value < 0x80 } ?? true: continue
      case .nonspacingMark, .enclosingMark:
        marks += 1
        if marks <= mostMarks { safe.append(scalar) }
        continue
      default: safe.append(scalar)
      }
      marks = 0
    }
    return String(safe)
  }

  /// A number with so many digits after the point, in words of ASCII; `?` for one that is too large or none.
  package static func decimal(_ value: Double, digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    guard let whole = Int(exactly: (value * Double(scale)).rounded()) else { return "?" }
    let size = whole.magnitude.quotientAndRemainder(dividingBy: UInt(scale))
    let rest = String(size.remainder)
    let filled = String(repeating: "0", count: max(digits - rest.count, 0)) + rest
    return (whole < 0 ? "-" : "") + "\(size.quotient)" + (digits > 0 ? ".\(filled)" : "")
  }

  /// A share from 0 to 1 as `63 %`.
  package static func percent(_ share: Double, digits: Int = 0) -> String {
    decimal(share * 100, digits: digits) + " %"
  }

  /// A difference of shares as `+13`, `−7` or `0`.
  package static func points(_ difference: Double, digits: Int = 0) -> String {
    let text = decimal(difference * 100, digits: digits)
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return text.hasPrefix("-") ? "−" + text.dropFirst() : isZero ? text : "+" + text
  }

  /// A count with its noun: `1 line`, `2 lines`.
  package static func counted(_ count: Int, _ one: String, _ several: String? = nil) -> String {
    "\(count) \(count == 1 ? one : several ?? one + "s")"
  }

  /// On one line.
  package static func line(_ text: String) -> String {
    sanitized(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// On one line, and cut where it is longer than a label needs to be.
  package static func label(_ text: String) -> String {
    let line = line(text)
    return line.count > 200 ? line.prefix(199) + "…" : line
  }

  /// How many columns a text takes.
  package static func width(_ text: String) -> Int { text.reduce(0) { $0 + width(of: $1) } }

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
  package static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var words: [String] = []
    for word in text.split(separator: " ") {
      // A number is not torn from its sign.
      if word.hasPrefix("%"), let number = words.popLast() {
        words.append("\(number) \(word)")
      } else {
        words.append(String(word))
      }
    }
    for word in words {
      let fits = width(line) + 1 + width(word) <= columns
      if !line.isEmpty && !fits {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? truncated(word, to: columns) : " \(word)"
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

  /// Wide: East Asian scripts and emoji; nothing: what is drawn over the letter before.
  private static func width(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.properties.isEmojiPresentation || scalars.contains("\u{FE0F}") { return 2 }
    // A letter of some scripts is several that stand side by side.
    return max(scalars.reduce(0) { $0 + width(of: $1) }, 1)
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7F: 1
    case 0x1160...0x11FF: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: 0
      default: 1
      }
    }
  }
}
