internal import Ingest
internal import Report
internal import Scoring

/// An export that a command was called on: read, and ready to be scored.
struct Run {
  let corpus: Corpus
  let model: Model
  let brief: Brief
  let usesContext: Bool
  private let outside: OutsideScorer?
  let jobs: Int

  /// Reads the inputs that the operands name.
  init(_ arguments: Arguments) throws {
    model = try Self.model(arguments)
    brief = try StandFlags.brief(arguments)
    outside = try OutsideCommand.scorer(arguments)
    jobs = try arguments.jobs()
    usesContext = try arguments.usesContext()
    var corpus = try Corpus(Self.catalog(arguments, keepsTexts: true))
    if let name = arguments.value("--input-name") { corpus.nameInputs(name) }
    self.corpus = corpus
  }

  /// Says of files that are named, of which somebody expects posts, that they hold none; a pipe may.
  static func sayEmpty(_ arguments: Arguments) {
    let files = arguments.operands.filter { $0 != "-" }.joined(separator: ", ")
    guard !files.isEmpty else { return }
    let error = IngestError(file: files, reason: .noPosts(detail: "nothing in it is one"))
    Diagnostics.say(error.description)
  }

  /// The model, with the words of the user's own.
  static func model(_ arguments: Arguments) throws -> Model {
    var model = try arguments.value("--model").map { try Model(path: $0) } ?? Model.builtIn()
    if let path = arguments.value("--lexicon") { model.lexicon = try Lexicon(path: path) }
    return model
  }

  /// Reads the inputs that the operands name; what cannot be read is shown and counted.
  ///
  /// What is known of more than `limit` posts is kept in a file.
  static func catalog(
    _ arguments: Arguments,
    holding limit: Int = .max,
    keepsTexts: Bool = false
  ) throws -> Catalog {
    // Without an operand the input is a pipe: at a terminal, `Command.run` has refused it.
    let paths = arguments.operands.isEmpty ? ["-"] : arguments.operands
    let format = try arguments.inputFormat()
    let clock = try arguments.assumedClock()
    let rejections = try Rejections(arguments)
    let jobs = try arguments.jobs()
    let read = Result {
      try Catalog(
        paths: paths,
        format: format,
        clock: clock,
        jobs: jobs,
        holding: limit,
        isPart: arguments.has("--partial"),
        keepsTexts: keepsTexts,
        onProgress: { Progress.shared.add($0, of: $1, .reading) },
        onRejection: rejections.add
      )
    }
    Progress.shared.finish()
    // What could not be read is kept also where nothing else was found.
    try rejections.finish()
    return try read.get()
  }

  func scored(
    _ scope: Scorer.Scope,
    isPart: Bool = false,
    samplesTexts: Bool = true,
    keepsBuiltIn: Bool = true
  ) throws -> ScoredExport {
    defer { Progress.shared.finish() }
    return try Scorer(model: model).score(
      corpus,
      brief: brief,
      scope: scope,
      usesContext: usesContext,
      isPart: isPart,
      samplesTexts: samplesTexts,
      keepsBuiltIn: keepsBuiltIn,
      outside: outside,
      jobs: jobs,
      onProgress: { Progress.shared.add(1, of: $0, .scoring) }
    )
  }

  func explanations(ofPosts ids: [String]) throws -> [Explanation] {
    defer { Progress.shared.finish() }
    let scorer = Scorer(model: model)
    return try ids.map { try scorer.explanation(ofPost: $0, in: corpus, brief: brief) }
  }

  /// Which program and model this is.
  var tool: ToolDescription { ToolDescription(version: Version.number, model: model) }
}

/// The lines that cannot be read: of each problem the first is shown, all are counted, and kept where that is
/// asked for.
final class Rejections {
  private(set) var count = 0
  private let file: File?
  /// The problems that were shown.
  private var shown: Set<String> = []

  private static let mostShown = 10

  init(_ arguments: Arguments) throws {
    file = try arguments.value("--rejects").map { try File(creating: $0) }
  }

  func add(_ rejection: Rejection, _ bytes: ArraySlice<UInt8>) throws {
    count += 1
    let problem = "\(rejection.byte) \(rejection.found) \(rejection.expected)"
    if shown.count < Self.mostShown, shown.insert(problem).inserted {
      Diagnostics.say(rejection.description)
    }
    try file?.write(bytes)
    try file?.write([0x0A])
  }

  func finish() throws {
    try file?.finish()
    guard count > shown.count else { return }
    Diagnostics.say(
      "\(count) lines could not be read, \(shown.count == 1 ? "all for that" : "such as these"); "
        + "'check --rejects FILE' keeps them all"
    )
  }
}

extension Arguments {
  /// The format that all records are of, where the user says so.
  func inputFormat() throws -> InputFormat? {
    let name = value("--input-format")
    if let fields = try fields() {
      guard let format = InputFormat.homeMade(fields: fields) else {
        throw UsageError(
          problem: "'--fields' names a field that posts do not have, or no member",
          advice: "expected FIELD=MEMBER with \(InputFormat.fieldNames.joined(separator: ", "))"
        )
      }
      guard name == nil || name == format.name else {
        throw UsageError(
          problem: "'--fields' is for home-made lines, and '--input-format' is \"\(name ?? "")\"",
          advice: "expected one of the two"
        )
      }
      return format
    }
    guard let name else { return nil }
    guard let format = InputFormat.named(name) else {
      throw UsageError(
        problem: "'--input-format' is \"\(name)\"",
        advice: Suggestion.advice(
          for: name,
          among: InputFormat.all.map(\.name),
          otherwise: "groundswell formats lists them"
        )
      )
    }
    return format
  }

  /// Where the user says that fields stand.
  private func fields() throws -> [String: String]? {
    let given = all("--fields")
    guard !given.isEmpty else { return nil }
    var fields: [String: String] = [:]
    for pair in given.joined(separator: ",").split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw UsageError(
          problem: "'--fields' is \"\(pair)\"",
          advice: "expected FIELD=MEMBER, such as text=Comment"
        )
      }
      let (field, member) = (String(parts[0]), String(parts[1]))
      if let other = fields.updateValue(member, forKey: field) {
        throw UsageError(
          problem: "'--fields' takes \(field) from \(other) and from \(member)",
          advice: "expected each field once"
        )
      }
    }
    return fields
  }

  /// The clock of times that name no zone, where the user says so.
  func assumedClock() throws -> LocalClock? {
    try zone("--assume-zone").map { try TimeZoneRules.clock(of: $0) }
  }

  /// The zone that a flag names.
  ///
  /// - Throws: ``UsageError`` where the system has none of that name.
  func zone(_ flag: String) throws -> String? {
    guard let zone = value(flag) else { return nil }
    guard TimeZoneRules.isKnown(zone) else {
      throw UsageError(
        problem: "'\(flag)' is \"\(zone)\", which the system's zone data do not have",
        advice: "expected a name such as Europe/London, or UTC"
      )
    }
    return zone
  }

  /// How many threads work.
  func jobs() throws -> Int { try number("--jobs", least: 1) ?? Machine.processors }

  /// Whether the posts around a post have a say.
  func usesContext() throws -> Bool {
    switch value("--context") {
    case nil, "file": return true
    case "none": return false
    case let other?:
      throw UsageError(problem: "'--context' is \"\(other)\"", advice: "expected file or none")
    }
  }
}

extension Flag {
  static let context = Flag(
    name: "--context",
    value: "file|none",
    help: "whether the posts around a post have a say (default: file)"
  )
  static let inputFormat = Flag(
    name: "--input-format",
    value: "NAME",
    help: "read all records by one format, as 'formats' lists them (default: told from each)"
  )
  static let fields = Flag(
    name: "--fields",
    value: "FIELD=MEMBER,…",
    isRepeatable: true,
    help: "where home-made lines have their fields, such as text=Comment (see help input)"
  )
  static let inputName = Flag(
    name: "--input-name",
    value: "NAME",
    help: "what the report calls the input, such as a part of an export or a pipe"
  )
  static let assumedZone = Flag(
    name: "--assume-zone",
    value: "NAME",
    help: "the zone of times that name none, such as Europe/London (default: UTC)"
  )
  static let model = Flag(
    name: "--model",
    value: "FILE",
    file: .input,
    help: "a model of your own, as 'train' wrote it"
  )
  static let lexicon = Flag(
    name: "--lexicon",
    value: "FILE",
    file: .input,
    help: "words whose side or tone you know, as 'help lexicon' shows"
  )
  static let rejects = Flag(
    name: "--rejects",
    value: "FILE",
    file: .besides,
    help: "keep the lines that cannot be read in a file"
  )
  static let jobs = Flag(
    name: "--jobs",
    value: "N",
    help: "threads (default: one for each processor)"
  )
}
