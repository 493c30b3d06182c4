internal import Ingest
internal import Report
internal import Scoring

extension Command {
  static let analyse = Command(
    name: "analyse",
    aliases: ["analyze"],
    summary: "the whole job: read, score, sum up",
    operands: "[FILE…]",
    examples: [
      ("groundswell analyse replies.jsonl", "the breakdown and the reaction over time"),
      (
        "groundswell analyse replies.jsonl --brief brief.json --time-zone Europe/London",
        "told who is who, by the clock of a place"
      ),
      ("groundswell analyse *.jsonl --json=summary.json", "and the summary as JSON in a file"),
      (
        "groundswell analyse replies.jsonl --brief brief.json --labels labels.jsonl",
        "the shares corrected by posts that you labelled (groundswell label)"
      ),
    ],
    flags: StandFlags.flags + ReportOutput.flags + [
      .quote, .labels, .allConversations, .context, .model, .lexicon, .posts, .partial, .inputName,
      .inputFormat, .fields, .assumedZone, .rejects, .jobs,
    ] + OutsideCommand.flags,
    notes: """
      Without a brief the reactions are to the post with the most below it, and its author is the \
      target; the report says so. 'groundswell help brief' shows how to say it, 'groundswell help \
      labels' what the words mean, 'groundswell schema summary' what the JSON holds.
      """
  ) { arguments in
    let output = try ReportOutput(arguments)
    let isPart = arguments.has("--partial")
    if isPart {
      guard !arguments.has("--quote") else {
        throw UsageError(
          problem: "'--quote' is given with --partial",
          advice: "leave it out: no report made of parts quotes posts"
        )
      }
      try ReportOutput.checkNone(in: arguments, butFor: "--time-zone")
    }
    let labels = try arguments.labels("--labels")
    let run: Run
    do {
      run = try Run(arguments)
    } catch let error as IngestError
      where arguments.has("--json") && arguments.value("--json") == nil
      && error.file.hasSuffix(".json")
    {
      throw UsageError(
        problem: error.description,
        advice: "to write the summary to a file, write --json=\(error.file)"
      )
    }
    guard run.corpus.account.posts > 0 || isPart else {
      throw IngestError(
        file: run.corpus.account.files.map(\.name).joined(separator: ", "),
        reason: .noPosts(detail: "it is empty")
      )
    }
    let allConversations = arguments.has("--all-conversations")
    if isPart, !allConversations, run.brief.root.isEmpty {
      throw UsageError(
        problem: "a part does not know which conversation is the largest of the whole",
        advice: "expected --root ID, or a brief with a root, or --all-conversations"
      )
    }
    if let labels, !isPart {
      let index = run.corpus.index
      let isOfExport = { (id: String) in index.place(ofID: id) != nil }
      guard labels.byID.contains(where: { isOfExport($0) && $1.givenStance != nil }) else {
        throw labels.namesNoPost("stance")
      }
      labels.sayLost(isOfExport: isOfExport)
    }
    let scored = try run.scored(arguments.scope, isPart: isPart)
    if let path = arguments.value("--posts") {
      let file = try File(creating: path)
      try Command.writeScored(run.corpus, scored) { try file.write($0) }
      try file.finish()
    }
    let hands = labels.map { HandLabels($0.byID.mapValues(\.givenStance)) }
    guard isPart else {
      let findings = try Findings(
        run.corpus,
        consume scored,
        tool: run.tool,
        labels: hands,
        options: output.options,
        jobs: run.jobs
      )
      return try output.write(findings, quotes: arguments.has("--quote"))
    }
    let part = try Reactions(
      run.corpus,
      scored,
      tool: run.tool,
      labels: hands,
      jobs: run.jobs
    ).partial(
      of: run.corpus,
      brief: run.brief,
      usesContext: run.usesContext,
      allConversations: allConversations,
      timeZone: arguments.value("--time-zone")
    )
    try File.write(part.utf8, to: arguments.value("--partial") ?? "-")
  }
}

extension Arguments {
  /// Which conversations count.
  var scope: Scorer.Scope {
    has(Flag.allConversations.name) ? .everyConversation : .oneConversation
  }
}

extension Flag {
  fileprivate static let quote = Flag(
    name: "--quote",
    value: nil,
    help: "quote posts word for word in the outputs, names and links masked"
  )
  fileprivate static let labels = Flag(
    name: "--labels",
    value: "FILE",
    isRepeatable: true,
    file: .input,
    help:
      "correct the shares by 30 posts or more that you labelled, drawn at random as 'label' draws "
      + "them; again for each file; each part is given all labels"
  )
  static let allConversations = Flag(
    name: "--all-conversations",
    value: nil,
    help: "count every conversation of the export, each towards its own first post"
  )
  fileprivate static let posts = Flag(
    name: "--posts",
    value: "FILE",
    file: .output,
    help: "write each post with its stance, as 'score' does"
  )
  fileprivate static let partial = Flag(
    name: "--partial",
    value: "FILE",
    valueIsOptional: true,
    file: .output,
    help: "make no report but a partial result for 'merge'; with =FILE, write it there"
  )
}
