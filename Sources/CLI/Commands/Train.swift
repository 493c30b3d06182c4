internal import Ingest
internal import Report
internal import Scoring

extension Command {
  static let train = Command(
    name: "train",
    summary: "fit a model from labelled conversations, or measure one",
    operands: "FOLDER…",
    readsInput: false,
    examples: [
      (
        "groundswell train corpora/authored --output my.model",
        "learn from all labelled conversations below a folder"
      ),
      (
        "groundswell train corpora/authored --cross-validate 5",
        "how right is such a model on conversations that it has not seen?"
      ),
      (
        "groundswell train my-topic --from built-in --cross-validate 5 --output my.model",
        "adapt the program's model to labels of your own, and see what that buys"
      ),
    ],
    flags: [
      Flag(name: "--output", value: "FILE", file: .output, help: "write the model here"),
      Flag(
        name: "--from",
        value: "MODEL",
        file: .input,
        help:
          "adapt a model to your own labels rather than learn anew; 'built-in' is that of the program"
      ),
      Flag(
        name: "--cross-validate",
        value: "N",
        help: "leave out conversations in N parts, and print how right the model is on them"
      ),
      Flag(
        name: "--disagreements",
        value: "FILE",
        file: .besides,
        help: "with --cross-validate, write the posts whose labels it contradicts, the surest first"
      ),
      Flag(
        name: "--weight",
        value: "SOURCE=N",
        isRepeatable: true,
        help: "count each post of a source N times; a source is the folder above a conversation's"
      ),
      Flag(
        name: "--without",
        value: "PART",
        isRepeatable: true,
        help: "learn without names, vectors or teachers, to see what each is worth; may be repeated"
      ),
      Flag(name: "--seed", value: "N", help: "the order of learning (default 1)"),
      .context,
    ],
    notes: """
      A labelled conversation is a folder with posts.jsonl (the export), gold.jsonl and, where there is \
      one, brief.json. gold.jsonl, which 'label' writes, has for each labelled post its id and stance, and \
      where you have them tone (-1, 0, 1), to_parent (agree, disagree, neither), sure (true, false) and \
      status. The same folders, weights and seed give the same model, byte for byte. With --from, \
      authors are left out rather than conversations, those together who post copies of one text, and the \
      table shows the model before and after; label 200 posts and more, drawn at random.
      """
  ) { arguments in
    guard !arguments.operands.isEmpty else {
      throw UsageError(problem: "no folder is given", advice: "groundswell help train shows how")
    }
    guard arguments.has("--output") || arguments.has("--cross-validate") else {
      throw UsageError(
        problem: "nothing is asked for",
        advice: "expected --output FILE, --cross-validate N or both"
      )
    }
    guard !arguments.has("--cross-validate") || !arguments.prints("--output") else {
      throw UsageError(
        problem: "'--cross-validate' prints a table, and '--output' is \"-\"",
        advice: "expected a file for the model"
      )
    }
    guard arguments.has("--cross-validate") || !arguments.has("--disagreements") else {
      throw UsageError(
        problem: "'--disagreements' is given without '--cross-validate'",
        advice: "expected both: they are those of posts left out"
      )
    }
    var trainer = Trainer()
    trainer.seed = UInt64(try arguments.number("--seed", least: 0) ?? 1)
    for weight in arguments.all("--weight") {
      let parts = weight.split(separator: "=")
      guard parts.count == 2, let number = Float(parts[1]), number > 0, number <= 1000
      else {
        throw UsageError(
          problem: "'--weight' is \"\(weight)\"",
          advice: "expected SOURCE=NUMBER, over 0 and up to 1000"
        )
      }
      trainer.sourceWeights[String(parts[0])] = number
    }
    let left = try arguments.all("--without").map { name in
      guard let part = Part(rawValue: name) else {
        throw UsageError(
          problem: "'--without' is \"\(name)\"",
          advice: "expected \(Part.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      return part
    }
    trainer.usesVectors = !left.contains(.vectors)
    trainer.usesTeachers = !left.contains(.teachers)
    let learner = try Learner(arguments, trainer)
    let folders = try arguments.operands.flatMap { try LabelledConversation.folders(below: $0) }
    try arguments.checkFiles(
      reading: folders.flatMap { folder in
        ["posts.jsonl", "gold.jsonl", "taught.jsonl", "brief.json"].map { "\(folder)/\($0)" }
      }
    )
    let conversations = try folders.flatMap {
      try labelled(in: $0, marksNames: !left.contains(.names))
    }
    Diagnostics.say("read \(DisplayText.counted(conversations.count, "conversation"))")
    try check(conversations, of: arguments.operands, isAdapted: arguments.has("--from"))
    if let folds = try arguments.number("--cross-validate", least: 2) {
      let result = learner.crossValidation(
        of: conversations,
        folds: folds,
        usesContext: try arguments.usesContext()
      )
      try StandardOutput.print(EvaluationTable.text(result.evaluations))
      if let gain = result.gain {
        try StandardOutput.print(EvaluationTable.text(gain))
      } else if arguments.has("--from") {
        Diagnostics.say(
          "too few people with texts of their own are labelled to say what the labels buy"
        )
      }
      if let path = arguments.value("--disagreements") {
        let file = try File(creating: path)
        for disagreement in result.disagreements {
          try file.write(JSONText.line(disagreement).utf8)
        }
        try file.finish()
      }
    }
    if let path = arguments.value("--output") {
      let model = learner.model(from: conversations, sources: describe(conversations))
      try File.write(model.encoded(), to: path)
    }
  }

  /// What a model can do without.
  private enum Part: String, CaseIterable {
    case names
    case vectors
    case teachers
  }

  /// Reads a folder, and says which of its labels are lost.
  private static func labelled(in folder: String, marksNames: Bool) throws
    -> [LabelledConversation]
  {
    let conversations = try LabelledConversation.conversations(
      in: folder,
      marksNames: marksNames
    ) { rejection, _ in Diagnostics.say(rejection.description) }
    let path = folder + "/gold.jsonl"
    let gold = try LabelledConversation.goldLabels(path: path)
    let ids = Set(conversations.lazy.flatMap(\.posts).map(\.id))
    HandLabelFiles(byID: gold, name: path).sayLost(isOfExport: ids.contains)
    return conversations
  }

  /// Says what labels are too few for.
  ///
  /// - Throws: `LabelError` where there are none.
  private static func check(
    _ conversations: [LabelledConversation],
    of folders: [String],
    isAdapted: Bool
  ) throws {
    var counts: [Stance: Int] = [:]
    for post in conversations.lazy.flatMap(\.posts) where !post.isTarget {
      if let answer = post.answer(to: .stance) { counts[Stance.allCases[answer], default: 0] += 1 }
    }
    let labelled = counts.values.reduce(0, +)
    guard labelled > 0 else {
      throw LabelError(
        place: folders.joined(separator: ", "),
        problem:
          "gold.jsonl labels the stance of no reaction; expected lines such as {\"id\": \"7\", \"stance\": \"critical\"}"
      )
    }
    let told = conversations.count { conversation in
      conversation.posts.contains { !$0.isTarget && $0.answer(to: .stance) != nil }
    }
    guard isAdapted || told > 1 else {
      throw LabelError(
        place: folders.joined(separator: ", "),
        problem:
          "labels the stances of one conversation, and a model is learned from several, each read by what the "
          + "others taught; expected two or more, or --from built-in, which adapts the program's model"
      )
    }
    for stance in Stance.allCases where counts[stance] == nil {
      Diagnostics.say(
        "no post is labelled \(stance.rawValue): the model will not learn what that looks like"
      )
    }
    if isAdapted, labelled < fewestLabels {
      Diagnostics.say(
        "\(DisplayText.counted(labelled, "post is", "posts are")) labelled; expected \(fewestLabels) and more for a gain"
      )
    }
  }

  /// With so many labels, models adapted to thirteen topics were five points of macro-F1 better on average.
  private static let fewestLabels = 200

  /// What learns: anew, or from a model that there is.
  private enum Learner {
    case anew(Trainer)
    case from(Model, seed: UInt64)

    init(_ arguments: Arguments, _ trainer: Trainer) throws {
      guard let from = arguments.value("--from") else {
        self = .anew(trainer)
        return
      }
      for flag in ["--weight", "--without"] where arguments.has(flag) {
        throw UsageError(
          problem: "'\(flag)' is given with '--from'",
          advice: "expected one of them: a model is adapted as it is"
        )
      }
      self = .from(try from == "built-in" ? .builtIn() : Model(path: from), seed: trainer.seed)
    }

    func model(from conversations: [LabelledConversation], sources: String) -> Model {
      switch self {
      case .anew(let trainer): trainer.model(from: conversations, sources: sources)
      case .from(let general, let seed):
        Adaptation(of: general, seed: seed).model(to: conversations, sources: sources)
      }
    }

    func crossValidation(
      of conversations: [LabelledConversation],
      folds: Int,
      usesContext: Bool
    ) -> CrossValidation {
      switch self {
      case .anew(let trainer):
        CrossValidation(
          of: conversations,
          folds: folds,
          trainer: trainer,
          usesContext: usesContext
        ) { Diagnostics.say("part \($0) of \(folds) is done") }
      case .from(let general, let seed):
        CrossValidation(
          of: Adaptation(of: general, seed: seed),
          to: conversations,
          folds: folds,
          seed: seed,
          usesContext: usesContext
        )
      }
    }
  }

  /// The sources with the number of labelled posts of each: what the model says it learned from.
  private static func describe(_ conversations: [LabelledConversation]) -> String {
    var counts: [String: Int] = [:]
    for conversation in conversations {
      counts[conversation.source, default: 0] += conversation.posts.count { $0.gold != nil }
    }
    return counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value) posts" }
      .joined(separator: ", ")
  }
}
