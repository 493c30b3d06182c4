extension Post {
  /// Whether the text repeats another's without words of its own, as people did by hand before the
  /// platform had a button for it: `RT @jo: so it is`, `MT @jo so it is`, `“@jo: so it is” @ann #news`.
  package var isManualRepost: Bool {
    // Nearly every text starts with a letter, and few with one of these.
    if let first = text.utf8.first, (0x61...0x7A).contains(first | 0x20),
      first != UInt8(ascii: "R"), first != UInt8(ascii: "M")
    {
      return false
    }
    var rest = text.drop(while: \.isWhitespace)
    let isMarked = rest.hasPrefix("RT") || rest.hasPrefix("MT")
    if isMarked { rest = rest.dropFirst(2).drop(while: \.isWhitespace) }
    guard let first = rest.first, first == "@" || Self.quotes.contains(first) else { return false }
    let isQuoted = first != "@"
    if isQuoted { rest.removeFirst() }
    guard rest.first == "@" else { return false }
    let handle = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    rest = rest.dropFirst(handle.count + 1)
    guard !handle.isEmpty, rest.contains(where: { !$0.isWhitespace }) else { return false }
    if isMarked { return true }
    guard isQuoted, let end = rest.firstIndex(where: Self.quotes.contains), end > rest.startIndex
    else { return false }
    // What follows the quotation calls somebody, or gives it a topic.
    return rest[end...].dropFirst().split(whereSeparator: \.isWhitespace).allSatisfy { word in
      ["@", "#", "http"].contains { word.hasPrefix($0) }
    }
  }

  private static let quotes: Set<Character> = ["\"", "“", "”"]
}
