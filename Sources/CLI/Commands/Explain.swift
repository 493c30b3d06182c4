internal import Report
internal import Scoring

extension Command {
  static let explain = Command(
    name: "explain",
    summary: "why a post was scored as it was, in words and numbers",
    operands: "FILE… --post ID, or --text TEXT",
    examples: [
      (
        "groundswell explain replies.jsonl --post 1002",
        "which words weighed, and what the others added"
      ),
      ("groundswell explain replies.jsonl --post 1002 --json", "the same for programs"),
      (
        "groundswell explain --text 'About time!' --target Jo",
        "how a text would be read as an answer"
      ),
    ],
    flags: [
      Flag(
        name: "--post",
        value: "ID",
        isRepeatable: true,
        help: "the id of a post, as 'posts' prints it; may be repeated"
      ),
      Flag(
        name: "--text",
        value: "TEXT",
        isRepeatable: true,
        help: "a text of your own, read as an answer to the target; may be repeated"
      ),
      Flag(name: "--json", value: nil, help: "print it as JSON"),
    ] + StandFlags.flags + [.model, .lexicon, .inputFormat, .fields, .assumedZone, .jobs],
    notes: """
      Each word of the post, and each kind of post around it, is left out once; its effect is what \
      becomes of the probability of the stance. Effects do not add up: two words that say the same \
      can each be left out without one. Punctuation weighs too, but only emoticons are shown.
      """
  ) { arguments in
    let explanations: [Explanation]
    let (ids, texts) = (arguments.all("--post"), arguments.all("--text"))
    switch (ids.isEmpty, texts.isEmpty) {
    case (false, true): explanations = try Run(arguments).explanations(ofPosts: ids)
    case (true, false):
      let scorer = Scorer(model: try Run.model(arguments))
      let brief = try StandFlags.brief(arguments)
      explanations = try texts.map { try scorer.explanation(ofText: $0, brief: brief) }
    case (true, true):
      throw UsageError(
        problem: "no post is named",
        advice: "expected --post ID or --text TEXT; see groundswell help explain"
      )
    case (false, false):
      throw UsageError(
        problem: "both a post and a text are given",
        advice: "expected --post ID or --text TEXT"
      )
    }
    guard arguments.has("--json") else {
      return try StandardOutput.print(explanations.map(\.lines).joined(separator: "\n"))
    }
    for explanation in explanations { try StandardOutput.print(JSONText.pretty(explanation)) }
  }
}

extension Explanation {
  private static let shownWords = 8
  /// Less changes nothing that is shown.
  private static let least = 0.005

  /// The explanation as people read it.
  fileprivate var lines: String {
    func shares(_ probabilities: [String: Double]) -> String {
      Stance.allCases.map {
        "\($0.rawValue) \(DisplayText.percent(probabilities[$0.rawValue] ?? 0))"
      }
      .joined(separator: ", ")
    }
    let title = id.map { "Post \($0)" } ?? "A text by itself"
    var text = "\(title): \(stance)\n  \(text)\n\n"
    if id == nil {
      text += "As an answer to the target: \(shares(probabilities))\n\n"
    } else {
      text += "With the posts around it: \(shares(probabilities))\n"
      text += "By its text alone:        \(shares(probabilitiesOfText))\n\n"
    }
    let strongest = words.filter { abs($0.effect) >= Self.least }.prefix(Self.shownWords)
    text += "Words, and by how many points each makes its text more \(stance)\n"
    for word in strongest {
      let role = word.role.map { " (\($0))" } ?? ""
      text += "  \(DisplayText.points(word.effect))  \(word.name)\(role)\n"
    }
    if strongest.isEmpty { text += "  no single word changes it by a point\n" }
    let names = [
      "parent": "the post that it answers",
      "replies": "the answers to it",
      "author": "other posts of its author",
      "side": "the side that its author is on, by the brief",
      "conversation": "the rest of its conversation: where it leans, its tone and length",
    ]
    if id != nil { text += "\nPosts around it\n" }
    for part in context where id != nil && abs(part.effect) >= Self.least {
      text += "  \(DisplayText.points(part.effect))  \(names[part.name] ?? part.name)\n"
    }
    if id != nil, context.allSatisfy({ abs($0.effect) < Self.least }) {
      text += "  change nothing\n"
    }
    text += "\nBy its text alone it is \(stanceOfText)"
    text +=
      decidingWords.isEmpty
      ? ", whichever word is left out.\n"
      : "; without any one of these it would not be: "
        + decidingWords.joined(separator: ", ") + "\n"
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { DisplayText.sanitized(String($0)) }.joined(separator: "\n")
  }
}
