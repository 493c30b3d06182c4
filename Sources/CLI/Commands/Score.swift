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
    ],
    flags: StandFlags.flags + [
      .context, .model, .lexicon, .inputFormat, .assumedZone, .rejects, .jobs,
    ] + OutsideCommand.flags,
    notes: """
      Every conversation is scored, each towards the author of its own first post, or towards the \
      brief where there is one. A post without a stance has a "status" that says why, and a "reason" \
      where the status is "unscored". Lines that cannot be read are counted on standard error.
      """
  ) { arguments in
    let run = try Run(arguments)
    let scored = try run.scored(.everyConversationOrList, samplesTexts: false)
    var output = StandardOutput()
    try writeScored(run.corpus, scored) { try output.write($0) }
    try output.flush()
  }

  /// Hands over one line for each post of the inputs.
  static func writeScored(
    _ corpus: Corpus,
    _ scored: ScoredExport,
    _ write: ([UInt8]) throws -> Void
  ) throws {
    let conversations = corpus.conversations
    try corpus.read { post, place, isKept -> [UInt8]? in
      guard !post.isContext else { return nil }
      let result = scored.byPlace[place]
      let number = conversations.links[place].conversation
      let isRoot = conversations.conversations[number].root == place
      let root = isRoot ? post.id : scored.rootIDs[number]
      return ScoredLine(post, rootID: root, scored: isKept ? result : result.asDuplicate).utf8
    } consume: { line in
      switch line {
      case .post(_, let bytes?), .duplicate(_, let bytes?): try write(bytes)
      default: break
      }
    }
  }
}
