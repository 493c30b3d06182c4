/// What people take for an export and is none, told by its first bytes: it is named before each of its
/// lines is complained of.
struct ForeignFile {
  /// What it is called.
  let kind: String
  /// How an export is had in its place.
  let advice: String

  /// Looks at the first bytes of a file; `nil` where it may be an export.
  init?(head: [UInt8]) {
    if Self.isSpreadsheet(head) {
      kind = "a spreadsheet or another office document"
      advice = "save it as CSV in UTF-8, of which this makes them:\n  \(Self.conversion)"
      return
    }
    // What is packed is told once it is unpacked.
    guard Unpacker.named(byHead: head) == nil, UTF16Text(head: head) == nil else { return nil }
    if Self.isBinary(head) {
      kind = "a binary file"
      advice = "export the posts as JSON, one object a line"
      return
    }
    let text = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if Self.pageStarts.contains(where: text.prefix(9).lowercased().hasPrefix) {
      kind = "a web page or other markup"
      advice = "it may be a login page that was saved by mistake"
    } else if Self.isTable(text) {
      kind = "a table of values, such as CSV"
      advice = "this makes them of it:\n  \(Self.conversion)"
    } else {
      return nil
    }
  }

  /// Makes JSON lines of a table that any program wrote: a byte order mark is left out, and what
  /// separates the columns is told from the first line.
  private static let conversion = """
    python3 -c 'import csv, json, sys; f = open(sys.argv[1], encoding="utf-8-sig", newline=""); \
    d = max(",;\\t", key=f.readline().count); f.seek(0); \
    [print(json.dumps(row)) for row in csv.DictReader(f, delimiter=d)]' TABLE.csv > posts.jsonl
    """

  private static let pageStarts = ["<!doctype", "<html", "<head", "<!--", "<?xml"]

  /// Whether the first line is cut into columns and no line starts an object.
  private static func isTable(_ text: Substring) -> Bool {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let first = lines.first, first.first != "[", !first.contains("{"),
      [",", ";", "\t"].contains(where: { separator in first.count { $0 == separator } >= 2 })
    else { return false }
    return !lines.contains { $0.first { !$0.isWhitespace && $0 != "[" && $0 != "," } == "{" }
  }

  /// Whether it is of the kind of Excel and LibreOffice: a ZIP archive with one of these at its start,
  /// or the older form.
  private static func isSpreadsheet(_ head: [UInt8]) -> Bool {
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return true }
    guard head.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return false }
    let first = head.dropFirst(nameOffset)
    return ["[Content_Types].xml", "_rels/", "docProps/", "xl/", "mimetypeapplication/vnd.oasis"]
      .contains { first.starts(with: $0.utf8) }
  }

  /// Where in a ZIP archive the name of the first file stands.
  private static let nameOffset = 30

  /// Whether so many bytes are control characters that the file is no text; NUL bytes do not count,
  /// because a disk that was full leaves them.
  private static func isBinary(_ head: [UInt8]) -> Bool {
    let controls = head.count { $0 < 0x20 && ![0, 0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains($0) }
    return controls * 20 > head.count
  }
}
