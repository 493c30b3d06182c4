/// Posts as version 2 of the interface of X gives them, by the page or one a line.
enum XAPIv2 {
  static let formats = [
    InputFormat(
      "twarc2-page",
      platform: "x",
      source: "twarc2 and the interface of X, version 2: pages of posts",
      marks: [["data"], ["__twarc"], ["meta"], ["includes"]],
      matches: isPage,
      read: { record, harvest in
        readPage(record, &harvest)
      }
    ),
    InputFormat(
      "twarc2-flat",
      platform: "x",
      source: "twarc2 flatten: one post a line",
      marks: [["id", "text", "author_id"], ["id", "text", "edit_history_tweet_ids"]],
      matches: { record in
        !record.has("legacy")
          && (record.has("edit_history_tweet_ids")
            || record.has("conversation_id") || record.has("public_metrics")
            || record.has("referenced_tweets") || record.has("author_user"))
      },
      read: { record, harvest in
        let post = post(record, Included(nil))
        for reference in record["referenced_tweets"]?.elements ?? [] where reference.has("text") {
          harvest.addContext(Self.post(reference, Included(nil)))
        }
        harvest.add(post)
      }
    ),
  ]

  private static func isPage(_ record: Record) -> Bool {
    if let data = record["data"] {
      let first = data.isArray ? data.elements.first : data
      guard let first, first.has("id"), first.has("text") else {
        return first == nil && (record.has("__twarc") || isEmptyPage(record))
      }
      return first.has("author_id") || record.has("__twarc") || record.has("includes")
        || first.has("edit_history_tweet_ids")
    }
    return record.has("__twarc") && !record.has("text") || isEmptyPage(record)
  }

  private static func isEmptyPage(_ record: Record) -> Bool {
    record["meta"]?.text("result_count") == "0"
  }

  /// What a page holds beside the posts that were asked for.
  private struct Included {
    var users: [String: Record] = [:]
    var posts: [String: Record] = [:]

    init(_ includes: Record?) {
      for user in includes?["users"]?.elements ?? [] {
        if let id = user.word("id") { users[id] = user }
      }
      for post in includes?["tweets"]?.elements ?? [] {
        if let id = post.word("id") { posts[id] = post }
      }
    }
  }

  private static func readPage(_ page: Record, _ harvest: inout Harvest) {
    let included = Included(page["includes"])
    let data = page["data"].map { $0.isArray ? $0.elements : [$0] } ?? []
    for record in data { harvest.add(post(record, included)) }
    for record in page["includes"]?["tweets"]?.elements ?? [] {
      harvest.addContext(post(record, included))
    }
    for error in page["errors"]?.elements ?? []
    where error.text("resource_type") ?? "tweet" == "tweet" {
      harvest.remove(id: error.word("resource_id"))
    }
    if data.isEmpty { harvest.note("empty page") }
  }

  private static func post(_ record: Record, _ included: Included) -> Post {
    var post = Post()
    post.id = record.word("id") ?? ""
    setText(of: &post, from: record)
    let id = record.word("author_id")
    let user = record["author"] ?? record["author_user"] ?? id.flatMap { included.users[$0] }
    post.setAuthor(user?.word("username"), name: user?.word("name"), id: id ?? user?.word("id"))
    post.setTime(record.text("created_at"))
    post.conversationID = record.reference("conversation_id")
    post.language = record.word("lang")
    let counts = record["public_metrics"]
    post.likes = counts?.count("like_count")
    post.reposts = counts?.count("retweet_count")
    post.replies = counts?.count("reply_count")
    post.versionOf = record["edit_history_tweet_ids"]?.elements.first?.scalar
      .flatMap { $0 == post.id ? nil : $0 }
    if record.has("withheld") { post.isDeleted = true }
    for reference in record["referenced_tweets"]?.elements ?? [] {
      guard let id = reference.reference("id") else { continue }
      switch reference.text("type") {
      case "replied_to": post.parentID = id
      case "quoted": post.quoteOf = id
      case "retweeted":
        post.isRepost = true
        post.repostOf = id
        // Its text alone is wanted: what it repeats in turn may be itself.
        if let original = reference.has("text") ? reference : included.posts[id] {
          setText(of: &post, from: original)
        }
      default: break
      }
    }
    return post
  }

  private static func setText(of post: inout Post, from record: Record) {
    post.setText(record["text"], .withEntities)
    if let note = record["note_tweet"]?["text"] { post.setText(note, .withEntities) }
  }
}
