internal import Report

/// The forms in which a summary leaves the program.
enum SummaryOutput {
  /// Writes the files that the flags name.
  static func write(_ summary: Summary, _ arguments: Arguments) throws {
    if let path = arguments.value("--html") { try File.write(summary.html().utf8, to: path) }
    if let folder = arguments.value("--csv") {
      try File.createFolder(folder)
      for table in summary.tables {
        try File.write(table.csv.utf8, to: "\(folder)/\(table.name).csv")
      }
    }
  }

  /// Prints a summary in a format other than the report for terminals.
  static func print(_ summary: Summary, _ format: String) throws {
    switch format {
    case "json": try StandardOutput.print(summary.json())
    case "markdown": try StandardOutput.print(summary.markdown())
    case "csv": try StandardOutput.print(summary.tables.first { $0.name == "shares" }?.csv ?? "")
    default:
      throw UsageError(
        problem: "'--format' is \"\(format)\"",
        advice: "expected text, markdown, csv or json"
      )
    }
  }
}

extension Flag {
  static let html = Flag(
    name: "--html",
    value: "FILE",
    help: "write the report as one page, to be opened in any browser"
  )
  static let csv = Flag(
    name: "--csv",
    value: "FOLDER",
    help: "write the numbers as tables: shares, timeline, events, terms, copies"
  )
  static let format = Flag(
    name: "--format",
    value: "NAME",
    help: "what to print: text, markdown, csv (the shares) or json"
  )
}
