internal import Ingest
internal import Report
internal import Scoring

extension Command {
  static let merge = Command(
    name: "merge",
    summary: "make one report of partial results",
    operands: "PART…",
    examples: [
      ("groundswell merge a.partial b.partial --html report.html", "what two machines found"),
      ("cat parts/* | groundswell merge - --json", "a file may hold many parts"),
      ("groundswell merge monday/*.partial --partial=monday.partial", "a sum that can be added to"),
    ],
    flags: ReportOutput.flags + [
      Flag(
        name: "--partial",
        value: "FILE",
        valueIsOptional: true,
        file: .output,
        help: "make no report but one partial result of them all; with =FILE, write it there"
      )
    ],
    notes: """
      Parts are what 'analyse --partial' writes. In whichever order they are merged, the result is that of \
      the whole export, byte for byte, where each post has a line of its own, as long as no conversation lies in two parts ('groundswell split' cuts \
      so); else the report says about how many do, as far as posts name their conversations. Parts that \
      were made with another version, model, brief, lexicon, labels, context, zone or choice of conversations are \
      refused. \
      'groundswell help scale' shows how a job of many parts is run.
      """
  ) { arguments in
    var output = try ReportOutput(arguments)
    if arguments.has("--partial") { try ReportOutput.checkNone(in: arguments) }
    var sum: Reactions?
    for path in arguments.operands.isEmpty ? ["-"] : arguments.operands {
      let lines = try File.read(path).split(separator: 0x0A, omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() where line.contains(where: { $0 > 0x20 }) {
        let place = "\(File.shownName(path)):\(number + 1)"
        let part = try Reactions(partial: line, name: place)
        if sum == nil { sum = part } else { try sum?.merge(part, name: place) }
      }
    }
    guard let sum else {
      throw UsageError(
        problem: "there is no part in what was given",
        advice: "expected files that 'groundswell analyse --partial' wrote"
      )
    }
    guard !arguments.has("--partial") else {
      return try File.write(sum.partial().utf8, to: arguments.value("--partial") ?? "-")
    }
    guard sum.input.posts > 0 else {
      throw IngestError(
        file: sum.input.files.map(\.name).joined(separator: ", "),
        reason: .noPosts(detail: "all parts are empty")
      )
    }
    guard !sum.isWithoutRoot else {
      throw ScopeError(root: sum.assumptions.brief.root.joined(separator: ", "))
    }
    if let zone = sum.timeZone, !arguments.has("--time-zone") { output.options.timeZone = zone }
    try output.write(Findings(sum, options: output.options), quotes: false)
  }
}
