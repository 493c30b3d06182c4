/// Comments as the datasets of Bright Data hold them, alike for all networks.
enum BrightData {
  private static let authors = [
    "user_name", "commenter_user_name", "comment_user", "comment_author", "username",
  ]
  private static let posts = ["post_id", "video_id", "post_url", "url"]

  static let formats = [
    InputFormat(
      "brightdata-comments",
      platform: "",
      source: "datasets of Bright Data: comments of Facebook, Instagram, TikTok, YouTube",
      marks: [
        ["comment_text"], ["error", "input"], ["error", "error_code"],
        ["error", "errorDescription"],
      ],
      matches: { record in
        guard !record.has("error") else { return true }
        return (record.has("date_created") || record.has("comment_date"))
          && authors.contains(where: record.has) && posts.contains(where: record.has)
      },
      read: { record, harvest in
        guard record.has("comment_text") else { return harvest.note("error row") }
        var post = Post()
        post.id = record.word("comment_id", "id") ?? ""
        post.setText(record["comment_text"], .plain)
        post.setAuthor(
          authors.lazy.compactMap { record.word($0) }.first,
          id: record.word("user_id", "commenter_id", "comment_user_id")
        )
        // `timestamp` is when the row was collected.
        post.setTime(record.text("date_created") ?? record.text("comment_date"))
        post.collectedAt = record.text("timestamp").flatMap { Timestamp.parse($0)?.moment }
        post.isReply = true
        post.conversationID = record.reference("post_id", "video_id", "post_url")
        post.parentID = record.reference("parent_comment_id") ?? post.conversationID
        post.likes = record.count("num_likes", "likes_number", "likes")
        post.replies = record.count("num_replies", "replies_number")
        let address = record.word("url", "post_url") ?? ""
        post.platform =
          ["facebook", "instagram", "tiktok", "youtube", "reddit"].first { address.contains($0) }
          ?? ""
        harvest.add(post)
      }
    )
  ]
}
