/// Posts of Mastodon and of networks that speak its language.
enum Mastodon {
  static let statusFormat = InputFormat(
    "mastodon-status",
    platform: "mastodon",
    source: "Mastodon, Pleroma, GoToSocial, Truth Social: one status a line",
    marks: [["content", "account"]],
    matches: { $0["account"]?.isObject == true },
    read: { record, harvest in harvest.add(post(record, &harvest)) }
  )

  static let formats = [
    statusFormat,
    InputFormat(
      "mastodon-context",
      platform: "mastodon",
      source: "the posts above and below a status",
      marks: [["ancestors", "descendants"]]
    ) { record, harvest in
      for status in (record["ancestors"]?.elements ?? []) + (record["descendants"]?.elements ?? [])
      {
        harvest.add(post(status, &harvest))
      }
    },
    InputFormat(
      "mastodon-search",
      platform: "mastodon",
      source: "pages of search results",
      marks: [["statuses", "accounts"], ["statuses", "hashtags"]]
    ) { record, harvest in
      for status in record["statuses"]?.elements ?? [] { harvest.add(post(status, &harvest)) }
    },
    InputFormat(
      "mastodon-stream",
      platform: "mastodon",
      source: "events of a stream of Mastodon",
      marks: [["event", "payload"]]
    ) { record, harvest in
      let event = record.text("event") ?? ""
      let payload = record["payload"]
      if event == "delete" {
        harvest.remove(id: payload?.scalar)
        return harvest.note("deletion")
      }
      let status =
        payload?.isObject == true ? payload : payload?.scalar.flatMap { Record(text: $0) }
      guard let status, event == "update" || event == "status.update", status.has("account") else {
        return harvest.note("\(event) event")
      }
      harvest.add(post(status, &harvest))
    },
    InputFormat(
      "activitypub",
      platform: "mastodon",
      source: "the outbox in the archive of a Mastodon account",
      marks: [["orderedItems"], ["type", "object", "actor"]],
      matches: { record in
        record.has("orderedItems")
          || ["Create", "Announce", "Update", "Delete"]
            .contains(record.text("type"))
      },
      read: { record, harvest in
        for activity in record["orderedItems"]?.elements ?? [record] {
          if let post = post(fromActivity: activity) {
            harvest.add(post)
          } else {
            harvest.note("\(activity.text("type") ?? "other") activity")
          }
        }
      }
    ),
  ]

  private static func post(_ record: Record, _ harvest: inout Harvest) -> Post {
    var post = Post()
    post.id = record.word("id") ?? record.word("uri") ?? ""
    let isPlain = harvest.format.contains("truthsocial")
    if isPlain { post.platform = "truthsocial" }
    if let content = record["content"]?.string {
      let text = isPlain ? content.text : withoutQuoteLine(content.text)
      post.setText(text, isPlain && !text.hasPrefix("<p") ? .plain : .html)
      post.hasMendedText = content.isMended
    }
    if post.text.isEmpty, !post.isDeleted, let warning = record.word("spoiler_text") {
      post.setText(warning, .plain)
    }
    let account = record["account"]
    post.setAuthor(
      account?.word("acct", "username"),
      name: account?.word("display_name"),
      id: account?.word("id")
    )
    post.setTime(record.text("created_at"))
    post.editedAt = record.text("edited_at").flatMap { Timestamp.parse($0)?.moment }
    post.parentID = record.reference("in_reply_to_id") ?? record["in_reply_to"]?.reference("id")
    post.language = record.word("language")
    post.likes = record.count("favourites_count")
    post.reposts = record.count("reblogs_count")
    post.replies = record.count("replies_count")
    if let original = record["reblog"], original.isObject {
      let inner = Self.post(original, &harvest)
      post.repeatText(of: inner)
      harvest.addContext(inner)
    } else if let quote = record["quote"] {
      let quoted = quote["quoted_status"] ?? (quote.has("account") ? quote : nil)
      post.quoteOf = quoted?.reference("id") ?? quote.reference("quoted_status_id")
      if let quoted { harvest.addContext(Self.post(quoted, &harvest)) }
    }
    post.quoteOf = post.quoteOf ?? record.reference("quote_id")
    return post
  }

  /// Markup without the paragraph that stands for the quoted post.
  private static func withoutQuoteLine(_ html: String) -> String {
    guard html.hasPrefix("<p class=\"quote-inline\">") else { return html }
    let close = "</p>"
    var rest = html[...]
    while !rest.isEmpty {
      if rest.hasPrefix(close) { return String(rest.dropFirst(close.count)) }
      rest = rest.dropFirst()
    }
    return html
  }

  private static func post(fromActivity activity: Record) -> Post? {
    var post = Post()
    post.setAuthor(activity.word("actor")?.split(separator: "/").last.map(String.init))
    post.setTime(activity.text("published"))
    if activity.text("type") == "Announce", let original = activity.word("object") {
      post.id = activity.word("id") ?? ""
      post.isRepost = true
      post.repostOf = original
      return post
    }
    guard let object = activity["object"], object.has("content") else { return nil }
    post.id = object.word("id") ?? ""
    post.setText(object["content"], .html)
    post.setTime(object.text("published"))
    post.editedAt = object.text("updated").flatMap { Timestamp.parse($0)?.moment }
    post.parentID = object.reference("inReplyTo")
    return post
  }
}
