/// Activity streams, as the archive of GNIP sold tweets.
enum GNIP {
  static let formats = [
    InputFormat(
      "gnip",
      platform: "x",
      source: "activity streams of GNIP",
      marks: [["verb", "actor", "objectType"]]
    ) { record, harvest in
      guard ["post", "share"].contains(record.text("verb")) else {
        return harvest.note("\(record.text("verb") ?? "other") activity")
      }
      harvest.add(post(record, &harvest))
    }
  ]

  private static func post(_ record: Record, _ harvest: inout Harvest) -> Post {
    var post = Post()
    post.id = record.word("id").flatMap { lastPart($0, ":") } ?? ""
    post.setText(record["long_object"]?["body"] ?? record["body"], .withEntities)
    let actor = record["actor"]
    post.setAuthor(
      actor?.word("preferredUsername"),
      name: actor?.word("displayName"),
      id: actor?.word("id").flatMap { lastPart($0, ":") }
    )
    post.setTime(record.text("postedTime"))
    post.parentID = record["inReplyTo"]?.word("link").flatMap { lastPart($0, "/") }
    post.language = record.word("twitter_lang")
    post.likes = record.count("favoritesCount")
    post.reposts = record.count("retweetCount")
    if record.text("verb") == "share", let original = record["object"] {
      let inner = Self.post(original, &harvest)
      post.repeatText(of: inner)
      harvest.addContext(inner)
    } else if let quoted = record["twitter_quoted_status"] {
      let inner = Self.post(quoted, &harvest)
      post.quoteOf = inner.id
      harvest.addContext(inner)
    }
    return post
  }

  private static func lastPart(_ text: String, _ separator: Character) -> String? {
    text.split(separator: separator).last.map(String.init)
  }
}
