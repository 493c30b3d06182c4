/// Documents as Elasticsearch returns them; what is in them has a format of its own.
enum Elasticsearch {
  static let formats = [
    InputFormat(
      "es-hits",
      platform: "",
      source: "documents of Elasticsearch, by the answer or one a line; Gazouilloire",
      marks: [["_source", "_id"], ["hits"]],
      matches: { $0["_source"]?.isObject ?? $0["hits"]?.has("hits") ?? false },
      read: { record, harvest in
        let hits = record["hits"]?["hits"]?.elements
        if hits?.isEmpty == true { harvest.note("empty page") }
        for hit in hits ?? [record] {
          guard let source = hit["_source"] else { continue }
          if source.has("to_tweetid") || source.has("timestamp_utc") {
            harvest.add(gazouilloire(source, id: hit.word("_id")))
            continue
          }
          harvest.outerID = hit.word("_id")
          do throws(Rejection) {
            try harvest.readInner(source)
          } catch {
            harvest.reject(error)
          }
        }
        harvest.claimPosts()
      }
    )
  ]

  private static func gazouilloire(_ record: Record, id: String?) -> Post {
    var post = Post()
    post.platform = "x"
    post.id = record.word("id") ?? id ?? ""
    post.setText(record["text"], .withEntities)
    post.setAuthor(
      record.word("user_screen_name"),
      name: record.word("user_name"),
      id: record.word("user_id")
    )
    post.setTime(record.text("timestamp_utc"))
    if post.createdAt == nil { post.setTime(record.text("local_time")) }
    post.parentID = record.reference("to_tweetid")
    post.repostOf = record.reference("retweeted_id")
    post.isRepost = post.repostOf != nil
    post.quoteOf = post.isRepost ? nil : record.reference("quoted_id")
    post.isDeleted = post.isDeleted || record["deleted"]?.isTrue == true
    post.language = record.word("lang")
    post.likes = record.count("like_count")
    post.reposts = record.count("retweet_count")
    post.replies = record.count("reply_count")
    return post
  }
}
