internal import Report
internal import Scoring

/// How right a scorer is, as a table for people.
enum EvaluationTable {
  static func text(_ evaluations: [(source: String, evaluation: Evaluation)]) -> String {
    evaluations.map { "\($0.source)\n\(lines(of: $0.evaluation))" }.joined(separator: "\n")
  }

  /// What adapting a model bought, in one line.
  static func text(_ gain: CrossValidation.Gain) -> String {
    func points(_ difference: Double) -> String { DisplayText.points(difference, digits: 1) }
    let verdict =
      gain.low > 0
      ? "better" : gain.high < 0 ? "worse" : "no clear difference: more labels may tell"
    return "\nadapted: \(points(gain.difference)) points of macro-F1 (95 % interval "
      + "\(points(gain.low)) to \(points(gain.high))), \(verdict)\n"
  }

  private static func lines(of evaluation: Evaluation) -> String {
    var text = ""
    if evaluation.hasTones {
      text += "  tone: macro-F1 \(DisplayText.decimal(evaluation.toneMacroF1, digits: 3))"
      text += "  macro-recall \(DisplayText.decimal(evaluation.toneMacroRecall, digits: 3))\n"
    }
    guard evaluation.posts > 0 else { return text }
    text += "  posts \(evaluation.posts)"
    text += "  macro-F1 \(DisplayText.decimal(evaluation.macroF1, digits: 3))"
    if let error = evaluation.macroF1Error { text += " ± \(DisplayText.decimal(error, digits: 3))" }
    text += "  accuracy \(DisplayText.decimal(evaluation.accuracy, digits: 3))"
    text += "  calibration error \(DisplayText.decimal(evaluation.calibrationError, digits: 3))"
    text += "\n"
    if let error = evaluation.shareError {
      text +=
        "  shares off by \(DisplayText.decimal(error.expected, digits: 1)) points (from counts: "
      text += "\(DisplayText.decimal(error.counted, digits: 1))), over "
      text += DisplayText.counted(evaluation.conversations.count, "conversation") + "\n"
      text +=
        "  lead of one side off by \(DisplayText.decimal(error.lead, digits: 1)) points (root mean square)\n"
      let held = evaluation.intervalsHeld
      text +=
        "  95 % intervals hold \(DisplayText.decimal(100 * held.shares, digits: 1)) % of the shares and "
      text += "\(DisplayText.decimal(100 * held.leads, digits: 1)) % of the leads\n"
    }
    for (name, hits) in [
      ("where tone and stance are of opposite sign", evaluation.opposed),
      ("in answers of three words and fewer to others than the target", evaluation.shortAnswers),
    ] where hits.posts > 0 {
      text +=
        "  right \(name): \(DisplayText.decimal(Double(hits.right) / Double(hits.posts), digits: 3)) "
      text += "of \(hits.posts)\n"
    }
    text += "  labelled     found: supportive   critical    neutral   unscored     recall\n"
    for stance in Stance.allCases {
      let row = evaluation.confusion[stance.index]
      text += "  " + padded(stance.rawValue, 12)
      text += row.map { padded(String($0), -11) }.joined(separator: "")
      text +=
        padded(
          DisplayText.decimal(evaluation.recallAndPrecision(of: stance).recall, digits: 3),
          -11
        ) + "\n"
    }
    text += "  precision   "
    for stance in Stance.allCases {
      text += padded(
        DisplayText.decimal(evaluation.recallAndPrecision(of: stance).precision, digits: 3),
        -11
      )
    }
    text += "\n  posts of another status that were scored: \(evaluation.wronglyScored)\n"
    return text
  }

  /// Fills up with blanks: on the right, or on the left where the width is negative.
  private static func padded(_ text: String, _ width: Int) -> String {
    let blanks = String(repeating: " ", count: max(abs(width) - text.count, 0))
    return width < 0 ? blanks + text : text + blanks
  }
}
