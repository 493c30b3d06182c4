/// Lines as this program writes them: texts are plain already, and what is in them is no markup.
enum GroundswellPosts {
  static let formats = [
    InputFormat(
      "groundswell-posts",
      platform: "",
      source: "what 'groundswell posts' and 'split' write",
      marks: [["format", "precision", "deleted", "kind", "source"]]
    ) { record, harvest in
      var post = Post()
      post.id = record.word("id") ?? ""
      post.platform = record.word("platform") ?? ""
      post.setText(record["text"], .plain)
      post.isDeleted = record["deleted"]?.isTrue == true
      post.isTruncated = record["truncated"]?.isTrue == true
      (post.author, post.authorName) = (record.word("author"), record.word("author_name"))
      post.authorID = record.word("author_id")
      post.setTime(record.text("created_at"))
      if record.text("precision") == "day" { post.roughenTime() }
      post.editedAt = record.text("edited_at").flatMap { Timestamp.parse($0)?.moment }
      post.parentID = record.word("parent_id")
      post.conversationID = record.word("root_id")
      post.quoteOf = record.word("quote_of")
      post.repostOf = record.word("repost_of")
      post.isRepost = record.text("kind") == "repost"
      post.isReply = record.text("kind") == "reply"
      post.language = record.word("lang")
      post.likes = record.count("likes")
      post.reposts = record.count("reposts")
      post.replies = record.count("replies")
      if record["context"]?.isTrue == true {
        harvest.addContext(post)
      } else {
        harvest.add(post)
      }
    }
  ]
}
