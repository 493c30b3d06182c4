/// Files of the same programs that hold no posts: named, so that nobody takes them for an export.
enum NoPosts {
  static let formats = [
    InputFormat(
      "post-counts",
      platform: "",
      source: "counts of posts by time, without the posts",
      marks: [["data"], ["tweet_count"]],
      matches: { ($0["data"]?.elements.first ?? $0).has("tweet_count") },
      read: { _, harvest in
        harvest.note("counts of posts")
      }
    ),
    InputFormat(
      "compliance",
      platform: "",
      source: "compliance results: which posts are gone",
      marks: [["action", "created_at", "reason"], ["action", "id", "reason"]],
      matches: { !$0.has("text") },
      read: { record, harvest in
        harvest.remove(id: record.word("id"))
        harvest.note("compliance result")
      }
    ),
    InputFormat(
      "users",
      platform: "",
      source: "lists of accounts, without posts",
      marks: [["username"], ["screen_name"], ["followers_count"], ["data"]],
      matches: { record in
        let object = record["data"]?.elements.first ?? record
        let hasName = object.has("username") || object.has("screen_name") || object.has("acct")
        let hasText = ["text", "full_text", "content", "body", "message", "rawContent", "comment"]
          .contains { object.has($0) }
        return hasName && !hasText
          && (object.has("followers_count") || object.has("public_metrics")
            || object.has("verified") || object.has("followersCount") || object.has("friends_count")
            || object.has("profile_image_url"))
      },
      read: { _, harvest in
        harvest.note("accounts")
      }
    ),
  ]
}
