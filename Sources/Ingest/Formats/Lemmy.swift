/// Posts and comments of Lemmy and of networks that speak its language.
///
/// Posts and comments are numbered apart, so ids are as in their addresses, `post/10` and `comment/21`.
enum Lemmy {
  static let formats = [
    InputFormat(
      "lemmy",
      platform: "lemmy",
      source: "the interface of Lemmy: posts and comments, by the page or one a line",
      marks: [["creator"]],
      matches: { $0["creator"]?.isObject == true && $0["post"]?.isObject == true },
      read: { record, harvest in
        let author = record["creator"]
        guard let topic = record["post"] else { return }
        guard let comment = record["comment"] else {
          return harvest.add(post(topic, by: author, record["counts"]))
        }
        harvest.add(Lemmy.comment(comment, by: author, record["counts"]))
        harvest.addContext(post(topic, by: nil, nil))
      }
    )
  ]

  private static func post(_ record: Record, by author: Record?, _ counts: Record?) -> Post {
    var post = Post()
    post.id = record.word("id").map { "post/\($0)" } ?? ""
    post.setText(record["body"], .plain)
    post.text = [record.text("name") ?? "", post.text].filter { !$0.isEmpty }
      .joined(separator: "\n\n")
    post.conversationID = post.id
    fill(&post, from: record, by: author, counts)
    post.replies = counts?.count("comments")
    return post
  }

  private static func comment(_ record: Record, by author: Record?, _ counts: Record?) -> Post {
    var post = Post()
    post.id = record.word("id").map { "comment/\($0)" } ?? ""
    post.setText(record["content"], .plain)
    post.isReply = true
    post.conversationID = record.reference("post_id").map { "post/\($0)" }
    // The numbers of all comments above, from a 0 for the post down to the comment's own.
    let above = (record.text("path") ?? "").split(separator: ".").dropLast().last
    post.parentID = above.map { $0 == "0" ? nil : "comment/\($0)" } ?? nil
    post.parentID = post.parentID ?? post.conversationID
    fill(&post, from: record, by: author, counts)
    post.replies = counts?.count("child_count")
    return post
  }

  private static func fill(
    _ post: inout Post,
    from record: Record,
    by author: Record?,
    _ counts: Record?
  ) {
    post.setAuthor(
      author?.word("name"),
      name: author?.word("display_name"),
      id: author?.word("id")
    )
    post.setTime(record.text("published"))
    post.editedAt = record.text("updated").flatMap { Timestamp.parse($0)?.moment }
    post.likes = counts?.count("score")
    if record["deleted"]?.isTrue == true || record["removed"]?.isTrue == true {
      post.isDeleted = true
    }
  }
}
