import Foundation
import TestSupport
import Testing

/// An export that is cut into files, analysed in parts and merged.
struct PartsTests {
  private let folder: TemporaryFolder
  private let export: String

  init() throws {
    folder = try TemporaryFolder()
    var lines: [String] = ["[", "", "garbage,"]
    for conversation in 0..<9 {
      lines.append(
        #"{"id":"r\#(conversation)","author":"jo\#(conversation)","text":"I said no to the council."},"#
      )
      for reply in 0..<conversation {
        lines.append(
          #"{"id":"a\#(conversation)-\#(reply)","in_reply_to":"r\#(conversation)","author":"p\#(reply)","#
            + #""created_at":"2024-05-0\#(reply + 1)T10:00:00Z","#
            + #""text":"\#(reply % 2 == 0 ? "Good on you, well done" : "Shame on you, resign")"},"#
        )
      }
    }
    lines.append("]")
    export = try folder.write(lines.joined(separator: "\n") + "\n", to: "export.json")
  }

  private func run(_ arguments: String...) throws -> ProgramRun {
    try Program.run(arguments, environment: ["TZ": "UTC"])
  }

  @Test func splitAnalyseAndMergeIsAnalyse() throws {
    let parts = folder.path + "/parts"
    #expect(try run("split", export, "--into", "4", "--output", parts).code == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: parts).sorted()
    #expect(names == (1...4).map { "part-\($0).jsonl" })
    let written = try names.map { try String(contentsOfFile: "\(parts)/\($0)", encoding: .utf8) }
    let lines = written.joined().split(separator: "\n")
    #expect(lines.count == 46 && lines.contains("garbage,"))
    // Whoever answers stands where the answered one stands.
    for part in written where part.contains(#""r5""#) { #expect(part.contains(#""a5-4""#)) }

    for name in names {
      let made = try run(
        "analyse",
        "\(parts)/\(name)",
        "--all-conversations",
        "--input-name",
        "export",
        "--partial=\(parts)/\(name).partial"
      )
      #expect(made.code == 0)
      #expect(made.output == "")
    }
    let merged = try run(
      "merge",
      "--json",
      "\(parts)/part-3.jsonl.partial",
      "\(parts)/part-1.jsonl.partial",
      "\(parts)/part-4.jsonl.partial",
      "\(parts)/part-2.jsonl.partial"
    )
    let whole = try run(
      "analyse",
      export,
      "--all-conversations",
      "--input-name",
      "export",
      "--json"
    )
    func withoutInput(_ json: String) throws -> NSDictionary {
      let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
      var summary = try #require(object as? [String: Any])
      summary["input"] = nil
      return summary as NSDictionary
    }
    // Of the input, brackets are not in the parts.
    #expect(try withoutInput(merged.output) == withoutInput(whole.output))
    #expect(merged.output.contains(#""rejected" : 1"#))
    let text = try run("merge", "\(parts)/part-1.jsonl.partial", "\(parts)/part-2.jsonl.partial")
    #expect(text.code == 0 && text.output.contains("By person"))
    #expect(text.output.contains("Each conversation counts towards the author of its own"))
  }

  @Test func linesAndBytesOfPartsAreThoseOfTheWhole() throws {
    var lines = ["", "garbage", " "]
    for conversation in 0..<6 {
      lines.append(#"{"id":"r\#(conversation)","author":"jo","text":"I said no."}"#)
      lines.append(
        #"{"id":"a\#(conversation)","in_reply_to":"r\#(conversation)","author":"p\#(conversation)","#
          + #""text":"Good on you"}"#
      )
    }
    // Another post with an id that is there already.
    lines.append(#"{"id":"a2","in_reply_to":"r2","author":"somebody","text":"Shame on you"}"#)
    let export = try folder.write(lines.joined(separator: "\n") + "\n", to: "lines.jsonl")
    let parts = folder.path + "/parts"
    #expect(try run("split", export, "--into", "3", "--output", parts).code == 0)
    let flags = ["--all-conversations", "--input-name", "export"]
    let partials = try (1...3).map { number in
      let partial = "\(parts)/\(number).partial"
      let arguments = ["analyse", "\(parts)/part-\(number).jsonl", "--partial=\(partial)"]
      let made = try Program.run(arguments + flags)
      #expect(made.code == 0)
      return partial
    }
    let environment = ["TZ": "UTC"]
    let merged = try Program.run(["merge", "--json"] + partials, environment: environment)
    let whole = try Program.run(["analyse", export, "--json"] + flags, environment: environment)
    #expect(merged.output == whole.output)
    for count in [#""blank_lines" : 2"#, #""rejected" : 1"#, #""colliding_ids" : 1"#] {
      #expect(merged.output.contains(count), "\(count)")
    }
  }

  @Test func postsThatCountTwiceAreRefusedOrSaid() throws {
    func part(_ name: String, _ conversations: ClosedRange<Int>) throws -> String {
      let lines = conversations.map {
        #"{"id":"r\#($0)","author":"jo","text":"I said no."}"# + "\n"
          + #"{"id":"a\#($0)","in_reply_to":"r\#($0)","author":"p\#($0)","text":"Good on you"}"#
      }
      let export = try folder.write(lines.joined(separator: "\n"), to: name)
      let partial = "\(export).partial"
      #expect(try run("analyse", export, "--all-conversations", "--partial=\(partial)").code == 0)
      return partial
    }
    let (first, second, overlapping) = try (part("a", 1...2), part("b", 3...4), part("c", 2...3))
    let sum = folder.path + "/sum"
    #expect(try run("merge", first, second, "--partial=\(sum)").code == 0)
    for parts in [[first, first], [first, second, sum], [sum, second], [first, sum]] {
      let merged = try Program.run(["merge"] + parts)
      #expect(merged.code == 1)
      #expect(merged.diagnostics.contains("expected each part once"), "\(merged.diagnostics)")
    }
    let merged = try run("merge", first, overlapping, "--json")
    #expect(merged.code == 0)
    #expect(merged.output.contains("About 1 post was counted more than once"))
    #expect(!merged.output.contains("conversations_cut"))
  }

  @Test func postsOfAuthorsWhoAreGoneAreGoneInAllParts() throws {
    func event(_ author: String, _ kind: String, _ what: String) -> String {
      #"{"did":"did:plc:\#(author)","time_us":1709542800000000,"kind":"\#(kind)","\#(kind)":{\#(what)}}"#
    }
    func post(_ author: String, _ id: Int, replyTo root: String? = nil) -> String {
      let reply =
        root.map { #","reply":{"parent":{"uri":"\#($0)"},"root":{"uri":"\#($0)"}}"# } ?? ""
      let record =
        #"{"$type":"app.bsky.feed.post","text":"Well done","createdAt":"2024-03-04T09:00:00Z"\#(reply)}"#
      return event(
        author,
        "commit",
        #""operation":"create","collection":"app.bsky.feed.post","rkey":"k\#(id)","record":\#(record)"#
      )
    }
    var lines = (0..<8).flatMap { id in
      [
        post("root\(id)", id),
        post("ann", id, replyTo: "at://did:plc:root\(id)/app.bsky.feed.post/k\(id)"),
        post("bea", id, replyTo: "at://did:plc:root\(id)/app.bsky.feed.post/k\(id)"),
      ]
    }
    lines.append(event("ann", "account", #""active":false,"status":"deleted""#))
    let export = try folder.write(lines.joined(separator: "\n"), to: "stream.jsonl")
    let parts = folder.path + "/stream"
    #expect(try run("split", export, "--into", "3", "--output", parts).code == 0)
    var deleted = 0
    for number in 1...3 {
      let scored = try run("score", "\(parts)/part-\(number).jsonl").output.split(separator: "\n")
      let gone = scored.filter { $0.contains(#""reason":"deleted""#) }
      #expect(gone.allSatisfy { $0.contains(#""author":"did:plc:ann""#) })
      deleted += gone.count
    }
    #expect(deleted == 8)
  }

  @Test func placeOfADamagedPartCountsBlankLines() throws {
    let part = try folder.write("\n \nno part\n", to: "blank")
    #expect(try run("merge", part).diagnostics.contains("blank:3: is no partial result"))
  }

  @Test(arguments: [
    (["--partial"], "does not know which conversation"),
    (
      ["--partial", "--all-conversations", "--html", "a.html"], "'--html' says how a report is made"
    ),
  ])
  func partKnowsWhatItCannotKnow(_ flags: [String], _ problem: String) throws {
    let run = try Program.run(["analyse", export] + flags)
    #expect(run.code == 2)
    #expect(run.diagnostics.contains(problem))
  }

  @Test func rootMayLieInAnotherPart() throws {
    let parts = folder.path + "/parts"
    _ = try run("split", export, "--into", "3", "--output", parts)
    var partials: [String] = []
    for number in 1...3 {
      let partial = "\(parts)/\(number)"
      let made = try run(
        "analyse",
        "\(parts)/part-\(number).jsonl",
        "--root",
        "r8",
        "--partial=\(partial)"
      )
      #expect(made.code == 0)
      partials.append(partial)
    }
    let merged = try Program.run(["merge"] + partials + ["--json"])
    #expect(merged.output.contains(#""other_conversation" : 36"#))
    #expect(merged.output.contains("@jo8"))
    let wrong = try Program.run(["merge", export])
    #expect(wrong.code == 1)
    #expect(wrong.diagnostics.contains("export.json:1: is no partial result"))
  }

  @Test func partMayHoldNoPost() throws {
    var partials: [String] = []
    for (number, text) in ["", "garbage\n", #"{"id":"1","text":"well done"}"#].enumerated() {
      let partial = "\(folder.path)/\(number).partial"
      let made = try Program.run(
        ["analyse", "-", "--all-conversations", "--input-name", "x", "--partial=\(partial)"],
        input: Data(text.utf8)
      )
      #expect(made.code == 0)
      partials.append(partial)
    }
    let merged = try Program.run(["merge"] + partials + ["--json"])
    #expect(merged.code == 0)
    #expect(merged.output.contains(#""bad_json" : 1"#))
    // Where a line stands in a part, nobody could find it in the whole.
    #expect(!merged.output.contains("standard input"))
    let empty = try Program.run(["merge", partials[0]])
    #expect(empty.code == 1)
    #expect(empty.diagnostics.contains("x: holds no posts: all parts are empty"))
  }

  @Test func rootThatIsInNoPartIsAnError() throws {
    let partial = folder.path + "/partial"
    _ = try run("analyse", export, "--root", "nothing", "--partial=\(partial)")
    let merged = try run("merge", partial)
    #expect(merged.code == 1)
    #expect(merged.diagnostics.contains("the root 'nothing' is not in the export"))
  }
}

/// Reports whose shares are corrected by labels, as they are asked for.
struct LabelledReportTests {
  private let folder: TemporaryFolder
  private let export: String
  private let labels: String

  init() throws {
    folder = try TemporaryFolder()
    var lines: [String] = []
    var labels: [String] = []
    for conversation in 0..<12 {
      lines.append(#"{"id":"r\#(conversation)","author":"jo","text":"I said no to them."}"#)
      for reply in 0..<8 {
        let isCritical = (conversation + reply) % 3 == 0
        lines.append(
          #"{"id":"a\#(conversation)-\#(reply)","in_reply_to":"r\#(conversation)","#
            + #""author":"p\#((conversation * 5 + reply) % 50)","#
            + #""text":"\#(isCritical ? "Shame on you, resign" : "Good on you, well done") \#(reply)"}"#
        )
        if reply % 2 == 0 {
          let stance = isCritical ? "critical" : reply == 0 ? "neutral" : "supportive"
          labels.append(#"{"id":"a\#(conversation)-\#(reply)","stance":"\#(stance)"}"#)
        }
      }
    }
    labels += [
      #"{"id":"r1","status":"target"}"#.replacing("}", with: #","stance":"critical"}"#),
      #"{"id":"nowhere","stance":"critical","sure":false}"#,
      #"{"id":"a0-1","status":"unscored","stance":null}"#,
    ]
    export = try folder.write(lines.joined(separator: "\n") + "\n", to: "export.jsonl")
    self.labels = try folder.write(labels.joined(separator: "\n"), to: "labels.jsonl")
  }

  private func run(_ arguments: [String]) throws -> ProgramRun {
    try Program.run(arguments, environment: ["TZ": "UTC"])
  }

  private let flags = ["--all-conversations", "--input-name", "export", "--target", "@jo"]

  @Test func mergedPartsAreCorrectedLikeTheWhole() throws {
    let parts = folder.path + "/parts"
    #expect(try run(["split", export, "--into", "3", "--output", parts]).code == 0)
    var partials: [String] = []
    for number in 1...3 {
      let partial = "\(parts)/\(number).partial"
      let made = try run(
        ["analyse", "\(parts)/part-\(number).jsonl", "--labels", labels, "--partial=\(partial)"]
          + flags
      )
      #expect(made.code == 0 && made.diagnostics.isEmpty, "\(made.diagnostics)")
      partials.append(partial)
    }
    let whole = try run(["analyse", export, "--labels", labels, "--json"] + flags)
    let merged = try run(["merge", partials[2], partials[0], partials[1], "--json"])
    #expect(whole.code == 0 && merged.output == whole.output)
    for count in [
      #""count" : 48"#, #""lost" : 1"#, #""not_counted" : 1"#, #""without_stance" : 1"#,
    ] {
      #expect(whole.output.contains(count), "\(count)")
    }
    #expect(whole.diagnostics.contains("1 label names no post of the export, such as 'nowhere'"))

    let plain = "\(parts)/plain.partial"
    _ = try run(["analyse", "\(parts)/part-1.jsonl", "--partial=\(plain)"] + flags)
    let refused = try run(["merge", partials[1], plain])
    #expect(refused.code == 1 && refused.diagnostics.contains("in the labels: none, not "))
  }

  @Test func reportOfASummaryHasTheLabelsToo() throws {
    let summary = folder.path + "/summary.json"
    let text = try run(["analyse", export, "--labels", labels, "--json=\(summary)"] + flags)
    #expect(text.code == 0 && text.output.contains("Shares are corrected by 48 posts"))
    #expect(text.output.contains("1 label gives its post no stance, and does not count"))
    let again = try run(["report", summary])
    #expect(again.code == 0 && again.output.contains("Shares are corrected by 48 posts"))
    let csv = try run(["report", summary, "--format", "csv"])
    #expect(csv.output.hasPrefix("counted_by,stance,count,total,share,low,high,share_found\n"))
    // Shares that are compared are those that were found.
    let plain = folder.path + "/plain.json"
    _ = try run(["analyse", export, "--json=\(plain)"] + flags)
    let diff = try run(["diff", summary, plain, "--json"])
    #expect(diff.code == 0 && !diff.output.contains(#""difference" : 0.0"#), "\(diff.output)")
    let note = "without the labels by hand of \(summary): a report"
    #expect(diff.output.contains(note), "\(diff.output)")
    let mind = try run(["diff", plain, summary]).output
    #expect(mind.contains("Shares are compared as the program found them"))
    #expect(try !run(["diff", plain, plain]).output.contains("labels by hand"))
  }

  @Test func labelSaysWhatComesNext() throws {
    let path = folder.path + "/mine.jsonl"
    func label(_ keys: String) throws -> String {
      try Program.run(
        ["label", export, "--output", path, "--all-conversations"],
        input: Data(keys.utf8)
      ).diagnostics
    }
    #expect(try label("ssssq").contains("26 more, and 'groundswell analyse --labels \(path)'"))
    let done = try label(String(repeating: "s", count: 40))
    let words = "with the same export, brief and conversations, corrects the shares by them"
    #expect(done.contains("'groundswell analyse --labels \(path)', \(words)"))
  }

  @Test func labelsThatAreNoneAreRefused() throws {
    let refused = try run(["analyse", export, "--labels", export])
    #expect(refused.code == 1 && refused.diagnostics.contains("export.jsonl:1: "))
  }
}
