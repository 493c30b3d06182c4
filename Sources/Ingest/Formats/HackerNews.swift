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
    )
  ]
}
