import Foundation
import TestSupport
import Testing

/// Posts that are scored as they come.
struct StreamTests {
  private static let replies = """
    {"id":"1","author":"jo","text":"I said no to the council.","topic":"gates"}
    {"id":"2","in_reply_to":"1","author":"ann","text":"Good on you, well done","likes":3,"tags":["a", "b"]}
    {"id":"3","in_reply_to":"2","author":"bob","text":"exactly"}
    {"id":"3","in_reply_to":"2","author":"bob","text":"exactly"}
    garbage
    {"id":"4","in_reply_to":"9","author":"cat","text":"Shame on you, resign"}

    """

  private func score(_ arguments: String...) throws -> [[String: Any]] {
    let run = try Program.run(["score"] + arguments, input: Data(Self.replies.utf8))
    #expect(run.code == 0)
    #expect(run.diagnostics.contains("standard input:5: byte 1: found 'garbage'"))
    return try run.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func eachLineGivesOneInOrder() throws {
    for context in ["file", "parent", "none"] {
      let lines = try score("--context", context)
      #expect(lines.compactMap { $0["id"] as? String } == ["1", "2", "3", "3", "4"])
      #expect(lines[0]["status"] as? String == "target")
      #expect(lines[1]["stance"] as? String == "supportive")
      #expect(lines[4]["stance"] as? String == "critical")
    }
  }

  @Test func parentThatCameBeforeHasASay() throws {
    let below = try score("--context", "parent")
    // Whose root came by is known, and so is what was seen before.
    #expect(below[2]["root_id"] as? String == "1")
    #expect(below[3]["status"] as? String == "duplicate")
    let critics = """
      {"id":"1","author":"jo","text":"I said no to the council."}
      {"id":"2","in_reply_to":"1","author":"ann","text":"Resign, you are a disgrace"}
      {"id":"3","in_reply_to":"2","author":"bob","text":"exactly"}

      """
    for (context, stance) in [("none", "supportive"), ("parent", "critical")] {
      let run = try Program.run(["score", "--context", context], input: Data(critics.utf8))
      let last = try #require(run.output.split(separator: "\n").last)
      #expect(last.contains("\"stance\":\"\(stance)\""), "\(context): \(last)")
    }
  }

  @Test func postThatAnotherShowedFirstKeepsItsStance() throws {
    let path = Program.repository + "/Tests/IngestTests/Fixtures/formats/twarc2-pages.jsonl"
    let statuses = try ["none", "parent"].map { context in
      let run = try Program.run(["score", path, "--target", "nobody", "--context", context])
      return try run.output.split(separator: "\n").map { line in
        let json = try JSONSerialization.jsonObject(with: Data(line.utf8))
        let members = try #require(json as? [String: Any])
        return "\(members["id"] ?? "") \(members["status"] ?? "")"
      }
    }
    #expect(statuses[0].contains("1764577319973818405 scored"))
    // The last line is a post that a page before had as its own.
    #expect(statuses[0].dropLast() == statuses[1].dropLast())
    #expect(statuses[1].last?.hasSuffix("duplicate") == true)
  }

  @Test func postWithoutAnIDIsNobodysRoot() throws {
    let line = #"{"author":"ann","text":"Good on you","created_at":"2024-03-04T09:00:00Z"}"#
    for context in ["file", "parent", "none"] {
      let run = try Program.run(["score", "--context", context], input: Data(line.utf8))
      #expect(run.output.hasPrefix(#"{"id":null,"root_id":null,"#), "\(context): \(run.output)")
    }
  }

  @Test func otherFieldsAreKeptAsTheyAre() throws {
    for context in ["file", "parent", "none"] {
      let lines = try score("--context", context, "--keep")
      #expect(lines[0]["topic"] as? String == "gates")
      #expect(lines[1]["likes"] as? Int == 3)
      #expect(lines[1]["tags"] as? [String] == ["a", "b"])
      #expect(lines[1]["author"] as? String == "ann")
      #expect(lines[1]["text"] as? String == "Good on you, well done")
    }
    let array = #"[{"id":"7","text":"well done, Jo","a":1},{"id":"8","text":"well said","a":2}]"#
    let pretty =
      "{\n \"id\": \"9\",\n \"text\": \"well done\",\n \"a\": {\n  \"b\": \"c\\nd\"\n }\n}\n"
    let run = try Program.run(["score", "--keep"], input: Data((array + "\n" + pretty).utf8))
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 3)
    // Whose is it, of two on one line?
    #expect(!lines[0].contains(#""a""#))
    #expect(lines[2].contains(#""a": {   "b": "c\nd"  }"#))
  }

  @Test func whatIsNoNumberIsKeptAsNull() throws {
    let line = #"{"id":"7","text":"well done","a":NaN,"b":[1,-Infinity,"NaN"],"c":null}"#
    let run = try Program.run(["score", "--keep"], input: Data(line.utf8))
    #expect(run.output.hasSuffix(#","a":null,"b":[1,null,"NaN"],"c":null}"# + "\n"))
  }

  @Test func streamOfATableIsRefusedAtOnce() throws {
    let program = try Program.executable().path
    // The pipe stays open until the program has answered.
    let script = """
      mkfifo in
      "\(program)" score --context none < in 2> said &
      exec 3> in
      printf 'id,text,author\\n1,a,b\\n' >&3
      wait
      cat said
      """
    let said = try shell(script)
    #expect(said.contains("standard input: looks like a table"), "\(said)")
  }

  @Test func zeroIsNoneUntilAPostHasItAsItsId() throws {
    func parents(_ lines: String...) throws -> [String?] {
      let input = Data(lines.joined(separator: "\n").utf8)
      let run = try Program.run(["score", "--context", "parent"], input: input)
      return try run.output.split(separator: "\n").map { line in
        let json = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return (json as? [String: Any])?["parent_id"] as? String
      }
    }
    let reply = #"{"id":1,"in_reply_to":0,"text":"well done"}"#
    #expect(try parents(reply) == [nil])
    #expect(try parents(#"{"id":0,"author":"vane","text":"I said no"}"#, reply) == [nil, "0"])
  }

  @Test func linesAreWrittenBeforeTheInputEnds() throws {
    let program = try Program.executable().path
    let line = Self.replies.split(separator: "\n")[1]
    // The second line is sent only once the first has been answered.
    let script = """
      mkfifo in out
      "\(program)" score --context parent --unbuffered < in > out &
      exec 3> in 4< out
      echo '\(line)' >&3
      read -r first <&4
      echo '\(line.replacing(#""2""#, with: #""5""#))' >&3
      read -r second <&4
      exec 3>&-
      wait
      echo "$first"; echo "$second"
      """
    let output = try shell(script)
    #expect(output.split(separator: "\n").count == 2)
    #expect(output.contains(#"{"id":"2""#) && output.contains(#"{"id":"5""#))
  }

  /// What a script of the shell prints, run in a folder of its own.
  private func shell(_ script: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let folder = try TemporaryFolder()
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.arguments = ["-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let printed = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: printed, as: UTF8.self)
  }
}
