import Foundation
import TestSupport
import Testing

/// Posts that are labelled by hand, and what commands make of the files.
struct LabelTests {
  private let folder: TemporaryFolder
  private let export: String
  private let labels: String

  init() throws {
    folder = try TemporaryFolder()
    let replies = (0..<40).map {
      #"{"id":"a\#($0)","author":"p\#($0)","in_reply_to":"1","text":"Good on you, well done"}"#
    }
    export = try folder.write(
      ([#"{"id":"1","author":"jo","text":"I said no."}"#] + replies).joined(separator: "\n"),
      to: "export.jsonl"
    )
    labels = folder.path + "/labels.jsonl"
  }

  private func label(_ keys: String, _ flags: String...) throws -> ProgramRun {
    try Program.run(["label", export, "--output", labels] + flags, input: Data(keys.utf8))
  }

  private func lines() throws -> [String] {
    try String(contentsOfFile: labels, encoding: .utf8).split(separator: "\n").map { String($0) }
  }

  private func write(_ ids: Range<Int>, _ stance: String, to name: String) throws -> String {
    try folder.write(
      ids.map { #"{"id":"a\#($0)","stance":"\#(stance)"}"# }.joined(separator: "\n"),
      to: name
    )
  }

  @Test func whatTheProgramFoundIsNoLabel() throws {
    let scored = try folder.write(try Program.run(["score", export]).output, to: "scored.jsonl")
    _ = try folder.write(try String(contentsOfFile: export, encoding: .utf8), to: "posts.jsonl")
    _ = try folder.write(try Program.run(["score", export]).output, to: "gold.jsonl")
    for arguments in [
      ["analyse", export, "--labels", scored], ["evaluate", export, "--gold", scored],
      ["label", export, "--output", scored],
      ["train", folder.path, "--output", folder.path + "/model"],
    ] {
      let run = try Program.run(arguments)
      #expect(run.code == 1 && run.output.isEmpty, "\(arguments)")
      #expect(
        run.diagnostics.contains(".jsonl:2: found 'confidence', so a stance that a program found"),
        "\(run.diagnostics)"
      )
      #expect(run.diagnostics.contains(#"expected a label by hand, such as {"id": "7""#))
    }
  }

  @Test func labelsOfNoPostOfTheExportAreAnError() throws {
    let strange = try write(100..<140, "critical", to: "strange.jsonl")
    let empty = try folder.write("\n", to: "empty.jsonl")
    for (flag, command, what) in [
      ("--labels", "analyse", "stance"), ("--gold", "evaluate", "stance or tone"),
    ] {
      let run = try Program.run([command, export, flag, strange])
      #expect(run.code == 1 && run.output.isEmpty)
      #expect(
        run.diagnostics.contains("strange.jsonl: labels the \(what) of no post of the export"),
        "\(run.diagnostics)"
      )
      let none = try Program.run([command, export, flag, empty])
      #expect(none.code == 1 && none.diagnostics.contains("empty.jsonl: holds no labels; expected"))
    }
    let part = try Program.run(["analyse", export, "--root", "1", "--partial", "--labels", strange])
    #expect(part.code == 0 && part.diagnostics.isEmpty, "other parts may have them")
  }

  @Test func labelsOfSeveralFilesCountTogether() throws {
    let first = try write(0..<20, "supportive", to: "first.jsonl")
    let second = try write(15..<35, "supportive", to: "second.jsonl")
    let both = try Program.run(["analyse", export, "--labels", first, "--labels", second])
    #expect(both.code == 0, "\(both.diagnostics)")
    #expect(both.output.contains("Shares are corrected by 35 posts"))
    let evaluated = try Program.run(["evaluate", export, "--gold", first, "--gold", second])
    #expect(evaluated.output.contains("posts 35 "))
    let other = try write(19..<30, "critical", to: "other.jsonl")
    let run = try Program.run(["analyse", export, "--labels", first, "--labels", other])
    #expect(run.code == 1)
    #expect(run.diagnostics.contains("other.jsonl:1: labels 'a19' critical, and "))
    #expect(run.diagnostics.contains("first.jsonl:20 labelled it supportive; expected one label"))
  }

  @Test(arguments: [
    "analyse @ --brief @ --brief @", "analyse @ --json --json=@.json",
    "label @ --output a --output b",
    "evaluate @ --gold @ --model a --model b", "analyse @ --root 1 --partial=a --partial=b",
  ])
  func flagOfOneValueIsGivenOnce(_ line: String) throws {
    let arguments = line.replacing("@", with: export).split(separator: " ").map { String($0) }
    let run = try Program.run(arguments)
    #expect(run.code == 2 && run.diagnostics.contains("is given twice\nexpected it once"))
  }

  @Test func labelsOfOtherPostsAreNotCounted() throws {
    _ = try write(100..<220, "critical", to: "labels.jsonl")
    let run = try label("sq")
    #expect(run.diagnostics.contains("120 labels name no post of the export, such as 'a100'"))
    #expect(run.diagnostics.contains("\n1 of 200  ") && run.diagnostics.contains("\n2 of 200  "))
    #expect(run.diagnostics.contains("1 post is labelled\n"))
    #expect(run.diagnostics.contains("29 more, and 'groundswell analyse --labels \(labels)'"))
    #expect(try lines().count == 121, "what others labelled stays")
  }

  @Test func whatIsDrawnIsWhatCounts() throws {
    let others = (0..<30).map {
      #"{"id":"b\#($0)","author":"q\#($0)","in_reply_to":"2","text":"Shame on you, resign"}"#
    }
    let other = try folder.write(
      ([#"{"id":"2","author":"zoe","text":"I said yes."}"#] + others).joined(separator: "\n"),
      to: "other.jsonl"
    )
    func label(_ flags: String...) throws -> ProgramRun {
      try Program.run(
        ["label", export, other, "--output", folder.path + "/\(flags.count)\(flags.last ?? "")"]
          + flags,
        input: Data(String(repeating: "s", count: 100).utf8)
      )
    }
    let one = try label()
    #expect(one.diagnostics.contains("40 posts are labelled\n"))
    let report = try Program.run(["analyse", export, other, "--labels", folder.path + "/0"])
    #expect(!report.output.contains("not counted here"), "\(report.output)")
    #expect(try label("--root", "2").diagnostics.contains("30 posts are labelled\n"))
    let all = try label("--all-conversations").diagnostics
    #expect(all.contains("70 posts are labelled\n"))
    #expect(all.hasPrefix("Target: in each conversation the author of its first post\n"), "\(all)")
  }

  @Test(arguments: [
    (
      #"{"author":"a","text":"well done","created_at":"2024-03-04T09:00:00Z"}"#,
      "has an id by which"
    ),
    (#"{"id":"1","author":"a","text":"https://a.example"}"#, "has a stance to be labelled"),
  ])
  func whereNothingCanBeLabelledThatIsSaid(_ line: String, _ words: String) throws {
    let path = try folder.write(line, to: "other.jsonl")
    let run = try Program.run(["label", path, "--output", labels, "--target", "jo"])
    #expect(run.code == 1 && run.diagnostics.contains(words), "\(run.diagnostics)")
    #expect(!FileManager.default.fileExists(atPath: labels))
  }

  @Test func standIsSaidBeforeTheFirstPost() throws {
    let assumed = try label("q").diagnostics
    #expect(
      assumed.hasPrefix(
        "Target: @jo (assumed: the author of the post with the most answers)\n"
          + "Stand: not put in words; as in the first post, \"I said no.\"\n"
      ),
      "\(assumed)"
    )
    let told = try label("q", "--target", "Zoe Quill", "--stand", "Zoe opens the gate").diagnostics
    #expect(told.hasPrefix("Target: Zoe Quill\nStand: Zoe opens the gate\n"), "\(told)")
    #expect(told.contains("No post and no author of the export has Zoe Quill.\n"))
  }

  @Test func backGoesIntoEarlierSessions() throws {
    #expect(try label("bq").diagnostics.contains("nothing to go back to"))
    _ = try label("snq")
    let earlier = try lines()
    let run = try label("bcq")
    #expect(run.code == 0 && run.diagnostics.contains("\n2 of 200  "))
    let now = try lines()
    #expect(now.count == 2 && now[0] == earlier[0])
    #expect(now[1] == earlier[1].replacing("neutral", with: "critical"))
    #expect(try label("bbbq").diagnostics.contains("0 posts are labelled"))
    #expect(try lines().isEmpty)
  }

  @Test func keyThatMeansNothingIsSaid() throws {
    let run = try label("?q")
    #expect(run.diagnostics.contains("That key means nothing here. Press s, c or n"))
    #expect(run.diagnostics.components(separatedBy: "← this one").count == 2, "shown once")
  }

  @Test func postThatIsLeftOutIsNotAskedAboutAgain() throws {
    _ = try label("xsq")
    let given = try lines()
    #expect(given.count == 2 && given[0].hasSuffix(#","status":"left_out"}"#))
    let done = try label(String(repeating: "s", count: 50))
    #expect(done.diagnostics.contains("39 posts are labelled\n"))
    #expect(try lines().count == 40)
    let evaluated = try Program.run(["evaluate", export, "--gold", labels]).output
    #expect(evaluated.contains("posts 39 "))
    #expect(evaluated.contains("posts of another status that were scored: 0"))
    let report = try Program.run(["analyse", export, "--labels", labels])
    #expect(report.output.contains("Shares are corrected by 39 posts"))
    #expect(!report.output.contains("not counted here") && report.diagnostics.isEmpty)
    // Somebody else knew what to make of it.
    let id = try #require(given[0].split(separator: "\"").dropFirst(2).dropFirst().first)
    let more = try folder.write(#"{"id":"\#(id)","stance":"critical"}"#, to: "more.jsonl")
    let both = try Program.run(["evaluate", export, "--gold", labels, "--gold", more])
    #expect(both.output.contains("posts 40 "), "\(both)")
  }

  @Test func brokenOffSessionSaysOnceWhatIsKept() throws {
    let process = Process()
    process.executableURL = try Program.executable()
    process.arguments = ["label", export, "--output", labels]
    let (keys, diagnostics) = (Pipe(), Pipe())
    process.standardInput = keys
    process.standardError = diagnostics
    try process.run()
    keys.fileHandleForWriting.write(Data("ss".utf8))
    var said = ""
    while !said.contains("3 of 200") {
      let more = diagnostics.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      said += String(decoding: more, as: UTF8.self)
    }
    process.interrupt()
    process.waitUntilExit()
    said += String(
      decoding: try diagnostics.fileHandleForReading.readToEnd() ?? Data(),
      as: UTF8.self
    )
    #expect(process.terminationStatus == 130)
    #expect(said.hasSuffix("groundswell: broken off; whole and kept: \(labels)\n"), "\(said)")
    #expect(try lines().count == 2)
  }
}
