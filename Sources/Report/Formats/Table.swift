internal import Scoring

/// Numbers of a report in rows and columns: one form for the page, the CSV files and Markdown.
public struct Table: Hashable, Sendable {
  /// The name of its file, without an ending.
  public var name: String
  /// What it holds, as a heading.
  public var title: String
  /// The names of the columns, in snake case.
  public var columns: [String]
  /// Each with one cell for each column; an empty cell is a value that is not known.
  public var rows: [[String]]

  package init(name: String, title: String, columns: [String], rows: [[String]]) {
    self.name = name
    self.title = title
    self.columns = columns
    self.rows = rows
  }

  /// The table as CSV (RFC 4180), lines ended by LF.
  ///
  /// A cell that a spreadsheet would take for a formula begins with an apostrophe; none holds a
  /// control or an escape.
  public var csv: String {
    ([columns] + rows).map { $0.map(Self.cell).joined(separator: ",") + "\n" }.joined()
  }

  /// The table as Markdown; its cells are words, never markup.
  public var markdown: String {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    func words(_ cells: [String]) -> String { row(cells.map(MarkdownText.escaped)) }
    return words(columns) + row(columns.map { _ in "---" }) + rows.map(words).joined()
  }

  /// The table without a column.
  func without(_ column: String) -> Table {
    guard let place = columns.firstIndex(of: column) else { return self }
    var table = self
    table.columns.remove(at: place)
    for row in table.rows.indices { table.rows[row].remove(at: place) }
    return table
  }

  private static func cell(_ text: String) -> String {
    var text = DisplayText.sanitized(text)
    let isNumber = Double(text) != nil
    if !isNumber, let first = text.first(where: { !$0.isWhitespace }), formulaSigns.contains(first)
    {
      text = "'" + text
    }
    guard text.contains(where: { "\",\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// What begins a formula, also in the wide forms that some spreadsheets take for the same.
  private static let formulaSigns: Set<Character> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
}

extension Summary {
  /// The numbers of the report as tidy tables: one row for each observation.
  public var tables: [Table] {
    [shares, timeline, events, changes, levels, argued, terms, wordings, statuses].filter {
      !$0.rows.isEmpty
    }
  }

  private var shares: Table {
    let (shown, found) = (file.stance, file.labels?.found)
    let parts = [
      ("person", shown.byPerson, found?.byPerson ?? shown.byPerson),
      ("post", shown.byPost, found?.byPost ?? shown.byPost),
    ]
    return Table(
      name: "shares",
      title: "Shares",
      columns: [
        "counted_by", "stance", "count", "total", "share", "low", "high", "share_found",
      ],
      rows: parts.flatMap { name, shares, found in
        zip(shares.all, found.all).map { shown, found in
          let part = shown.part
          return [
            name, shown.stance, "\(part.count)", "\(shares.total)", cell(part.share),
            cell(part.low), cell(part.high), cell(found.part.share),
          ]
        }
      }
    )
  }

  private var timeline: Table {
    Table(
      name: "timeline",
      title: "Reaction over time",
      columns: [
        "start", "end", "clock", "hours", "posts", "posts_per_hour", "people", "supportive",
        "critical", "neutral", "share_supportive", "share_critical", "share_neutral",
      ],
      rows: file.timeline.bins.map { bin in
        let rate = bin.hours > 0 ? (Double(bin.posts.total) / bin.hours).rounded4 : 0
        return [
          bin.start, bin.end, bin.label, "\(bin.hours)", "\(bin.posts.total)", "\(rate)",
          "\(bin.people.total)",
        ] + bin.people.all.map { "\($0.part.count)" } + bin.people.all.map { cell($0.part.share) }
      }
    )
  }

  private var events: Table {
    Table(
      name: "events",
      title: "Events, and the share of supportive people before and after",
      columns: [
        "at", "clock", "event", "window_hours", "people_before", "people_after", "change", "low",
        "high", "is_clear", "placebo", "copies", "change_without_copies", "outside",
      ],
      rows: file.events.map { event in
        let change = event.supportiveChange
        return [
          event.at, event.clock, DisplayText.label(event.label), "\(event.windowHours)",
          "\(event.peopleBefore.total)",
          "\(event.peopleAfter.total)", cell(change?.difference), cell(change?.low),
          cell(change?.high), change.map { $0.isClear ? "yes" : "no" } ?? "",
          cell(change?.placebo), change?.withoutCopies.map { "\($0.copies)" } ?? "",
          cell(change?.withoutCopies?.difference), event.outside?.rawValue ?? "",
        ]
      }
    )
  }

  private var changes: Table {
    Table(
      name: "changes",
      title: "Changes in the mix that nobody pointed at",
      columns: [
        "at", "clock", "p_value", "people_before", "supportive_before", "critical_before",
        "people_after", "supportive_after", "critical_after",
      ],
      rows: file.changes.map { change in
        [
          change.at, change.clock, "\(change.pValue)", "\(change.peopleBefore.total)",
          "\(change.peopleBefore.supportive)", "\(change.peopleBefore.critical)",
          "\(change.peopleAfter.total)", "\(change.peopleAfter.supportive)",
          "\(change.peopleAfter.critical)",
        ]
      }
    )
  }

  private var levels: Table {
    let levels = file.exchanges.map { [("direct", $0.direct), ("deeper", $0.deeper)] } ?? []
    return Table(
      name: "levels",
      title: "Replies to the target, and replies to replies",
      columns: ["level", "stance", "posts", "people", "share", "low", "high"],
      rows: levels.flatMap { name, level in
        zip(level.people.all, level.posts.all).map { people, posts in
          [
            name, people.stance, "\(posts)", "\(people.part.count)", cell(people.part.share),
            cell(people.part.low), cell(people.part.high),
          ]
        }
      }
    )
  }

  private var argued: Table {
    Table(
      name: "argued",
      title: "Replies that are argued with",
      columns: ["rank", "id", "stance", "answers", "people_against", "people_with", "text"],
      rows: (file.exchanges?.arguedWith ?? []).enumerated().map { number, post in
        [
          "\(number + 1)", post.id, post.stance.rawValue, "\(post.answers)",
          "\(post.peopleAgainst)", "\(post.peopleWith)", post.text ?? "",
        ]
      }
    )
  }

  private var terms: Table {
    Table(
      name: "terms",
      title: "Terms that set the sides apart",
      columns: ["stance", "term", "people", "people_of_other_side", "z_score"],
      rows: ["supportive", "critical"].flatMap { stance in
        (file.terms[stance] ?? []).map { term in
          [stance, term.term, "\(term.people)", "\(term.othersPeople)", "\(term.zScore)"]
        }
      }
    )
  }

  private var wordings: Table {
    Table(
      name: "copies",
      title: "Texts that several accounts posted",
      columns: ["id", "stance", "posts", "accounts", "without_author", "span_seconds", "text"],
      rows: (file.wordings?.copied ?? []).map { copied in
        [
          copied.id ?? "", copied.stance.rawValue, "\(copied.posts)", "\(copied.accounts)",
          copied.withoutAuthor.map { "\($0)" } ?? "",
          copied.spanSeconds.map { "\($0)" } ?? "", copied.text ?? "",
        ]
      }
    )
  }

  private var statuses: Table {
    let status = file.status
    var rows = [
      ["scored", "", "\(status.scored)"], ["target", "", "\(status.target)"],
      ["repost", "", "\(status.repost)"], ["duplicate", "", "\(status.duplicate)"],
    ]
    rows += status.unscoredByReason.sorted { $0.key < $1.key }
      .map { ["unscored", $0.key, "\($0.value)"] }
    rows.append(["rejected", "", "\(file.input.rejected)"])
    return Table(
      name: "accounted",
      title: "Every post accounted for",
      columns: ["status", "reason", "count"],
      rows: rows
    )
  }

  private func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
}

extension SummaryFile.CountsPart {
  /// The three stances in the order in which they are always shown.
  var all: [Int] { [supportive, critical, neutral] }
}

extension SummaryFile.SharesPart {
  /// The three stances in the order in which they are always shown.
  var all: [(stance: String, part: SummaryFile.SharePart)] {
    [("supportive", supportive), ("critical", critical), ("neutral", neutral)]
  }
}
