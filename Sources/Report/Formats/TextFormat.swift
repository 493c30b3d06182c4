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
    summary(quotes: quotes).text(style)
  }
}

extension Summary {
  /// The report for a terminal: at most ``TextStyle/width`` columns, no escapes from the data.
  ///
  /// - Parameter style: How it looks.
  /// - Returns: The lines.
  public func text(_ style: TextStyle = TextStyle()) -> String {
    var page = TextPage(file: file, style: style)
    page.addHeadline()
    page.addBreakdown()
    page.addTimeline()
    page.addEvents()
    page.addChanges()
    page.addExchanges()
    page.addTexts()
    page.addSensitivity()
    page.addAccount()
    page.addWarnings()
    page.addEnd()
    return page.text
  }
}

/// The lines of a report as they come.
private struct TextPage {
  let file: SummaryFile
  let style: TextStyle
  private var lines: [String] = []

  private static let barWidth = 28

  init(file: SummaryFile, style: TextStyle) { (self.file, self.style) = (file, style) }

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

  mutating func addHeadline() {
    for line in DisplayText.wrapped(shown(file.headline.text), to: style.width) {
      add(painted(line, .bold))
    }
    let stand = DisplayText.label(file.brief.stand)
    if !stand.isEmpty { addParagraph("Stand: \(stand)") }
  }

  mutating func addBreakdown() {
    let (people, posts) = (file.stance.byPerson, file.stance.byPost)
    if people.total > 0 {
      addHeading("By person: " + file.votes)
      addBars(people, isCorrected: file.labels?.weightByPerson != nil)
    }
    addHeading("By post: " + DisplayText.counted(posts.total, "post"))
    addBars(posts, isCorrected: file.labels?.weightByPost != nil)
    let sentences = [
      file.labels?.sentence, file.labels?.leftOut, file.asFound(file.stance.concentration),
      file.asFound(file.copiesSentence),
    ]
    for sentence in sentences.compactMap({ $0 }) {
      addParagraph(sentence, indent: "  ")
    }
  }

  private mutating func addBars(_ shares: SummaryFile.SharesPart, isCorrected: Bool) {
    if isCorrected {
      add(painted(DisplayText.alignedRight("corrected", to: 49) + "      found", .dim))
    }
    for (stance, part) in shares.all {
      let count = DisplayText.alignedRight("\(part.count)", to: 8)
      guard let share = part.share, let interval = part.interval else {
        add("  " + DisplayText.padded(stance, to: 11) + "too few people" + count)
        continue
      }
      add(
        "  " + DisplayText.padded(stance, to: 11) + bar(share, stance)
          + DisplayText.alignedRight(DisplayText.percent(share), to: 6)
          + DisplayText.alignedRight("(\(interval))", to: 15) + count
      )
    }
  }

  mutating func addTimeline() {
    let timeline = file.timeline
    guard timeline.bins.count > 1 else {
      if let sentence = SummaryFile.TimelinePart.sentence(
        bins: timeline.bins.count,
        of: timeline.bin
      ) {
        addHeading("Over time")
        addParagraph(sentence, indent: "  ")
      }
      return
    }
    let hasPeople = file.stance.byPerson.total > 0
    let shares = hasPeople ? "; shares of people" + file.asFound : ""
    addHeading("Over time, by \(shown(timeline.bin)), \(shown(timeline.timeZone))\(shares)")
    addSparkline()
    add("")
    let column = 1 + (timeline.bins.map { DisplayText.width(shown($0.label)) }.max() ?? 0)
    let heading = DisplayText.padded("  from", to: column + 2) + " posts"
    add(heading + (hasPeople ? " people   supportive █ critical ▒ neutral ░" : ""))
    for bin in timeline.rows {
      if let bin {
        addRow(bin, column)
      } else {
        add(style.isASCII ? "  ..." : "  …")
      }
    }
    if timeline.earlier + timeline.later > 0 {
      addParagraph(SummaryFile.TimelinePart.outside(timeline.earlier, timeline.later), indent: "  ")
    }
  }

  /// One character a bin, the taller the more posts, with the numbers of events beneath; `+` where
  /// there is no room for one.
  private mutating func addSparkline() {
    let bins = file.timeline.bins
    let steps = Array("▁▂▃▄▅▆▇█")
    let most = max(bins.map(\.posts.total).max() ?? 1, 1)
    let ends = [bins[0].label, bins[bins.count - 1].label].map(shown)
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
    for (number, event) in file.events.enumerated() {
      guard let index = bins.firstIndex(where: { $0.end > event.at }),
        bins[index].start <= event.at
      else { continue }
      let place = column(index) + (each - 1) / 2
      // One character has no room for two events, nor for a number of two digits.
      let isPlain = marks[place] == " " && number < 9
      marks[place] = isPlain ? Character(String(number + 1)) : "+"
    }
    let line = volume.map { $0 == 0 ? Character(" ") : steps[($0 * (steps.count - 1)) / most] }
    add("  " + String(line))
    if !file.events.isEmpty { add("  " + String(marks)) }
    add(
      "  " + ends[0] + DisplayText.alignedRight(ends[1], to: columns - DisplayText.width(ends[0]))
    )
  }

  private mutating func addRow(_ bin: SummaryFile.TimelinePart.Bin, _ column: Int) {
    var row = "  " + DisplayText.padded(shown(bin.label), to: column)
    row += DisplayText.alignedRight("\(bin.posts.total)", to: 6)
    guard file.stance.byPerson.total > 0 else { return add(row) }
    row += DisplayText.alignedRight("\(bin.people.total)", to: 7) + "   "
    if bin.people.supportive.share != nil {
      let total = Double(max(bin.people.total, 1))
      let supportive = Double(bin.people.supportive.count) / total
      row += stackedBar(supportive, supportive + Double(bin.people.critical.count) / total)
      row += DisplayText.alignedRight(DisplayText.percent(supportive), to: 6)
    } else {
      row += painted("too few people", .dim)
    }
    add(row)
  }

  mutating func addEvents() {
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

  mutating func addChanges() {
    guard !file.changes.isEmpty || !file.bursts.isEmpty else { return }
    addHeading("Changes that nobody pointed at" + file.asFound)
    for sentence in file.changes.map(\.sentence) + file.bursts.map(file.sentence(of:)) {
      addParagraph(sentence, indent: "  - ")
    }
  }

  mutating func addExchanges() {
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

  mutating func addTexts() {
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

  mutating func addSensitivity() {
    guard let sentence = file.robustness else { return }
    addHeading("Counted in other ways")
    addParagraph(sentence, indent: "  ")
  }

  mutating func addAccount() {
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

  mutating func addWarnings() {
    guard !file.warnings.isEmpty else { return }
    addHeading("Mind")
    for warning in file.warnings { addParagraph(warning.message, indent: "  - ") }
  }

  mutating func addEnd() {
    add("")
    if let sentence = file.tool.ownTermsSentence { addParagraph(sentence) }
    if let outside = file.tool.outside { addParagraph(outside.sentence) }
    addParagraph(file.caveat)
  }

  /// So many of some steps; a summary that somebody else wrote may hold no share.
  private func steps(_ share: Double, of most: Int) -> Int {
    Int((min(max(share, 0), 1) * Double(most)).rounded())
  }

  private func bar(_ share: Double, _ stance: String) -> String {
    let eighths = steps(share, of: Self.barWidth * 8)
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let text = String(repeating: "█", count: eighths / 8) + partial
    return painted(DisplayText.padded(text, to: Self.barWidth), Color(stance: stance))
  }

  /// Three parts that fill the width, told apart without colour by their shade.
  private func stackedBar(_ supportive: Double, _ both: Double) -> String {
    let start = steps(supportive, of: Self.barWidth)
    let end = max(steps(both, of: Self.barWidth), start)
    return painted(String(repeating: "█", count: start), .supportive)
      + painted(String(repeating: "▒", count: end - start), .critical)
      + painted(String(repeating: "░", count: Self.barWidth - end), .neutral)
  }

  private enum Color: String {
    case bold = "1"
    case dim = "2"
    /// Blue and orange are told apart by nearly everybody.
    case supportive = "34"
    case critical = "33"
    case neutral = "37"

    init(stance: String) {
      switch stance {
      case "supportive": self = .supportive
      case "critical": self = .critical
      default: self = .neutral
      }
    }
  }

  private func painted(_ text: String, _ color: Color) -> String {
    style.usesColor && !text.isEmpty ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }
}
