import Foundation
import TestSupport
import Testing

struct OutsideScorerCommandTests {
  private static let replies = """
    {"id":"1","author":"jo","text":"I have said no to the inspectors","conversation_id":"1"}
    {"id":"2","author":"a","text":"what a brave decision","conversation_id":"1","in_reply_to":"1"}
    {"id":"3","author":"b","text":"shame on you","conversation_id":"1","in_reply_to":"1"}
    """

  private func score(_ arguments: [String], cache: String) throws -> ProgramRun {
    try Program.run(
      ["score"] + arguments,
      input: Data(Self.replies.utf8),
      environment: ["XDG_CACHE_HOME": cache]
    )
  }

  /// Calls every post neutral, and notes that it ran.
  private func command(_ folder: TemporaryFolder) -> String {
    "echo ran >>\(folder.path)/runs; "
      + #"sed 's/.*"id":"\([^"]*\)".*/{"id":"\1","stance":"neutral"}/'"#
  }

  @Test func answersStandAndAreKept() throws {
    let folder = try TemporaryFolder()
    for _ in 0..<2 {
      let run = try score(["--scorer", command(folder)], cache: folder.path)
      #expect(run.code == 0)
      #expect(run.output.components(separatedBy: #""stance":"neutral""#).count == 3)
      #expect(run.diagnostics.isEmpty, "\(run.diagnostics)")
    }
    let runs = try String(contentsOfFile: folder.path + "/runs", encoding: .utf8)
    #expect(runs == "ran\n", "the second run asks nothing")
    let kept = try String(
      contentsOfFile: folder.path + "/groundswell/answers.jsonl",
      encoding: .utf8
    )
    #expect(kept.split(separator: "\n").count == 2)
    #expect(!kept.contains("brave"), "texts are not kept")
  }

  @Test func whatCannotBeUsedIsCountedAndFallsBack() throws {
    let folder = try TemporaryFolder()
    let answers = #"{"id":"2","supportive":0.2,"critical":0.3,"neutral":0.5}\nwhat?\n{"id":"9"}\n"#
    let run = try score(["--scorer", "printf '\(answers)'"], cache: folder.path)
    #expect(run.code == 0)
    #expect(run.output.contains(#""neutral":0.5"#))
    #expect(run.diagnostics.contains("left out 1 post,"))
    #expect(run.diagnostics.contains("it wrote 2 lines that could not be used"))
  }

  @Test func answerWithoutAStanceIsNoAnswer() throws {
    let folder = try TemporaryFolder()
    let run = try score(["--scorer", "cat"], cache: folder.path)
    #expect(
      run.diagnostics
        == "groundswell: the scorer left out 2 posts, where what the model says stands; "
        + "it wrote 2 lines that could not be used\n"
    )
  }

  @Test func copiesOfOneTextAreOneQuestion() throws {
    let folder = try TemporaryFolder()
    let copies = (4..<9).map {
      #"{"id":"\#($0)","author":"c\#($0)","text":"shame on you","conversation_id":"1","in_reply_to":"1"}"#
    }
    let command = "tee \(folder.path)/asked | { " + command(folder) + "; }"
    let run = try Program.run(
      ["score", "--scorer", command],
      input: Data(([Self.replies] + copies).joined(separator: "\n").utf8),
      environment: ["XDG_CACHE_HOME": folder.path]
    )
    #expect(run.output.components(separatedBy: #""stance":"neutral""#).count == 8)
    let asked = try String(contentsOfFile: folder.path + "/asked", encoding: .utf8)
    #expect(asked.split(separator: "\n").count == 2)
    #expect(run.diagnostics.isEmpty)
    let silent = try score(["--scorer", "head -c 0"], cache: folder.path + "/other")
    #expect(silent.diagnostics.contains("left out 2 posts"))
  }

  @Test func answersThatCannotBeKeptStandAllTheSame() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "file")
    let run = try score(["--scorer", command(folder)], cache: file)
    #expect(run.code == 0)
    #expect(run.output.components(separatedBy: #""stance":"neutral""#).count == 3)
    #expect(run.diagnostics.contains("answers of the scorer are not kept"), "\(run.diagnostics)")
    // Where the user names the file, nothing is asked in vain.
    let cache = file + "/answers"
    let named = try score(["--scorer", command(folder), "--scorer-cache", cache], cache: file)
    #expect(named.code == 1 && named.diagnostics.contains("cannot be written"))
    let runs = try String(contentsOfFile: folder.path + "/runs", encoding: .utf8)
    #expect(runs == "ran\n")
  }

  @Test func commandHearsTheSignalsThatTheProgramDoesNot() throws {
    let folder = try TemporaryFolder()
    // A signal that is ignored from the start cannot be trapped.
    let command =
      ["INT", "TERM", "PIPE"].map {
        "trap 'touch \(folder.path)/\($0)' \($0); kill -\($0) $$; "
      }.joined() + command(folder)
    _ = try score(["--scorer", command], cache: folder.path)
    let heard = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(heard).isSuperset(of: ["INT", "TERM", "PIPE"]), "\(heard)")
  }

  @Test func scorerThatFailsIsAFailedRun() throws {
    let folder = try TemporaryFolder()
    let run = try score(["--scorer", "exit 3"], cache: folder.path)
    #expect(run.code == 1)
    #expect(run.diagnostics.contains("ended with 3 and answered nothing; expected a line of JSON"))
  }

  @Test func answersBeforeABreakAreKept() throws {
    let folder = try TemporaryFolder()
    let cache = folder.path + "/answers"
    // As a run leaves it whose machine went down: half a line.
    _ = try folder.write(#"{"key":"12"#, to: "answers")
    // Answers the first question and, the first time, breaks the run off once that is kept.
    let command =
      #"IFS= read -r line; echo "$line" | sed 's/.*"id":"\([^"]*\)".*/{"id":"\1","stance":"neutral"}/'; "#
      + "[ -e \(folder.path)/broken ] && exit; touch \(folder.path)/broken; n=0; "
      + "while [ $((n += 1)) -lt 100 ] && [ $(wc -l <\(cache)) -lt 2 ]; do sleep 0.1; done; "
      + "kill -INT $PPID; sleep 1"
    let first = try score(["--scorer", command, "--scorer-cache", cache], cache: folder.path)
    #expect(first.code == 130)
    #expect(
      first.diagnostics.contains(
        "broken off while asking the scorer, which answered for 1 of 2 posts"
      )
    )
    func lines() throws -> [Substring] {
      try String(contentsOfFile: cache, encoding: .utf8).split(separator: "\n")
    }
    #expect(try lines().count == 2, "half a line, and one answer")

    let second = try score(["--scorer", command, "--scorer-cache", cache], cache: folder.path)
    #expect(second.code == 0)
    #expect(second.output.components(separatedBy: #""stance":"neutral""#).count == 3)
    #expect(try lines().count == 3, "only the other post was asked about")
  }

  @Test(arguments: [
    (["--scorer-below", "0.5"], "without '--scorer'"),
    (["--scorer", "cat", "--scorer-below", "1.5"], "expected a number from 0 to 1"),
  ])
  func mistakesAreSaid(_ arguments: [String], _ expected: String) throws {
    let folder = try TemporaryFolder()
    let run = try score(arguments, cache: folder.path)
    #expect(run.code == 2)
    #expect(run.diagnostics.contains(expected), "\(run.diagnostics)")
  }
}
