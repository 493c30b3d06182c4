extension Record {
  /// A count, however it is written: `31`, `"31"`, `31.0`, `"1.2K"`; `nil` where it is none.
  func count(_ names: String...) -> Int? {
    for name in names {
      if let text = text(name), let count = Self.count(text) { return count }
    }
    return nil
  }

  /// More than anything was ever liked; what is beyond is no count, and a sum of such might not fit.
  private static let most = 100_000_000_000

  /// Reads a count.
  static func count(_ text: String) -> Int? {
    anyNumber(text).flatMap { (-most...most).contains($0) ? $0 : nil }
  }

  private static func anyNumber(_ text: String) -> Int? {
    if let count = Int(text) { return count }
    var digits = text.trimmed.filter { $0 != "," }
    var factor = 1.0
    switch digits.last {
    case "k", "K": factor = 1e3
    case "m", "M": factor = 1e6
    case "b", "B": factor = 1e9
    default: break
    }
    if factor > 1 { digits.removeLast() }
    guard let value = Double(digits), value.isFinite else { return nil }
    return Int(exactly: (value * factor).rounded())
  }

  /// The first of the members that is an id of something else; `nil` for the ways in which exports
  /// write "none".
  func reference(_ names: String...) -> String? {
    for name in names {
      if let text = text(name), let id = Self.reference(text) { return id }
    }
    return nil
  }

  /// An id that points at another post; `nil` for the ways in which exports write "none".
  static func reference(_ text: String) -> String? { reference(text, zeroIsNone: true) }

  /// The same, where `0` may be an id.
  static func reference(_ text: String, zeroIsNone: Bool) -> String? {
    let id = text.trimmed
    if id.utf8.count > 9 { return id }
    return isNothing(id) || id == Post.zeroID && zeroIsNone || id == "-1"
      || id.lowercased() == "root" ? nil : id
  }

  private static let nothings = ["null", "none", "nan", "undefined", "false"]

  /// Whether a value is one of the ways in which exports write "nothing".
  static func isNothing(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    switch first | 0x20 {
    case UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "f"):
      return text.utf8.count < 10
        && nothings.contains(text.lowercased())
    case 0x20...0x2D where first <= 0x20: return text.trimmed.isEmpty || isNothing(text.trimmed)
    default: return false
    }
  }

  /// The first of the members with a text in it that is more than blanks.
  func word(_ names: String...) -> String? {
    for name in names {
      if let text = text(name)?.trimmed, !text.isEmpty { return text }
    }
    return nil
  }
}
