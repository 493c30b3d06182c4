/// Posts as version 1.1 of the interface of X gave them, the notices of its stream, and the
/// archive of an account.
enum XAPIv1 {
  private static let noticeKinds = [
    "delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning",
    "friends", "event", "for_user",
  ]

  static let noticeFormat = InputFormat(
    "twitter-notice",
    platform: "x",
    source: "notices of the stream of Twitter",
    marks: noticeKinds.map { [$0] },
    matches: { record in
      var count = 0
      record.forEachMember { _, _ in count += 1 }
      return count <= 2 && !record.has("text") && !record.has("payload")
    },
    read: { record, harvest in
      harvest.remove(id: record["delete"]?["status"]?.word("id_str", "id"))
      harvest.note(record.has("delete") ? "deletion notice" : "notice")
    }
  )

  static let formats = [
    InputFormat(
      "twitter-v1.1",
      platform: "x",
      source: "twarc 1, streams and hydrated collections of Twitter",
      marks: [["id_str", "user", "text"], ["id_str", "user", "full_text"]],
      matches: { $0["user"]?.isObject == true },
      read: { record, harvest in
        harvest.add(post(record, &harvest))
      }
    ),
    noticeFormat,
    InputFormat(
      "twitter-archive",
      platform: "x",
      source: "the archive that X gives to the owner of an account",
      marks: [["tweet"]],
      matches: { $0["tweet"].map { $0.has("id_str") && $0.has("full_text") } == true },
      read: { record, harvest in
        if let tweet = record["tweet"] { harvest.add(post(tweet, &harvest)) }
      }
    ),
  ]

  private static func post(_ record: Record, _ harvest: inout Harvest) -> Post {
    var post = Post()
    post.id = record.word("id_str", "id") ?? ""
    let extended = record["extended_tweet"]?["full_text"]
    post.setText(extended ?? record["full_text"] ?? record["text"], .withEntities)
    post.isTruncated = extended == nil && record["truncated"]?.isTrue == true
    let user = record["user"]
    post.setAuthor(
      user?.word("screen_name"),
      name: user?.word("name"),
      id: user?.word("id_str", "id")
    )
    post.setTime(record.text("created_at"))
    if post.createdAt == nil { post.setTime(record.text("timestamp_ms")) }
    post.parentID = record.reference("in_reply_to_status_id_str", "in_reply_to_status_id")
    post.language = record.word("lang")
    post.likes = record.count("favorite_count")
    post.reposts = record.count("retweet_count")
    post.replies = record.count("reply_count")
    if record.has("withheld_in_countries") && record["withheld_copyright"]?.isTrue == true {
      post.isDeleted = true
    }
    if let original = record["retweeted_status"] {
      let inner = Self.post(original, &harvest)
      post.repeatText(of: inner)
      harvest.addContext(inner)
    } else {
      post.quoteOf = record.reference("quoted_status_id_str", "quoted_status_id")
      if let quoted = record["quoted_status"] {
        let inner = Self.post(quoted, &harvest)
        post.quoteOf = post.quoteOf ?? inner.id
        harvest.addContext(inner)
      }
    }
    return post
  }
}
