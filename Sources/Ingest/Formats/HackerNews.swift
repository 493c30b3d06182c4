/// Items of Hacker News.
enum HackerNews {
  static let formats = [
    InputFormat(
      "hackernews-item",
      platform: "hackernews",
      source: "items of the interface of Hacker News",
      marks: [["type", "time", "id"]],
      matches: { record in
        ["story", "comment", "poll", "pollopt", "job"].contains(record.text("type"))
          && (record.has("by") || record.has("deleted") || record.has("dead"))
      },
      read: { record, harvest in
        var post = Post()
        post.id = record.word("id") ?? ""
        let title = HTML.decodedEntities(record.text("title") ?? "")
        post.setText(record["text"], .html)
        post.text = [title, post.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
        post.setAuthor(record.word("by"))
        post.setTime(record.text("time"))
        post.parentID = record.reference("parent", "poll")
        post.isReply = record.text("type") == "comment"
        post.likes = record.count("score")
        post.replies = record.count("descendants")
        post.isDeleted = record["deleted"]?.isTrue == true || record["dead"]?.isTrue == true
        harvest.add(post)
      }
    ),
    InputFormat(
      "hackernews-search",
      platform: "hackernews",
      source: "the search of Hacker News by Algolia: items with all below them, and hits",
      marks: [["created_at_i", "author"]],
      matches: { $0.has("story_id") || $0.has("title") },
      read: { record, harvest in readFound(record, &harvest) }
    ),
  ]

  private static func readFound(_ top: Record, _ harvest: inout Harvest) {
    var stack = [top]
    while let record = stack.popLast() {
      var post = Post()
      post.id = record.word("objectID", "id") ?? ""
      post.setText(record["comment_text"] ?? record["story_text"] ?? record["text"], .html)
      let title = HTML.decodedEntities(record.text("title") ?? "")
      post.text = [title, post.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
      post.setAuthor(record.word("author"))
      post.setTime(record.text("created_at_i") ?? record.text("created_at"))
      post.parentID = record.reference("parent_id")
      post.isReply = post.parentID != nil
      post.conversationID = record.reference("story_id")
      post.likes = record.count("points")
      post.replies = record.count("num_comments")
      // What was deleted has neither an author nor a text.
      post.isDeleted = post.author == nil && post.text.isEmpty
      harvest.add(post)
      stack += (record["children"]?.elements ?? []).reversed()
    }
  }
}
