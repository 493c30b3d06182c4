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
    ],
    flags: StandFlags.flags + [
      Flag(
        name: "--json",
        value: "FILE",
        valueIsOptional: true,
        help: "print the summary as JSON instead of the report; with =FILE, write it beside it"
      ),
      .html, .csv,
      Flag(
        name: "--posts",
        value: "FILE",
        help: "write each post with its stance, as 'score' does"
      ),
      .format, .ascii,
      Flag(
        name: "--quote",
        value: nil,
        help: "quote posts word for word in the outputs, names and links masked"
      ),
      Flag(
        name: "--time-zone",
        value: "NAME",
        help: "the clock of the timeline, such as Europe/London (default: the machine's)"
      ),
      Flag(
        name: "--bin",
        value: "LENGTH",
        help: "how long a step of the timeline is: 15min, hour, 3h, day, week … (default: chosen)"
      ),
      Flag(
        name: "--minimum-people",
        value: "N",
        help: "show no shares of fewer people (default 10)"
      ),
      Flag(
        name: "--all-conversations",
        value: nil,
        help: "count every conversation of the export, each towards its own first post"
      ),
      .context, .model, .lexicon, .inputFormat, .assumedZone, .rejects, .jobs,
    ] + OutsideCommand.flags,
    notes: """
      Without a brief the reactions are to the post with the most below it, and its author is the \
      target; the report says so. 'groundswell help brief' shows how to say it, 'groundswell help \
      labels' what the words mean, 'groundswell schema summary' what the JSON holds.
      """
  ) { arguments in
    var options = Findings.Options(
      timeZone: arguments.value("--time-zone") ?? TimeZoneRules.machineZone
    )
    if let least = try arguments.number("--minimum-people", least: 1) {
      options.minimumPeople = least
    }
    if let name = arguments.value("--bin") {
      guard let width = BinWidth(name: name) else {
        let names = BinWidth.all.map(\.name).joined(separator: ", ")
        throw UsageError(problem: "'--bin' is \"\(name)\"", advice: "expected one of \(names)")
      }
      options.binWidth = width
    }
    let isJSON = arguments.has("--json") && arguments.value("--json").map { $0 == "-" } ?? true
    let format = isJSON ? .json : try arguments.format() ?? .text
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
    guard run.corpus.account.posts > 0 else {
      throw IngestError(
        file: run.corpus.account.files.map(\.name).joined(separator: ", "),
        reason: .noPosts(detail: "it is empty")
      )
    }
    let scored = try run.scored(
      arguments.has("--all-conversations") ? .everyConversation : .oneConversation
    )
    let findings = try Findings(run.corpus, scored, tool: run.tool, options: options)
    let summary = findings.summary(quotes: arguments.has("--quote"))
    if let path = arguments.value("--json"), path != "-" {
      try File.write(summary.json().utf8, to: path)
    }
    if let path = arguments.value("--posts") {
      let file = try File(creating: path)
      try Command.writeScored(run.corpus, scored) { try file.write($0) }
      try file.finish()
    }
    try SummaryOutput.write(summary, arguments)
    guard format == .text else { return try SummaryOutput.print(summary, format) }
    let usesColor = Machine.outputIsTerminal && Machine.environment("NO_COLOR") ?? "" == ""
    try StandardOutput.print(
      findings.text(TextStyle(usesColor: usesColor, isASCII: arguments.has("--ascii")))
    )
  }
}
