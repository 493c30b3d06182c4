/// Threads of 4chan and of boards that speak its language.
enum FourChan {
  static let formats = [
    InputFormat(
      "4chan-thread",
      platform: "4chan",
      source: "threads of 4chan",
      marks: [["posts"], ["no", "resto"]],
      matches: { ($0["posts"]?.elements.first ?? $0).has("no") },
      read: { record, harvest in
        for post in record["posts"]?.elements ?? [record] { harvest.add(FourChan.post(post)) }
      }
    )
  ]

  private static func post(_ record: Record) -> Post {
    var post = Post()
    post.id = record.word("no") ?? ""
    post.setText(record["com"], .html)
    let subject = HTML.plainText(record.text("sub") ?? "")
    // The first line names the posts that are answered: an address, as a handle is elsewhere.
    let parent = quotedNumbers(in: post.text).first
    post.text = [subject, post.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
    // Without a mark all are the same "Anonymous", and so nobody that could be counted.
    let mark = record.word("trip") ?? record.word("id")
    post.author = mark.map { "\(record.word("name") ?? "")\($0)" }
    post.authorName = record.word("name")
    post.setTime(record.text("time"))
    let thread = record.reference("resto")
    post.conversationID = thread ?? post.id
    post.parentID = thread == nil ? nil : parent ?? thread
    post.replies = record.count("replies")
    return post
  }

  /// The numbers after `>>`.
  private static func quotedNumbers(in text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).compactMap { word in
      guard word.hasPrefix(">>") else { return nil }
      let number = word.dropFirst(2).prefix { $0.isNumber }
      return number.isEmpty ? nil : String(number)
    }
  }
}
