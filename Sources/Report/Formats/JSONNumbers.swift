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
