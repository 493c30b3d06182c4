/// Comments and submissions of Reddit: from the monthly dumps and their kin, or as its own
/// interface lists them.
enum Reddit {
  static let formats = [
    InputFormat(
      "reddit-dump",
      platform: "reddit",
      source: "Pushshift and Arctic Shift dumps of comments and submissions",
      marks: [
        ["body", "link_id"], ["body", "parent_id"], ["title", "selftext"], ["title", "subreddit"],
      ],
      matches: { record in
        // Programs that use PRAW write whichever members they like.
        if let parent = record.text("parent_id"), !hasKind(parent), !record.has("link_id") {
          return false
        }
        return record.has("selftext") || record.has("link_id") || record.has("subreddit")
          || record.has("subreddit_id") || record.has("parent_id")
      },
      read: { record, harvest in
        harvest.add(record.has("body") ? comment(record) : submission(record))
      }
    ),
    InputFormat(
      "reddit-listing",
      platform: "reddit",
      source: "listings of the interface of Reddit",
      marks: [["kind", "data"]],
      matches: { ["Listing", "t1", "t3", "more"].contains($0.text("kind")) },
      read: { record, harvest in
        readListing(record, &harvest)
      }
    ),
  ]

  /// Reads a listing with all answers below it; a stack, because answers nest as deep as they do.
  private static func readListing(_ top: Record, _ harvest: inout Harvest) {
    var stack = [top]
    while let thing = stack.popLast() {
      guard let data = thing["data"] else { continue }
      switch thing.text("kind") {
      case "t1": harvest.add(comment(data))
      case "t3": harvest.add(submission(data))
      case "more": harvest.note("ids of comments without their texts")
      default: stack += (data["children"]?.elements ?? []).reversed()
      }
      if let replies = data["replies"], replies.isObject { stack.append(replies) }
    }
  }

  private static func comment(_ record: Record) -> Post {
    var post = Post()
    post.id = fullName(record.word("id", "comment_id"), "t1_")
    post.setText(record["body"], .withEntities)
    post.isReply = true
    post.conversationID = record.reference("link_id").map { fullName($0, "t3_") }
    if let parent = record["parent_id"], let text = parent.scalar {
      // Answers of Pushshift in late 2022 have the id, which is in base 36, as a number.
      post.parentID =
        parent.isNumber
        ? UInt64(text).map { "t1_" + String($0, radix: 36) } : Record.reference(text)
    }
    post.parentID = post.parentID ?? post.conversationID
    fill(&post, from: record)
    return post
  }

  private static func submission(_ record: Record) -> Post {
    var post = Post()
    post.id = fullName(record.word("id", "submission_id", "post_id"), "t3_")
    post.setText(record["selftext"], .withEntities)
    let title = HTML.decodedEntities(record.text("title") ?? "")
    post.text = [title, post.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
    post.conversationID = post.id
    fill(&post, from: record)
    return post
  }

  private static func fill(_ post: inout Post, from record: Record) {
    post.setAuthor(
      record.word("author").flatMap { Record.isNothing($0) ? nil : $0 },
      id: record.word("author_fullname")
    )
    post.setTime(record.text("created_utc") ?? record.text("created"))
    post.editedAt = record.text("edited").flatMap { Timestamp.parse($0)?.moment }
    post.likes = record.count("score")
    post.replies = record.count("num_comments")
    if record.has("removed_by_category") { post.isDeleted = true }
  }

  /// An id with its kind in front, so that comments and submissions cannot be taken for each other.
  private static func fullName(_ id: String?, _ kind: String) -> String {
    guard let id else { return "" }
    return hasKind(id) ? id : kind + id
  }

  private static func hasKind(_ id: String) -> Bool { id.hasPrefix("t1_") || id.hasPrefix("t3_") }
}
