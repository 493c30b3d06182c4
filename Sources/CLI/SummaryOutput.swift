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

  /// What is printed.
  enum Format: String {
    /// The report for terminals.
    case text
    case markdown
    case csv
    case json
  }

  /// Prints a summary.
  static func print(_ summary: Summary, _ format: Format, isASCII: Bool) throws {
    switch format {
    case .json: try StandardOutput.print(summary.json())
    case .csv: try StandardOutput.print(summary.tables.first { $0.name == "shares" }?.csv ?? "")
    case .markdown: try StandardOutput.print(summary.markdown())
    case .text:
      let usesColor = Machine.outputIsTerminal && Machine.environment("NO_COLOR") ?? "" == ""
      try StandardOutput.print(summary.text(TextStyle(usesColor: usesColor, isASCII: isASCII)))
    }
  }
}

extension Arguments {
  /// The format that is asked for.
  func format() throws -> SummaryOutput.Format? {
    guard let name = value("--format") else { return nil }
    guard let format = SummaryOutput.Format(rawValue: name) else {
      throw UsageError(
        problem: "'--format' is \"\(name)\"",
        advice: "expected text, markdown, csv or json"
      )
    }
    return format
  }
}

extension Flag {
  static let html = Flag(
    name: "--html",
    value: "FILE",
    file: .output,
    help: "write the report as one page, to be opened in any browser"
  )
  static let csv = Flag(
    name: "--csv",
    value: "FOLDER",
    file: .folder(ending: ".csv"),
    help:
      "write the numbers as tables: shares, timeline, events, changes, levels, argued, terms, copies "
      + "and accounted; empty ones are left out"
  )
  static let ascii = Flag(
    name: "--ascii",
    value: nil,
    help: "write and draw the report in ASCII, for terminals and logs that show no Unicode"
  )
  static let format = Flag(
    name: "--format",
    value: "NAME",
    file: .printed,
    help: "what to print: text, markdown, csv (the shares) or json"
  )
}
