import Foundation
import TestSupport
import Testing

/// What a command reads is not what it writes.
struct FileUseTests {
  private static let replies = """
    {"id":1,"author":"jo","text":"I said no."}
    {"id":2,"in_reply_to":1,"author":"ann","text":"Good on you, well done"}
    {"id":3,"in_reply_to":1,"author":"bob","text":"Shame on you, resign"}
    """
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["in.jsonl", "in.csv", "part-1.jsonl", "summary.json"] {
      _ = try folder.write(Self.replies, to: name)
    }
    _ = try folder.write(#"{"target": "jo"}"#, to: "brief.json")
    _ = try folder.write(#"{"id": "2", "stance": "supportive"}"#, to: "gold.jsonl")
    _ = try folder.write(Self.replies, to: "posts.jsonl")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: folder.path + "/link",
      withDestinationPath: folder.path + "/in.jsonl"
    )
    try manager.linkItem(atPath: folder.path + "/in.jsonl", toPath: folder.path + "/twin")
  }

  private func contents() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\($0)")))
      }
    )
  }

  @Test(arguments: [
    "check @/in.jsonl --rejects @/in.jsonl",
    "analyse @/in.jsonl --html @/in.jsonl",
    "analyse @/in.jsonl --html @/link",
    "analyse @/in.jsonl --html @/twin",
    "analyse @/in.jsonl --html @/./in.jsonl",
    "analyse @/in.jsonl --json=@/in.jsonl",
    "analyse @/in.jsonl --posts @/in.jsonl",
    "analyse @/in.jsonl --all-conversations --partial=@/in.jsonl",
    "analyse @/in.jsonl --brief @/brief.json --json=@/brief.json",
    "analyse @/in.jsonl --html @/new --posts @/new",
    "analyse @/in.csv --csv @/",
    "report @/summary.json --html @/summary.json",
    "merge @/summary.json --partial=@/summary.json",
    "split @/part-1.jsonl --into 2 --output @",
    "train @ --output @/gold.jsonl",
    "train @ --from @/part-1.jsonl --output @/part-1.jsonl",
  ])
  func outputIsNoInput(_ line: String) throws {
    let before = try contents()
    let arguments = line.replacingOccurrences(of: "@", with: folder.path).components(
      separatedBy: " "
    )
    let run = try Program.run(arguments)
    #expect(run.code == 2, "\(run.diagnostics)")
    #expect(run.diagnostics.contains("expected "))
    #expect(try contents() == before)
  }

  @Test(arguments: [
    (["analyse", "--html", "-", "--json"], "both say what is printed"),
    (["analyse", "--posts", "-", "--format", "markdown"], "both say what is printed"),
    (["check", "--rejects", "-"], "standard output is for the result"),
    (["analyse", "--csv", "-"], "expected a folder"),
    (["analyse", "-", "--brief", "-"], "standard input is named twice"),
    (["train", "x", "--cross-validate", "2", "--output", "-"], "expected a file for the model"),
  ])
  func dashIsOneThing(_ arguments: [String], _ problem: String) throws {
    let run = try Program.run(arguments, input: Data(Self.replies.utf8))
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.diagnostics.contains(problem), "\(run.diagnostics)")
  }

  @Test(arguments: [
    (["--html", "-"], "<!DOCTYPE html>"), (["--posts", "-"], #"{"id":"1","root_id":"1""#),
    (["--json=-"], "{\n"), (["--all-conversations", "--partial=-"], "{"),
  ])
  func dashIsStandardOutput(_ flags: [String], _ start: String) throws {
    let run = try Program.run(["analyse", folder.path + "/in.jsonl"] + flags)
    #expect(run.code == 0, "\(run.diagnostics)")
    #expect(run.output.hasPrefix(start))
    #expect(!run.output.contains("\nBy person"))
  }

  @Test func dashIsStandardInput() throws {
    let brief = Data(#"{"target": "jo", "stand": "jo says no"}"#.utf8)
    let run = try Program.run(["analyse", folder.path + "/in.jsonl", "--brief", "-"], input: brief)
    #expect(run.output.contains("Stand: jo says no"))
    let labels = Data(#"{"id": "2", "stance": "supportive"}"#.utf8)
    let evaluated = try Program.run(
      ["evaluate", folder.path + "/in.jsonl", "--gold", "-"],
      input: labels
    )
    #expect(evaluated.code == 0, "\(evaluated.diagnostics)")
    let lost = try Program.run(
      ["evaluate", folder.path + "/in.jsonl", "--gold", "-"],
      input: labels + Data("\n{\"id\": \"x7\", \"stance\": \"critical\"}".utf8)
    )
    #expect(lost.diagnostics.contains("-: 1 label names no post of the export, such as 'x7'"))
  }

  @Test func fileThatIsWrittenOverKeepsItsLinksAndWhoMayReadIt() throws {
    let manager = FileManager.default
    let (report, link) = (folder.path + "/own.html", folder.path + "/report.html")
    try manager.createSymbolicLink(atPath: link, withDestinationPath: report)
    _ = try folder.write("", to: "own.html")
    try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: report)
    let run = try Program.run(["analyse", folder.path + "/in.jsonl", "--html", link])
    #expect(run.code == 0, "\(run.diagnostics)")
    #expect(try manager.destinationOfSymbolicLink(atPath: link) == report)
    #expect(try String(contentsOfFile: report, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    #expect(try manager.attributesOfItem(atPath: report)[.posixPermissions] as? Int == 0o600)
    #expect(
      try !manager.contentsOfDirectory(atPath: folder.path).contains { $0.hasSuffix(".part") }
    )
  }

  @Test(arguments: [
    ["analyse", "--brief", "@/none", "-"], ["evaluate", "--gold", "@/none", "-"],
    ["merge", "@/none"], ["report", "@/none"], ["analyse", "--lexicon", "@/none", "-"],
  ])
  func missingFileIsCalledMissing(_ arguments: [String]) throws {
    let run = try Program.run(
      arguments.map { $0.replacingOccurrences(of: "@", with: folder.path) },
      input: Data(Self.replies.utf8)
    )
    #expect(run.code == 1)
    #expect(
      run.diagnostics
        == "groundswell: \(folder.path)/none: cannot be read: No such file or directory\n"
    )
  }
}
