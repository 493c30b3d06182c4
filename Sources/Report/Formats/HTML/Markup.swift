/// HTML and SVG as text: every value that comes from outside goes through ``escaped(_:)``.
enum Markup {
  /// A text that can stand in an element or in a quoted attribute.
  ///
  /// Controls and marks that turn the direction of text around go, so that no post can rearrange
  /// the page.
  static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in DisplayText.sanitized(text).unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// An item of a list, of what is escaped already.
  static func item(_ body: String) -> String { "<li>\(body)</li>" }

  /// A text as part of an address: every byte but letters and digits as `%XX`.
  static func percentEncoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    let hex = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        encoded.append(byte)
      default: encoded += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// A number with at most one digit after the point, as SVG wants it.
  static func number(_ value: Double) -> String {
    let tenths = (value * 10).rounded() / 10
    return Int(exactly: tenths).map { "\($0)" } ?? "\(tenths)"
  }
}
