internal import Ingest
internal import Report
internal import Scoring

extension Command {
  static let evaluate = Command(
    name: "evaluate",
    summary: "how right the scorer is on posts that you have labelled",
    operands: "FILE… --gold FILE",
    examples: [
      (
        "groundswell evaluate replies.jsonl --gold labels.jsonl --brief brief.json",
        "score an export, and compare with its labels"
      )
    ],
    flags: [
      Flag(
        name: "--gold",
        value: "FILE",
        file: .input,
        help: "the labels, one JSON object a line: id, status, stance, and tone where you have it"
      ),
      Flag(name: "--json", value: nil, help: "print the figures as JSON"),
    ] + StandFlags.flags + [
      .context, .model, .lexicon, .inputFormat, .fields, .assumedZone, .jobs,
    ] + OutsideCommand.flags,
    notes: """
      Macro-F1 is the mean of the F1 scores of supportive, critical and neutral, each counting the \
      same. The calibration error says by how much confidence and accuracy differ, on average. The \
      error of the shares is the mean of the three differences, in points, over conversations with \
      30 labelled posts and more: first of shares as means of probabilities, and 'from counts' of those \
      that a report shows. The lead is the supportive share less the critical one. Intervals are those of \
      a report, which should hold 95 in 100.
      """
  ) { arguments in
    guard let goldPath = arguments.value("--gold") else {
      throw UsageError(
        problem: "no labels are given",
        advice: "expected --gold FILE; see groundswell help evaluate"
      )
    }
    let gold = try LabelledConversation.goldLabels(path: goldPath)
    let run = try Run(arguments)
    let scored = try run.scored(.everyConversationOrList, samplesTexts: false)
    var ids: [Int: String] = [:]
    try run.corpus.read {
      post,
      place,
      isKept in
      isKept ? post.id : nil
    } consume: { line in
      if case .post(let place, let id?) = line { ids[place] = id }
    }
    sayLost(gold, of: Set(ids.values), path: goldPath)
    var evaluation = Evaluation()
    for places in ConversationOrder(run.corpus).conversations {
      evaluation.add(
        places.map { Int($0) }.compactMap { place in
          guard let label = ids[place].flatMap({ gold[$0] }) else { return nil }
          return Evaluation.Outcome(
            label,
            scored.byPlace[place],
            builtIn: scored.builtIn?.probabilities(at: place)
          )
        },
        errorFactor: run.tool.errorFactor
      )
    }
    guard evaluation.posts > 0 || evaluation.hasTones else {
      throw LabelError(
        place: goldPath,
        problem:
          "labels the stance or tone of no post of the export; expected the same ids as there"
      )
    }
    if arguments.has("--json") {
      try StandardOutput.print(JSONText.pretty(EvaluationSummary(evaluation)))
    } else {
      try StandardOutput.print(EvaluationTable.text([("all posts", evaluation)]))
    }
  }
}

extension Evaluation.Outcome {
  fileprivate init(_ label: GoldLabel, _ post: ScoredPost, builtIn: StanceProbabilities?) {
    let isScored = label.status == "scored"
    self.init(
      stance: isScored ? label.stance : nil,
      tone: isScored ? label.tone : nil,
      probabilities: post.probabilities,
      builtIn: builtIn,
      sentiment: post.sentiment
    )
  }
}

/// An evaluation as JSON.
private struct EvaluationSummary: Encodable {
  var schema = "groundswell.evaluation/1"
  var posts: Int
  var macroF1: Double
  var accuracy: Double
  var calibrationError: Double
  var toneMacroF1: Double
  var toneMacroRecall: Double
  /// By labelled stance, then by found stance, `unscored` among them.
  var confusion: [String: [String: Int]] = [:]
  /// In points, over conversations.
  var shareError: Double?
  var shareErrorFromCounts: Double?
  var wronglyScored: Int

  init(_ evaluation: Evaluation) {
    posts = evaluation.posts
    macroF1 = evaluation.macroF1
    accuracy = evaluation.accuracy
    calibrationError = evaluation.calibrationError
    toneMacroF1 = evaluation.toneMacroF1
    toneMacroRecall = evaluation.toneMacroRecall
    shareError = evaluation.shareError?.expected
    shareErrorFromCounts = evaluation.shareError?.counted
    wronglyScored = evaluation.wronglyScored
    let columns = Stance.allCases.map(\.rawValue) + ["unscored"]
    for stance in Stance.allCases {
      confusion[stance.rawValue] = Dictionary(
        uniqueKeysWithValues: zip(columns, evaluation.confusion[stance.index])
      )
    }
  }
}
