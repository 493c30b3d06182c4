/// Comments and films of TikTok: as its website receives them, and from scrapers and its research
/// interface.
enum TikTok {
  static let commentFormat = InputFormat(
    "tiktok-comments",
    platform: "tiktok",
    source: "comments that the website of TikTok receives",
    marks: [["cid", "aweme_id"]],
    read: { record, harvest in
      let top = comment(record)
      harvest.add(top)
      for answer in record["reply_comment"]?.elements ?? [] { harvest.add(comment(answer)) }
      harvest.addContext(film(of: record, id: top.conversationID))
    }
  )

  static let videoFormat = InputFormat(
    "tiktok-posts",
    platform: "tiktok",
    source: "films that the website of TikTok receives",
    marks: [["desc", "createTime"]],
    read: { record, harvest in
      var post = Post()
      post.id = record.word("id") ?? ""
      post.setText(record["desc"], .plain)
      let author = record["author"]
      post.setAuthor(
        author?.word("uniqueId") ?? author?.scalar,
        name: author?.word("nickname") ?? record.word("nickname"),
        id: author?.word("id") ?? record.word("authorId")
      )
      post.setTime(record.text("createTime"))
      post.likes = record["stats"]?.count("diggCount")
      post.replies = record["stats"]?.count("commentCount")
      harvest.add(post)
    }
  )

  static let formats = [
    commentFormat,
    InputFormat(
      "apify-tiktok-comments",
      platform: "tiktok",
      source: "scrapers of Apify for comments of TikTok",
      marks: [["cid", "videoWebUrl"], ["cid", "diggCount"]]
    ) { record, harvest in
      var post = Post()
      post.id = record.word("cid") ?? ""
      post.setText(record["text"], .plain)
      post.setAuthor(record.word("uniqueId"), name: record.word("nickname"), id: record.word("uid"))
      post.setTime(record.text("createTimeISO") ?? record.text("createTime"))
      post.isReply = true
      let address = record.word("videoWebUrl", "submittedVideoUrl")
      post.conversationID = address.flatMap(lastNumber)
      post.parentID = record.reference("repliesToId") ?? post.conversationID
      post.likes = record.count("diggCount")
      post.replies = record.count("replyCommentTotal")
      harvest.add(post)
    },
    InputFormat(
      "tiktok-research-page",
      platform: "tiktok",
      source: "pages of the research interface of TikTok",
      marks: [["data"], ["comments"]],
      matches: { record in
        (record["data"] ?? record)["comments"]?.elements.first.map {
          $0.has("video_id") && $0.has("text")
        } == true
      },
      read: { record, harvest in
        for comment in (record["data"] ?? record)["comments"]?.elements ?? [] {
          harvest.add(researchComment(comment))
        }
      }
    ),
    InputFormat(
      "tiktok-research",
      platform: "tiktok",
      source: "comments of the research interface of TikTok, one a line",
      marks: [["video_id", "parent_comment_id", "create_time"]],
      matches: { !FlatForm.namesAuthor($0) },
      read: { record, harvest in
        harvest.add(researchComment(record))
      }
    ),
    videoFormat,
  ]

  private static func researchComment(_ record: Record) -> Post {
    var post = Post()
    post.id = record.word("id") ?? ""
    post.setText(record["text"], .plain)
    post.setTime(record.text("create_time"))
    post.isReply = true
    post.conversationID = record.reference("video_id")
    post.parentID = record.reference("parent_comment_id") ?? post.conversationID
    post.likes = record.count("like_count")
    post.replies = record.count("reply_count")
    return post
  }

  private static func comment(_ record: Record) -> Post {
    var post = Post()
    post.id = record.word("cid") ?? ""
    post.setText(record["text"], .plain)
    let user = record["user"]
    // A copy by 4CAT may have the name alone.
    post.setAuthor(
      user?.word("unique_id") ?? user?.scalar,
      name: user?.word("nickname"),
      id: user?.word("uid")
    )
    post.setTime(record.text("create_time"))
    post.isReply = true
    post.conversationID = record.reference("aweme_id")
    post.parentID =
      record.reference("reply_to_reply_id", "reply_id") ?? post.conversationID
    post.language = record.word("comment_language")
    post.likes = record.count("digg_count")
    post.replies = record.count("reply_comment_total")
    return post
  }

  /// The film under which a comment stands: its text is all that a comment knows of it.
  private static func film(of comment: Record, id: String?) -> Post? {
    guard let id, let title = comment["share_info"]?["title"] else { return nil }
    var post = Post()
    post.id = id
    post.setText(title, .plain)
    return post
  }

  /// The number at the end of an address.
  private static func lastNumber(_ address: String) -> String? {
    address.prefix { $0 != "?" }.split(separator: "/").last.map(String.init)
      .flatMap { UInt64($0) == nil ? nil : $0 }
  }
}
