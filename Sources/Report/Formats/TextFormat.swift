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
  ///
  /// - Parameters:
  ///   - style: How it looks.
  ///   - quotes: Whether posts are quoted word for word, names and links masked.
  /// - Returns: The lines.
  public func text(_ style: TextStyle = TextStyle(), quotes: Bool = false) -> String {
    let file = summary(quotes: quotes).file
    var page = TextPage(style: style)
    page.addHeadline(self)
    page.addBreakdown(self, file)
    page.addTimeline(self, file)
    page.addEvents(file)
    page.addChanges(self, file)
    page.addExchanges(file)
    page.addTexts(file)
    page.addSensitivity(file)
    page.addAccount(file)
    page.addWarnings(self)
    page.add("")
    if let sentence = file.tool.ownTermsSentence { page.addParagraph(sentence) }
    if let outside = file.tool.outside { page.addParagraph(outside.sentence) }
    page.addParagraph(file.caveat)
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
    for line in DisplayText.wrapped(text, to: style.width) { add(painted(line, .bold)) }
  }

  mutating func addHeadline(_ findings: Findings) {
    for line in DisplayText.wrapped(shown(findings.headline.text), to: style.width) {
      add(painted(line, .bold))
    }
    let stand = DisplayText.label(findings.assumptions.brief.stand)
    if !stand.isEmpty { addParagraph("Stand: \(stand)") }
  }

  mutating func addBreakdown(_ findings: Findings, _ file: SummaryFile) {
    if findings.byPerson.counts.total > 0 {
      addHeading("By person: " + file.votes)
      addBars(findings.byPerson)
    }
    let posts = findings.byPost.counts.total
    addHeading("By post: " + DisplayText.counted(posts, "post"))
    addBars(findings.byPost)
    let sentences = [
      file.labels?.sentence, file.labels?.leftOut, file.asFound(file.stance.concentration),
      file.asFound(file.copiesSentence),
    ]
    for sentence in sentences.compactMap({ $0 }) {
      addParagraph(sentence, indent: "  ")
    }
  }

  private mutating func addBars(_ shares: StanceShares) {
    if shares.isCorrected {
      add(painted(DisplayText.alignedRight("corrected", to: 49) + "      found", .dim))
    }
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

  mutating func addTimeline(_ findings: Findings, _ file: SummaryFile) {
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
    let hasPeople = findings.byPerson.counts.total > 0
    let shares = hasPeople ? "; shares of people" + file.asFound : ""
    addHeading("Over time, by \(timeline.width.name), \(timeline.zone.name)\(shares)")
    addSparkline(findings)
    add("")
    let column = 1 + (timeline.bins.map { DisplayText.width(timeline.clock($0.start)) }.max() ?? 0)
    let heading = DisplayText.padded("  from", to: column + 2) + " posts"
    add(heading + (hasPeople ? " people   supportive █ critical ▒ neutral ░" : ""))
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
    let ends = [bins[0].start, bins[bins.count - 1].start].map(findings.timeline.clock)
    // Few bins are drawn broader, so that what stands beneath has room.
    let room = ends.reduce(2) { $0 + DisplayText.width($1) }
    let broad = max(4, (room + bins.count - 1) / bins.count)
    let each = max(min((style.width - 4) / bins.count, broad), 1)
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
    add(
      "  " + ends[0] + DisplayText.alignedRight(ends[1], to: columns - DisplayText.width(ends[0]))
    )
  }

  private mutating func addRow(_ bin: Timeline.Bin, _ findings: Findings, _ column: Int) {
    var row = "  " + DisplayText.padded(findings.timeline.clock(bin.start), to: column)
    row += DisplayText.alignedRight("\(bin.posts.total)", to: 6)
    guard findings.byPerson.counts.total > 0 else { return add(row) }
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

  mutating func addEvents(_ file: SummaryFile) {
    guard !file.events.isEmpty else { return }
    addHeading("Events, and the share of supportive people before and after" + file.asFound)
    for (number, event) in file.events.enumerated() {
      addParagraph(
        "\(event.clock)  \(DisplayText.label(event.label))",
        indent: "  \(number + 1) "
      )
      addParagraph(event.sentence, indent: "    ")
    }
  }

  mutating func addChanges(_ findings: Findings, _ file: SummaryFile) {
    guard !findings.changes.isEmpty || !findings.bursts.isEmpty else { return }
    addHeading("Changes that nobody pointed at" + file.asFound)
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
        "\(findings.timeline.moment(change.at)): before \(mix(change.before)); after "
          + "\(mix(change.after)) (p = \(change.pValue))",
        indent: "  - "
      )
    }
    for burst in findings.bursts {
      let bins = findings.timeline.bins[burst]
      let posts = bins.reduce(0) { $0 + $1.posts.total }
      let start = findings.timeline.clock(bins.first?.start ?? 0)
      let seconds = (bins.last?.end ?? 0) - (bins.first?.start ?? 0)
      let hours = DisplayText.decimal(Double(seconds) / 3_600, digits: seconds < 36_000 ? 1 : 0)
      addParagraph(
        "a burst of \(DisplayText.counted(posts, "post")) in \(hours) h from \(start) on",
        indent: "  - "
      )
    }
  }

  mutating func addExchanges(_ file: SummaryFile) {
    guard let exchanges = file.exchanges, exchanges.deeper.posts.total > 0 else { return }
    addHeading("Where people disagree" + file.asFound)
    for sentence in exchanges.sentences { addParagraph(sentence, indent: "  ") }
    if let sentence = exchanges.answers.sentence { addParagraph(sentence, indent: "  ") }
    if let most = exchanges.arguedWith.first {
      addParagraph(
        "Argued with most: a" + most.sentence(withID: true).dropFirst(),
        indent: "  "
      )
      addQuote(most.text)
    }
  }

  private mutating func addQuote(_ text: String?) {
    if let text { addParagraph("“\(text)”", indent: "    ") }
  }

  mutating func addTexts(_ file: SummaryFile) {
    let sides = file.termLists
    if !sides.isEmpty {
      addHeading(
        "What each side says more often, with how many \(file.people) say it; copies count once"
          + file.asFound
      )
      for side in sides { addParagraph(side, indent: "  ") }
    }
    let posts = Stance.allCases.flatMap { stance in
      (file.representatives[stance.rawValue] ?? []).filter { $0.text != nil }.map { (stance, $0) }
    }
    if !posts.isEmpty { addHeading("Posts that say what their side says") }
    for (stance, post) in posts {
      addParagraph("\(stance.rawValue)\(located(post.id))", indent: "  - ")
      addQuote(post.text)
    }
    guard let copied = file.wordings?.copied, !copied.isEmpty else { return }
    addHeading("Texts that several accounts posted")
    for copied in copied {
      addParagraph(copied.sentence + located(copied.id), indent: "  - ")
      addQuote(copied.text)
    }
  }

  mutating func addSensitivity(_ file: SummaryFile) {
    guard let sentence = file.robustness else { return }
    addHeading("Counted in other ways")
    addParagraph(sentence, indent: "  ")
  }

  mutating func addAccount(_ file: SummaryFile) {
    addHeading("Every post accounted for")
    let input = file.input
    for (count, what) in file.account {
      add(DisplayText.alignedRight("\(count)", to: 9) + "  \(what)")
    }
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
