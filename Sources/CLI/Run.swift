internal import Ingest
internal import Scoring

/// An export that a command was called on: read, and ready to be scored.
struct Run {
  let corpus: Corpus
  private let brief: Brief
  private let usesContext: Bool
  private let jobs: Int

  /// How many lines that cannot be read are shown; the rest is counted.
  private static let shownRejections = 10

  /// Reads the inputs that the operands name.
  init(_ arguments: Arguments) throws {
    brief = try StandFlags.brief(arguments)
    jobs = try arguments.number("--jobs", least: 1) ?? Machine.processors
    switch arguments.value("--context") {
    case nil, "file": usesContext = true
    case "none": usesContext = false
    case let other?:
      throw UsageError(problem: "'--context' is \"\(other)\"", advice: "expected file or none")
    }
    var paths = arguments.operands
    if paths.isEmpty {
      guard !Machine.inputIsTerminal else {
        throw UsageError(
          problem: "no input is given", advice: "name a file, or - for standard input")
      }
      paths = ["-"]
    }
    let rejects = try arguments.value("--rejects").map { try File(creating: $0) }
    var rejected = 0
    corpus = try Corpus(paths: paths, jobs: jobs) { rejection, bytes in
      rejected += 1
      if rejected <= Self.shownRejections { Diagnostics.say(rejection.description) }
      try rejects?.write(bytes)
      try rejects?.write([0x0A])
    }
    if rejected > Self.shownRejections {
      Diagnostics.say(
        "\(rejected) lines could not be read; --rejects FILE keeps them all")
    }
  }

  func scored(_ scope: Scorer.Scope) throws -> ScoredExport {
    try Scorer(model: .builtIn()).score(
      corpus, brief: brief, scope: scope, usesContext: usesContext, jobs: jobs)
  }
}

extension Flag {
  static let rejects = Flag(
    name: "--rejects", value: "FILE", help: "keep the lines that cannot be read in a file")
  static let jobs = Flag(
    name: "--jobs", value: "N", help: "threads (default: one for each processor)")
}
