/// Posts of Threads as its website receives them.
///
/// An answer says that it is one, but not to which post; the page on which it was seen tells the
/// root of the conversation.
enum Threads {
  static let format = InputFormat(
    "threads",
    platform: "threads",
    source: "posts that the website of Threads receives",
    marks: [["pk", "text_post_app_info"]],
    read: { record, harvest in
      guard var post = post(record) else { return harvest.note("removed post") }
      if post.isReply, let page = harvest.pageAddress, let root = rootID(ofPage: page),
        root != post.id
      {
        post.conversationID = root
      }
      let shared = record["text_post_app_info"]?["share_info"]
      if let original = shared?["reposted_post"].flatMap(Self.post) {
        post.repeatText(of: original)
        harvest.addContext(original)
      } else if let quoted = shared?["quoted_post"].flatMap(Self.post) {
        post.quoteOf = quoted.id
        harvest.addContext(quoted)
      }
      harvest.add(post)
    }
  )

  static let formats = [format]

  private static func post(_ record: Record) -> Post? {
    let info = record["text_post_app_info"]
    guard let id = record.word("pk"), info?["is_post_unavailable"]?.isTrue != true else {
      return nil
    }
    var post = Post()
    post.id = id
    if let fragments = info?["text_fragments"]?["fragments"]?.elements, !fragments.isEmpty {
      post.setText(fragments.map { $0.text("plaintext") ?? "" }.joined(), .plain)
    }
    if let caption = record["caption"]?["text"] { post.setText(caption, .plain) }
    let user = record["user"]
    post.setAuthor(
      user?.word("username"),
      name: user?.word("full_name"),
      id: user?.word("pk", "id")
    )
    post.setTime(record.text("taken_at"))
    post.likes = record.count("like_count")
    post.reposts = info?.count("repost_count")
    post.replies = info?.count("direct_reply_count")
    post.isReply = info?["is_reply"]?.isTrue == true
    return post
  }

  /// The id of the post whose short code stands in the address of a page.
  private static func rootID(ofPage address: String) -> String? {
    let parts = address.prefix { $0 != "?" }.split(separator: "/")
    guard let mark = parts.firstIndex(of: "post"), mark + 1 < parts.count else { return nil }
    return Snowflake.id(fromShortCode: String(parts[mark + 1]))
  }
}
