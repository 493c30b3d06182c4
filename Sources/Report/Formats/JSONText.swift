internal import FoundationEssentials

/// Values as JSON: keys in snake case and sorted, and nothing that a terminal obeys.
package enum JSONText {
  /// A value over several lines, with a line end.
  ///
  /// - Throws: Nothing that data can cause; the encoder's signature says so.
  package static func pretty(_ value: some Encodable) throws -> String {
    try encoded(value, [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted])
  }

  /// A value on one line, with its line end.
  ///
  /// - Throws: Nothing that data can cause; the encoder's signature says so.
  package static func line(_ value: some Encodable) throws -> String {
    try encoded(value, [.sortedKeys, .withoutEscapingSlashes])
  }

  private static func encoded(
    _ value: some Encodable,
    _ formatting: JSONEncoder.OutputFormatting
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = formatting
    return escaped(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
  }

  /// Such characters stand in strings only, where an escape means the same.
  private static func escaped(_ json: String) -> String {
    func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    guard json.unicodeScalars.contains(where: isObeyed) else { return json }
    var safe = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      guard isObeyed(scalar) else {
        safe.append(scalar)
        continue
      }
      let hex = String(scalar.value, radix: 16)
      safe += "\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)".unicodeScalars
    }
    return String(safe)
  }
}
