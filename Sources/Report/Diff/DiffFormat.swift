internal import Scoring

extension ExportDiff {
  /// The comparison for a terminal: at most 80 columns, no escapes from the data, no handles.
  ///
  /// - Parameter isASCII: Whether nothing but ASCII is written.
  /// - Returns: The text, with a line end.
  public func text(isASCII: Bool = false) -> String {
    var lines: [String] = []
    func add(_ text: String, _ indent: String = "") {
      let safe = DisplayText.sanitized(text)
      let shown = isASCII ? ASCIIText.spelled(safe) : safe
      for (number, line) in DisplayText.wrapped(shown, to: 80 - indent.count).enumerated() {
        lines.append((number == 0 ? indent : indent.map { _ in " " }.joined()) + line)
      }
    }
    add(headline)
    add(
      "From \(before.name) to \(after.name)."
        + (isReadOtherwise ? " Posts in both count as the second reads them." : "")
    )
    for (title, way, changes) in ways where !changes.isEmpty {
      let (old, new) = (way(base), way(after.reading))
      lines.append("")
      add("\(title): \(old.counts.total), then \(new.counts.total)")
      for stance in Stance.allCases {
        guard let change = changes[stance], let first = old.shares[stance],
          let second = new.shares[stance]
        else { continue }
        let shares =
          DisplayText.padded(stance.rawValue, to: 11)
          + DisplayText.alignedRight(DisplayText.percent(first.share, digits: 1), to: 7) + " → "
          + DisplayText.alignedRight(DisplayText.percent(second.share, digits: 1), to: 7)
        let points = DisplayText.alignedRight(
          DisplayText.points(change.difference, digits: 1),
          to: 6
        )
        let ends = [change.low, change.high].map { DisplayText.points($0, digits: 1) }
        let interval = "(\(ends[0]) to \(ends[1]))"
        lines.append(
          "  \(shares) \(points) points "
            + (change.isClear
              ? interval : DisplayText.padded(interval, to: 16) + " no clear change")
        )
      }
      if isReadOtherwise {
        let then = Stance.allCases.compactMap { stance in
          way(before.reading).shares[stance].map {
            "\(DisplayText.percent($0.share, digits: 1)) \(stance.rawValue)"
          }
        }
        add("The first as it was read then: \(then.joined(separator: ", "))", "  ")
      }
    }
    if let posts {
      lines.append("")
      add("Posts")
      func row(_ count: Int, _ text: String) {
        add(text, DisplayText.alignedRight("\(count)", to: 9) + "  ")
      }
      row(posts.kept, "in both")
      row(posts.new.count, "new" + Self.mix(posts.newStances))
      row(posts.vanished.count, "vanished" + Self.mix(posts.vanishedStances))
      row(posts.rescored.count, "read otherwise")
      for move in posts.moves { row(move.count, "  \(move.from) → \(move.to)") }
      for (statuses, count) in posts.restated.sorted(by: {
        ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1])
      }) {
        row(count, "were \(statuses[0]) and are \(statuses[1])")
      }
      let named = posts.namedRescored
      if !named.isEmpty {
        lines.append("")
        add("Read otherwise, the surest first")
        for post in named.prefix(Self.shown) {
          add(
            "\(DisplayText.label(post.id)): \(post.from) → \(post.to) "
              + "(\(DisplayText.percent(post.confidence)))",
            "  "
          )
        }
        if named.count > Self.shown { add("and more, which --json lists", "  ") }
      }
    }
    if !notes.isEmpty {
      lines.append("")
      add("Mind")
      for note in notes { add(note, "  - ") }
    }
    let drawn = isASCII ? lines.map(ASCIIText.drawn) : lines
    return drawn.joined(separator: "\n") + "\n"
  }

  /// What the numbers allow to be said in one sentence: all that is clear in the table, and nothing else.
  var headline: String {
    if let obstacle { return obstacle }
    let moved = ways.filter { !$0.changes.isEmpty }.map { title, _, changes in
      let clear = Stance.allCases.compactMap { stance -> String? in
        guard let change = changes[stance], change.isClear else { return nil }
        let points = DisplayText.decimal(abs(change.difference) * 100, digits: 1)
        let verb = change.difference > 0 ? "rose" : "fell"
        return "\(stance.rawValue) \(verb) by \(points) points"
      }
      return (title: title.lowercased(), clear: clear)
    }
    guard !moved.isEmpty else {
      return "Nothing can be compared: one of the two is of too few people to show shares"
    }
    let isStill = moved.allSatisfy(\.clear.isEmpty)
    var parts = moved.map { title, clear in
      "\(title): "
        + (clear.isEmpty
          ? "no share moved by more than chance makes" : clear.joined(separator: ", "))
    }
    if isStill { parts = ["No share moved by more than chance makes"] }
    if let sentence = rereadingSentence { parts.append(sentence) }
    let opening =
      reread == nil
      ? "Whether people moved or the same posts are read otherwise, summaries do not say; "
      : "In these exports, "
    return (isStill ? "" : opening) + parts.joined(separator: "; ")
  }

  /// What the other reading of the same posts moves, by person where people are known; `nil` where it moves nothing
  /// that would show.
  private var rereadingSentence: String? {
    for (title, way, changes) in ways where !changes.isEmpty {
      let moves = Stance.allCases.compactMap { stance -> String? in
        let points = DisplayText.points(rereading(of: stance, way) ?? 0, digits: 1)
        return points == Self.nothing ? nil : "\(stance.rawValue) \(points) points"
      }
      guard moves.isEmpty else {
        return "apart from that, the same posts are read otherwise, \(title.lowercased()): "
          + moves.joined(separator: ", ")
      }
    }
    return nil
  }

  private var isReadOtherwise: Bool { rereadingSentence != nil }

  private static let nothing = DisplayText.points(0, digits: 1)

  /// The two ways of counting.
  private var ways:
    [(title: String, way: (DiffSide.Reading) -> DiffSide.Shares, changes: [Stance: Change])]
  {
    [("By person", \.byPerson, byPerson), ("By post", \.byPost, byPost)]
  }

  private static let shown = 5

  private static func mix(_ counts: StanceCounts) -> String {
    guard counts.total > 0 else { return "" }
    return ": " + Stance.allCases.map { "\(counts[$0]) \($0.rawValue)" }.joined(separator: ", ")
  }

  /// The comparison as JSON: `groundswell.diff/2`, keys sorted; ``DiffSchema`` describes it.
  ///
  /// - Returns: The text, with a line end.
  /// - Throws: Nothing that data can cause; the encoder's signature says so.
  public func json() throws -> String {
    try JSONText.pretty(DiffFile(self))
  }
}

extension ExportDiff.PostChanges {
  /// How many posts went from which stance to which, the most first.
  var moves: [(from: Stance, to: Stance, count: Int)] {
    var counts: [[Stance]: Int] = [:]
    for post in rescored { counts[[post.from, post.to], default: 0] += 1 }
    return counts.map { (from: $0.key[0], to: $0.key[1], count: $0.value) }.sorted {
      ($1.count, $0.from.index, $0.to.index) < ($0.count, $1.from.index, $1.to.index)
    }
  }
}

/// The comparison as it is written: its property names in snake case are the keys.
private struct DiffFile: Codable, Sendable {
  struct Share: Codable, Sendable {
    var count: Int
    @Null var share: Double?
    @Null var chanceLow: Double?
    @Null var chanceHigh: Double?
  }

  struct Shares: Codable, Sendable {
    var total: Int
    var supportive: Share
    var critical: Share
    var neutral: Share

    init(_ shares: DiffSide.Shares) {
      func share(_ stance: Stance) -> Share {
        let found = shares.shares[stance]
        return Share(
          count: shares.counts[stance],
          share: found?.share.rounded4,
          chanceLow: found?.low.rounded4,
          chanceHigh: found?.high.rounded4
        )
      }
      total = shares.counts.total
      (supportive, critical, neutral) = (share(.supportive), share(.critical), share(.neutral))
    }
  }

  struct Side: Codable, Sendable {
    var name: String
    var byPost: Shares
    var byPerson: Shares

    init(_ side: DiffSide) {
      name = side.name
      byPost = Shares(side.reading.byPost)
      byPerson = Shares(side.reading.byPerson)
    }
  }

  struct Reread: Codable, Sendable {
    var byPost: Shares
    var byPerson: Shares

    init(_ reading: DiffSide.Reading) {
      byPost = Shares(reading.byPost)
      byPerson = Shares(reading.byPerson)
    }
  }

  struct Moved: Codable, Sendable {
    var difference: Double
    var chanceLow: Double
    var chanceHigh: Double
    var isClear: Bool
    /// What the other reading of the same posts moves besides; `null` where it is not known.
    @Null var rereading: Double?

    init(_ change: Change, rereading: Double?) {
      difference = change.difference.rounded4
      (chanceLow, chanceHigh) = (change.low.rounded4, change.high.rounded4)
      isClear = change.isClear
      self.rereading = rereading?.rounded4
    }
  }

  struct Changes: Codable, Sendable {
    var byPost: [String: Moved]
    var byPerson: [String: Moved]
  }

  struct Group: Codable, Sendable {
    var count: Int
    var stance: SummaryFile.CountsPart
    var ids: [String]

    init(_ ids: [String], _ counts: StanceCounts) {
      count = ids.count
      stance = SummaryFile.CountsPart(counts)
      self.ids = Array(ids.lazy.filter(DiffSide.isID).prefix(DiffFile.mostListed))
    }
  }

  struct Move: Codable, Sendable {
    var from: String
    var to: String
    var count: Int
  }

  struct Rescored: Codable, Sendable {
    var id: String
    var from: String
    var to: String
    var confidence: Double
  }

  struct RescoredPart: Codable, Sendable {
    var count: Int
    var moves: [Move]
    var posts: [Rescored]
  }

  struct Posts: Codable, Sendable {
    var kept: Int
    var new: Group
    var vanished: Group
    var rescored: RescoredPart
    var restated: [Move]

    init(_ changes: ExportDiff.PostChanges) {
      kept = changes.kept
      new = Group(changes.new, changes.newStances)
      vanished = Group(changes.vanished, changes.vanishedStances)
      rescored = RescoredPart(
        count: changes.rescored.count,
        moves: changes.moves.map {
          Move(from: $0.from.rawValue, to: $0.to.rawValue, count: $0.count)
        },
        posts: changes.namedRescored.prefix(DiffFile.mostListed).map {
          Rescored(
            id: $0.id,
            from: $0.from.rawValue,
            to: $0.to.rawValue,
            confidence: $0.confidence.rounded4
          )
        }
      )
      restated = changes.restated.map { Move(from: $0.key[0], to: $0.key[1], count: $0.value) }
        .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    }
  }

  /// Counts are of all posts; of so many the ids are listed.
  static let mostListed = 1_000

  var schema = "groundswell.diff/2"
  var before: Side
  @Null var reread: Reread?
  var after: Side
  var headline: String
  var changes: Changes
  @Null var posts: Posts?
  var notes: [String]

  init(_ diff: ExportDiff) {
    before = Side(diff.before)
    after = Side(diff.after)
    headline = diff.headline
    reread = diff.reread.map { Reread($0) }
    func named(
      _ changes: [Stance: Change],
      _ way: (DiffSide.Reading) -> DiffSide.Shares
    ) -> [String: Moved] {
      Dictionary(
        uniqueKeysWithValues: changes.map { stance, change in
          (stance.rawValue, Moved(change, rereading: diff.rereading(of: stance, way)))
        }
      )
    }
    changes = Changes(
      byPost: named(diff.byPost, \.byPost),
      byPerson: named(diff.byPerson, \.byPerson)
    )
    posts = diff.posts.map { Posts($0) }
    notes = diff.notes
  }
}
