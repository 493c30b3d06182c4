/// Messages of Telegram: from the desktop program, and as the library Telethon writes them.
enum Telegram {
  static let formats = [
    InputFormat(
      "telegram-desktop",
      platform: "telegram",
      source: "exports of Telegram Desktop, whole or the messages alone",
      marks: [
        ["messages", "type"], ["chats"], ["type", "date_unixtime"], ["type", "text_entities"],
      ],
      matches: { record in
        record["messages"]?.isArray ?? record["chats"]?["list"]?.isArray
          ?? ["message", "service"].contains(record.text("type"))
      },
      read: { record, harvest in
        let chats = record["chats"]?["list"]?.elements ?? [record]
        for chat in chats {
          guard let messages = chat["messages"] else {
            readMessage(chat, scope: "", &harvest)
            continue
          }
          let scope = chat.word("id") ?? ""
          for message in messages.elements { readMessage(message, scope: scope, &harvest) }
        }
      }
    ),
    InputFormat(
      "4cat/telegram",
      platform: "telegram",
      source: "Telethon, and 4CAT's own collector of Telegram",
      marks: [["peer_id", "message"], ["_type", "peer_id"]]
    ) { record, harvest in
      readTelethon(record, &harvest)
    },
  ]

  private static func readMessage(_ record: Record, scope: String, _ harvest: inout Harvest) {
    guard record.text("type") != "service" else { return harvest.note("service message") }
    var post = Post()
    post.id = record.word("id") ?? ""
    post.idScope = scope
    if let parts = record["text"], parts.isArray {
      post.setText(
        parts.elements.map { $0.scalar ?? $0.text("text") ?? "" }.joined(),
        .plain
      )
    } else {
      post.setText(record["text"], .plain)
    }
    post.setAuthor(record.word("from"), id: record.word("from_id"))
    post.setTime(record.text("date_unixtime") ?? record.text("date"))
    post.editedAt = record.text("edited_unixtime").flatMap { Timestamp.parse($0)?.moment }
    post.parentID = record.reference("reply_to_message_id")
    post.likes = likes(
      (record["reactions"]?.elements ?? []).map { ($0.text("emoji"), $0.count("count")) }
    )
    harvest.add(post)
  }

  private static func readTelethon(_ record: Record, _ harvest: inout Harvest) {
    guard record.has("message"), !record.has("action") else {
      return harvest.note("service message")
    }
    var post = Post()
    post.id = record.word("id") ?? ""
    let peer = record["peer_id"]
    let chat = record["_chat"]?.word("id") ?? peer?.word("channel_id", "chat_id", "user_id")
    post.idScope = chat ?? ""
    post.setText(record["message"], .plain)
    let sender = record["_sender"] ?? record["sender"]
    let name = [sender?.word("first_name"), sender?.word("last_name")].compactMap { $0 }
      .joined(separator: " ")
    let from = record["from_id"]
    post.setAuthor(
      sender?.word("username")
        ?? record["_chat"].flatMap { from == nil ? $0.word("username") : nil },
      name: name.isEmpty ? sender?.word("title") : name,
      id: sender?.word("id") ?? from?.word("user_id", "channel_id") ?? from?.scalar
    )
    post.setTime(record.text("date"))
    post.editedAt = record.text("edit_date").flatMap { Timestamp.parse($0)?.moment }
    let reply = record["reply_to"]
    post.parentID = reply?.reference("reply_to_msg_id")
    post.conversationID = reply?.reference("reply_to_top_id")
    post.reposts = record.count("forwards")
    post.replies = record["replies"]?.count("replies")
    let reactions = record["reactions"]?["results"]?.elements ?? []
    post.likes = likes(reactions.map { ($0["reaction"]?.text("emoticon"), $0.count("count")) })
    harvest.add(post)
  }

  /// How often a message got a thumb up or a heart: other signs may mean anything.
  private static func likes(_ reactions: [(emoji: String?, count: Int?)]) -> Int? {
    guard !reactions.isEmpty else { return nil }
    return reactions.reduce(0) { sum, reaction in
      let isLike = reaction.emoji.map { $0.hasPrefix("👍") || $0.hasPrefix("❤") } ?? false
      return sum + (isLike ? reaction.count ?? 0 : 0)
    }
  }
}
