/// A form in which some program writes posts.
///
/// A format is one value: its file says which records are of that form, and how a record becomes
/// posts. To add one, write its file and name it in ``all``.
public struct InputFormat: Sendable {
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
  }

  /// All formats, in the order in which a record is tested for them; the first that fits reads it.
  public static let all: [InputFormat] =
    CaptureEnvelope.formats + Elasticsearch.formats + Bluesky.formats + XAPIv2.formats
    + Snscrape.formats + XGraphQL.formats + GNIP.formats + XAPIv1.formats + YouTube.formats
    + TikTok.formats + Reddit.formats + Mastodon.formats + Telegram.formats + Threads.formats
    + Facebook.formats + Instagram.formats + BrightData.formats + XServices.formats
    + HackerNews.formats + Discourse.formats + FourChan.formats + NoPosts.formats
    + FlatForm.formats

  /// The format of that name.
  public static func named(_ name: String) -> InputFormat? { all.first { $0.name == name } }

  /// The first format that fits a record; the table of names fits every object.
  static func detect(_ record: Record) -> InputFormat? {
    let members = markIndex.members(of: record)
    for (number, format) in all.enumerated()
    where markIndex.fits(number, members) && format.matches(record) {
      return format
    }
    return nil
  }

  private static let markIndex = MarkIndex(all)
}

/// Tells from one walk over the members of a record which formats it can be of.
private struct MarkIndex: Sendable {
  private var bits: [FoldedName: Int] = [:]
  /// By the number of the format: the sets of marks of which one must be there.
  private var groups: [[Members]] = []

  /// A set of marks, as bits.
  struct Members: Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    mutating func insert(_ bit: Int) {
      if bit < 64 { low |= 1 << UInt64(bit) } else { high |= 1 << UInt64(bit - 64) }
    }

    func contains(_ other: Members) -> Bool {
      low & other.low == other.low && high & other.high == other.high
    }
  }

  init(_ formats: [InputFormat]) {
    for format in formats {
      groups.append(
        format.marks.map { group in
          var members = Members()
          for name in group {
            let bit = bits[FoldedName(name.utf8), default: bits.count]
            bits[FoldedName(name.utf8)] = bit
            members.insert(bit)
          }
          return members
        }
      )
    }
    precondition(bits.count <= 128, "more marks than bits")
  }

  func members(of record: Record) -> Members {
    var members = Members()
    record.forEachMember { name, value in
      if let bit = bits[name], !value.isNull { members.insert(bit) }
    }
    return members
  }

  func fits(_ format: Int, _ members: Members) -> Bool {
    groups[format].contains { members.contains($0) }
  }
}
