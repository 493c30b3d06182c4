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

/// Numbers in JSON that somebody else may have written.
enum JSONNumbers {
  /// No export has so many posts, and no post is from so far away a time.
  private static let mostDigits = 15

  /// Whether a number outside of strings has so many digits before its point, or an exponent, that a sum
  /// of such could overflow.
  static func holdHuge(_ json: some Sequence<UInt8>) -> Bool {
    var (isInString, isEscaped, isInFraction, digits) = (false, false, false, 0)
    for byte in json {
      if isInString {
        let isEnd = byte == UInt8(ascii: "\"") && !isEscaped
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        isInString = !isEnd
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if !isInFraction { digits += 1 }
        if digits > mostDigits { return true }
        continue
      case UInt8(ascii: "."):
        isInFraction = true
        continue
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        if digits > 0 { return true }
      default: break
      }
      (isInFraction, digits) = (false, 0)
    }
    return false
  }
}
