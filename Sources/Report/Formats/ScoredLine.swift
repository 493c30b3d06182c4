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
    json.add("root_id", rootID.flatMap { $0.isEmpty ? nil : $0 })
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

  /// The names of all members that a line can have of its own.
  private static let names: Set<String> = [
    "id", "root_id", "parent_id", "author", "created_at", "status", "reason", "stance",
    "confidence", "supportive", "critical", "neutral", "sentiment",
  ]

  /// Adds the members of the line that the post was read from, as they are written, but for those
  /// that the scored line has itself.
  ///
  /// - Parameter source: The bytes of a line that holds one object; of anything else nothing is added.
  public mutating func keepMembers(of source: ArraySlice<UInt8>) {
    guard let start = source.firstIndex(of: UInt8(ascii: "{")) else { return }
    var reader = JSONReader(acceptsNaN: true)
    let bytes = Array(source)
    let range = start - source.startIndex..<bytes.count
    guard (try? reader.readPrefix(bytes, in: range)) != nil else { return }
    for member in reader.record.writtenMembers where !Self.names.contains(member.name) {
      json.add(written: member.source)
    }
  }

  /// The line in UTF-8, with its line end.
  public var utf8: [UInt8] { json.utf8 }
}
