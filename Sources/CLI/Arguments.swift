/// What is wrong with how the program was called.
struct UsageError: Error, CustomStringConvertible {
  var problem: String
  /// What to try instead.
  var advice: String

  var description: String { "\(problem)\n\(advice)" }
}

/// A flag of a command: its name, what it takes, and what it does.
struct Flag {
  /// With its dashes.
  var name: String
  /// What stands for the value in the help; `nil` for a flag without.
  var value: String?
  /// Whether the value may be left out, and is then given as `--name=VALUE`.
  var valueIsOptional = false
  /// Whether it may be given several times.
  var isRepeatable = false
  /// What is done with the file that the value names.
  var file: FileUse?
  var help: String
}

/// The arguments of a command, taken apart.
struct Arguments {
  private(set) var operands: [String] = []
  private var values: [String: [String?]] = [:]
  let command: Command

  /// Takes arguments apart by the flags that a command knows.
  init(_ arguments: [String], for command: Command) throws {
    self.command = command
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-"), argument != "-" else {
        operands.append(argument)
        continue
      }
      if argument == "--" {
        operands += rest
        return
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let flag = command.flags.first(where: { $0.name == name }) else {
        throw UsageError(
          problem: "unknown option '\(name)' for '\(command.name)'",
          advice: Suggestion.advice(
            for: name,
            among: command.flags.map(\.name),
            otherwise: "groundswell help \(command.name) lists the options"
          )
        )
      }
      var value = parts.count > 1 ? String(parts[1]) : nil
      if let placeholder = flag.value, value == nil, !flag.valueIsOptional {
        value = rest.popFirst()
        guard value != nil else {
          throw UsageError(
            problem: "'\(name)' needs a value",
            advice: "expected \(name) \(placeholder)"
          )
        }
      }
      guard flag.value != nil || value == nil else {
        throw UsageError(problem: "'\(name)' takes no value", advice: "write \(name) alone")
      }
      guard flag.value == nil || flag.isRepeatable || values[name] == nil else {
        throw UsageError(problem: "'\(name)' is given twice", advice: "expected it once")
      }
      values[name, default: []].append(value)
    }
  }

  func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of a flag that is given once.
  func value(_ name: String) -> String? { values[name]?.last ?? nil }

  /// All values of a flag that may be given several times.
  func all(_ name: String) -> [String] { (values[name] ?? []).compactMap { $0 } }

  /// The value of a flag as a whole number of at least `least`.
  func number(_ name: String, least: Int) throws -> Int? {
    guard let text = value(name) else { return nil }
    guard let number = Int(text), number >= least else {
      throw UsageError(
        problem: "'\(name)' is \"\(text)\"",
        advice: "expected a whole number from \(least) on"
      )
    }
    return number
  }
}

/// Finds what somebody meant who wrote something that there is not.
enum Suggestion {
  static func advice(for word: String, among known: [String], otherwise: String) -> String {
    let longer = known.filter { $0.hasPrefix(word) && !word.isEmpty }
    if !longer.isEmpty { return "did you mean '\(longer.joined(separator: "' or '"))'?" }
    let near = known.map { (distance(word, $0), $0) }.min { $0 < $1 }
    guard let (distance, best) = near, distance <= max(word.count / 3, 1) else { return otherwise }
    return "did you mean '\(best)'?"
  }

  /// The number of letters to add, drop, change or swap with the next (optimal string alignment).
  static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left), Array(right))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
