internal import Report

extension Command {
  static let schema = Command(
    name: "schema",
    summary: "print the JSON Schema of an output",
    operands: "summary|diff",
    readsInput: false,
    examples: [
      ("groundswell schema summary > summary.schema.json", "what 'analyse --json' writes"),
      ("groundswell schema diff", "what 'diff --json' writes"),
    ],
    flags: []
  ) { arguments in
    let schemas = ["summary": SummarySchema.text, "diff": DiffSchema.text]
    guard arguments.operands.count == 1, let schema = schemas[arguments.operands[0]] else {
      throw UsageError(
        problem: "no schema of '\(arguments.operands.joined(separator: " "))'",
        advice: "expected groundswell schema summary, or groundswell schema diff"
      )
    }
    try StandardOutput.print(schema + "\n")
  }
}
