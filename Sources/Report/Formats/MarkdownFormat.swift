extension Summary {
  /// The report as Markdown: what stands in it for a mail or a page of notes.
  public func markdown() -> String {
    var text = "# \(oneLine(file.headline.text))\n\n"
    if !file.brief.stand.isEmpty { text += "\(oneLine(file.brief.stand))\n\n" }
    text += "\(robustness)\n"
    for table in tables { text += "\n## \(table.title)\n\n\(table.markdown)" }
    if !file.warnings.isEmpty {
      text += "\n## Mind\n\n"
      for warning in file.warnings { text += "- \(oneLine(warning.message))\n" }
    }
    return text + "\n\(caveat)\n"
  }

  /// Whether the headline stands when the posts are counted in other ways, in a sentence.
  var robustness: String {
    guard file.headline.claim != Headline.Claim.tooFew.rawValue else {
      return "Too few people for any way of counting to say more."
    }
    let others = file.sensitivity.checks.filter { $0.stance != file.headline.stance }
    guard !others.isEmpty else {
      return "Robust: \(file.sensitivity.checks.count) other ways of counting say the same."
    }
    let ways = others.map { check in
      "\(check.way): \(check.stance.map { "\($0) leads" } ?? "no side leads")"
    }
    return "Depends on how one counts. " + ways.joined(separator: "; ") + "."
  }

  /// What every report says of itself.
  var caveat: String {
    "Stances are found by a program that errs: treat single posts with care, and shares as estimates. "
      + "They speak of the posts in this export, not of public opinion. Intervals hold what chance "
      + "alone would do, with 95 % confidence; not what the program gets wrong."
  }

  private func oneLine(_ text: String) -> String {
    DisplayText.sanitized(text).replacing("<", with: "&lt;")
  }
}
