internal import Ingest
internal import Report

extension Command {
  static let check = Command(
    name: "check",
    summary: "can this export be trusted: what is in it, missing, broken",
    operands: "[FILE…]",
    examples: [
      ("groundswell check replies.jsonl", "before anybody quotes a number from it"),
      ("groundswell check *.ndjson --json | jq .findings", "for a program"),
    ],
    flags: [
      Flag(name: "--json", value: nil, help: "print the check as JSON"),
      .inputFormat, .fields, .assumedZone, .rejects, .jobs,
    ],
    notes: """
      Each finding says what was seen, what it means for a result, and what to do; in JSON it has a \
      stable code. The exit code is 0 where nothing was found that can make a result wrong, and 3 \
      where something was.
      """
  ) { arguments in
    let check = try ExportCheck(Corpus(Run.catalog(arguments)))
    try StandardOutput.print(arguments.has("--json") ? check.json() : check.text())
    if !check.isClean { throw ProblemsFound() }
  }
}
