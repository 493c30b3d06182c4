/// Messages of Discord.
enum Discord {
  static let formats = [
    InputFormat(
      "discord",
      platform: "discord",
      source: "DiscordChatExporter, and the messages of Discord's own interface",
      marks: [["messages"], ["content", "author", "type"]],
      matches: { record in
        record["messages"].map { messages in
          let first = messages.elements.first
          return (record.has("guild") || record.has("channel"))
            && (first == nil || first?["author"]?.isObject == true && first?.has("type") == true)
        }
          ?? (record["author"]?.isObject == true && record.has("timestamp")
            && (record.has("mentions") || record.has("embeds") || record.has("attachments")))
      },
      read: { record, harvest in
        for message in record["messages"]?.elements ?? [record] { read(message, &harvest) }
      }
    )
  ]

  /// The types of messages that people write; all others say who joined, called or pinned.
  private static let written: Set = ["Default", "Reply", "0", "19"]

  private static func read(_ record: Record, _ harvest: inout Harvest) {
    guard let type = record.text("type"), written.contains(type) else {
      return harvest.note("service message")
    }
    var post = Post()
    post.id = record.word("id") ?? ""
    post.setText(record["content"], .plain)
    let author = record["author"]
    post.setAuthor(
      author?.word("name", "username"),
      name: author?.word("nickname", "global_name"),
      id: author?.word("id")
    )
    post.setTime(record.text("timestamp"))
    post.editedAt = (record.text("timestampEdited") ?? record.text("edited_timestamp"))
      .flatMap { Timestamp.parse($0)?.moment }
    post.parentID =
      record["reference"]?.reference("messageId")
      ?? record["message_reference"]?.reference("message_id")
    harvest.add(post)
  }
}
