/// One command of the program, and everything that its help says.
struct Command: Sendable {
  var name: String
  var aliases: [String] = []
  var summary: String
  /// What follows the name, as the help shows it.
  var operands: String
  /// The first thing that the help shows: a command line, and what it is for.
  var examples: [(line: String, purpose: String)]
  var flags: [Flag]
  /// What there is to know beyond the flags.
  var notes = ""
  var body: @Sendable (Arguments) throws -> Void

  /// All commands, in the order of the help.
  static let all: [Command] = [score, train]

  /// A command with its arguments, ready to run.
  struct Call {
    var command: Command
    var arguments: [String]

    func run() throws {
      let wantsHelp = arguments.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
      if wantsHelp { return try StandardOutput.print(command.help) }
      try command.body(try Arguments(arguments, for: command))
    }
  }

  /// Finds the command that the first argument names.
  static func named(by arguments: [String]) throws -> Call {
    guard let name = arguments.first else {
      throw UsageError(problem: "no command is given", advice: "expected usage")
    }
    let rest = Array(arguments.dropFirst())
    if let command = all.first(where: { $0.name == name || $0.aliases.contains(name) }) {
      return Call(command: command, arguments: rest)
    }
    throw UsageError(
      problem: "unknown command '\(name)'",
      advice: Suggestion.advice(
        for: name, among: all.map(\.name), otherwise: "groundswell help lists the commands"))
  }

  var help: String { name }
}
