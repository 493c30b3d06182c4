/// A form in which some program writes posts.
///
/// A format is one value: its file says which records are of that form, and how a record becomes
/// posts. To add one, write its file and name it in ``all``. All threads look at all formats for each
/// record, so a format is not a value with parts to be copied.
public final class InputFormat: Sendable {
  /// The name by which `--input-format` and the outputs call it.
  public let name: String
  /// The network whose posts it holds, such as `x`; empty where that differs from record to record.
  public let platform: String
  /// Which programs write it.
  public let source: String
  /// Groups of members, of which every record has one group whole, at the top.
  let marks: [[String]]
  /// Whether a record that has the marks is of this format.
  let matches: @Sendable (Record) -> Bool
  /// Turns a record into posts.
  let read: @Sendable (Record, inout Harvest) throws(Rejection) -> Void
  /// How members are found, where they may have any names.
  let flatForm: FlatForm?

  init(
    _ name: String,
    platform: String,
    source: String,
    marks: [[String]],
    matches: @escaping @Sendable (Record) -> Bool = { _ in true },
    read: @escaping @Sendable (Record, inout Harvest) throws(Rejection) -> Void
  ) {
    self.name = name
    self.platform = platform
    self.source = source
    self.marks = marks
    self.matches = matches
    self.read = read
    flatForm = nil
  }

  init(_ form: FlatForm) {
    name = "generic"
    platform = ""
    source = "home-made lines: names of members are found by a table"
    // It fits every object, and so reads those that no other format fits.
    marks = []
    matches = { _ in true }
    read = { record, harvest throws(Rejection) in try form.read(record, &harvest) }
    flatForm = form
  }

  /// The form of home-made lines, with fields under names of their own.
  ///
  /// - Parameter fields: Where fields stand, by the name of the field, one of ``fieldNames``: the
  ///   name of the member, or those of the members that lead to it, with dots between them.
  /// - Returns: `nil` where there is no field of a name, or no member is named.
  public static func homeMade(fields: [String: String]) -> InputFormat? {
    FlatForm(paths: fields).map { InputFormat($0) }
  }

  /// The names of the fields that home-made lines can have under names of their own.
  public static let fieldNames: [String] = FlatForm.fieldNames

  /// Whether a record has what tells the format.
  func fits(_ record: Record) -> Bool {
    marks.isEmpty || marks.contains { $0.allSatisfy(record.has) } && matches(record)
  }

  /// Whether records of it are posts, or hold some.
  var holdsPosts: Bool { !NoPosts.formats.contains { $0 === self } && self !== XAPIv1.noticeFormat }

  /// All formats, in the order in which a record is tested for them; the first that fits reads it.
  public static let all: [InputFormat] =
    GroundswellPosts.formats + CaptureEnvelope.formats + Elasticsearch.formats + Bluesky.formats
    + XAPIv2.formats + Snscrape.formats + XGraphQL.formats + GNIP.formats + XAPIv1.formats
    + YouTube.formats + TikTok.formats + Reddit.formats + Mastodon.formats + Telegram.formats
    + Threads.formats + Facebook.formats + Instagram.formats + BrightData.formats
    + XServices.formats + HackerNews.formats + Discourse.formats + FourChan.formats
    + Lemmy.formats + StackExchange.formats + WordPress.formats + Discord.formats
    + NoPosts.formats + [FlatForm.format]

  /// The format of that name.
  public static func named(_ name: String) -> InputFormat? { all.first { $0.name == name } }

  /// The first format that fits a record; the table of names fits every object.
  static func detect(_ record: Record) -> InputFormat {
    markIndex.format(of: record) ?? FlatForm.format
  }

  private static let markIndex = MarkIndex(all)
}

/// Tells from one walk over the members of a record which formats it can be of.
private struct MarkIndex: Sendable {
  private let bits: NameTable<Int>
  /// Sets of marks, in the order of the formats; a record of a format has all of one of its sets.
  private let groups: [(marks: UInt128, names: [String])]
  /// By the number of a group, its format.
  private let formats: [InputFormat]

  init(_ formats: [InputFormat]) {
    var bits: [FoldedName: Int] = [:]
    groups = formats.flatMap { format in
      format.marks.map { group in
        let marks: UInt128 = group.reduce(0) { members, name in
          let bit = bits[FoldedName(name), default: bits.count]
          bits[FoldedName(name)] = bit
          return members | 1 << UInt128(bit)
        }
        return (marks, group)
      }
    }
    self.formats = formats.flatMap { repeatElement($0, count: $0.marks.count) }
    precondition(bits.count <= UInt128.bitWidth, "more marks than bits")
    self.bits = NameTable(bits)
  }

  func format(of record: Record) -> InputFormat? {
    var members: UInt128 = 0
    record.forEachMember { name, value in
      if value.kind != .null, let bit = bits[name] { members |= 1 << UInt128(bit) }
    }
    for (number, group) in groups.enumerated() where members & group.marks == group.marks {
      // Formats find members by their exact names; a table of somebody's own may write them otherwise.
      if group.names.allSatisfy(record.has), formats[number].matches(record) {
        return formats[number]
      }
    }
    return nil
  }
}
