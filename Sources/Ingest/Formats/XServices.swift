/// Posts of X as scraping services and browser extensions write them.
enum XServices {
  static let formats = [
    InputFormat(
      "x-camelcase",
      platform: "x",
      source: "scraping services for X, with members such as createdAt",
      marks: [["createdAt", "author"], ["noResults"], ["demo"]],
      matches: { record in
        record["author"].map {
          $0.has("userName") || $0.has("username") && record.has("twitterUrl")
        }
          ?? !record.has("text")
      },
      read: { record, harvest in
        guard record.has("author") else { return harvest.note("row without a post") }
        harvest.add(post(record, &harvest))
      }
    ),
    InputFormat(
      "twitter-web-exporter",
      platform: "x",
      source: "the browser extension twitter-web-exporter",
      marks: [["id", "full_text", "screen_name"]]
    ) { record, harvest in
      var post = Post()
      post.id = record.word("id") ?? ""
      post.setText(record["full_text"], .withEntities)
      if let note = record["metadata"]?["note_tweet"]?["note_tweet_results"]?["result"]?["text"] {
        post.setText(note, .plain)
      }
      post.setAuthor(
        record.word("screen_name"),
        name: record.word("name"),
        id: record.word("user_id")
      )
      post.setTime(record.text("created_at"))
      post.parentID = record.reference("in_reply_to")
      post.conversationID = record["metadata"]?["legacy"]?.reference("conversation_id_str")
      post.repostOf = record.reference("retweeted_status")
      post.isRepost = post.repostOf != nil
      post.quoteOf = post.isRepost ? nil : record.reference("quoted_status")
      post.likes = record.count("favorite_count")
      post.reposts = record.count("retweet_count")
      post.replies = record.count("reply_count")
      harvest.add(post)
    },
  ]

  private static func post(_ record: Record, _ harvest: inout Harvest) -> Post {
    var post = Post()
    post.id = record.word("id", "id_str") ?? ""
    post.setText(record["fullText"] ?? record["text"], .withEntities)
    let author = record["author"]
    post.setAuthor(
      author?.word("userName", "username"),
      name: author?.word("name", "displayName"),
      id: author?.word("id")
    )
    post.setTime(record.text("createdAt"))
    post.parentID = record.reference("inReplyToId", "inReplyToTweetId", "inReplyToStatusId")
    post.isReply = record["isReply"]?.isTrue == true
    post.conversationID = record.reference("conversationId")
    post.language = record.word("lang")
    post.likes = record.count("likeCount")
    post.reposts = record.count("retweetCount")
    post.replies = record.count("replyCount")
    post.isRepost = record["isRetweet"]?.isTrue == true
    if let original = record["retweeted_tweet"] ?? record["retweet"], original.isObject {
      let inner = Self.post(original, &harvest)
      post.repeatText(of: inner)
      harvest.addContext(inner)
    } else if let quoted = record["quoted_tweet"] ?? record["quote"], quoted.isObject {
      let inner = Self.post(quoted, &harvest)
      post.quoteOf = inner.id.isEmpty ? nil : inner.id
      harvest.addContext(inner)
    }
    post.quoteOf = post.quoteOf ?? record.reference("quoteId", "quotedTweetId")
    return post
  }
}
