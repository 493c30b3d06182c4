/// What platforms put in the place of a text that is gone.
enum RemovalMarker {
  private static let markers: Set<String> = [
    "[deleted]", "[removed]", "[ removed by reddit ]", "[deleted by user]", "[removed by user]",
  ]

  static func isMarker(_ text: String) -> Bool {
    guard text.utf8.count < 40, text.utf8.contains(UInt8(ascii: "[")) else { return false }
    return markers.contains(text.trimmed.lowercased())
  }
}
