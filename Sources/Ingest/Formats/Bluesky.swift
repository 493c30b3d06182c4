/// Posts of Bluesky: as its services show them, and as its streams send them.
enum Bluesky {
  private static let postCollection = "app.bsky.feed.post"

  static let formats = [
    InputFormat(
      "4cat/bsky",
      platform: "bluesky",
      source: "4CAT's own collector of Bluesky",
      marks: [["4CAT_metadata", "uri"]]
    ) { record, harvest in
      harvest.collectedAt = record["4CAT_metadata"]?.text("collected_at")
        .flatMap { Timestamp.parse($0)?.moment }
      addView(record, &harvest)
    },
    InputFormat(
      "bluesky-jetstream",
      platform: "bluesky",
      source: "Jetstream: one event a line",
      marks: [["kind", "did"]],
      matches: { ["commit", "identity", "account"].contains($0.text("kind")) },
      read: { record, harvest in
        guard let commit = record["commit"] else {
          if ["deleted", "takendown"].contains(record["account"]?.text("status")) {
            harvest.remove(author: record.word("did"))
          }
          return harvest.note("\(record.text("kind") ?? "other") event")
        }
        readEvent(
          commit,
          record: commit["record"],
          author: record.word("did"),
          seenAt: record.text("time_us"),
          &harvest
        )
      }
    ),
    InputFormat(
      "bluesky-tap",
      platform: "bluesky",
      source: "Tap: one event a line",
      marks: [["type", "record"], ["type", "identity"]],
      matches: { record in
        record["record"]?.has("collection") == true || record.text("type") == "identity"
      },
      read: { record, harvest in
        guard let event = record["record"] else { return harvest.note("identity event") }
        readEvent(event, record: event["record"], author: event.word("did"), seenAt: nil, &harvest)
      }
    ),
    InputFormat(
      "bluesky-thread",
      platform: "bluesky",
      source: "getPostThread: a post with what is above and below it",
      marks: [["thread"]],
      matches: { record in
        record["thread"].map {
          $0.has("post") || $0.text("$type")?.hasPrefix("app.bsky.feed.defs") == true
        } == true
      },
      read: { record, harvest in
        if let thread = record["thread"] { readThread(thread, &harvest) }
      }
    ),
    InputFormat(
      "bluesky-postview",
      platform: "bluesky",
      source: "posts and items of feeds as the services of Bluesky show them, also by the page",
      marks: [["uri", "record"], ["uri", "value"], ["post"], ["posts"], ["feed"]],
      matches: { record in
        let first = (record["posts"] ?? record["feed"])?.elements.first ?? record
        return (first["post"] ?? first).text("uri")?.hasPrefix("at://") == true
      },
      read: { record, harvest in
        for item in (record["posts"] ?? record["feed"])?.elements ?? [record] {
          // Items of threads in their later form.
          let item = item["value"].flatMap { $0.has("post") ? $0 : nil } ?? item
          guard item.has("post") else {
            addView(item, &harvest)
            continue
          }
          readThread(item, &harvest)
          for name in ["root", "parent"] {
            if let view = item["reply"]?[name], view.has("record") {
              harvest.addContext(post(view, view["record"], &harvest))
            }
          }
        }
      }
    ),
  ]

  private static func addView(_ view: Record, _ harvest: inout Harvest) {
    if let post = post(view, view["record"] ?? view["value"], &harvest) {
      harvest.add(post)
    } else {
      harvest.note("removed post")
    }
  }

  /// Reads a node of a thread: the post, the posts above it and the answers below.
  ///
  /// A stack, and not recursion, because threads are as deep as people make them.
  private static func readThread(_ top: Record, _ harvest: inout Harvest) {
    var stack = [top]
    while let node = stack.popLast() {
      if let view = node["post"] {
        addView(view, &harvest)
      } else {
        // Posts that are not found or blocked.
        harvest.note("removed post")
      }
      if let parent = node["parent"], parent.isObject { stack.append(parent) }
      stack += (node["replies"]?.elements ?? []).reversed()
    }
  }

  private static func readEvent(
    _ event: Record,
    record: Record?,
    author: String?,
    seenAt: String?,
    _ harvest: inout Harvest
  ) {
    let collection = event.text("collection") ?? "other"
    let action = event.text("operation") ?? event.text("action") ?? ""
    guard collection == postCollection, let author, let key = event.word("rkey") else {
      return harvest.note(collection.split(separator: ".").last.map(String.init) ?? collection)
    }
    let address = "at://\(author)/\(collection)/\(key)"
    guard action != "delete", let record else {
      harvest.remove(id: address)
      return harvest.note("deletion")
    }
    var post = Post()
    post.id = address
    post.setAuthor(author, id: author)
    fill(&post, from: record, seenAt: seenAt)
    harvest.add(post)
  }

  /// The post of a view, which has its record as `record` or `value`.
  private static func post(_ view: Record, _ record: Record?, _ harvest: inout Harvest) -> Post? {
    guard let record, let address = view.word("uri") else { return nil }
    var post = Post()
    post.id = address
    let author = view["author"]
    post.setAuthor(
      author?.word("handle"),
      name: author?.word("displayName", "display_name"),
      id: author?.word("did")
    )
    // Lists of records name their author in the address alone.
    if author == nil, let owner = address.split(separator: "/").dropFirst().first {
      post.setAuthor(String(owner), id: String(owner))
    }
    fill(&post, from: record, seenAt: view.text("indexedAt") ?? view.text("indexed_at"))
    post.likes = view.count("likeCount", "like_count")
    post.reposts = view.count("repostCount", "repost_count")
    post.replies = view.count("replyCount", "reply_count")
    if let quoted = quotedView(view["embed"] ?? view["embeds"]?.elements.first) {
      harvest.addContext(Self.post(quoted, quoted["value"] ?? quoted["record"], &harvest))
    }
    return post
  }

  /// The view of the quoted post inside an embedding.
  private static func quotedView(_ embed: Record?) -> Record? {
    guard let record = embed?["record"] else { return nil }
    let view = record["record"] ?? record
    return view.has("value") ? view : nil
  }

  private static func fill(_ post: inout Post, from record: Record, seenAt: String?) {
    if let text = record["text"]?.string {
      post.hasMendedText = text.isMended
      post.setText(withWholeLinks(text.text, record["facets"]), .plain)
    }
    let reply = record["reply"]
    post.parentID = reply?["parent"]?.reference("uri")
    post.conversationID = reply?["root"]?.reference("uri")
    post.quoteOf = (record["embed"]?["record"].flatMap { $0["record"] ?? $0 })?.reference("uri")
    post.language = record["langs"]?.elements.first?.scalar
    post.setTime(record.text("createdAt") ?? record.text("created_at"))
    // Whoever sends a post says when it was made, and some say what cannot be.
    let seen = seenAt.flatMap { Timestamp.parse($0)?.moment }
    if let made = post.createdAt?.seconds, made < opening || made > (seen?.seconds ?? made) + 86_400
    {
      post.createdAt = nil
    }
    post.createdAt = post.createdAt ?? seen ?? Snowflake.bluesky(post.id)
  }

  /// 1 November 2022: the network did not exist before.
  private static let opening: Int64 = 1_667_260_800

  /// A text with the whole addresses of links that are shown shortened.
  ///
  /// The places of facets count bytes of UTF-8; those that do not fit the text are left alone.
  private static func withWholeLinks(_ text: String, _ facets: Record?) -> String {
    var bytes = Array(text.utf8)
    let links = (facets?.elements ?? []).compactMap { facet -> (Int, Int, String)? in
      let index = facet["index"]
      guard let start = index?.count("byteStart", "byte_start"),
        let end = index?.count("byteEnd", "byte_end"), 0 <= start, start < end, end <= bytes.count,
        let address = facet["features"]?.elements.first?.word("uri")
      else { return nil }
      return (start, end, address)
    }
    for (start, end, address) in links.sorted(by: { $0.0 > $1.0 }) where end <= bytes.count {
      let shown = String(decoding: bytes[start..<end], as: UTF8.self)
      guard shown.hasSuffix("...") || shown.hasSuffix("…") else { continue }
      bytes.replaceSubrange(start..<end, with: address.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
