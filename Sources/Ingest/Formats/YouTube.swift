/// Comments of YouTube: by yt-dlp, by YouTube's interface, by youtube-comment-downloader.
enum YouTube {
  static let formats = [
    InputFormat(
      "youtube-commentthreads-page",
      platform: "youtube",
      source: "the interface of YouTube: comment threads, by the page or one a line",
      marks: [["kind"]],
      matches: { $0.text("kind")?.hasPrefix("youtube#") == true },
      read: { record, harvest in
        if let items = record["items"] {
          if items.elements.isEmpty { harvest.note("empty page") }
          for item in items.elements { readItem(item, &harvest) }
        } else {
          readItem(record, &harvest)
        }
      }
    ),
    InputFormat(
      "yt-dlp-info",
      platform: "youtube",
      source: "yt-dlp --write-comments: one video with its comments",
      marks: [["extractor", "id"], ["webpage_url", "id"]],
      matches: { $0.has("comments") || $0.has("extractor_key") },
      read: { record, harvest in
        if let films = record["entries"] {
          harvest.note("list of films")
          for film in films.elements where film.isObject {
            do throws(Rejection) { try harvest.readInner(film) } catch { harvest.reject(error) }
          }
          return
        }
        let video = video(record)
        harvest.add(video)
        for comment in record["comments"]?.elements ?? [] {
          harvest.add(YouTube.comment(comment, video: video.id))
        }
      }
    ),
    InputFormat(
      "youtube-comment-downloader",
      platform: "youtube",
      source: "youtube-comment-downloader: one comment a line",
      marks: [["cid", "votes", "time"]],
      matches: { $0.has("author") },
      read: { record, harvest in
        var post = Post()
        post.id = record.word("cid") ?? ""
        post.setText(record["text"], .plain)
        post.setHandle(record.word("author"), id: record.word("channel"))
        post.setTime(record.text("time_parsed"))
        post.roughenTime()
        post.isReply = true
        if let dot = post.id.firstIndex(of: ".") { post.parentID = String(post.id[..<dot]) }
        post.likes = record.count("votes")
        post.replies = record.count("replies")
        harvest.add(post)
      }
    ),
    InputFormat(
      "yt-dlp-comments",
      platform: "youtube",
      source: "the comments of yt-dlp without their video",
      marks: [["parent", "author_id"]],
      matches: { record in
        record.text("author_id")?.hasPrefix("UC") == true
          && (record.has("_time_text") || record.has("timestamp"))
      },
      read: { record, harvest in
        harvest.add(comment(record, video: nil))
      }
    ),
  ]

  private static func readItem(_ item: Record, _ harvest: inout Harvest) {
    switch item.text("kind") {
    case "youtube#commentThread":
      let snippet = item["snippet"]
      guard let top = snippet?["topLevelComment"] else {
        return harvest.note("thread without a comment")
      }
      let video = snippet?.reference("videoId")
      var post = comment(ofInterface: top, video: video)
      post.replies = snippet?.count("totalReplyCount")
      harvest.add(post)
      for reply in item["replies"]?["comments"]?.elements ?? [] {
        harvest.add(comment(ofInterface: reply, video: video))
      }
    case "youtube#comment":
      harvest.add(comment(ofInterface: item, video: nil))
    case "youtube#video":
      var post = Post()
      let snippet = item["snippet"]
      post.id = item.word("id") ?? ""
      post.setText(titled(snippet?.text("title"), snippet?.text("description")), .plain)
      post.setHandle(snippet?.word("channelTitle"), id: snippet?.word("channelId"))
      post.setTime(snippet?.text("publishedAt"))
      post.likes = item["statistics"]?.count("likeCount")
      post.replies = item["statistics"]?.count("commentCount")
      harvest.add(post)
    case let kind:
      harvest.note(kind.map { String($0.dropFirst("youtube#".count)) } ?? "other item")
    }
  }

  private static func comment(ofInterface record: Record, video: String?) -> Post {
    let snippet = record["snippet"]
    var post = Post()
    post.id = record.word("id") ?? ""
    if let original = snippet?["textOriginal"] {
      post.setText(original, .plain)
    } else {
      post.setText(snippet?["textDisplay"], .html)
    }
    post.setHandle(
      snippet?.word("authorDisplayName"),
      id: snippet?["authorChannelId"]?.word("value")
    )
    post.setTime(snippet?.text("publishedAt"))
    if let updated = snippet?.text("updatedAt"), updated != snippet?.text("publishedAt") {
      post.editedAt = Timestamp.parse(updated)?.moment
    }
    post.isReply = true
    post.conversationID = snippet?.reference("videoId") ?? video
    post.parentID = snippet?.reference("parentId") ?? post.conversationID
    post.likes = snippet?.count("likeCount")
    return post
  }

  private static func comment(_ record: Record, video: String?) -> Post {
    var post = Post()
    post.id = record.word("id") ?? ""
    post.setText(record["text"], .plain)
    post.setHandle(record.word("author"), id: record.word("author_id"))
    post.setTime(record.text("timestamp"))
    // Made from words such as "2 days ago".
    post.roughenTime()
    post.isReply = true
    post.conversationID = video
    post.parentID = record.reference("parent") ?? video
    post.likes = record.count("like_count")
    return post
  }

  private static func video(_ record: Record) -> Post {
    var post = Post()
    post.id = record.word("id") ?? ""
    post.setText(titled(record.text("title"), record.text("description")), .plain)
    post.setHandle(
      record.word("uploader_id", "uploader", "channel"),
      id: record.word("channel_id"),
      name: record.word("channel", "uploader")
    )
    post.setTime(record.text("timestamp"))
    if post.createdAt == nil { post.setTime(record.text("upload_date")) }
    post.likes = record.count("like_count")
    post.replies = record.count("comment_count")
    // yt-dlp reads films of many networks.
    if let extractor = record.word("extractor"), !extractor.hasPrefix("youtube") {
      post.platform = extractor.lowercased()
    }
    return post
  }

  private static func titled(_ title: String?, _ text: String?) -> String {
    [title, text].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}

extension Post {
  /// Takes the handle of an author with the `@` in front, which on YouTube belongs to it: names
  /// without one are another thing.
  fileprivate mutating func setHandle(_ handle: String?, id: String?, name: String? = nil) {
    author = handle
    authorID = id
    authorName = name
  }
}
