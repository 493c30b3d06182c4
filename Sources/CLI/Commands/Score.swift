internal import Ingest
internal import Report
internal import Scoring

extension Command {
  static let score = Command(
    name: "score",
    summary: "JSON lines in, JSON lines out: one scored line for each post",
    operands: "[FILE…]",
    examples: [
      ("groundswell score replies.jsonl > scored.jsonl", "whose side is each reply on?"),
      (
        "zcat replies.jsonl.gz | groundswell score --opponent '@inspectorate' - | head",
        "from a pipe, told who is on the other side"
      ),
      (
        "tail -f stream.jsonl | groundswell score --context parent --unbuffered --keep",
        "as they come, with all fields of the input"
      ),
    ],
    flags: StandFlags.flags + [
      Flag(
        name: "--context",
        value: "file|parent|none",
        help:
          "what has a say beside the text: the whole file; the post above, if it came before; nothing"
      ),
      Flag(
        name: "--keep",
        value: nil,
        help: "keep the other fields of each line; not of lines that hold several posts"
      ),
      Flag(
        name: "--unbuffered",
        value: nil,
        help: "write each line as soon as it is scored (with --context parent or none)"
      ),
      .model, .lexicon, .inputFormat, .fields, .assumedZone, .rejects, .jobs,
    ] + OutsideCommand.flags,
    notes: """
      Each line has id, root_id, parent_id, author, created_at (UTC) and status; what is not known is \
      null. A scored post has stance, confidence (the probability of that stance), supportive, critical \
      and neutral (the three probabilities) and sentiment, from -1 to 1.

      Every conversation is scored, each towards the author of its own first post, or towards the \
      brief where there is one. A post without a stance has a "status" that says why, and a "reason" \
      where the status is "unscored". Lines that cannot be read are counted on standard error.

      With --context file (the default) the whole input is read before the first line is written, and \
      who answers whom, in whichever order, has a say. With parent or none posts are scored as they \
      come, in memory that does not grow: parent remembers the last \(StreamScorer.postsRemembered) \
      posts; none knows the post and the brief only, so name the target.
      """
  ) { arguments in
    switch arguments.value("--context") {
    case nil, "file":
      let run = try Run(arguments)
      let scored = try run.scored(
        .everyConversationOrList,
        samplesTexts: false,
        keepsBuiltIn: false
      )
      var output = StandardOutput()
      try writeScored(run.corpus, scored, keepsMembers: arguments.has("--keep")) {
        try output.write($0)
      }
      try output.flush()
      if run.corpus.account.posts == 0 { Run.sayEmpty(arguments) }
    case "parent": try scoreStream(arguments, usesParents: true)
    case "none": try scoreStream(arguments, usesParents: false)
    case let other?:
      throw UsageError(
        problem: "'--context' is \"\(other)\"",
        advice: "expected file, parent or none"
      )
    }
  }

  /// Scores posts as they come.
  private static func scoreStream(_ arguments: Arguments, usesParents: Bool) throws {
    guard !arguments.has("--scorer") else {
      throw UsageError(
        problem: "'--scorer' is asked about a whole export",
        advice: "leave '--context' out, or the scorer"
      )
    }
    var scorer = StreamScorer(
      model: try Run.model(arguments),
      brief: try StandFlags.brief(arguments),
      usesParents: usesParents
    )
    let inputs = try (arguments.operands.isEmpty ? ["-"] : arguments.operands)
      .map { path throws(IngestError) in try Input(path: path, isReadOnce: true) }
    let rejections = try Rejections(arguments)
    let reader = PostReader(
      inputs: inputs,
      format: try arguments.inputFormat(),
      clock: try arguments.assumedClock(),
      jobs: try arguments.jobs()
    )
    let (keepsMembers, isUnbuffered) = (arguments.has("--keep"), arguments.has("--unbuffered"))
    var output = StandardOutput()
    var count = 0
    var hasPostZero = false
    try reader.read { post, _ in
      post
    } consume: { _, content, bytes in
      for rejection in content.rejections { try rejections.add(rejection, bytes) }
      // What a post quotes or answers comes before it.
      let posts = content.values.filter(\.isContext) + content.values.filter { !$0.isContext }
      let keeps = keepsMembers && content.values.count { !$0.isContext } == 1
      for var post in posts {
        // Exports write 0 for "none", unless their posts are numbered from 0.
        hasPostZero = hasPostZero || post.id == "0"
        if !hasPostZero { post.dropLinksToZero() }
        let (scored, rootID) = scorer.score(post)
        guard !post.isContext else { continue }
        count += 1
        var line = ScoredLine(post, rootID: rootID, scored: scored)
        if keeps { line.keepMembers(of: bytes) }
        try output.write(line.utf8)
        if isUnbuffered { try output.flush() }
      }
    }
    try output.flush()
    try rejections.finish()
    // What was read may be a piece of an export, without what other pieces have.
    do throws(IngestError) { try reader.checkFields() } catch { Diagnostics.say(error.description) }
    if count == 0, rejections.count == 0 { Run.sayEmpty(arguments) }
    guard count > 0 || rejections.count == 0 else {
      throw IngestError(
        file: inputs.map(\.name).joined(separator: ", "),
        reason: .noPosts(detail: "no line could be read")
      )
    }
  }

  /// Hands over one line for each post of the inputs.
  static func writeScored(
    _ corpus: Corpus,
    _ scored: ScoredExport,
    keepsMembers: Bool = false,
    _ write: ([UInt8]) throws -> Void
  ) throws {
    let roots = ConversationRoots(corpus)
    try corpus.read { post, place, isKept -> Result<ScoredLine, any Error>? in
      guard !post.isContext else { return nil }
      let result = scored.byPlace[place]
      return Result {
        let root = try roots.rootID(of: post, at: place)
        return ScoredLine(post, rootID: root, scored: isKept ? result : result.asDuplicate)
      }
    } consumeLine: { posts, bytes in
      let lines = try posts.compactMap { post in
        switch post {
        case .post(_, let line), .duplicate(_, let line): try line?.get()
        }
      }
      for var line in lines {
        if keepsMembers, lines.count == 1 { line.keepMembers(of: bytes) }
        try write(line.utf8)
      }
    }
  }
}
