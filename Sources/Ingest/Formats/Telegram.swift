/// Messages of Telegram: from the desktop program, and as the library Telethon writes them.
enum Telegram {
  static let formats = [
    InputFormat(
      "telegram-desktop",
      platform: "telegram",
      source: "exports of Telegram Desktop, whole or the messages alone",
      marks: [
        ["messages", "type"], ["chats"], ["type", "date_unixtime"], ["type", "text_entities"],
        // Exports before 2022.
        ["type", "from_id"], ["type", "actor_id"],
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
      marks: [["peer_id", "message"], ["_type", "peer_id"], ["_", "peer_id"]]
    ) { record, harvest in
      readTelethon(record, &harvest)
    },
  ]

  private static func readMessage(_ record: Record, scope: String, _ harvest: inout Harvest) {
    guard record.text("type") != "service" else { return harvest.note("service message") }
    var post = Post()
    post.setID(record.word("id"), in: scope)
    if let parts = record["text"], parts.isArray {
      post.setText(
        parts.elements.map { part in
          let text = part.scalar ?? part.text("text") ?? ""
          return part.text("type") == "blockquote" ? HTML.quoted(text) : text
        }.joined(),
        .plain
      )
    } else {
      post.setText(record["text"], .plain)
    }
    post.setAuthor(record.word("from"), id: record.word("from_id"))
    post.setTime(record.text("date_unixtime") ?? record.text("date"))
    post.editedAt = record.text("edited_unixtime").flatMap { Timestamp.parse($0)?.moment }
    // A chat has its number as id, and in links its kind before that.
    let chat = record.word("reply_to_peer_id").map { String($0.drop { $0.isLetter }) } ?? scope
    post.parentID = record.reference("reply_to_message_id").map { Post.id($0, in: chat) }
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
    let chat = record["_chat"]?.word("id") ?? record["peer_id"].flatMap(number) ?? ""
    post.setID(record.word("id"), in: chat)
    post.setText(record["message"], .plain)
    let sender = record["_sender"] ?? record["sender"]
    let name = [sender?.word("first_name"), sender?.word("last_name")].compactMap { $0 }
      .joined(separator: " ")
    let from = record["from_id"]
    post.setAuthor(
      sender?.word("username")
        ?? record["_chat"].flatMap { from == nil ? $0.word("username") : nil },
      name: name.isEmpty ? sender?.word("title") : name,
      id: sender?.word("id") ?? from.flatMap(number) ?? from?.scalar
    )
    post.setTime(record.text("date"))
    post.editedAt = record.text("edit_date").flatMap { Timestamp.parse($0)?.moment }
    let reply = record["reply_to"]
    let other = reply?["reply_to_peer_id"].flatMap(number) ?? chat
    post.parentID = reply?.reference("reply_to_msg_id").map { Post.id($0, in: other) }
    post.conversationID = reply?.reference("reply_to_top_id").map { Post.id($0, in: other) }
    post.reposts = record.count("forwards")
    post.replies = record["replies"]?.count("replies")
    let reactions = record["reactions"]?["results"]?.elements ?? []
    post.likes = likes(reactions.map { ($0["reaction"]?.text("emoticon"), $0.count("count")) })
    harvest.add(post)
  }

  /// The number of a user or chat.
  private static func number(of peer: Record) -> String? {
    peer.word("channel_id", "chat_id", "user_id")
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

extension Post {
  fileprivate mutating func setID(_ id: String?, in scope: String) {
    guard let id else { return }
    idScope = scope
    self.id = Self.id(id, in: scope)
  }

  /// An id that counts within a chat, as one that counts within the platform.
  fileprivate static func id(_ id: String, in scope: String) -> String {
    scope.isEmpty ? id : "\(scope)/\(id)"
  }
}
