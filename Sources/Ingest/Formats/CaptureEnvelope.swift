/// What Zeeschuimer and 4CAT put around the objects that a browser received.
///
/// The objects inside are the platforms' own and change without notice.
enum CaptureEnvelope {
  static let formats = [
    InputFormat(
      "zeeschuimer",
      platform: "",
      source: "Zeeschuimer: what a browser received, one item a line",
      marks: [["source_platform", "data"]],
      matches: {
        $0["data"]?.isObject == true && ($0.has("nav_index") || $0.has("timestamp_collected"))
      },
      read: { record, harvest throws(Rejection) in
        guard let data = record["data"] else { return }
        try read(data, envelope: record, "zeeschuimer/", &harvest)
      }
    ),
    InputFormat(
      "4cat",
      platform: "",
      source: "4CAT: copies of what Zeeschuimer captured",
      marks: [["__import_meta"]]
    ) { record, harvest throws(Rejection) in
      try read(record, envelope: record["__import_meta"], "4cat/", &harvest)
    },
  ]

  /// The formats of the modules whose objects do not tell what they are.
  private static let modules: [String: InputFormat] = [
    "twitter.com": XGraphQL.tweetFormat, "tiktok-comments": TikTok.commentFormat,
    "tiktok.com": TikTok.videoFormat, "threads.net": Threads.format,
    "instagram.com": Instagram.postFormat, "truthsocial.com": Mastodon.statusFormat,
  ]

  private static func read(
    _ item: Record,
    envelope: Record?,
    _ prefix: String,
    _ harvest: inout Harvest
  ) throws(Rejection) {
    let module = envelope?.text("source_platform") ?? "unknown"
    harvest.collectedAt = envelope?.text("timestamp_collected")
      .flatMap { Timestamp.parse($0)?.moment }
    harvest.pageAddress = envelope?.text("source_platform_url")
    let isCopy = prefix == "4cat/"
    let name = module.split(separator: ".").first.map(String.init) ?? module
    harvest.format = prefix + (isCopy ? name + "-import" : module)
    // A copy holds the item's members beside the envelope, so the envelope must not be found again.
    let format = modules[module] ?? (isCopy ? FlatForm.format : InputFormat.detect(item))
    try harvest.readInner(item, by: format)
    harvest.claimPosts()
  }
}
