internal import Ingest
internal import Report

extension Command {
  static let split = Command(
    name: "split",
    summary: "cut an export into files, each conversation in one of them",
    operands: "[FILE…]",
    examples: [
      ("groundswell split replies.jsonl --into 8 --output parts", "parts/part-1.jsonl and so on")
    ],
    flags: [
      Flag(name: "--into", value: "N", help: "how many files (default: one for each processor)"),
      Flag(name: "--output", value: "FOLDER", help: "where the files go (default: here)"),
      .inputFormat, .fields, .assumedZone, .rejects, .jobs,
    ],
    notes: """
      Lines are copied, but for those that hold only brackets. Posts of several conversations that stand on one line, and \
      those of accounts that the export reports as gone, are written as 'posts' writes them. A folder that holds parts already is refused. Analyse each file with --partial, on one machine or many, and merge the \
      results: 'groundswell help scale'.
      """
  ) { arguments in
    let count = try arguments.number("--into", least: 1) ?? Machine.processors
    guard count <= mostFiles else {
      throw UsageError(problem: "'--into' is \(count)", advice: "expected at most \(mostFiles)")
    }
    let folder = arguments.value("--output") ?? "."
    if let old = File.names(inFolder: folder).filter({ $0.hasPrefix("part-") }).min() {
      throw UsageError(
        problem: "\(folder)/\(old) is there already, and would be taken for a part of this export",
        advice: "expected a folder without parts: --output FOLDER"
      )
    }
    let corpus = try Corpus(Run.catalog(arguments))
    try File.createFolder(folder)
    let width = String(count).count
    let files = try (1...count).map { number in
      let digits = String(number)
      let padded = String(repeating: "0", count: width - digits.count) + digits
      return try File(creating: "\(folder)/part-\(padded).jsonl")
    }
    try corpus.readLines(into: count) { post, position in
      PostLine(
        post,
        rootID: post.conversationID,
        file: corpus.account.files[position.input].name,
        line: position.line
      ).utf8
    } write: { part, bytes in
      try files[part].write(bytes)
    }
    for file in files { try file.finish() }
  }

  /// More would be more than a process may have open.
  private static let mostFiles = 512
}
