internal import Ingest
internal import Scoring

/// How the terminal report looks.
public struct TextStyle: Sendable {
  /// Columns; at least 60.
  public var width: Int
  /// Whether to use the terminal's colours.
  public var usesColor: Bool
  /// Whether nothing but ASCII is written: accents go, drawings are made of signs.
  public var isASCII: Bool

  /// Creates a style.
  public init(width: Int = 80, usesColor: Bool = false, isASCII: Bool = false) {
    self.width = max(width, 60)
    self.usesColor = usesColor
    self.isASCII = isASCII
  }
}

extension Findings {
  /// The report for a terminal: at most ``TextStyle/width`` columns, no escapes from the data.
  public func text(_ style: TextStyle = TextStyle()) -> String {
    var page = TextPage(style: style)
    page.addHeadline(self)
    page.addBreakdown(self)
    page.addTimeline(self)
    page.addEvents(self)
    page.addChanges(self)
    page.addExchanges(self)
    page.addTerms(self)
    page.addSensitivity(self)
    page.addAccount(self)
    page.addWarnings(self)
    page.add("")
    let tool = SummaryFile.Tool(self)
    if let sentence = tool.ownTermsSentence { page.addParagraph(sentence) }
    if let outside = tool.outside { page.addParagraph(outside.sentence) }
    page.addParagraph(tool.caveat)
    return page.text
  }
}

/// The lines of a report as they come.
private struct TextPage {
  let style: TextStyle
  private var lines: [String] = []

  private static let barWidth = 28

  init(style: TextStyle) { self.style = style }

  /// The lines as they are printed.
  var text: String {
    let lines = style.isASCII ? lines.map(ASCIIText.drawn) : lines
    return lines.joined(separator: "\n") + "\n"
  }

  mutating func add(_ line: String) { lines.append(line) }

  /// A text from outside as it may be shown.
  private func shown(_ text: String) -> String {
    let safe = DisplayText.sanitized(text)
    return style.isASCII ? ASCIIText.spelled(safe) : safe
  }

  mutating func addParagraph(_ text: String, indent: String = "") {
    let columns = style.width - indent.count
    for (number, line) in DisplayText.wrapped(shown(text), to: columns).enumerated() {
      let margin = number == 0 ? indent : String(repeating: " ", count: indent.count)
      add(margin + line)
    }
  }

  mutating func addHeading(_ text: String) {
    add("")
    add(painted(text, .bold))
  }

  mutating func addHeadline(_ findings: Findings) {
    for line in DisplayText.wrapped(shown(findings.headline.text), to: style.width) {
      add(painted(line, .bold))
    }
    let stand = DisplayText.label(findings.assumptions.brief.stand)
    if !stand.isEmpty { addParagraph("Stand: \(stand)") }
  }

  mutating func addBreakdown(_ findings: Findings) {
    let people = findings.byPerson.counts.total
    if people > 0 {
      addHeading("By person: " + DisplayText.counted(people, "person", "people, one vote each"))
      addBars(findings.byPerson)
    }
    let posts = findings.byPost.counts.total
    addHeading("By post: " + DisplayText.counted(posts, "post"))
    addBars(findings.byPost)
    let stance = SummaryFile.StancePart(
      byPost: SummaryFile.SharesPart(findings.byPost),
      byPerson: SummaryFile.SharesPart(findings.byPerson),
      byTenBusiest: SummaryFile.CountsPart(findings.byTenBusiest)
    )
    if let sentence = stance.concentration { addParagraph(sentence, indent: "  ") }
    let wordings = findings.survey.map { SummaryFile.WordingsPart($0.wordings, quotes: false) }
    if let sentence = wordings?.sentence { addParagraph(sentence, indent: "  ") }
  }

  private mutating func addBars(_ shares: StanceShares) {
    for stance in Stance.allCases {
      let count = DisplayText.alignedRight("\(shares.counts[stance])", to: 8)
      guard let share = shares.shares[stance] else {
        add("  " + DisplayText.padded(stance.rawValue, to: 11) + "too few people" + count)
        continue
      }
      add(
        "  " + DisplayText.padded(stance.rawValue, to: 11) + bar(share.share, stance)
          + DisplayText.alignedRight(DisplayText.percent(share.share), to: 6)
          + DisplayText.alignedRight(
            "(\(DisplayText.percent(share.low))–\(DisplayText.percent(share.high)))",
            to: 15
          )
          + count
      )
    }
  }

  mutating func addTimeline(_ findings: Findings) {
    let timeline = findings.timeline
    guard timeline.bins.count > 1 else {
      if let sentence = SummaryFile.TimelinePart.sentence(
        bins: timeline.bins.count,
        of: timeline.width.name
      ) {
        addHeading("Over time")
        addParagraph(sentence, indent: "  ")
      }
      return
    }
    addHeading("Over time, by \(timeline.width.name), \(timeline.zone.name); shares of people")
    addSparkline(findings)
    add("")
    let column = 1 + (timeline.bins.map { DisplayText.width(timeline.clock($0.start)) }.max() ?? 0)
    let heading = DisplayText.padded("  from", to: column + 2) + " posts people   "
    add(heading + "supportive █ critical ▒ neutral ░")
    var isGap = false
    for bin in timeline.bins {
      if bin.posts.total > 0 {
        addRow(bin, findings, column)
      } else if !isGap {
        add(style.isASCII ? "  ..." : "  …")
      }
      isGap = bin.posts.total == 0
    }
    if timeline.earlier + timeline.later > 0 {
      addParagraph(SummaryFile.TimelinePart.outside(timeline.earlier, timeline.later), indent: "  ")
    }
  }

  /// One character a bin, the taller the more posts, with the numbers of events beneath; `+` where
  /// there is no room for one.
  private mutating func addSparkline(_ findings: Findings) {
    let bins = findings.timeline.bins
    let steps = Array("▁▂▃▄▅▆▇█")
    let most = max(bins.map(\.posts.total).max() ?? 1, 1)
    // Few bins are drawn broader, so that what stands beneath has room.
    let each = max(min((style.width - 4) / bins.count, 4), 1)
    let columns = min(bins.count * each, style.width - 4)
    var volume = Array(repeating: 0, count: columns)
    var marks = Array(repeating: Character(" "), count: columns)
    func column(_ bin: Int) -> Int { bin * columns / bins.count }
    for (index, bin) in bins.enumerated() {
      for place in column(index)..<max(column(index + 1), column(index) + 1) {
        volume[place] = max(volume[place], bin.posts.total)
      }
    }
    for (number, event) in findings.events.enumerated() {
      guard let index = bins.firstIndex(where: { $0.end > event.event.at.seconds }),
        bins[index].start <= event.event.at.seconds
      else { continue }
      let place = column(index) + (each - 1) / 2
      // One character has no room for two events, nor for a number of two digits.
      let isPlain = marks[place] == " " && number < 9
      marks[place] = isPlain ? Character(String(number + 1)) : "+"
    }
    let line = volume.map { $0 == 0 ? Character(" ") : steps[($0 * (steps.count - 1)) / most] }
    add("  " + String(line))
    if !findings.events.isEmpty { add("  " + String(marks)) }
    let (first, last) = (bins[0].start, bins[bins.count - 1].start)
    let ends = [first, last].map(findings.timeline.clock)
    let room = columns - DisplayText.width(ends[0])
    guard room > DisplayText.width(ends[1]) else { return }
    add("  " + ends[0] + DisplayText.alignedRight(ends[1], to: room))
  }

  private mutating func addRow(_ bin: Timeline.Bin, _ findings: Findings, _ column: Int) {
    var row = "  " + DisplayText.padded(findings.timeline.clock(bin.start), to: column)
    row += DisplayText.alignedRight("\(bin.posts.total)", to: 6)
    row += DisplayText.alignedRight("\(bin.votes.total)", to: 7) + "   "
    if bin.votes.total >= findings.minimumPeople {
      row += stackedBar(bin.votes)
      row += DisplayText.alignedRight(
        DisplayText.percent(Double(bin.votes[.supportive]) / Double(bin.votes.total)),
        to: 6
      )
    } else {
      row += painted("too few people", .dim)
    }
    add(row)
  }

  mutating func addEvents(_ findings: Findings) {
    guard !findings.events.isEmpty else { return }
    addHeading("Events, and the share of supportive people before and after")
    for (number, event) in findings.events.enumerated() {
      let time = findings.timeline.clock(event.event.at.seconds)
      addParagraph("\(time)  \(DisplayText.label(event.event.label))", indent: "  \(number + 1) ")
      let hours = Double(event.window) / 3_600
      let span = DisplayText.decimal(hours, digits: hours >= 10 ? 0 : 1)
      guard let change = event.change else {
        add("    too few people within \(span) h of it to say")
        continue
      }
      let points = "\(DisplayText.points(change.difference)) points"
      let interval = "(\(DisplayText.points(change.low)) to \(DisplayText.points(change.high)))"
      let part = SummaryFile.EventPart(event, findings.timeline).supportiveChange
      addParagraph(
        "\(points) \(interval): \(part?.verdict ?? ""); \(event.before.total) and \(event.after.total) "
          + "people in \(span) h each",
        indent: "    "
      )
    }
  }

  mutating func addChanges(_ findings: Findings) {
    guard !findings.changes.isEmpty || !findings.bursts.isEmpty else { return }
    addHeading("Changes that nobody pointed at")
    func mix(_ counts: StanceCounts) -> String {
      let total = Double(max(counts.total, 1))
      let shares = [Stance.supportive, .critical].map {
        "\(DisplayText.percent(Double(counts[$0]) / total)) \($0.rawValue)"
      }
      return
        "\(shares.joined(separator: ", ")) of \(DisplayText.counted(counts.total, "person", "people"))"
    }
    for change in findings.changes {
      addParagraph(
        "\(findings.timeline.clock(change.at)): before \(mix(change.before)); after "
          + "\(mix(change.after)) (p = \(change.pValue))",
        indent: "  - "
      )
    }
    for burst in findings.bursts {
      let bins = findings.timeline.bins[burst]
      let posts = bins.reduce(0) { $0 + $1.posts.total }
      let start = findings.timeline.clock(bins.first?.start ?? 0)
      addParagraph("a burst of \(DisplayText.counted(posts, "post")) from \(start)", indent: "  - ")
    }
  }

  mutating func addExchanges(_ findings: Findings) {
    guard let exchanges = findings.summary().file.exchanges, exchanges.deeper.posts.total > 0
    else { return }
    addHeading("Where people disagree")
    for (name, level) in [
      ("replies to the target", exchanges.direct), ("replies to replies", exchanges.deeper),
    ] where level.posts.total > 0 {
      let shares = level.people.all.compactMap { stance, part in
        part.share.map { "\(DisplayText.percent($0)) \(stance)" }
      }
      let shown =
        shares.isEmpty
        ? "too few people"
        : shares.joined(separator: ", ")
          + " of \(DisplayText.counted(level.people.total, "person", "people"))"
      addParagraph("\(name): \(shown)", indent: "  ")
    }
    if let sentence = exchanges.answers.sentence { addParagraph(sentence, indent: "  ") }
    if let most = exchanges.arguedWith.first {
      addParagraph("Argued with most: a" + most.sentence.dropFirst(), indent: "  ")
    }
  }

  mutating func addTerms(_ findings: Findings) {
    guard let survey = findings.survey else { return }
    let sides: [Stance] = [.supportive, .critical]
    guard sides.contains(where: { !(survey.terms[$0] ?? []).isEmpty }) else { return }
    addHeading("What each side says more often, with how many people say it")
    for side in sides {
      let terms = (survey.terms[side] ?? []).map { "\($0.text) (\($0.people))" }
      guard !terms.isEmpty else { continue }
      addParagraph("\(side.rawValue): \(terms.joined(separator: ", "))", indent: "  ")
    }
  }

  mutating func addSensitivity(_ findings: Findings) {
    addHeading("Counted in other ways")
    addParagraph(findings.summary().robustness, indent: "  ")
  }

  mutating func addAccount(_ findings: Findings) {
    addHeading("Every post accounted for")
    let input = findings.input
    let lines = input.files.reduce(0) { $0 + $1.lines - $1.blankLines }
    var rows: [(Int, String)] = [(findings.statuses["scored"], "scored")]
    rows.append((findings.statuses["target"], "by the target"))
    let (reposts, duplicates) = (findings.statuses["repost"], findings.statuses["duplicate"])
    rows.append((reposts, "\(reposts == 1 ? "repost" : "reposts"): reach, not opinion"))
    rows.append((duplicates, "\(duplicates == 1 ? "duplicate" : "duplicates") of a post above"))
    for reason in UnscoredReason.allCases {
      rows.append((findings.statuses.unscored[reason] ?? 0, "not scored: \(reason.explanation)"))
    }
    rows.append(
      (input.rejected, "\(input.rejected == 1 ? "line" : "lines") that could not be read")
    )
    let others = input.otherRecords.values.reduce(0, +)
    rows.append((others, others == 1 ? "record that is no post" : "records that are no posts"))
    for (count, name) in rows where count > 0 {
      add(DisplayText.alignedRight("\(count)", to: 9) + "  \(name)")
    }
    let files = DisplayText.counted(input.files.count, "file")
    add(
      DisplayText.alignedRight("\(lines)", to: 9) + "  \(lines == 1 ? "line" : "lines") in \(files)"
    )
    for rejection in input.firstRejections { addParagraph(rejection, indent: "           ") }
    if let first = input.firstTime, let last = input.lastTime {
      addParagraph("Posts from \(first) to \(last).", indent: "  ")
    }
  }

  mutating func addWarnings(_ findings: Findings) {
    guard !findings.warnings.isEmpty else { return }
    addHeading("Mind")
    for warning in findings.warnings { addParagraph(warning.message, indent: "  - ") }
  }

  private func bar(_ share: Double, _ stance: Stance) -> String {
    let eighths = Int((share * Double(Self.barWidth * 8)).rounded())
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let text = String(repeating: "█", count: eighths / 8) + partial
    return painted(DisplayText.padded(text, to: Self.barWidth), Color(stance))
  }

  /// Three parts that fill the width, told apart without colour by their shade.
  private func stackedBar(_ counts: StanceCounts) -> String {
    let total = Double(max(counts.total, 1))
    let supportive = Int((Double(counts[.supportive]) / total * Double(Self.barWidth)).rounded())
    let both = counts[.supportive] + counts[.critical]
    let end = Int((Double(both) / total * Double(Self.barWidth)).rounded())
    return painted(String(repeating: "█", count: supportive), .supportive)
      + painted(String(repeating: "▒", count: end - supportive), .critical)
      + painted(String(repeating: "░", count: Self.barWidth - end), .neutral)
  }

  private enum Color: String {
    case bold = "1"
    case dim = "2"
    /// Blue and orange are told apart by nearly everybody.
    case supportive = "34"
    case critical = "33"
    case neutral = "37"

    init(_ stance: Stance) {
      switch stance {
      case .supportive: self = .supportive
      case .critical: self = .critical
      case .neutral: self = .neutral
      }
    }
  }

  private func painted(_ text: String, _ color: Color) -> String {
    style.usesColor && !text.isEmpty ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }
}

extension UnscoredReason {
  /// The reason in words.
  fileprivate var explanation: String {
    switch self {
    case .deleted: "deleted"
    case .language: "in another language"
    case .noWords: "no words, only links, mentions or media"
    case .otherConversation: "in another conversation"
    }
  }
}
