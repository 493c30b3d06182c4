internal import Ingest
internal import Report

extension Command {
  static let posts = Command(
    name: "posts",
    summary: "the posts of any export as JSON lines of one shape",
    operands: "[FILE…]",
    examples: [
      ("groundswell posts comments.info.json > posts.jsonl", "whatever the export, one shape"),
      ("groundswell posts RC_2024-03.zst | head", "what is in this file?"),
    ],
    flags: [.inputFormat, .fields, .assumedZone, .rejects, .jobs],
    notes: """
      Each post is printed once, in the order of the inputs; of several versions the last edit. A \
      post that only stands inside another, which quotes, repeats or answers it, has "context": \
      true. Times are in UTC; "precision" is "exact", "day" or "unknown". 'groundswell formats' \
      lists what can be read.
      """
  ) { arguments in
    let catalog = try Run.catalog(arguments, holding: Self.heldPosts)
    let roots = try ReplyRoots(catalog)
    var output = StandardOutput()
    try catalog.read { post, place, isKept -> Result<[UInt8], any Error>? in
      guard isKept else { return nil }
      let position = catalog.index.position(of: place)
      return Result {
        PostLine(
          post,
          rootID: try roots.rootID(of: post, at: place),
          file: catalog.account.files[position.input].name,
          line: position.line
        ).utf8
      }
    } consume: { line in
      if case .post(_, let bytes?) = line { try output.write(bytes.get()) }
    }
    try output.flush()
    if catalog.account.posts == 0 { Run.sayEmpty(arguments) }
  }

  /// Of so many posts the index takes less than 1 MiB.
  private static let heldPosts = 2_000
}
