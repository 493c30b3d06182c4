/// Posts and comments of Facebook, and comments of Instagram: as the Graph interface gives them,
/// and from scrapers.
enum Facebook {
  static let formats = [
    InputFormat(
      "facebook-graph-page",
      platform: "facebook",
      source: "pages of the Graph interface of Facebook and Instagram",
      marks: [["data"]],
      matches: { record in
        guard let data = record["data"], data.isArray else { return false }
        return data.elements.first.map(isGraphObject) ?? record.has("paging")
      },
      read: { record, harvest in
        let items = record["data"]?.elements ?? []
        if items.isEmpty { harvest.note("empty page") }
        for item in items { readGraph(item, &harvest) }
      }
    ),
    InputFormat(
      "facebook-graph",
      platform: "facebook",
      source: "objects of the Graph interface, one a line",
      marks: [["created_time", "message"], ["created_time", "story"], ["created_time", "from"]],
      // What has an author otherwise is a table of somebody's own; the name is that of a link.
      matches: { record in
        record["from"]?.isObject ?? (record.has("link") || !FlatForm.namesAuthor(record))
      },
      read: { record, harvest in
        readGraph(record, &harvest)
      }
    ),
    InputFormat(
      "apify-facebook-comments",
      platform: "facebook",
      source: "scrapers of Apify for comments of Facebook",
      marks: [
        ["facebookUrl", "text", "profileName"], ["commentId", "text"],
        ["commentUrl", "profileName"],
      ],
      matches: { record in
        ["facebookUrl", "facebookId", "profileName", "profileUrl"].contains(where: record.has)
      },
      read: { record, harvest in
        var post = Post()
        let address = record.word("commentUrl").flatMap(CommentAddress.init)
        post.id = record.word("commentId") ?? address?.id ?? record.word("id") ?? ""
        post.setText(record["text"], .plain)
        post.setAuthor(record.word("profileName"), id: record.word("profileId"))
        post.setTime(record.text("date"))
        post.conversationID = record.reference("facebookId", "postFacebookId")
        post.isReply = true
        // The member that names what is answered may do so by another kind of id.
        post.parentID =
          address?.parent ?? record.reference("replyToCommentId") ?? post.conversationID
        post.likes = record.count("likesCount")
        post.replies = record.count("commentsCount")
        harvest.add(post)
        if let root = post.conversationID, let title = record.word("postTitle") {
          var rootPost = Post()
          rootPost.id = root
          rootPost.address = record.word("facebookUrl", "inputUrl")
          rootPost.setText(title, .plain)
          harvest.addContext(rootPost)
        }
      }
    ),
  ]

  private static func isGraphObject(_ record: Record) -> Bool {
    record.has("created_time")
      || record.has("timestamp") && (record.has("text") || record.has("caption"))
  }

  /// Reads a post or comment with the comments below it.
  private static func readGraph(_ top: Record, _ harvest: inout Harvest) {
    var stack: [(record: Record, parent: String?, root: String?)] = [(top, nil, nil)]
    while let (record, parent, root) = stack.popLast() {
      guard !record.has("error") else {
        harvest.note("error row")
        continue
      }
      var post = Post()
      let address = record.word("permalink_url").flatMap(CommentAddress.init)
      post.id = record.word("id") ?? address?.id ?? ""
      post.setText(
        record["message"] ?? record["text"] ?? record["caption"] ?? record["story"],
        .plain
      )
      let from = record["from"]
      post.setAuthor(
        from?.word("username", "name") ?? record.word("username"),
        id: from?.word("id")
      )
      post.setTime(record.text("created_time") ?? record.text("timestamp"))
      post.likes = record.count("like_count") ?? record["likes"]?["summary"]?.count("total_count")
      post.replies =
        record.count("comment_count") ?? record["comments"]?["summary"]?.count("total_count")
      // A comment has the id POST_COMMENT, a post the id PAGE_POST; only posts have a story, shares
      // or comments of their own page.
      let isPost =
        record.has("permalink") || record.has("story") || record.has("shares")
        || record.has("media_type") || record.has("status_type")
      if let parent {
        post.parentID = parent
        post.conversationID = root
      } else if let answered = record["replied_to"]?.reference("id") {
        // A post of Threads.
        post.parentID = answered
        post.conversationID = record["root_post"]?.reference("id")
      } else if let named = record["parent"]?.reference("id") {
        post.parentID = named
        post.conversationID = post.id.split(separator: "_").first.map(String.init)
      } else if !isPost, !record.has("comments"), let cut = post.id.firstIndex(of: "_") {
        post.parentID = String(post.id[..<cut])
        post.conversationID = post.parentID
      } else if let address, post.id == address.id {
        post.isReply = true
        post.conversationID = address.post
        post.parentID = address.parent ?? address.post
      } else if record.has("timestamp"), record.has("text"), !isPost {
        // A comment of Instagram, which does not name its post.
        post.isReply = true
      }
      if record.has("is_reply") || record.word("permalink")?.contains("threads.") == true {
        post.platform = "threads"
      }
      harvest.add(post)
      let below = (record["comments"]?["data"] ?? record["replies"]?["data"])?.elements ?? []
      let top = post.conversationID ?? (post.isReply ? nil : post.id)
      stack += below.reversed().map { ($0, post.id, top) }
    }
  }

  /// The numbers in the address of a comment.
  private struct CommentAddress {
    /// Of the comment.
    var id: String
    /// Of the comment that this one answers.
    var parent: String?
    /// Of the post.
    var post: String?

    init?(_ address: String) {
      let parts = address.split { "/?&=#".contains($0) }
      func value(after name: String) -> String? {
        guard let mark = parts.firstIndex(of: name[...]), mark + 1 < parts.count else { return nil }
        return String(parts[mark + 1])
      }
      guard let comment = value(after: "comment_id") else { return nil }
      let answer = value(after: "reply_comment_id")
      id = answer ?? comment
      parent = answer == nil ? nil : comment
      post = value(after: "posts") ?? value(after: "story_fbid") ?? value(after: "videos")
    }
  }
}
