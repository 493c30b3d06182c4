public import Ingest
public import Scoring

/// One post after scoring as one line of JSON: stable, flat, ids as strings.
///
///     {"id":"1002","root_id":"1001","parent_id":"1001","author":"anna_b",…
public struct ScoredLine: Sendable {
  private var json = ""

  /// Creates the line of a post.
  ///
  /// - Parameters:
  ///   - post: The post as it was read.
  ///   - rootID: The id of the post that started the conversation, where it is known.
  ///   - scored: What became of it.
  public init(_ post: Post, rootID: String?, scored: ScoredPost) {
    add("id", post.id.isEmpty ? nil : post.id)
    add("root_id", rootID)
    add("parent_id", post.parentID ?? post.quoteOf ?? post.repostOf)
    add("author", post.author)
    add("created_at", post.createdAt?.description)
    add("status", scored.status.name)
    if case .unscored(let reason) = scored.status { add("reason", reason.rawValue) }
    if let probabilities = scored.probabilities {
      add("stance", probabilities.stance.rawValue)
      add("confidence", probabilities.confidence)
      for stance in Stance.allCases { add(stance.rawValue, probabilities[stance]) }
    }
    if let sentiment = scored.sentiment { add("sentiment", sentiment) }
  }

  /// The line, with its line end.
  public var text: String { "{\(json)}\n" }

  private mutating func add(_ name: String, _ value: String?) {
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
  private mutating func add(_ name: String, _ value: Double) {
    addName(name)
    json += "\((value * 10_000).rounded() / 10_000)"
  }

  private mutating func addName(_ name: String) {
    json += json.isEmpty ? "\"\(name)\":" : ",\"\(name)\":"
  }
}
