internal import Ingest

extension ExportCheck {
  /// The check for a terminal: at most 80 columns, no escapes from the data.
  public func text() -> String {
    var lines: [String] = []
    func add(_ label: String, _ value: String) {
      let wrapped = DisplayText.wrapped(DisplayText.sanitized(value), to: 80 - 14)
      for (number, line) in wrapped.enumerated() {
        lines.append(DisplayText.padded(number == 0 ? label : "", to: 14) + line)
      }
    }
    let problems = findings.count(where: \.isProblem)
    lines.append(
      problems == 0
        ? "This export looks sound."
        : "\(DisplayText.counted(problems, "problem")) that can make a result wrong."
    )
    lines.append("")
    for file in input.files {
      let (lines, posts) = (
        DisplayText.counted(file.lines, "line"), DisplayText.counted(file.posts, "post")
      )
      add("File", "\(file.name): \(lines), \(posts)")
    }
    add("Formats", list(input.formats))
    if !members.isEmpty {
      let found = Self.fieldsShown.map { field in
        members[field].map { "\(field) from \($0.joined(separator: " or "))" } ?? "no \(field)"
      }
      add("Fields", found.joined(separator: ", "))
    }
    add("Posts", list(Dictionary(uniqueKeysWithValues: kinds.map { ($0.key.rawValue, $0.value) })))
    if input.contextPosts > 0 { add("", "and \(input.contextPosts) only inside others") }
    if let first = input.firstTime, let last = input.lastTime {
      add("Time", "\(first) to \(last), \(order.words)")
    }
    if let collected {
      add("Collected", "\(collected.lowerBound) to \(collected.upperBound)")
    }
    add("Authors", "\(authors)")
    add("Conversations", "\(input.conversations)")
    add("Languages", list(input.languages))
    for finding in findings {
      lines.append("")
      let title = (finding.isProblem ? "Problem: " : "Note: ") + finding.seen + "."
      for (number, text) in ([title, finding.meaning] + [finding.advice].compactMap { $0 })
        .enumerated()
      {
        let wrapped = DisplayText.wrapped(DisplayText.sanitized(text), to: 78)
        lines += wrapped.enumerated().map {
          number + $0.offset == 0 ? $0.element : "  " + $0.element
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Counts, the largest first.
  private func list(_ counts: [String: Int]) -> String {
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = sorted.prefix(8).map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return sorted.count > 8 ? shown + " and \(sorted.count - 8) more" : shown
  }

  /// The check as JSON: `groundswell.check/1`, keys sorted.
  ///
  /// - Throws: Nothing that data can cause; the encoder's signature says so.
  public func json() throws -> String {
    try JSONText.pretty(CheckFile(self))
  }
}

extension ExportCheck.Order {
  fileprivate var words: String {
    switch self {
    case .none: "order not known"
    case .oldestFirst: "oldest first"
    case .newestFirst: "newest first"
    case .mixed: "in no order of time"
    }
  }
}

/// The check as it is written: its property names in snake case are the keys.
private struct CheckFile: Encodable {
  struct Finding: Encodable {
    var code: String
    var isProblem: Bool
    var seen: String
    var meaning: String
    @Null var advice: String?
  }

  var schema = "groundswell.check/1"
  var clean: Bool
  var input: SummaryInput
  var kinds: [String: Int]
  var deleted: Int
  var withoutText: Int
  var dayExact: Int
  var authors: Int
  var withoutAuthor: Int
  var withoutId: Int
  var members: [String: [String]]
  var unusedMembers: [String]
  var topAuthorShare: Double
  var topTenShare: Double
  var missingRoots: Int
  var order: String
  @Null var firstCollected: String?
  @Null var lastCollected: String?
  var findings: [Finding]

  init(_ check: ExportCheck) {
    clean = check.isClean
    input = SummaryInput(check.input)
    kinds = Dictionary(
      uniqueKeysWithValues: Post.Kind.allCases.map { ($0.rawValue, check.kinds[$0] ?? 0) }
    )
    deleted = check.deleted
    withoutText = check.withoutText
    dayExact = check.dayExact
    authors = check.authors
    withoutAuthor = check.withoutAuthor
    withoutId = check.withoutID
    members = check.members
    unusedMembers = check.unusedMembers
    topAuthorShare = check.topAuthorShare.rounded4
    topTenShare = check.topTenShare.rounded4
    missingRoots = check.missingRoots
    order = check.order.rawValue
    firstCollected = check.collected?.lowerBound.description
    lastCollected = check.collected?.upperBound.description
    findings = check.findings.map {
      Finding(
        code: $0.code.rawValue,
        isProblem: $0.isProblem,
        seen: $0.seen,
        meaning: $0.meaning,
        advice: $0.advice
      )
    }
  }
}
