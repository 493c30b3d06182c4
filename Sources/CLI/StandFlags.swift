internal import FoundationEssentials
internal import Scoring

/// The flags by which a user says whom the reactions are to.
enum StandFlags {
  static let flags = [
    Flag(
      name: "--brief",
      value: "FILE",
      file: .input,
      help: "target, allies, opponents, stand, root and events as JSON"
    ),
    Flag(
      name: "--target",
      value: "NAME",
      isRepeatable: true,
      help: "whose stand it is; a name or an @handle; again for each name"
    ),
    Flag(
      name: "--ally",
      value: "NAME",
      isRepeatable: true,
      help: "who is on the target's side; again for each name"
    ),
    Flag(
      name: "--opponent",
      value: "NAME",
      isRepeatable: true,
      help: "whom the target stands against; again for each"
    ),
    Flag(name: "--stand", value: "TEXT", help: "the stand in one sentence, for the report"),
    Flag(
      name: "--root",
      value: "ID",
      isRepeatable: true,
      help: "the post that the reactions are to: its id or address"
    ),
  ]

  private static func expected(_ flag: String) -> String {
    flag == "--root" ? "the id or address of a post" : "a name or an @handle"
  }

  /// The brief of a file, with what the other flags add.
  static func brief(_ arguments: Arguments) throws -> Brief {
    for name in ["--target", "--ally", "--opponent", "--root"] {
      let given = Brief(target: arguments.all(name))
      guard given.emptyMember == nil else {
        throw UsageError(problem: "'\(name)' is empty", advice: "expected \(expected(name))")
      }
    }
    guard !arguments.has("--root") || !arguments.has(Flag.allConversations.name) else {
      throw UsageError(
        problem: "'--root' is given with \(Flag.allConversations.name)",
        advice: "expected one of them: either one post counts, or each conversation by its own"
      )
    }
    var brief = Brief()
    if let path = arguments.value("--brief") {
      brief = try Brief(
        json: Data(File.read(path)),
        name: File.shownName(path),
        clock: arguments.assumedClock()
      )
    }
    brief.target += arguments.all("--target")
    brief.allies += arguments.all("--ally")
    brief.opponents += arguments.all("--opponent")
    brief.root += arguments.all("--root")
    if let stand = arguments.value("--stand") { brief.stand = stand }
    if let name = brief.contradiction {
      throw UsageError(
        problem: "'\(name)' is an opponent, and the target or an ally too",
        advice: "expected each name on one side"
      )
    }
    return brief
  }
}
