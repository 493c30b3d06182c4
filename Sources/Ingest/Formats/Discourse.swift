/// Topics of Discourse forums.
enum Discourse {
  static let formats = [
    InputFormat(
      "discourse-topic",
      platform: "discourse",
      source: "topics of Discourse forums",
      marks: [["post_stream"], ["cooked", "topic_id"]],
      matches: { $0["post_stream"]?.has("posts") ?? true },
      read: { topic, harvest in
        let posts = topic["post_stream"]?["posts"]?.elements ?? [topic]
        // An answer names the number of a post within the topic, and not its id. Topics come in pages, so
        // where the posts name their topic, the number in it is the id, as in the address of a post.
        var ids: [String: String] = [:]
        for post in posts {
          if let number = post.word("post_number"), let id = post.word("id") { ids[number] = id }
        }
        for record in posts {
          // That a topic was closed or moved is a post of its own.
          guard !record.has("action_code") else {
            harvest.note("notice of the forum")
            continue
          }
          var post = Discourse.post(record, ids)
          if post.parentID == nil, let count = topic.count("posts_count") {
            post.replies = count - 1
          }
          harvest.add(post)
        }
      }
    )
  ]

  /// The id of the post that an address such as `https://forum.example/t/name-of-topic/77/2` names: the
  /// number of the topic, and that of the post where it is not the first.
  static func id(ofAddress address: String) -> String? {
    let parts = address.split { "/?#".contains($0) }
    guard let mark = parts.firstIndex(of: "t") else { return nil }
    let numbers = parts[mark...].filter { part in part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }
    guard let topic = numbers.first else { return nil }
    return "\(topic)/\(numbers.count > 1 ? numbers[1] : "1")"
  }

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
