internal import Scoring

extension Summary {
  /// The report as Markdown, for a mail or a page of notes: what the terminal shows, and in which words.
  public func markdown() -> String {
    var page = MarkdownPage(file: file)
    page.addHead()
    page.addBreakdown()
    page.addTimeline()
    page.addEvents()
    page.addExchanges()
    page.addTexts()
    page.addAccount()
    page.addEnd()
    return page.text
  }
}

/// The blocks of the report as they come.
private struct MarkdownPage {
  let file: SummaryFile
  private var blocks: [String] = []

  init(file: SummaryFile) { self.file = file }

  var text: String { blocks.joined(separator: "\n\n") + "\n" }

  private mutating func addHeading(_ title: String, level: Int = 2) {
    blocks.append(String(repeating: "#", count: level) + " " + MarkdownText.escaped(title))
  }

  private mutating func addParagraph(_ text: String?) {
    if let text, !text.isEmpty { blocks.append(MarkdownText.escaped(text)) }
  }

  /// Items, each with a quote below it where there is one.
  private mutating func addList(_ items: [(text: String, quote: String?)]) {
    guard !items.isEmpty else { return }
    let lines = items.map { item in
      let quote = item.quote.map { "\n  > " + MarkdownText.escaped(DisplayText.line($0)) } ?? ""
      return "- " + MarkdownText.escaped(item.text) + quote
    }
    blocks.append(lines.joined(separator: "\n"))
  }

  private mutating func addList(_ items: [String]) { addList(items.map { ($0, nil) }) }

  private mutating func addTable(_ columns: [String], _ rows: [[String]]) {
    let table = Table(name: "", title: "", columns: columns, rows: rows)
    blocks.append(String(table.markdown.dropLast()))
  }

  mutating func addHead() {
    addHeading(file.headline.text, level: 1)
    let stand = DisplayText.label(file.brief.stand)
    if !stand.isEmpty { addParagraph("Stand: \(stand)") }
    addParagraph(file.brief.sentence)
    addParagraph(file.extent)
    addParagraph(file.robustness)
  }

  mutating func addBreakdown() {
    let (people, posts) = (file.stance.byPerson, file.stance.byPost)
    if people.total > 0 {
      addHeading("By person: " + file.votes)
      addShares(people, of: "people", isCorrected: file.labels?.weightByPerson != nil)
    }
    addHeading("By post: " + DisplayText.counted(posts.total, "post"))
    addShares(posts, of: "posts", isCorrected: file.labels?.weightByPost != nil)
    addParagraph(file.labels?.sentence)
    addParagraph(file.labels?.leftOut)
    addParagraph(file.asFound(file.stance.concentration))
    addParagraph(file.asFound(file.copiesSentence))
    addParagraph(file.asFound(file.reach.sentence))
  }

  private mutating func addShares(
    _ shares: SummaryFile.SharesPart,
    of noun: String,
    isCorrected: Bool
  ) {
    addTable(
      isCorrected
        ? ["", "corrected share", "95 % interval", "\(noun) found"]
        : ["", "share", "95 % interval", noun],
      shares.all.map { stance, part in
        [
          stance, part.share.map { DisplayText.percent($0) } ?? "too few people",
          part.interval ?? "", "\(part.count)",
        ]
      }
    )
  }

  mutating func addTimeline() {
    let timeline = file.timeline
    guard !timeline.bins.isEmpty else { return }
    addHeading("Over time" + file.asFound)
    if let sentence = SummaryFile.TimelinePart.sentence(bins: timeline.bins.count, of: timeline.bin)
    {
      addParagraph(sentence)
    } else {
      let hasPeople = file.stance.byPerson.total > 0
      addParagraph(
        "In steps of \(timeline.bin.stepName), by the clock of \(timeline.timeZone)"
          + (hasPeople
            ? "; shares of people, where at least \(timeline.minimumPeople) posted." : ".")
      )
      let columns = ["from", "posts", "people", "supportive", "critical", "neutral"]
      let shown = columns.prefix(hasPeople ? columns.count : 2)
      addTable(
        Array(shown),
        timeline.rows.map { bin in
          guard let bin else { return ["…"] + shown.dropFirst().map { _ in "" } }
          let cells =
            [bin.label, "\(bin.posts.total)", "\(bin.people.total)"]
            + bin.people.all.map { $0.part.share.map { DisplayText.percent($0) } ?? "" }
          return Array(cells.prefix(shown.count))
        }
      )
      if timeline.earlier + timeline.later > 0 {
        addParagraph(SummaryFile.TimelinePart.outside(timeline.earlier, timeline.later))
      }
    }
  }

  mutating func addEvents() {
    if !file.events.isEmpty {
      addHeading("Events, and the share of supportive people before and after" + file.asFound)
      addList(
        file.events.map { event in
          "\(event.clock): \(DisplayText.label(event.label)) – \(event.sentence)"
        }
      )
    }
    guard !file.changes.isEmpty || !file.bursts.isEmpty else { return }
    addHeading("Changes that nobody pointed at" + file.asFound)
    addList(file.changes.map(\.sentence) + file.bursts.map(file.sentence(of:)))
  }

  mutating func addExchanges() {
    guard let exchanges = file.exchanges, exchanges.deeper.posts.total > 0 else { return }
    addHeading("Where people disagree" + file.asFound)
    addList(exchanges.sentences)
    addParagraph(exchanges.answers.sentence)
    guard !exchanges.arguedWith.isEmpty else { return }
    addHeading("Replies that are argued with", level: 3)
    addList(exchanges.arguedWith.map { ($0.sentence(withID: true), $0.text) })
  }

  mutating func addTexts() {
    let sides = file.termLists
    if !sides.isEmpty {
      addHeading(
        "What each side says more often, with how many \(file.people) say it" + file.asFound
      )
      addList(sides)
    }
    let posts = Stance.allCases.flatMap { stance in
      (file.representatives[stance.rawValue] ?? []).compactMap { post in
        post.text.map { ("\(stance.rawValue)\(located(post.id))", $0 as String?) }
      }
    }
    if !posts.isEmpty {
      addHeading("Posts that say what their side says")
      addList(posts)
    }
    guard let copied = file.wordings?.copied, !copied.isEmpty else { return }
    addHeading("Texts that several accounts posted")
    addList(copied.map { ($0.sentence + located($0.id), $0.text) })
  }

  mutating func addAccount() {
    addHeading("Every post accounted for")
    addTable(["count", "what"], file.account.map { ["\($0.count)", $0.what] })
    addList(file.sharedRejections)
  }

  mutating func addEnd() {
    if !file.warnings.isEmpty {
      addHeading("Mind")
      addList(file.warnings.map(\.message))
    }
    addParagraph(file.tool.ownTermsSentence)
    addParagraph(file.tool.outside?.sentence)
    addParagraph(file.caveat)
  }
}

/// Text that came from outside as Markdown that shows it.
enum MarkdownText {
  /// On one line, without markup, links or tags.
  static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in DisplayText.sanitized(text).unicodeScalars {
      switch scalar {
      case "<": safe += "&lt;"
      case "&": safe += "&amp;"
      case "\\", "`", "*", "[", "]", "|", "~": safe += "\\\(scalar)"
      // Within a word it marks nothing, and names of reasons stay readable.
      case "_" where safe.last?.isLetter != true: safe += "\\_"
      // What would begin a heading, a list or a rule.
      case "#", ">", "+", "-", "=":
        safe += safe.isEmpty ? "\\\(scalar)" : "\(scalar)"
      case ".", ")":
        let isListed = !safe.isEmpty && safe.utf8.allSatisfy { (0x30...0x39).contains($0) }
        safe += isListed ? "\\\(scalar)" : "\(scalar)"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
