public import Ingest
public import Scoring

/// One post after scoring as one line of JSON: stable, flat, ids as strings.
///
///     {"id":"1002","root_id":"1001","parent_id":"1001","author":"anna_b",…
public struct ScoredLine: Sendable {
  private var json = JSONLine()

  /// Creates the line of a post.
  ///
  /// - Parameters:
  ///   - post: The post as it was read.
  ///   - rootID: The id of the post that started the conversation, where it is known.
  ///   - scored: What became of it.
  public init(_ post: Post, rootID: String?, scored: ScoredPost) {
    json.add("id", post.id.isEmpty ? nil : post.id)
    json.add("root_id", rootID)
    json.add("parent_id", post.parentID ?? post.quoteOf ?? post.repostOf)
    json.add("author", post.author)
    json.add("created_at", post.createdAt?.description)
    json.add("status", scored.status.name)
    if case .unscored(let reason) = scored.status { json.add("reason", reason.rawValue) }
    if let probabilities = scored.probabilities {
      json.add("stance", probabilities.stance.rawValue)
      json.add("confidence", probabilities.confidence)
      for stance in Stance.allCases { json.add(stance.rawValue, probabilities[stance]) }
    }
    if let sentiment = scored.sentiment { json.add("sentiment", sentiment) }
  }

  /// The line in UTF-8, with its line end.
  public var utf8: [UInt8] { json.utf8 }
}
