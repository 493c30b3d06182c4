/// Files of the same programs that hold no posts: named, so that nobody takes them for an export.
enum NoPosts {
  private static let accountMembers = [
    "followers_count", "public_metrics", "verified", "followersCount", "friends_count",
    "profile_image_url",
  ]

  /// Whether the error of a record is one: some services always write the member.
  private static func saysError(_ record: Record) -> Bool {
    if record["errors"]?.elements.isEmpty == false { return true }
    guard let error = record["error"] else { return false }
    return error.isObject || error.isString && error.scalar?.isEmpty == false
      || error.isNumber && error.scalar != "0"
  }

  /// Whether a record has a list other than of errors.
  private static func holdsLists(_ record: Record) -> Bool {
    var holds = false
    record.forEachMember { _, place in
      if place.kind == .array, !record.isErrors(place) { holds = true }
    }
    return holds
  }

  /// So many characters of a message are shown.
  private static let shown = 80

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
      "errors",
      platform: "",
      source: "answers of a service that has no posts to give, but an error",
      marks: [["errors"], ["error"]],
      matches: { record in
        !["data", "id", "id_str", "text"].contains(where: record.has)
          && !FlatForm.namesAuthor(record) && saysError(record) && !holdsLists(record)
      },
      read: { record, _ throws(Rejection) in
        let error = record["errors"]?.elements.first ?? record["error"]
        let said = (error?.word("message", "detail") ?? record.word("message", "error"))
          .map { ": " + $0.prefix(shown) }
        throw Rejection(
          .noText,
          byte: 1,
          found: "an error of a service\(said ?? "")",
          expected: "posts: ask it again"
        )
      }
    ),
    InputFormat(
      "users",
      platform: "",
      source: "lists of accounts, without posts",
      marks: [
        ["username"], ["screen_name"], ["followers_count"], ["data"], ["did", "handle"],
      ],
      matches: { record in
        // Most posts that name their author so have a text of this name; looking at all names takes longer.
        guard !record.has("text") else { return false }
        let object = record["data"]?.elements.first ?? record
        let isAccount =
          accountMembers.contains { object.has($0) }
          || object.has("did") && object.has("handle")
          // What the interface of X gives of each unless asked for more.
          || record.has("data") && object.has("id") && object.has("name")
        guard isAccount, ["username", "screen_name", "acct", "handle"].contains(where: object.has)
        else { return false }
        var hasText = false
        object.forEachMember { name, place in
          if FlatForm.textNames.contains(name), place.kind != .null { hasText = true }
        }
        return !hasText
      },
      read: { _, harvest in
        harvest.note("accounts")
      }
    ),
  ]
}
