/// One command of the program, and everything that its help says.
struct Command: Sendable {
  var name: String
  var aliases: [String] = []
  /// What it does, in a few words.
  var summary: String
  /// What follows the name, as the help shows it.
  var operands: String
  /// Whether it reads an export, and so standard input where no file is named.
  var readsInput = true
  /// The first thing that the help shows: a command line, and what it is for.
  var examples: [Example]
  var flags: [Flag]
  /// What there is to know beyond the flags.
  var notes = ""
  var body: @Sendable (Arguments) throws -> Void

  typealias Example = (line: String, purpose: String)

  /// All commands, in the order of the help.
  static let all: [Command] = [
    analyse, merge, split, report, diff, score, explain, check, posts, formats, label, evaluate,
    train, schema, completions,
  ]

  /// Runs the command that the first argument names.
  ///
  /// - Throws: ``UsageError`` where there is none of that name, or it is called wrongly; and
  ///   whatever the command throws.
  static func run(_ arguments: [String]) throws {
    guard let name = arguments.first else {
      return try StandardOutput.print(Help.overview)
    }
    let rest = Array(arguments.dropFirst())
    switch name {
    case "help" where rest.count > 1:
      throw UsageError(
        problem: "help is asked about \(rest.count) things",
        advice: "expected groundswell help TOPIC"
      )
    case "help": return try StandardOutput.print(Help.text(about: rest.first))
    case "--help", "-h": return try StandardOutput.print(Help.overview)
    case "--version", "-V": return try StandardOutput.print("groundswell \(Version.number)\n")
    default: break
    }
    guard let command = named(name) else {
      throw UsageError(
        problem: "unknown command '\(name)'",
        advice: Suggestion.advice(
          for: name,
          among: all.map(\.name) + ["help"],
          otherwise: "groundswell help lists the commands"
        )
      )
    }
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      return try StandardOutput.print(Help.text(about: name))
    }
    let parsed = try Arguments(rest, for: command)
    if command.operands.isEmpty, let more = parsed.operands.first {
      throw UsageError(
        problem: "'\(command.name)' is given '\(more)'",
        advice: "expected nothing but options"
      )
    }
    let isGivenText = parsed.has("--text")
    if command.readsInput, parsed.operands.isEmpty, !isGivenText, Machine.inputIsTerminal {
      throw UsageError(
        problem: "no input is given: name a file, or pipe one in",
        advice: Help.text(of: command)
      )
    }
    try parsed.checkFiles()
    try command.body(parsed)
  }

  static func named(_ name: String) -> Command? {
    all.first { $0.name == name || $0.aliases.contains(name) }
  }
}

/// Which program this is.
enum Version {
  static let number = "0.1.0"
}
