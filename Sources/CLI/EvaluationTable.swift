internal import Scoring

/// How right a scorer is, as a table for people.
enum EvaluationTable {
  static func text(_ evaluations: [(source: String, evaluation: Evaluation)]) -> String {
    evaluations.map { "\($0.source)\n\(lines(of: $0.evaluation))" }.joined(separator: "\n")
  }

  /// What adapting a model bought, in one line.
  static func text(_ gain: CrossValidation.Gain) -> String {
    func points(_ difference: Double) -> String {
      (difference < 0 ? "−" : "+") + fixed(abs(difference) * 100, 1)
    }
    let verdict =
      gain.low > 0
      ? "better" : gain.high < 0 ? "worse" : "no clear difference: more labels may tell"
    return "\nadapted: \(points(gain.difference)) points of macro-F1 (95 % interval "
      + "\(points(gain.low)) to \(points(gain.high))), \(verdict)\n"
  }

  private static func lines(of evaluation: Evaluation) -> String {
    var text = ""
    if evaluation.hasTones {
      text += "  tone: macro-F1 \(fixed(evaluation.toneMacroF1, 3))"
      text += "  macro-recall \(fixed(evaluation.toneMacroRecall, 3))\n"
    }
    guard evaluation.posts > 0 else { return text }
    text += "  posts \(evaluation.posts)"
    text += "  macro-F1 \(fixed(evaluation.macroF1, 3))"
    if let error = evaluation.macroF1Error { text += " ± \(fixed(error, 3))" }
    text += "  accuracy \(fixed(evaluation.accuracy, 3))"
    text += "  calibration error \(fixed(evaluation.calibrationError, 3))"
    text += "\n"
    if let error = evaluation.shareError {
      text += "  shares off by \(fixed(error.expected, 1)) points (from counts: "
      text += "\(fixed(error.counted, 1))), over \(evaluation.conversations.count) conversations\n"
      text += "  lead of one side off by \(fixed(error.lead, 1)) points (root mean square)\n"
      let held = evaluation.intervalsHeld
      text += "  95 % intervals hold \(fixed(100 * held.shares, 1)) % of the shares and "
      text += "\(fixed(100 * held.leads, 1)) % of the leads\n"
    }
    for (name, hits) in [
      ("where tone and stance are of opposite sign", evaluation.opposed),
      ("in answers of three words and fewer to others than the target", evaluation.shortAnswers),
    ] where hits.posts > 0 {
      text += "  right \(name): \(fixed(Double(hits.right) / Double(hits.posts), 3)) "
      text += "of \(hits.posts)\n"
    }
    text += "  labelled     found: supportive   critical    neutral   unscored     recall\n"
    for stance in Stance.allCases {
      let row = evaluation.confusion[stance.index]
      text += "  " + padded(stance.rawValue, 12)
      text += row.map { padded(String($0), -11) }.joined(separator: "")
      text += padded(fixed(evaluation.recallAndPrecision(of: stance).recall, 3), -11) + "\n"
    }
    text += "  precision   "
    for stance in Stance.allCases {
      text += padded(fixed(evaluation.recallAndPrecision(of: stance).precision, 3), -11)
    }
    text += "\n  posts of another status that were scored: \(evaluation.wronglyScored)\n"
    return text
  }

  /// Fills up with blanks: on the right, or on the left where the width is negative.
  private static func padded(_ text: String, _ width: Int) -> String {
    let blanks = String(repeating: " ", count: max(abs(width) - text.count, 0))
    return width < 0 ? blanks + text : text + blanks
  }

  /// A number with that many digits after the point.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((value * scale).rounded())
    guard digits > 0 else { return String(whole) }
    let text = String(abs(whole))
    let filled = String(repeating: "0", count: max(digits + 1 - text.count, 0)) + text
    return (whole < 0 ? "-" : "") + filled.dropLast(digits) + "." + filled.suffix(digits)
  }
}
