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
      file: .besides,
      help: "where its answers are kept, as numbers without texts (default: in your cache folder)"
    ),
  ]

  private let command: String
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
    let own = Self(command: command, cachePath: arguments.value("--scorer-cache") ?? usualCache)
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

  /// An answer that is kept.
  private struct Kept: Codable {
    var key: String
    /// Supportive, critical, neutral.
    var stances: [Double]
  }

  private func answers(to questions: [OutsideQuestion]) throws -> [String: StanceProbabilities] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let kept = keptAnswers()
    var found: [String: StanceProbabilities] = [:]
    var keys: [String: String] = [:]
    var lines: [UInt8] = []
    for question in questions {
      var nameless = question
      nameless.id = ""
      let key = key(of: try encoder.encode(nameless))
      if let answer = kept[key] {
        found[question.id] = answer
      } else {
        keys[question.id] = key
        lines += try encoder.encode(question) + [0x0A]
      }
    }
    guard !keys.isEmpty else { return found }
    guard let run = try Filter.output(of: ["/bin/sh", "-c", command], on: lines) else {
      throw UsageError(problem: "there is no /bin/sh to run '--scorer'", advice: "expected a shell")
    }
    var new: [Kept] = []
    var malformed = 0
    for line in run.bytes.split(separator: 0x0A) {
      guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(line)),
        let stances = answer.probabilities, let key = keys.removeValue(forKey: answer.id)
      else {
        malformed += 1
        continue
      }
      found[answer.id] = stances
      new.append(
        Kept(key: key, stances: [stances.supportive, stances.critical, stances.neutral])
      )
    }
    try keep(new)
    guard !new.isEmpty || run.code == 0 else {
      throw UsageError(
        problem: "'\(command)' ended with \(run.code) and answered nothing",
        advice: "expected a line of JSON with id and stance for each; see groundswell help scorer"
      )
    }
    if !keys.isEmpty || malformed > 0 || run.code != 0 {
      let (left, bad) = (
        DisplayText.counted(keys.count, "post"), DisplayText.counted(malformed, "line")
      )
      let problems = [
        keys.isEmpty ? nil : "left out \(left), where what the model says stands",
        malformed == 0 ? nil : "wrote \(bad) that could not be used",
        run.code == 0 ? nil : "ended with \(run.code)",
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

  private func keptAnswers() -> [String: StanceProbabilities] {
    guard let cachePath, let data = try? Data(contentsOf: URL(filePath: cachePath)) else {
      return [:]
    }
    var answers: [String: StanceProbabilities] = [:]
    for line in data.split(separator: 0x0A) {
      // A line that was cut off when a run broke off is no answer.
      guard let kept = try? JSONDecoder().decode(Kept.self, from: Data(line)),
        kept.stances.count == 3
      else { continue }
      answers[kept.key] = StanceProbabilities(
        supportive: kept.stances[0],
        critical: kept.stances[1],
        neutral: kept.stances[2]
      )
    }
    return answers
  }

  private func keep(_ answers: [Kept]) throws {
    guard let cachePath, !answers.isEmpty else { return }
    let folder = cachePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    if !folder.isEmpty {
      try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let old = (try? Data(contentsOf: URL(filePath: cachePath))) ?? Data()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let new = try answers.flatMap { try encoder.encode($0) + [0x0A] }
    try File.write(Array(old) + new, to: cachePath)
  }
}
