internal import Report

extension Command {
  static let diff = Command(
    name: "diff",
    summary: "what moved between two exports: posts and shares",
    operands: "BEFORE AFTER",
    readsInput: false,
    examples: [
      ("groundswell diff monday.jsonl friday.jsonl", "of what 'score' or 'analyse --posts' wrote"),
      ("groundswell diff monday.json friday.json --json", "of two summaries; as JSON"),
    ],
    flags: [
      Flag(name: "--json", value: nil, help: "print the comparison as JSON"),
      .ascii,
    ],
    notes: """
      Each of the two is what 'score' or 'analyse --posts' wrote, or a summary of 'analyse --json'. \
      From a summary only the shares can be compared. Where posts are known, those in both count as the \
      second reads them, what the other reading alone moves is said apart, and the intervals allow for \
      people who are in both exports. 'groundswell schema diff' says what the JSON holds.
      """
  ) { arguments in
    guard arguments.operands.count == 2 else {
      throw UsageError(
        problem: "'diff' takes two files, and \(arguments.operands.count) are named",
        advice: "expected groundswell diff BEFORE AFTER"
      )
    }
    let sides = try arguments.operands.map { path in
      try DiffSide(File.read(path), name: File.shownName(path))
    }
    let diff = ExportDiff(from: sides[0], to: sides[1])
    try StandardOutput.print(
      arguments.has("--json") ? diff.json() : diff.text(isASCII: arguments.has("--ascii"))
    )
  }
}
