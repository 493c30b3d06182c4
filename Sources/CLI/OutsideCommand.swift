internal import FoundationEssentials
internal import Ingest
internal import Report
internal import Scoring

/// A command of the user's that scores posts: JSON lines in, JSON lines out.
struct OutsideCommand {
  static let flags = [
    Flag(
      name: "--scorer",
      value: "COMMAND",
      help: "a scorer of your own that reads posts in place of the model; see 'help scorer'"
    ),
    Flag(
      name: "--scorer-below",
      value: "P",
      help: "ask it only about posts of which the model is less sure than this, 0 to 1"
    ),
    Flag(
      name: "--scorer-cache",
      value: "FILE",
      file: .kept,
      help: "where its answers are kept, as numbers without texts (default: in your cache folder)"
    ),
  ]

  private let command: String
  /// Where the user wants answers to be kept; `nil` for the usual place.
  private let cachePath: String?

  /// The scorer that the flags name; `nil` without one.
  static func scorer(_ arguments: Arguments) throws -> OutsideScorer? {
    let below = arguments.value("--scorer-below")
    guard let command = arguments.value("--scorer") else {
      for name in ["--scorer-below", "--scorer-cache"] where arguments.has(name) {
        throw UsageError(problem: "'\(name)' is given without '--scorer'", advice: "expected both")
      }
      return nil
    }
    guard let least = below.map(Double.init) ?? 2, least >= 0, below == nil || least <= 1 else {
      throw UsageError(
        problem: "'--scorer-below' is \"\(below ?? "")\"",
        advice: "expected a number from 0 to 1"
      )
    }
    let own = Self(command: command, cachePath: arguments.value("--scorer-cache"))
    return OutsideScorer(below: least) { try own.answers(to: $0) }
  }

  private static var usualCache: String? {
    let folder = Machine.environment("XDG_CACHE_HOME").flatMap { $0.isEmpty ? nil : $0 }
    let home = Machine.environment("HOME").map { $0 + "/.cache" }
    return (folder ?? home).map { $0 + "/groundswell/answers.jsonl" }
  }

  /// An answer of the command: probabilities, or a stance.
  private struct Answer: Decodable {
    var id: String
    var stance: Stance?
    var supportive: Double?
    var critical: Double?
    var neutral: Double?

    /// How sure a stance without probabilities is taken to be.
    private static let sure = 0.9

    /// The probabilities; `nil` where they are none.
    var probabilities: StanceProbabilities? {
      guard let supportive, let critical, let neutral else {
        guard let stance else { return nil }
        let rest = (1 - Self.sure) / 2
        return StanceProbabilities(
          supportive: stance == .supportive ? Self.sure : rest,
          critical: stance == .critical ? Self.sure : rest,
          neutral: stance == .neutral ? Self.sure : rest
        )
      }
      let sum = supportive + critical + neutral
      guard min(supportive, critical, neutral) >= 0, abs(sum - 1) < 0.05 else { return nil }
      return StanceProbabilities(
        supportive: supportive / sum,
        critical: critical / sum,
        neutral: neutral / sum
      )
    }
  }

  private func answers(to questions: [OutsideQuestion]) throws -> [String: StanceProbabilities] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let cache = AnswerCache(path: cachePath ?? Self.usualCache, isOptional: cachePath == nil)
    var found: [String: StanceProbabilities] = [:]
    var keys: [String: String] = [:]
    /// The posts of each question, such as copies of one text: it is asked once.
    var posts: [String: [String]] = [:]
    var lines: [UInt8] = []
    for question in questions {
      var nameless = question
      nameless.id = ""
      let key = key(of: try encoder.encode(nameless))
      if let answer = cache[key] {
        found[question.id] = answer
      } else {
        if posts[key] == nil {
          keys[question.id] = key
          lines += try encoder.encode(question) + [0x0A]
        }
        posts[key, default: []].append(question.id)
      }
    }
    guard !keys.isEmpty else { return found }
    try cache.open()
    let asked = posts.values.reduce(0) { $0 + $1.count }
    Progress.shared.add(0, of: asked, .asking)
    defer { Progress.shared.finish() }
    var malformed = 0
    let code = try Filter.run(["/bin/sh", "-c", command], on: lines) { line in
      guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(line)),
        let stances = answer.probabilities, let key = keys.removeValue(forKey: answer.id)
      else {
        malformed += 1
        return
      }
      let answered = posts.removeValue(forKey: key) ?? []
      for id in answered { found[id] = stances }
      try cache.keep(stances, as: key)
      Progress.shared.add(answered.count, of: asked, .asking)
    }
    guard let code else {
      throw RunError(description: "there is no /bin/sh to run '--scorer'; expected a shell")
    }
    let leftOut = posts.values.reduce(0) { $0 + $1.count }
    guard leftOut < asked || code == 0 else {
      throw RunError(
        description: "'\(command)' ended with \(code) and answered nothing; "
          + "expected a line of JSON with id and stance for each; see groundswell help scorer"
      )
    }
    if !keys.isEmpty || malformed > 0 || code != 0 {
      let (left, bad) = (
        DisplayText.counted(leftOut, "post"), DisplayText.counted(malformed, "line")
      )
      let problems = [
        keys.isEmpty ? nil : "left out \(left), where what the model says stands",
        malformed == 0 ? nil : "wrote \(bad) that could not be used",
        code == 0 ? nil : "ended with \(code)",
      ]
      Diagnostics.say("the scorer " + problems.compactMap { $0 }.joined(separator: "; it "))
    }
    return found
  }

  /// What an answer is kept under: the same for the same question to the same command.
  private func key(of question: Data) -> String {
    [1, 2].map { (seed: UInt64) in
      FeatureHash.of(Array(command.utf8) + [0] + question, seed: seed).hexadecimal
    }.joined()
  }
}
