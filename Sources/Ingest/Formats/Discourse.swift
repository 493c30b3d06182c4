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
        // An answer names the number of a post within the topic, and not its id. Topics come in pages, so
        // where the posts name their topic, the number in it is the id, as in the address of a post.
        var ids: [String: String] = [:]
        for post in posts {
          if let number = post.word("post_number"), let id = post.word("id") { ids[number] = id }
        }
        for post in posts {
          var post = Discourse.post(post, ids)
          if post.parentID == nil, let count = record.count("posts_count") {
            post.replies = count - 1
          }
          harvest.add(post)
        }
      }
    )
  ]

  private static func post(_ record: Record, _ ids: [String: String]) -> Post {
    var post = Post()
    post.id = record.word("id") ?? ""
    if let raw = record["raw"] {
      post.setText(raw, .unknown)
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
    let answered = record.reference("reply_to_post_number") ?? "1"
    if let topic = record.word("topic_id"), let number = record.word("post_number") {
      post.id = "\(topic)/\(number)"
      post.conversationID = "\(topic)/1"
      post.parentID = isFirst ? nil : "\(topic)/\(answered)"
    } else {
      post.conversationID = ids["1"]
      post.parentID = isFirst ? nil : ids[answered] ?? ids["1"]
    }
    post.likes = record.count("like_count")
    post.replies = record.count("reply_count")
    post.isDeleted =
      record["user_deleted"]?.isTrue == true || record["hidden"]?.isTrue == true
      || record.has("deleted_at")
    return post
  }
}
