/// Texts as they may be shown: without names and addresses.
package enum MaskedText {
  /// A text with mentions as `@…` and links as `[link]`.
  package static func masked(_ text: String) -> String {
    var masked = ""
    var rest = text[...]
    while !rest.isEmpty {
      masked += rest.prefix(while: \.isWhitespace)
      rest = rest.drop(while: \.isWhitespace)
      let word = rest.prefix { !$0.isWhitespace }
      rest = rest[word.endIndex...]
      let lower = word.lowercased()
      let isLink =
        ["http://", "https://"].contains(where: lower.contains) || lower.hasPrefix("www.")
      masked += isLink ? "[link]" : withoutNames(word)
    }
    return masked
  }

  /// A text as it is quoted: masked, and cut where nobody would read on.
  static func quote(_ text: String, most: Int = 600) -> String { shortened(masked(text), to: most) }

  static func shortened(_ text: String, to most: Int) -> String {
    text.count > most ? text.prefix(most - 1) + "…" : text
  }

  private static func withoutNames(_ word: Substring) -> String {
    var masked = ""
    var rest = word
    // The wide sign mentions people too.
    while let at = rest.firstIndex(where: { $0 == "@" || $0 == "＠" }) {
      let name = rest[rest.index(after: at)...]
      guard let first = name.first, isOfName(first) else {
        masked += rest[...at]
        rest = name
        continue
      }
      masked += rest[..<at] + "@…"
      rest = name.drop { isOfName($0) || $0 == "." || $0 == "-" }
    }
    return masked + rest
  }

  private static func isOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
