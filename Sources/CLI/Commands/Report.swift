internal import Report

extension Command {
  static let report = Command(
    name: "report",
    summary: "make the report again from what 'analyse --json' wrote",
    operands: "SUMMARY.json",
    examples: [
      ("groundswell report summary.json --html report.html", "the page, without the export"),
      ("groundswell report summary.json --format markdown", "for a mail"),
    ],
    flags: [.html, .csv, .format, .ascii],
    notes: """
      Without --html or --csv it prints Markdown, unless --format says otherwise. Posts are quoted only where the \
      summary was written with --quote.
      """
  ) { arguments in
    guard let path = arguments.operands.first, arguments.operands.count == 1 else {
      throw UsageError(
        problem: arguments.operands.isEmpty
          ? "no summary is named" : "\(arguments.operands.count) summaries are named",
        advice: "expected groundswell report FILE"
      )
    }
    let format = try arguments.format()
    let summary = try Summary(json: File.read(path), name: File.shownName(path))
    try SummaryOutput.write(summary, arguments)
    let hasFiles = arguments.has("--html") || arguments.has("--csv")
    if !hasFiles || format != nil {
      try SummaryOutput.print(summary, format ?? .markdown, isASCII: arguments.has("--ascii"))
    }
  }
}
