/// Posts of WordPress and the comments below them.
///
/// Both are numbered apart, so comments have the ids that they have in addresses, `comment-5`.
enum WordPress {
  static let formats = [
    InputFormat(
      "wordpress",
      platform: "wordpress",
      source: "the interface of WordPress: comments, and the post that they are under",
      marks: [["content"]],
      matches: { $0["content"]?.has("rendered") == true },
      read: { record, harvest in
        var post = Post()
        let id = record.word("id") ?? ""
        post.setText(record["content"]?["rendered"], .html)
        if record.has("author_name") {
          post.id = "comment-\(id)"
          post.isReply = true
          post.conversationID = record.reference("post")
          post.parentID = record.reference("parent").map { "comment-\($0)" } ?? post.conversationID
          post.setAuthor(record.word("author_name"), id: record.reference("author"))
        } else {
          post.id = id
          let title = HTML.plainText(record["title"]?.text("rendered") ?? "")
          post.text = [title, post.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
          post.setAuthor(nil, id: record.reference("author"))
        }
        // The one is in UTC and does not say so, the other by the clock of the site.
        post.setTime(record.word("date_gmt").map { $0 + "Z" } ?? record.text("date"))
        harvest.add(post)
      }
    )
  ]
}
