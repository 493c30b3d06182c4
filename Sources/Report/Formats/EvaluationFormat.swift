package import Scoring

/// How right a scorer is, as a table for people.
package enum EvaluationTable {
  /// A table for each source.
  package static func text(_ evaluations: [(source: String, evaluation: Evaluation)]) -> String {
    evaluations.map { "\($0.source)\n\(lines(of: $0.evaluation))" }.joined(separator: "\n")
  }

  /// What adapting a model bought, in one line.
  package static func text(_ gain: CrossValidation.Gain) -> String {
    func points(_ difference: Double) -> String { DisplayText.points(difference, digits: 1) }
    let verdict =
      gain.low > 0
      ? "better" : gain.high < 0 ? "worse" : "no clear difference: more labels may tell"
    return "\nadapted: \(points(gain.difference)) points of macro-F1 (95 % interval "
      + "\(points(gain.low)) to \(points(gain.high))), \(verdict)\n"
  }

  private static func lines(of evaluation: Evaluation) -> String {
    func figure(_ value: Double) -> String { DisplayText.decimal(value, digits: 3) }
    func points(_ value: Double) -> String { DisplayText.decimal(value, digits: 1) }
    func column(_ text: String) -> String { DisplayText.alignedRight(text, to: 11) }
    var text = ""
    if evaluation.hasTones {
      text += "  tone: macro-F1 \(figure(evaluation.toneMacroF1))"
      text += "  macro-recall \(figure(evaluation.toneMacroRecall))\n"
    }
    guard evaluation.posts > 0 else { return text }
    text += "  posts \(evaluation.posts)  macro-F1 \(figure(evaluation.macroF1))"
    if let error = evaluation.macroF1Error { text += " ± \(figure(error))" }
    text += "  accuracy \(figure(evaluation.accuracy))"
    text += "  calibration error \(figure(evaluation.calibrationError))\n"
    if let error = evaluation.shareError {
      let held = evaluation.intervalsHeld
      text += """
          shares off by \(points(error.expected)) points (from counts: \(points(error.counted))), over \
        \(DisplayText.counted(evaluation.conversations.count, "conversation"))
          lead of one side off by \(points(error.lead)) points (root mean square)
          95 % intervals hold \(points(100 * held.shares)) % of the shares and \
        \(points(100 * held.leads)) % of the leads

        """
    }
    for (name, hits) in [
      ("where tone and stance are of opposite sign", evaluation.opposed),
      ("in answers of three words and fewer to others than the target", evaluation.shortAnswers),
    ] where hits.posts > 0 {
      text +=
        "  right \(name): \(figure(Double(hits.right) / Double(hits.posts))) of \(hits.posts)\n"
    }
    text += "  labelled     found: supportive   critical    neutral   unscored     recall\n"
    let found = Stance.allCases.map { evaluation.recallAndPrecision(of: $0) }
    for stance in Stance.allCases {
      let row =
        evaluation.confusion[stance.index].map(String.init) + [figure(found[stance.index].recall)]
      text += "  " + DisplayText.padded(stance.rawValue, to: 12) + row.map(column).joined() + "\n"
    }
    text += "  precision   " + found.map { column(figure($0.precision)) }.joined()
    return text + "\n  posts of another status that were scored: \(evaluation.wronglyScored)\n"
  }
}

extension Evaluation {
  /// The evaluation as JSON: `groundswell.evaluation/1`, keys sorted.
  ///
  /// - Throws: Nothing that data can cause; the encoder's signature says so.
  package func json() throws -> String { try JSONText.pretty(EvaluationFile(self)) }
}

/// The evaluation as it is written: all that the table shows; its property names in snake case are the keys.
private struct EvaluationFile: Encodable {
  /// Posts of some kind, and the part of them that was read rightly.
  struct Hits: Encodable {
    var posts: Int
    var right: Double

    init?(_ hits: Evaluation.Hits) {
      guard hits.posts > 0 else { return nil }
      posts = hits.posts
      right = Double(hits.right) / Double(hits.posts)
    }
  }

  var schema = "groundswell.evaluation/1"
  var posts: Int
  var macroF1: Double
  /// The standard error of the macro-F1, on other conversations of these kinds.
  var macroF1Error: Double?
  var accuracy: Double
  var calibrationError: Double
  var toneMacroF1: Double
  var toneMacroRecall: Double
  /// By labelled stance, then by found stance, `unscored` among them.
  var confusion: [String: [String: Int]] = [:]
  /// By stance, the part of labelled posts that was found, and of found posts that was right.
  var recall: [String: Double] = [:]
  var precision: [String: Double] = [:]
  /// How many conversations have enough labelled posts for shares.
  var shareConversations: Int
  /// In points, over conversations; the lead's is the root of the mean of the squares.
  var shareError: Double?
  var shareErrorFromCounts: Double?
  var leadError: Double?
  /// The parts of the true shares and leads that are within the errors that a report allows for.
  var sharesInIntervals: Double?
  var leadsInIntervals: Double?
  /// Posts whose tone and stance are of opposite sign.
  var opposedSigns: Hits?
  /// Answers of three words and fewer to others than the target.
  var shortAnswers: Hits?
  var wronglyScored: Int

  init(_ evaluation: Evaluation) {
    posts = evaluation.posts
    macroF1 = evaluation.macroF1
    macroF1Error = evaluation.macroF1Error
    accuracy = evaluation.accuracy
    calibrationError = evaluation.calibrationError
    toneMacroF1 = evaluation.toneMacroF1
    toneMacroRecall = evaluation.toneMacroRecall
    shareConversations = evaluation.conversations.count
    if let error = evaluation.shareError {
      shareError = error.expected
      shareErrorFromCounts = error.counted
      leadError = error.lead
      sharesInIntervals = evaluation.intervalsHeld.shares
      leadsInIntervals = evaluation.intervalsHeld.leads
    }
    opposedSigns = Hits(evaluation.opposed)
    shortAnswers = Hits(evaluation.shortAnswers)
    wronglyScored = evaluation.wronglyScored
    let columns = Stance.allCases.map(\.rawValue) + ["unscored"]
    for stance in Stance.allCases {
      confusion[stance.rawValue] = Dictionary(
        uniqueKeysWithValues: zip(columns, evaluation.confusion[stance.index])
      )
      let found = evaluation.recallAndPrecision(of: stance)
      recall[stance.rawValue] = found.recall
      precision[stance.rawValue] = found.precision
    }
  }
}
