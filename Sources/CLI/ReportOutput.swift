internal import Report

/// How a report is made, and the forms in which it leaves the program.
struct ReportOutput {
  var options: Findings.Options
  private let arguments: Arguments
  private let format: SummaryOutput.Format

  static let flags = [
    Flag(
      name: "--json",
      value: "FILE",
      valueIsOptional: true,
      file: .output,
      help: "print the summary as JSON instead of the report; with =FILE, write it beside it"
    ),
    .html, .csv, .format, .ascii,
    Flag(
      name: "--time-zone",
      value: "NAME",
      help: "the clock of the timeline, such as Europe/London (default: the machine's)"
    ),
    Flag(
      name: "--bin",
      value: "LENGTH",
      help:
        "how long a step of the timeline is: 15min, 1h, 3h, day, week, month … (default: chosen)"
    ),
    Flag(
      name: "--minimum-people",
      value: "N",
      help: "show no shares of fewer people (default 10)"
    ),
  ]

  /// Reads the flags.
  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    var options = Findings.Options(
      timeZone: try arguments.zone("--time-zone") ?? TimeZoneRules.machineZone
    )
    if let least = try arguments.number("--minimum-people", least: 1) {
      options.minimumPeople = least
    }
    if let name = arguments.value("--bin") {
      guard let width = BinWidth(name: name) else {
        throw UsageError(
          problem: "'--bin' is \"\(name)\"",
          advice:
            "expected minutes that divide an hour, hours that divide a day, day, week, month or year, "
            + "such as 15min or 3h"
        )
      }
      options.binWidth = width
    }
    self.options = options
    format = arguments.prints("--json") ? .json : try arguments.format() ?? .text
  }

  /// Refuses what says how a report is made, where `--partial` asks for none; but for the flag whose value a part
  /// takes along to its report.
  static func checkNone(in arguments: Arguments, butFor kept: String? = nil) throws {
    let names = flags.map(\.name).filter { $0 != kept }
    guard let flag = names.first(where: arguments.has) else { return }
    throw UsageError(
      problem: "'\(flag)' says how a report is made, and --partial makes none",
      advice: "give it to the 'groundswell merge' that makes the report"
    )
  }

  /// Writes the files that are asked for, and prints the report.
  func write(_ findings: Findings, quotes: Bool) throws {
    let summary = findings.summary(quotes: quotes)
    if let path = arguments.value("--json"), path != "-" {
      try File.write(summary.json().utf8, to: path)
    }
    try SummaryOutput.write(summary, arguments)
    guard !["--html", "--posts"].contains(where: arguments.prints) else { return }
    try SummaryOutput.print(summary, format, isASCII: arguments.has("--ascii"))
  }
}
