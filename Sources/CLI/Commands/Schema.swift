internal import Report

extension Command {
  static let schema = Command(
    name: "schema",
    summary: "print the JSON Schema of an output",
    operands: "summary",
    readsInput: false,
    examples: [
      ("groundswell schema summary > summary.schema.json", "what 'analyse --json' writes")
    ],
    flags: []
  ) { arguments in
    guard arguments.operands == ["summary"] else {
      throw UsageError(
        problem: "no schema of '\(arguments.operands.joined(separator: " "))'",
        advice: "expected groundswell schema summary"
      )
    }
    try StandardOutput.print(SummarySchema.text + "\n")
  }
}
