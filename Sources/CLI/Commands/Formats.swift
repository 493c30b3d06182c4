internal import Ingest

extension Command {
  static let formats = Command(
    name: "formats",
    summary: "the export formats that can be read",
    operands: "",
    readsInput: false,
    examples: [("groundswell formats", "name and origin of each")],
    flags: [],
    notes: """
      The format of each record is told from its members, never from the name of the file, and one \
      file may hold several. --input-format NAME reads all records by one.
      """
  ) { _ in
    let width = InputFormat.all.map(\.name.count).max() ?? 0
    for format in InputFormat.all {
      let gap = String(repeating: " ", count: width + 2 - format.name.count)
      try StandardOutput.print("\(format.name)\(gap)\(format.source)\n")
    }
  }
}
