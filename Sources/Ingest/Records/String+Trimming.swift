extension String {
  /// Without the blanks at both ends.
  package var trimmed: String {
    // Nearly every text begins and ends with a visible character of ASCII.
    guard let start = utf8.first, let end = utf8.last, !start.isVisibleASCII || !end.isVisibleASCII
    else { return self }
    let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
    guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(scalars[...last])
  }
}

extension UInt8 {
  fileprivate var isVisibleASCII: Bool { self > 0x20 && self < 0x7F }
}
