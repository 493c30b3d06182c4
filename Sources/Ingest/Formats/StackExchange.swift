/// Questions, answers and comments of Stack Exchange.
///
/// Comments are numbered apart from questions and answers, so they have ids such as `comment/901`.
enum StackExchange {
  static let formats = [
    InputFormat(
      "stack-exchange",
      platform: "stackexchange",
      source: "the interface of Stack Exchange: questions, answers and comments",
      marks: [["owner"]],
      matches: { record in
        record["owner"]?.isObject == true && record.has("creation_date")
          && (record.has("question_id") || record.has("answer_id") || record.has("post_id"))
      },
      read: { record, harvest in read(record, &harvest) }
    )
  ]

  private static func read(_ top: Record, _ harvest: inout Harvest) {
    var stack: [(record: Record, root: String?)] = [(top, nil)]
    while let (record, root) = stack.popLast() {
      var post = Post()
      let question = record.reference("question_id")
      post.conversationID = question ?? root
      if let comment = record.word("comment_id") {
        post.id = "comment/\(comment)"
        post.parentID = record.reference("post_id") ?? root
      } else if let answer = record.word("answer_id") {
        post.id = answer
        post.parentID = question
      } else if let question {
        post.id = question
      } else {
        harvest.note("other item")
        continue
      }
      post.isReply = post.parentID != nil
      post.setText(record["body"], .html)
      if post.id == question {
        let title = HTML.decodedEntities(record.text("title") ?? "")
        post.text = [title, post.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
      }
      let owner = record["owner"]
      post.setAuthor(
        owner?.word("display_name").map(HTML.decodedEntities),
        id: owner?.word("user_id")
      )
      post.setTime(record.text("creation_date"))
      post.editedAt = record.text("last_edit_date").flatMap { Timestamp.parse($0)?.moment }
      post.likes = record.count("score")
      post.replies = record.count("answer_count")
      harvest.add(post)
      let below = (record["comments"]?.elements ?? []) + (record["answers"]?.elements ?? [])
      stack += below.reversed().map { ($0, post.conversationID) }
    }
  }
}
