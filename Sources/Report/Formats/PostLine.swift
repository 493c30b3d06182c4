public import Ingest

/// One post as it was read, as one line of JSON: the same members whatever format it came from.
///
///     {"id":"1002","platform":"x","format":"twarc2-flat","author_id":"7",…
public struct PostLine: Sendable {
  private var json = JSONLine()

  /// Creates the line of a post.
  ///
  /// - Parameters:
  ///   - post: The post as it was read.
  ///   - rootID: The id of the post that started the conversation, where it is known.
  ///   - file: The name of the input.
  ///   - line: The line of the input on which its record starts, from 1.
  public init(_ post: Post, rootID: String?, file: String, line: Int) {
    json.add("id", post.id.isEmpty ? nil : post.id)
    json.add("platform", post.platform.isEmpty ? nil : post.platform)
    json.add("format", post.format)
    json.add("author_id", post.authorID)
    json.add("author", post.author)
    json.add("author_name", post.authorName)
    json.add("created_at", post.createdAt.map { Timestamp(seconds: $0.seconds).description })
    json.add(
      "precision",
      post.createdAt.map { $0.precision == .day ? "day" : "exact" } ?? "unknown"
    )
    json.add("parent_id", post.parentID)
    json.add("root_id", rootID)
    json.add("kind", post.kind.rawValue)
    json.add("quote_of", post.quoteOf)
    json.add("repost_of", post.repostOf)
    json.add("text", post.text)
    json.add("lang", post.language)
    json.add("likes", post.likes)
    json.add("reposts", post.reposts)
    json.add("replies", post.replies)
    json.add("deleted", post.isDeleted)
    if let editedAt = post.editedAt { json.add("edited_at", editedAt.description) }
    if post.isTruncated { json.add("truncated", true) }
    if post.isContext { json.add("context", true) }
    var source = JSONLine()
    source.add("file", file)
    source.add("line", line)
    json.add("source", source)
  }

  /// The line in UTF-8, with its line end.
  public var utf8: [UInt8] { json.utf8 }
}
