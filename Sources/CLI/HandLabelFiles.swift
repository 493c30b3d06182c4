internal import Report
internal import Scoring

/// The labels of files that a flag names.
struct HandLabelFiles {
  /// The labels by the ids of their posts.
  let byID: [String: GoldLabel]
  /// The files as the user gave them.
  let name: String

  /// Says which labels are of no post.
  func sayLost(isOfExport: (_ id: String) -> Bool) {
    let lost = byID.keys.filter { !isOfExport($0) }
    guard let first = lost.min() else { return }
    let labels = DisplayText.counted(lost.count, "label names", "labels name")
    Diagnostics.say("\(name): \(labels) no post of the export, such as '\(first)'")
  }

  /// What is wrong where no label says that of a post of the export.
  func namesNoPost(_ what: String) -> LabelError {
    LabelError(
      place: name,
      problem: "labels the \(what) of no post of the export; expected the same ids as there"
    )
  }
}

extension Arguments {
  /// The labels of the files that a flag names, together; `nil` without the flag.
  ///
  /// - Throws: `LabelError` where a line is no label, or there is none.
  func labels(_ flag: String) throws -> HandLabelFiles? {
    let paths = all(flag)
    guard !paths.isEmpty else { return nil }
    let labels = HandLabelFiles(
      byID: try LabelledConversation.goldLabels(paths: paths),
      name: paths.joined(separator: ", ")
    )
    guard !labels.byID.isEmpty else {
      throw LabelError(
        place: labels.name,
        problem: #"holds no labels; expected lines such as {"id": "7", "stance": "critical"}"#
      )
    }
    return labels
  }
}
