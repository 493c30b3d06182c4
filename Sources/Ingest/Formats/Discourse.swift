/// Topics of Discourse forums.
enum Discourse {
  static let formats = [
    InputFormat(
      "discourse-topic",
      platform: "discourse",
      source: "topics of Discourse forums",
      marks: [["post_stream"], ["cooked", "topic_id"]],
      matches: { $0["post_stream"]?.has("posts") ?? true },
      read: { record, harvest in
        let posts = record["post_stream"]?["posts"]?.elements ?? [record]
        // An answer names the number of a post within the topic, and not its id.
        var ids: [String: String] = [:]
        for post in posts {
          if let number = post.word("post_number"), let id = post.word("id") { ids[number] = id }
        }
        for post in posts { harvest.add(Discourse.post(post, ids)) }
      }
    )
  ]

  private static func post(_ record: Record, _ ids: [String: String]) -> Post {
    var post = Post()
    post.id = record.word("id") ?? ""
    if let raw = record["raw"] {
      post.setText(raw, .plain)
    } else {
      post.setText(record["cooked"], .html)
    }
    post.setAuthor(
      record.word("username"),
      name: record.word("name", "display_username"),
      id: record.word("user_id")
    )
    post.setTime(record.text("created_at"))
    if let updated = record.text("updated_at"), record.count("version") ?? 1 > 1 {
      post.editedAt = Timestamp.parse(updated)?.moment
    }
    let isFirst = record.text("post_number") == "1"
    post.isReply = !isFirst
    post.conversationID = ids["1"]
    let number = record.reference("reply_to_post_number") ?? "1"
    post.parentID = isFirst ? nil : ids[number] ?? ids["1"]
    post.likes = record.count("like_count")
    post.replies = record.count("reply_count")
    post.isDeleted =
      record["user_deleted"]?.isTrue == true || record["hidden"]?.isTrue == true
      || record.has("deleted_at")
    return post
  }
}
