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
      try StandardOutput.print(evaluation.json())
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
