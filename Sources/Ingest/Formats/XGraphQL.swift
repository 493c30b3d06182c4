/// Posts as the website of X receives them.
enum XGraphQL {
  static let tweetFormat = InputFormat(
    "x-graphql",
    platform: "x",
    source: "objects that the website of X receives",
    marks: [["rest_id", "legacy"], ["tweet"], ["__typename"]],
    matches: { record in
      record.has("legacy") || record["tweet"]?.has("rest_id") == true
        || record.text("__typename")?.hasPrefix("Tweet") == true
    },
    read: { record, harvest in XGraphQL.readTweet(record, &harvest) }
  )

  static let formats = [
    tweetFormat,
    InputFormat(
      "x-graphql-page",
      platform: "x",
      source: "whole answers that the website of X receives",
      marks: [["data"]],
      matches: { $0["data"].flatMap { instructionList(in: $0, depth: 0) } != nil },
      read: { record, harvest in
        let instructions = record["data"].flatMap { instructionList(in: $0, depth: 0) }
        var found = false
        for instruction in instructions?.elements ?? [] {
          let entries =
            (instruction["entries"]?.elements ?? []) + [instruction["entry"]].compactMap { $0 }
          for entry in entries + (instruction["moduleItems"]?.elements ?? []) {
            found = readEntry(entry, &harvest) || found
          }
        }
        if !found { harvest.note("page without posts") }
      }
    ),
  ]

  /// The list of instructions, which stands at another depth in each kind of answer.
  private static func instructionList(in record: Record, depth: Int) -> Record? {
    if let found = record["instructions"], found.isArray { return found }
    guard depth < 6 else { return nil }
    for name in [
      "threaded_conversation_with_injections_v2", "search_by_raw_query", "search_timeline", "user",
      "result", "timeline_v2", "timeline", "tweetResult", "home", "home_timeline_urt", "list",
      "tweets_timeline", "bookmark_timeline_v2", "threaded_conversation_with_injections",
      "timeline_response",
    ] {
      if let inner = record[name], let found = instructionList(in: inner, depth: depth + 1) {
        return found
      }
    }
    return nil
  }

  /// Reads an entry of a page; returns whether it held posts.
  private static func readEntry(_ entry: Record, _ harvest: inout Harvest) -> Bool {
    let content = entry["content"] ?? entry["item"]
    let items = (content?["items"]?.elements ?? []).compactMap { $0["item"]?["itemContent"] }
    let contents = [content?["itemContent"]].compactMap { $0 } + items
    var found = false
    for content in contents where content.has("tweet_results") {
      if content.has("promotedMetadata") {
        harvest.note("advert")
      } else if let result = content["tweet_results"]?["result"] {
        readTweet(result, &harvest)
        found = true
      }
    }
    return found
  }

  private static func readTweet(_ record: Record, _ harvest: inout Harvest) {
    let kind = record.text("__typename")
    if kind == "TweetTombstone" || kind == "TweetUnavailable" {
      return harvest.note("removed post")
    }
    if record["promoted"]?.isTrue == true { return harvest.note("advert") }
    guard let post = post(record, &harvest) else { return harvest.note("item without a post") }
    harvest.add(post)
  }

  /// The post of a tweet object; the posts inside it go to the harvest as context.
  private static func post(_ wrapped: Record, _ harvest: inout Harvest) -> Post? {
    let record = wrapped.has("legacy") ? wrapped : wrapped["tweet"] ?? wrapped
    // Captures of 2022 have the older object itself.
    let legacy = record["legacy"] ?? record
    guard let id = record.word("rest_id") ?? legacy.word("id_str") else { return nil }
    var post = Post()
    post.id = id
    post.setText(legacy["full_text"] ?? legacy["text"], .withEntities)
    if let note = record["note_tweet"]?["note_tweet_results"]?["result"]?["text"] {
      post.setText(note, .plain)
    }
    let user = record["core"]?["user_results"]?["result"] ?? record["user"] ?? legacy["user"]
    let profile = user?["core"] ?? user?["legacy"] ?? user
    post.setAuthor(
      profile?.word("screen_name") ?? handle(fromMediaOf: legacy),
      name: profile?.word("name"),
      id: legacy.word("user_id_str") ?? user?.word("rest_id", "id_str")
    )
    post.setTime(legacy.text("created_at"))
    post.parentID = legacy.reference("in_reply_to_status_id_str")
    post.conversationID = legacy.reference("conversation_id_str")
    post.language = legacy.word("lang")
    post.likes = legacy.count("favorite_count")
    post.reposts = legacy.count("retweet_count")
    post.replies = legacy.count("reply_count")
    let edits = record["edit_control"]?["edit_control_initial"] ?? record["edit_control"]
    post.versionOf = edits?["edit_tweet_ids"]?.elements.first?.scalar.flatMap {
      $0 == id ? nil : $0
    }

    if let original = legacy["retweeted_status_result"]?["result"] {
      post.isRepost = true
      if let inner = Self.post(original, &harvest) {
        post.repeatText(of: inner)
        harvest.addContext(inner)
      }
    }
    post.quoteOf = legacy.reference("quoted_status_id_str")
    if let quoted = record["quoted_status_result"]?["result"],
      let inner = Self.post(quoted, &harvest)
    {
      post.quoteOf = post.quoteOf ?? inner.id
      if !post.isRepost { harvest.addContext(inner) }
    }
    if post.isRepost { post.quoteOf = nil }
    return post
  }

  /// The handle in the address of a picture or film: some captures have no other.
  private static func handle(fromMediaOf legacy: Record) -> String? {
    let media = (legacy["extended_entities"] ?? legacy["entities"])?["media"]?.elements ?? []
    for address in media.compactMap({ $0.text("expanded_url") }) {
      let parts = address.split(separator: "/")
      if parts.count > 3, parts[3] == "status" { return String(parts[2]) }
    }
    return nil
  }
}
