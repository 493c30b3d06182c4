/// One flat JSON object on one line, its members in the order in which they are added.
struct JSONLine {
  private var json = ""

  /// The line, with its line end.
  var text: String { "{\(json)}\n" }

  mutating func add(_ name: String, _ value: String?) {
    addName(name)
    guard let value else {
      json += "null"
      return
    }
    json += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\t": json += "\\t"
      case _ where scalar.value < 0x20 || scalar == "\u{2028}" || scalar == "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: json.unicodeScalars.append(scalar)
      }
    }
    json += "\""
  }

  /// Adds a number with four digits after the point.
  mutating func add(_ name: String, _ value: Double) {
    addName(name)
    json += "\((value * 10_000).rounded() / 10_000)"
  }

  mutating func add(_ name: String, _ value: Int?) {
    addName(name)
    json += value.map { "\($0)" } ?? "null"
  }

  mutating func add(_ name: String, _ value: Bool) {
    addName(name)
    json += value ? "true" : "false"
  }

  /// Adds an object.
  mutating func add(_ name: String, _ value: JSONLine) {
    addName(name)
    json += "{\(value.json)}"
  }

  private mutating func addName(_ name: String) {
    json += json.isEmpty ? "\"\(name)\":" : ",\"\(name)\":"
  }
}
