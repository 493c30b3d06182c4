/// What the scrapers snscrape and twscrape write.
enum Snscrape {
  static let formats = [
    InputFormat(
      "twscrape",
      platform: "x",
      source: "twscrape and snscrape",
      marks: [["_type"], ["rawContent", "user"]],
      matches: { record in
        record.text("_type")?.contains("snscrape.modules") ?? record.has("rawContent")
      },
      read: { record, harvest in
        let kind = record.text("_type") ?? "snscrape.modules.twitter.Tweet"
        let name = kind.split(separator: ".").last ?? ""
        if kind.contains(".reddit.") {
          var post = Post()
          post.platform = "reddit"
          post.id = record.word("id") ?? ""
          post.setText(name == "Comment" ? record["body"] : record["selftext"], .withEntities)
          if let title = record.text("title") {
            post.setText(
              [title, post.text].filter { !$0.isEmpty }.joined(separator: "\n\n"),
              .plain
            )
          }
          post.setAuthor(record.word("author"))
          post.setTime(record.text("date"))
          post.parentID = record.reference("parentId")
          post.isReply = name == "Comment"
          return harvest.add(post)
        }
        guard name != "User",
          record.has("content") || record.has("rawContent")
            || record.has("renderedContent")
        else { return harvest.note(name == "User" ? "user" : "item without a post") }
        harvest.add(post(record, kind, &harvest))
      }
    )
  ]

  private static func post(_ record: Record, _ kind: String, _ harvest: inout Harvest) -> Post {
    var post = Post()
    let modules = kind.split(separator: ".")
    if let module = modules.dropFirst(2).first, module != "twitter" {
      post.platform = String(module)
    }
    post.id = record.word("id_str", "id", "url") ?? ""
    post.setText(
      record["rawContent"] ?? record["content"] ?? record["renderedContent"],
      .withEntities
    )
    let user = record["user"] ?? record["account"]
    post.setAuthor(
      user?.word("username") ?? record.word("username", "author"),
      name: user?.word("displayname", "displayName"),
      id: user?.word("id_str", "id")
    )
    post.setTime(record.text("date"))
    post.parentID = record.reference("inReplyToTweetIdStr", "inReplyToTweetId")
    post.conversationID = record.reference("conversationIdStr", "conversationId")
    post.language = record.word("lang")
    post.likes = record.count("likeCount")
    post.reposts = record.count("retweetCount")
    post.replies = record.count("replyCount")
    if let original = record["retweetedTweet"], original.isObject {
      let inner = Self.post(original, original.text("_type") ?? kind, &harvest)
      post.repeatText(of: inner)
      harvest.addContext(inner)
    } else if let quoted = record["quotedTweet"], quoted.isObject {
      let inner = Self.post(quoted, quoted.text("_type") ?? kind, &harvest)
      post.quoteOf = inner.id.isEmpty ? nil : inner.id
      harvest.addContext(inner)
    }
    return post
  }
}
