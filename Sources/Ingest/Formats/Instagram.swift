/// Posts and comments of Instagram: as its website receives them, and from scrapers.
enum Instagram {
  static let postFormat = InputFormat(
    "instagram-posts",
    platform: "instagram",
    source: "posts that the website of Instagram receives",
    marks: [["code", "taken_at"]],
    read: { record, harvest in
      var post = Post()
      post.id = record.word("pk", "id") ?? record.word("code") ?? ""
      post.setText(record["caption"]?["text"], .plain)
      let user = record["user"]
      post.setAuthor(
        user?.word("username"),
        name: user?.word("full_name"),
        id: user?.word("pk", "id")
      )
      post.setTime(record.text("taken_at"))
      post.likes = record.count("like_count")
      post.replies = record.count("comment_count")
      harvest.add(post)
    }
  )

  static let formats = [
    InputFormat(
      "apify-instagram-comments",
      platform: "instagram",
      source: "scrapers of Apify for comments of Instagram",
      marks: [["ownerUsername", "text"]]
    ) { record, harvest in
      let root = record.word("postUrl").flatMap(shortCode)
      var stack: [(record: Record, parent: String?)] = [(record, root)]
      while let (record, parent) = stack.popLast() {
        var post = Post()
        post.id = record.word("id") ?? ""
        post.setText(record["text"], .plain)
        post.setAuthor(
          record.word("ownerUsername") ?? record["owner"]?.word("username"),
          name: record["owner"]?.word("full_name"),
          id: record["owner"]?.word("id")
        )
        post.setTime(record.text("timestamp"))
        post.isReply = true
        post.parentID = parent
        post.conversationID = root
        post.likes = record.count("likesCount")
        post.replies = record.count("repliesCount")
        harvest.add(post)
        stack += (record["replies"]?.elements ?? []).reversed().map { ($0, post.id) }
      }
    },
    postFormat,
  ]

  /// The code of a post in its address: what follows `/p/` or `/reel/`.
  private static func shortCode(inAddress address: String) -> String? {
    let parts = address.prefix { $0 != "?" }.split(separator: "/")
    guard let mark = parts.firstIndex(where: { ["p", "reel", "tv"].contains($0) }),
      mark + 1 < parts.count
    else { return nil }
    return String(parts[mark + 1])
  }
}
