internal import FoundationEssentials
internal import Scoring

/// The flags by which a user says whom the reactions are to.
enum StandFlags {
  static let flags = [
    Flag(
      name: "--brief",
      value: "FILE",
      help: "target, allies, opponents, stand, root and events as JSON"
    ),
    Flag(
      name: "--target",
      value: "NAME",
      help: "whose stand it is; a name or an @handle; again for each name"
    ),
    Flag(name: "--ally", value: "NAME", help: "who is on the target's side; again for each name"),
    Flag(name: "--opponent", value: "NAME", help: "whom the target stands against; again for each"),
    Flag(name: "--stand", value: "TEXT", help: "the stand in one sentence, for the report"),
    Flag(name: "--root", value: "ID", help: "the post that the reactions are to"),
  ]

  /// The brief of a file, with what the other flags add.
  static func brief(_ arguments: Arguments) throws -> Brief {
    var brief = Brief()
    if let path = arguments.value("--brief") {
      let data: Data
      do {
        data = try Data(contentsOf: URL(filePath: path))
      } catch {
        throw UsageError(
          problem: "\(path): cannot be read",
          advice: "expected a brief; see groundswell help analyse"
        )
      }
      brief = try Brief(json: data, name: path)
    }
    brief.target += arguments.all("--target")
    brief.allies += arguments.all("--ally")
    brief.opponents += arguments.all("--opponent")
    brief.root += arguments.all("--root")
    if let stand = arguments.value("--stand") { brief.stand = stand }
    return brief
  }
}
