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
        isRepeatable: true,
        file: .input,
        help:
          "the labels, one JSON object a line: id, status, stance, and tone where you have it; again for "
          + "each file"
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
      a report, which should hold 95 in 100; with a model, a scorer or words of your own they may hold fewer.
      """
  ) { arguments in
    guard let gold = try arguments.labels("--gold") else {
      throw UsageError(
        problem: "no labels are given",
        advice: "expected --gold FILE; see groundswell help evaluate"
      )
    }
    let run = try Run(arguments)
    let scored = try run.scored(.everyConversationOrList, samplesTexts: false)
    var labels: [Int: GoldLabel] = [:]
    for (id, label) in gold.byID.sorted(by: { $0.key < $1.key }) {
      // A post may be known by two ids.
      guard let place = run.corpus.index.place(ofID: id), labels[place] == nil else { continue }
      labels[place] = label
    }
    gold.sayLost { run.corpus.index.place(ofID: $0) != nil }
    var evaluation = Evaluation()
    for places in ConversationOrder(run.corpus).conversations {
      evaluation.add(
        places.map { Int($0) }.compactMap { place in
          labels[place].map {
            Evaluation.Outcome(
              $0,
              scored.byPlace[place],
              builtIn: scored.builtIn?.probabilities(at: place)
            )
          }
        },
        errorFactor: run.tool.errorFactor
      )
    }
    guard evaluation.posts > 0 || evaluation.hasTones else {
      throw gold.namesNoPost("stance or tone")
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

/// An evaluation as JSON: all that the table shows.
private struct EvaluationSummary: Encodable {
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
