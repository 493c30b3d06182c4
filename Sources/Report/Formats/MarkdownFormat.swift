internal import Scoring

extension Summary {
  /// The report as Markdown: what stands in it for a mail or a page of notes.
  public func markdown() -> String {
    var text = "# \(MarkdownText.escaped(file.headline.text))\n\n"
    let stand = DisplayText.label(file.brief.stand)
    if !stand.isEmpty { text += "Stand: \(MarkdownText.escaped(stand))\n\n" }
    text += "\(MarkdownText.escaped(robustness))\n"
    if let sentence = file.wordings?.sentence { text += "\n\(sentence)\n" }
    if let sentence = file.exchanges?.answers.sentence { text += "\n\(sentence)\n" }
    for table in tables { text += "\n## \(table.title)\n\n\(table.markdown)" }
    if !file.warnings.isEmpty {
      text += "\n## Mind\n\n"
      for warning in file.warnings { text += "- \(MarkdownText.escaped(warning.message))\n" }
    }
    if let sentence = file.tool.ownTermsSentence { text += "\n\(sentence)\n" }
    if let outside = file.tool.outside { text += "\n\(outside.sentence)\n" }
    return text + "\n\(file.tool.caveat)\n"
  }

  /// Whether the headline stands when the posts are counted in other ways, in a sentence.
  var robustness: String {
    guard file.headline.claim != .tooFew else {
      return "Too few people for any way of counting to say more."
    }
    let others = file.sensitivity.checks.filter { !$0.isSame }
    guard !others.isEmpty else {
      let ways = file.sensitivity.checks.map(\.way).joined(separator: "; ")
      return
        "Robust: counted in other ways, the same stance is the largest and no share leaves its "
        + "interval (\(ways))."
    }
    let ways = others.map { check in
      let shares = Stance.allCases.compactMap { stance in
        check.shares[stance.rawValue].map { "\(DisplayText.percent($0)) \(stance.rawValue)" }
      }
      return ([check.way + ": " + check.lead] + shares).joined(separator: ", ")
    }
    return "Depends on how one counts: " + ways.joined(separator: "; ") + "."
  }
}

extension SummaryFile.SensitivityPart.Check {
  /// Who is ahead, counted so.
  var lead: String { stance.map { "\($0.rawValue) leads" } ?? "no side leads" }
}

extension SummaryFile.ExchangesPart.Answers {
  /// How answers stand to what they answer; `nil` where nobody answers anybody.
  var sentence: String? {
    guard total > 0 else { return nil }
    func percent(_ count: Int) -> String { DisplayText.percent(Double(count) / Double(total)) }
    return
      "Of \(total) answers to somebody else's reply, \(percent(otherSide)) take the other side and "
      + "\(percent(sameSide)) the same; in the rest one of the two takes none."
  }
}

extension SummaryFile.ExchangesPart.Argued {
  /// Who argues with it.
  var sentence: String {
    "A \(stance.rawValue) reply: \(DisplayText.counted(peopleAgainst, "person", "people")) of the other side "
      + "\(peopleAgainst == 1 ? "answers" : "answer") it, \(peopleWith) of its own; "
      + "\(DisplayText.counted(answers, "answer")) in all."
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
      case "#" where safe.isEmpty, ">" where safe.isEmpty, "+" where safe.isEmpty,
        "=" where safe.isEmpty:
        safe += "\\\(scalar)"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
