import Foundation
import TestSupport
import Testing

struct ProgramTests {
  private static let demo = Program.repository + "/corpora/demo"

  private static let replies = """
    {"id":1,"author":"jo","created_at":"2023-03-20T08:00:00Z","text":"I said no."}
    {"id":2,"in_reply_to":1,"author":"ann","created_at":1679299331,"text":"Good on you, well done"}
    {"id":9007199254740993,"in_reply_to":1,"author":"bob","text":"Shame on you, resign"}

    """

  private func score(_ text: String, _ arguments: String...) throws -> ProgramRun {
    try Program.run(["score"] + arguments, input: Data(text.utf8))
  }

  @Test func scoresStandardInputLineByLine() throws {
    let run = try score(Self.replies)
    #expect(run.code == 0)
    #expect(run.diagnostics == "")
    let lines = run.output.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(
      lines[0]
        == #"{"id":"1","root_id":"1","parent_id":null,"author":"jo","created_at":"2023-03-20T08:00:00Z","status":"target"}"#
    )
    #expect(lines[1].contains(#""id":"2","root_id":"1","parent_id":"1","author":"ann""#))
    #expect(lines[1].contains(#""created_at":"2023-03-20T08:02:11Z","status":"scored""#))
    #expect(lines[1].contains(#""stance":"supportive""#))
    #expect(lines[2].contains(#""id":"9007199254740993""#))
    #expect(lines[2].contains(#""stance":"critical""#))
  }

  @Test func garbageIsLocatedCountedAndKept() throws {
    let folder = try TemporaryFolder()
    let rejects = folder.path + "/rejects"
    let lines = Self.replies.split(separator: "\n")
    let text = ([lines[0], lines[1], "\u{1}garbage", lines[2]]).joined(separator: "\r\n")
    let run = try score(text, "--rejects", rejects)
    #expect(run.code == 0)
    #expect(run.output.split(separator: "\n").count == 3)
    #expect(
      run.diagnostics
        == "groundswell: standard input:3: byte 1: found the byte 0x1; "
        + "expected one object in { } for each post\n"
    )
    #expect(try String(contentsOfFile: rejects, encoding: .utf8) == "\u{1}garbage\n")
  }

  @Test func programThatMayNotBeStartedIsNotCalledMissing() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("", to: "gzip")
    let packed = try folder.write(Data([0x1F, 0x8B, 8, 0, 0, 0]), to: "a.gz")
    for (path, word) in [
      (folder.path, "the program 'gzip': cannot be started: Permission denied"),
      ("/nowhere", "install the program 'gzip'"),
    ] {
      let run = try Program.run(["posts", packed], environment: ["PATH": path])
      #expect(run.code == 1)
      #expect(run.diagnostics.contains(word), "\(run.diagnostics)")
    }
  }

  @Test func folderForTemporaryFilesThatCannotBeWrittenIsSaidToBe() throws {
    func posts(_ folder: String) throws -> ProgramRun {
      try Program.run(
        ["posts"],
        input: Data(Self.replies.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        environment: ["TMPDIR": folder]
      )
    }
    #expect(
      try posts("/nowhere").diagnostics.contains(
        "/nowhere (for what does not fit in memory): cannot be written"
      )
    )
    #expect(try posts("").output.split(separator: "\n").count == 3)
  }

  @Test func longLineIsRead() throws {
    let long = String(repeating: "na ", count: 1_000_000)
    let run = try score(Self.replies + #"{"id":4,"in_reply_to":1,"text":"\#(long)"}"#)
    #expect(run.code == 0)
    #expect(run.output.split(separator: "\n").count == 4)
  }

  @Test(arguments: [
    (["score", "/nowhere/replies.jsonl"], 1, "cannot be read"),
    (["score", "/tmp"], 1, "is a folder"),
    (["scroe"], 2, "did you mean 'score'?"),
    (["score", "--oponent", "x"], 2, "did you mean '--opponent'?"),
    (["score", "--jobs", "many"], 2, "expected a whole number"),
    (["score", "--target"], 2, "needs a value"),
    (["score", "--target", ""], 2, "'--target' is empty"),
    (["analyse", "--ally", "gus", "--ally", " @"], 2, "'--ally' is empty"),
    (["analyse", "--all-conversations=yes"], 2, "takes no value"),
    (["analyse", "--bin", "fortnight"], 2, "expected minutes that divide an hour"),
    (["analyse", "--time-zone", "Europe/Lundon"], 2, "Europe/Lundon"),
    (["check", "--assume-zone", "Europe/Lundon"], 2, "'--assume-zone' is \"Europe/Lundon\""),
    (["merge", "--bin", "fortnight"], 2, "expected minutes that divide an hour"),
    (["merge", "--partial=a", "--html", "b.html"], 2, "'--html' says how a report is made"),
    (["merge", "--partial=a", "--time-zone", "UTC"], 2, "'--time-zone' says how a report is made"),
    (["analyse", "--html", "/nowhere/page.html"], 2, "there is no folder /nowhere/"),
    (["analyse", "--csv", "/nowhere/tables/"], 2, "there is no folder /nowhere/"),
    (["analyse", "--json="], 2, "'--json' is empty"),
    (["report", "a.json", "b.json"], 2, "2 summaries are named"),
    (["score", "--target", "Jo", "--opponent", "@jo"], 2, "expected each name on one side"),
    (["formats", "x"], 2, "expected nothing but options"),
    (["help", "analyse", "score"], 2, "expected groundswell help TOPIC"),
    (["score", "--fields", "text=a,text=b"], 2, "takes text from a and from b"),
    (["analyse", "--root", "1", "--all-conversations"], 2, "'--root' is given with --all-conv"),
    (["analyse", "--root", "77"], 1, "the root '77' is not in the export"),
    (["evaluate"], 2, "--gold"),
    (["schema", "nothing"], 2, "schema summary"),
    (["help", "nothing"], 2, "no help about"),
  ])
  func errorsSayWhatToDoAndHaveTheirCode(arguments: [String], code: Int32, word: String) throws {
    let run = try Program.run(arguments, input: Data(Self.replies.utf8))
    #expect(run.code == code)
    #expect(run.output == "")
    #expect(run.diagnostics.hasPrefix("groundswell: "))
    #expect(run.diagnostics.contains(word), "\(run.diagnostics)")
  }

  @Test func emptyInputIsNothingToScoreAndNothingToAnalyse() throws {
    let scored = try score("")
    #expect(scored.code == 0)
    #expect(scored.output == "")
    // A pipe may have nothing to say; of a file that is named somebody expects posts.
    #expect(scored.diagnostics == "")
    let folder = try TemporaryFolder()
    let file = try folder.write("\n", to: "none.jsonl")
    for command in [["posts"], ["score"], ["score", "--context", "none"]] {
      let run = try Program.run(command + [file])
      #expect(run.code == 0 && run.output == "")
      #expect(run.diagnostics == "groundswell: \(file): holds no posts: nothing in it is one\n")
    }
    let analysed = try Program.run(["analyse"])
    #expect(analysed.code == 1)
    #expect(analysed.diagnostics == "groundswell: standard input: holds no posts: it is empty\n")
  }

  /// The names of the commands, as the program lists them.
  static let commands: [String] = {
    let lines = (try? Program.run(["help"]).output.split(separator: "\n")) ?? []
    let start = lines.firstIndex(of: "Commands:") ?? lines.endIndex
    return lines[start...].dropFirst().prefix { $0.hasPrefix("  ") }
      .compactMap { $0.split(separator: " ").first.map { String($0) } }.filter { $0 != "help" }
  }()

  @Test(arguments: commands)
  func helpOfACommandBeginsWithExamples(command: String) throws {
    for arguments in [["help", command], [command, "--help"]] {
      let run = try Program.run(arguments)
      #expect(run.code == 0)
      let examples = try #require(run.output.range(of: "Examples:"))
      let usage = try #require(run.output.range(of: "Usage:"))
      #expect(examples.lowerBound < usage.lowerBound)
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
  }

  @Test func versionAndHelpAreAnswered() throws {
    #expect(try Program.run(["--version"]).output.hasPrefix("groundswell "))
    #expect(try Program.run([]).output.contains("groundswell analyse"))
    #expect(try Program.run(["help", "labels"]).output.contains("Stance is not sentiment"))
  }

  @Test func oneRunWritesEveryForm() throws {
    let folder = try TemporaryFolder()
    func path(_ name: String) -> String { "\(folder.path)/\(name)" }
    let run = try Program.run([
      "analyse", Self.demo + "/posts.jsonl", "--json=" + path("summary.json"), "--html",
      path("page.html"), "--csv", path("tables"), "--posts", path("posts.jsonl"), "--format",
      "markdown",
    ])
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("# "))
    let page = try String(contentsOfFile: path("page.html"), encoding: .utf8)
    let again = try Program.run(["report", path("summary.json"), "--html", path("again.html")])
    #expect(again.code == 0)
    #expect(try String(contentsOfFile: path("again.html"), encoding: .utf8) == page)
    // Nobody asked for quotes or handles.
    for word in ["Turkeys, Christmas", "tom_chalkdust"] {
      #expect(!page.contains(word), "\(word)")
    }
    let tables = try FileManager.default.contentsOfDirectory(atPath: path("tables"))
    #expect(Set(tables).isSuperset(of: ["shares.csv", "timeline.csv", "accounted.csv"]))
    let posts = try String(contentsOfFile: path("posts.jsonl"), encoding: .utf8)
    #expect(posts.split(separator: "\n").count == 358)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.hasSuffix(".part") })
  }

  @Test func diffComparesScoredPostsAndReadsOneFromAPipe() throws {
    let folder = try TemporaryFolder()
    let first = try score(Self.replies).output
    let more = #"{"id":5,"in_reply_to":1,"author":"eve","text":"Shame on you"}"#
    let second = try folder.write(score(Self.replies + more).output, to: "second.jsonl")
    let run = try Program.run(["diff", "-", second], input: Data(first.utf8))
    #expect(run.code == 0, "\(run.diagnostics)")
    #expect(run.output.contains("3  in both"))
    #expect(run.output.contains("1  new: 0 supportive, 1 critical, 0 neutral"))
    #expect(try Program.run(["diff", second]).code == 2)
    #expect(try Program.run(["diff", second, "/nowhere"]).code == 1)
    let unscored = try Program.run(["diff", second, Self.demo + "/posts.jsonl"])
    #expect(unscored.diagnostics.contains("holds neither scored posts nor a summary; expected"))
  }

  @Test func lineThatCannotBeReadIsShownOncePerProblem() throws {
    let lines = (1...30).map { #"{"nr":\#($0),"Kommentar":"Well done"}"# } + ["{", "{"]
    let input = Data(lines.joined(separator: "\n").utf8)
    let said = try Program.run(["check", "-"], input: input).diagnostics
    #expect(said.contains("standard input:1: byte 1: found an object without a text, an id or a"))
    #expect(said.contains("standard input:31: byte "))
    #expect(!said.contains("standard input:2:") && !said.contains("standard input:32:"), "\(said)")
    #expect(said.contains("32 lines could not be read, such as these; 'check --rejects FILE'"))
    let told = try Program.run(["check", "--fields", "text=Kommentar", "-"], input: input)
    #expect(told.diagnostics.contains("or --fields id=NAME"))
  }

  @Test func checkSaysByItsCodeWhetherAnExportIsSound() throws {
    #expect(try Program.run(["check", Self.demo + "/posts.jsonl"]).code == 0)
    let broken = try Program.run(
      ["check", "-"],
      input: Data("{\"id\":1,\"text\":\"a\"}\n{".utf8)
    )
    #expect(broken.code == 3)
    #expect(broken.output.contains("Problem: 1 line could not be read"))
  }

  @Test func postsAreOfOneShapeWhateverTheExport() throws {
    let sample = Program.repository + "/Tests/IngestTests/Fixtures/formats/mastodon.jsonl"
    let run = try Program.run(["posts", sample])
    #expect(run.code == 0)
    let first = try #require(run.output.split(separator: "\n").first)
    let post = try #require(
      JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any]
    )
    #expect(
      Set(post.keys) == [
        "id", "platform", "format", "author_id", "author", "author_name", "created_at", "precision",
        "parent_id", "root_id", "kind", "quote_of", "repost_of", "text", "lang", "likes", "reposts",
        "replies", "deleted", "source",
      ]
    )
    let other = try Program.run(["posts", "--input-format", "mastodon", sample])
    #expect(other.code == 2)
    #expect(other.diagnostics.contains("mastodon-status"))
  }

  @Test(arguments: [
    ":/etc/localtime", "EST5EDT,M3.2.0,M11.1.0", "Nowhere/City", "", "Europe/London",
  ])
  func zoneOfTheMachineMayHaveNoName(_ zone: String) throws {
    let run = try Program.run(
      ["analyse", Self.demo + "/posts.jsonl"],
      environment: ["TZ": zone]
    )
    #expect(run.code == 0, "\(run.diagnostics)")
    #expect(run.output.contains("Over time, by 3 hours, \(zone == "Europe/London" ? zone : "UTC")"))
  }

  @Test func copiesAndOwnTermsAreSaidInEveryForm() throws {
    let folder = try TemporaryFolder()
    let copies = (0..<12).map {
      #"{"id":"a\#($0)","author":"a\#($0)","in_reply_to":"1","text":"good on you Jo, well done from all of us"}"#
    }
    let export = try folder.write(
      ([#"{"id":"1","author":"jo","text":"I said no."}"#] + copies).joined(separator: "\n"),
      to: "export.jsonl"
    )
    let lexicon = try folder.write(#"{"term": "well done", "side": "supportive"}"#, to: "words")
    for form in ["text", "markdown"] {
      let run = try Program.run(["analyse", export, "--format", form, "--lexicon", lexicon])
      let text = run.output.replacingOccurrences(of: "\n", with: " ")
      #expect(text.contains("11 posts repeat a text that another has."), "\(form)")
      #expect(text.contains("Made with 1 term of the user's own"), "\(form)")
    }
  }

  @Test func labelsAreGivenByKeysAndGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let replies = (0..<12).map {
      #"{"id":"a\#($0)","author":"p\#($0)","in_reply_to":"1","text":"Good on you \u001b[31m"}"#
    }
    let export = try folder.write(
      ([#"{"id":"1","author":"jo","text":"I said no."}"#] + replies).joined(separator: "\n"),
      to: "export.jsonl"
    )
    let labels = folder.path + "/labels.jsonl"
    func label(_ keys: String, _ flags: String...) throws -> ProgramRun {
      try Program.run(["label", export, "--output", labels] + flags, input: Data(keys.utf8))
    }
    func lines(of path: String) throws -> [String] {
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { String($0) }
    }
    let first = try label("sCxnb?nq")
    #expect(first.code == 0, "\(first.diagnostics)")
    #expect(first.diagnostics.contains("jo:\n  I said no.\n  p"))
    #expect(!first.diagnostics.contains("\u{1B}") && first.output.isEmpty)
    #expect(first.diagnostics.contains("3 posts are labelled\n"))
    let given = try lines(of: labels)
    #expect(given.count == 4, "one is left out")
    #expect(given[0].hasSuffix(#","stance":"supportive"}"#))
    #expect(given[1].hasSuffix(#","stance":"critical","sure":false}"#))
    let second = try label("cccccc", "--count", "5")
    #expect(second.diagnostics.contains("5 posts are labelled\n"))
    let all = try lines(of: labels)
    #expect(Array(all[..<4]) == given && all.count == 6)
    #expect(Set(all.map { $0.prefix(11) }).count == 6, "none twice")
    #expect(try Program.run(["evaluate", export, "--gold", labels]).output.contains("posts 5 "))
    #expect(try Program.run(["label", "-", "--output", labels]).code == 2)
  }

  @Test func evaluationAsJSONHoldsWhatItsTableShows() throws {
    let folder = try TemporaryFolder()
    var posts = [#"{"id":"r","author":"jo","text":"I said no to them"}"#]
    var labels: [String] = []
    for number in 0..<32 {
      let isCritical = number % 4 == 0
      let text = isCritical ? "shame on you for this" : "good on you, they are bullies"
      posts.append(
        #"{"id":"\#(number)","author":"a\#(number)","in_reply_to":"r","text":"\#(text)"}"#
      )
      labels.append(
        #"{"id":"\#(number)","stance":"\#(isCritical ? "critical" : "supportive")","tone":-1}"#
      )
    }
    let export = try folder.write(posts.joined(separator: "\n"), to: "posts.jsonl")
    let gold = try folder.write(labels.joined(separator: "\n"), to: "gold.jsonl")
    let table = try Program.run(["evaluate", export, "--gold", gold]).output
    let json = try Program.run(["evaluate", export, "--gold", gold, "--json"]).output
    let found = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    )
    func number(_ path: String...) throws -> Double {
      let value = path.dropLast().reduce(found as [String: Any]?) { $0?[$1] as? [String: Any] }
      return try #require(value?[path.last ?? ""] as? Double, "\(path) in \(json)")
    }
    func shown(_ value: Double, _ digits: Int) -> String {
      String(format: "%.\(digits)f", value)
    }
    for words in [
      "lead of one side off by \(shown(try number("lead_error"), 1)) points",
      "hold \(shown(100 * (try number("shares_in_intervals")), 1)) % of the shares and "
        + "\(shown(100 * (try number("leads_in_intervals")), 1)) % of the leads",
      "opposite sign: \(shown(try number("opposed_signs", "right"), 3)) of 24",
      "over \(Int(try number("share_conversations"))) conversation",
    ] { #expect(table.contains(words), "\(words) in \(table)") }
    #expect(try number("opposed_signs", "posts") == 24)
    for stance in ["supportive", "critical", "neutral"] {
      let line = try #require(
        table.split(separator: "\n").first { $0.hasPrefix("  \(stance)") }
      )
      #expect(line.hasSuffix(shown(try number("recall", stance), 3)))
      #expect(table.contains(shown(try number("precision", stance), 3)))
    }
  }

  @Test func shellCompletesCommandsAndOptions() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(Program.run(["completions", "bash"]).output, to: "bash")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c",
      "source '\(script)'; try() { COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)) COMPREPLY=(); _groundswell; "
        + "echo \"${COMPREPLY[@]}\"; }; try groundswell an; try groundswell analyze --html; "
        + "try groundswell help lex; try groundswell analyse re",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(String(decoding: text, as: UTF8.self) == "analyse\n--html\nlexicon\n\n")
    for shell in ["zsh", "fish"] {
      let script = try Program.run(["completions", shell]).output
      for command in Self.commands { #expect(script.contains(command), "\(shell): \(command)") }
      #expect(script.contains("opponent"))
    }
    #expect(try Program.run(["completions", "csh"]).code == 2)
  }

  @Test func postsReadAgainAreTheSame() throws {
    let folder = try TemporaryFolder()
    func posts(_ path: String) throws -> [NSDictionary] {
      let run = try Program.run(["posts", path])
      #expect(run.code == 0, "\(path): \(run.diagnostics)")
      return try run.output.split(separator: "\n").map { line in
        let json = try JSONSerialization.jsonObject(with: Data(line.utf8))
        var post = try #require(json as? [String: Any])
        // What they were read from differs.
        post["format"] = nil
        post["source"] = nil
        return NSDictionary(dictionary: post)
      }
    }
    let samples = Program.repository + "/Tests/IngestTests/Fixtures/formats/"
    let markup = #"{"id":"1","text":"write &lt;b&gt;bold&lt;/b&gt; and &amp;lt;","author":"a"}"#
    let paths = [
      "twarc2-pages.jsonl", "bluesky-jetstream.jsonl", "yt-dlp-info.jsonl", "reddit-dump.jsonl",
      "hackernews.jsonl", "robustness.jsonl", "telegram-desktop.json", "4cat-telegram.jsonl",
      "mastodon.jsonl",
    ].map { samples + $0 }
    for path in try paths + [folder.write(markup, to: "markup")] {
      let first = try posts(path)
      let lines = try Program.run(["posts", path]).output
      #expect(try posts(folder.write(lines, to: "again")) == first, "\(path)")
    }
  }

  @Test func messagesOfSeveralChatsStayApart() throws {
    func chat(_ id: Int) -> String {
      let messages = (1...2).map {
        #"{"id":\#($0),"type":"message","date_unixtime":"170954292\#($0)","from":"a","text":"t\#(id)"\#($0 == 2 ? #","reply_to_message_id":1"# : "")}"#
      }
      return #"{"type":"channel","id":\#(id),"messages":[\#(messages.joined(separator: ","))]}"#
    }
    let export = Data("\(chat(5))\n\(chat(6))\n".utf8)
    let lines = try Program.run(["posts"], input: export).output
    #expect(lines.contains(#""id":"6/2""#) && lines.contains(#""parent_id":"6/1""#))
    for input in [export, Data(lines.utf8)] {
      let flags = ["analyse", "--json", "--all-conversations"]
      let run = try Program.run(flags, input: input)
      #expect(run.output.contains(#""duplicates" : 0"#))
    }
    let several = try Program.run(["analyse", "--root", "1"], input: export)
    #expect(several.code == 1)
    #expect(several.diagnostics.contains("stands in 2 chats; expected CHAT/1"))
    #expect(try Program.run(["analyse", "--root", "6/1"], input: export).code == 0)
  }

  @Test func labelNamesAPostByItsNumberWhereThereIsOneChat() throws {
    let folder = try TemporaryFolder()
    let export = try folder.write(
      #"{"type":"channel","id":5,"messages":[{"id":7,"type":"message","from":"a","text":"Well done"}]}"#,
      to: "chat.json"
    )
    for id in ["7", "5/7"] {
      let labels = try folder.write(#"{"id":"\#(id)","stance":"supportive"}"#, to: "labels.jsonl")
      let run = try Program.run(["evaluate", export, "--gold", labels])
      #expect(run.output.contains("posts 1 ") && run.diagnostics.isEmpty, "\(run.diagnostics)")
    }
  }

  @Test func postsNumberedFromZeroAreAConversation() throws {
    let lines = """
      {"id":0,"author":"vane","text":"I am closing the street"}
      {"id":1,"author":"a","in_reply_to":0,"text":"Well done"}

      """
    for flags in [[], ["--root", "0"]] {
      let run = try Program.run(["analyse", "--json"] + flags, input: Data(lines.utf8))
      #expect(run.code == 0, "\(run.diagnostics)")
      #expect(run.output.contains(#""target" : 1"#) && run.output.contains(#""scored" : 1"#))
    }
  }

  @Test func fieldsAreTakenFromWhereTheUserSays() throws {
    let line = #"{"No":1,"Remark":"well done","Title":"not this","By":"ann"}"#
    let check = try Program.run(
      ["check", "--fields", "id=No,text=Remark", "--fields", "author=By"],
      input: Data(line.utf8)
    )
    let fields = "id from No, text from Remark, author from By, no time, no parent"
    #expect(check.output.contains("Fields        \(fields)"), "\(check.output)")
    for (flags, word) in [
      (["--fields", "mood=x"], "author, conversation"), (["--fields", "author=."], "or no member"),
      (["--fields", "text"], "text=Comment"),
      (["--fields", "text=x", "--input-format", "twscrape"], "one of the two"),
    ] {
      let run = try Program.run(["posts"] + flags, input: Data(line.utf8))
      #expect(run.code == 2)
      #expect(run.diagnostics.contains(word), "\(run.diagnostics)")
    }
  }

  @Test func analyzeIsAnalyse() throws {
    let (british, american) = (["analyse", "--json"], ["analyze", "--json"])
    let input = Data(Self.replies.utf8)
    #expect(
      try Program.run(british, input: input).output == Program.run(american, input: input).output
    )
  }

  @Test func closedPipeIsNoError() throws {
    let folder = try TemporaryFolder()
    let line = #"{"id":ID,"text":"a reply that is long enough to fill the pipe","author":"a"}"#
    let text = (0..<5_000).map { line.replacingOccurrences(of: "ID", with: "\($0)") }
    let path = try folder.write(text.joined(separator: "\n"), to: "many.jsonl")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let program = try Program.executable().path
    process.arguments = [
      "-c", "{ '\(program)' score '\(path)'; echo \"code $?\" >&2; } | head -n 1 >/dev/null",
    ]
    let diagnostics = try folder.write("", to: "diagnostics")
    process.standardError = FileHandle(forWritingAtPath: diagnostics)
    try process.run()
    process.waitUntilExit()
    #expect(try String(contentsOfFile: diagnostics, encoding: .utf8) == "code 0\n")
  }

  @Test func colorIsForTerminalsOnly() throws {
    let run = try Program.run(["analyse", Self.demo + "/posts.jsonl"])
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test func demoIsSummedUpTheRightWayRound() throws {
    let run = try Program.run([
      "analyse", Self.demo + "/posts.jsonl", "--brief", Self.demo + "/brief.json", "--time-zone",
      "Europe/London", "--json",
    ])
    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    )
    let status = try #require(summary["status"] as? [String: Any])
    let input = try #require(summary["input"] as? [String: Any])
    let sum = ["scored", "target", "repost", "duplicate", "unscored"]
      .reduce(0) { $0 + (status[$1] as? Int ?? 0) }
    #expect(sum == input["posts"] as? Int)
    #expect(sum == 358)
    // What is labelled, the duplicates apart.
    let gold = try String(contentsOfFile: Self.demo + "/gold.jsonl", encoding: .utf8)
    for name in ["target", "repost", "unscored", "scored"] {
      let labelled = gold.split(separator: "\n").count { $0.contains("\"status\": \"\(name)\"") }
      #expect(status[name] as? Int == labelled, "\(name)")
    }
    // Angry support is support: those who side with her are found to be more than a third.
    let stance = try #require(summary["stance"] as? [String: [String: Any]])
    let supportive = try #require(stance["by_person"]?["supportive"] as? [String: Any])
    #expect(supportive["share"] as? Double ?? 0 > 0.35)
    let events = try #require(summary["events"] as? [[String: Any]])
    #expect(events.count { $0["is_from_brief"] as? Bool == true } == 3)
  }

  @Test func shuffledAndCutInputGivesTheSameSummary() throws {
    let folder = try TemporaryFolder()
    let lines = try String(contentsOfFile: Self.demo + "/posts.jsonl", encoding: .utf8)
      .split(separator: "\n")
    // Every seventh line first: another order, always the same.
    let shuffled = (0..<7).flatMap { start in
      stride(from: start, to: lines.count, by: 7).map { lines[$0] }
    }
    func summary(_ paths: [String], _ jobs: String) throws -> [String: Any] {
      let run = try Program.run(
        ["analyse", "--json", "--jobs", jobs, "--brief", Self.demo + "/brief.json"] + paths
      )
      var summary = try #require(
        JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      )
      summary["input"] = nil
      return summary
    }
    let whole = try summary([Self.demo + "/posts.jsonl"], "1")
    let pieces = try [shuffled[..<100], shuffled[100..<101], shuffled[101...]].enumerated().map {
      try folder.write($1.joined(separator: "\n"), to: "piece\($0).jsonl")
    }
    #expect(NSDictionary(dictionary: whole).isEqual(to: try summary(pieces, "3")))
  }

  @Test func explanationIsOfTheStanceThatScoreGives() throws {
    let export = Self.demo + "/posts.jsonl"
    let brief = ["--brief", Self.demo + "/brief.json"]
    let scored = try Program.run(["score", export] + brief)
    let line = try #require(scored.output.split(separator: "\n").first { $0.contains(#""1020""#) })
    let run = try Program.run(["explain", export, "--post", "1020", "--json"] + brief)
    #expect(run.code == 0)
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let explanation = try #require(json as? [String: Any])
    let stance = try #require(explanation["stance"] as? String)
    #expect(line.contains("\"stance\":\"\(stance)\""))
    let words = try #require(explanation["words"] as? [[String: Any]])
    #expect(words.contains { $0["name"] as? String == "better" })
    let target = try Program.run(["explain", export, "--post", "1001"] + brief)
    #expect(target.diagnostics == "groundswell: post '1001' has no stance: it is by the target\n")
    #expect(target.code == 1)
    #expect(try Program.run(["explain", export]).code == 2)
  }

  @Test func textByHandIsExplainedAsAnAnswer() throws {
    let text = "The inspectorate ought to be ashamed"
    func explain(_ flags: String...) throws -> [String: Any] {
      let run = try Program.run(["explain", "--text", text, "--json"] + flags)
      #expect(run.code == 0)
      let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
      return try #require(json as? [String: Any])
    }
    func supportive(_ explanation: [String: Any]) throws -> Double {
      let probabilities = try #require(explanation["probabilities"] as? [String: Double])
      return try #require(probabilities["supportive"])
    }
    let told = try explain("--opponent", "the inspectorate")
    // Who is who makes the difference.
    #expect(try supportive(told) > supportive(explain("--target", "the inspectorate")) + 0.1)
    #expect(told["id"] == nil)
    let words = try #require(told["words"] as? [[String: Any]])
    #expect(words.filter { $0["role"] as? String == "opponent" }.count == 1)
    #expect(words.contains { $0["name"] as? String == "ashamed" })
    let foreign = try Program.run(["explain", "--text", "das ist nicht gut und ich bin traurig"])
    #expect(foreign.code == 1)
    #expect(foreign.diagnostics == "groundswell: the text has no stance: it is not in English\n")
  }

  @Test(arguments: ["Well done, you!", "Sarah Milner", "Where is it held :-)"])
  func explanationOfATextIsOfOneReading(_ text: String) throws {
    let line = #"{"id":"2","parent_id":"1","conversation_id":"1","author":"a","text":"\#(text)"}"#
    let scored = try Program.run(["score", "--context", "none"], input: Data(line.utf8))
    let run = try Program.run(["explain", "--text", text, "--json"])
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let explanation = try #require(json as? [String: Any])
    let stance = try #require(explanation["stance"] as? String)
    #expect(scored.output.contains("\"stance\":\"\(stance)\""))
    let shares = try #require(explanation["probabilities"] as? [String: Double])
    #expect(shares.max { $0.value < $1.value }?.key == stance)
    #expect(explanation["probabilities_of_text"] as? [String: Double] == shares)
    #expect(explanation["stance_of_text"] as? String == stance)
    let words = try #require(explanation["words"] as? [[String: Any]])
    #expect(words.compactMap { $0["name"] as? String }.allSatisfy { $0 != "," && $0 != "!" })
    #expect(words.contains { $0["name"] as? String == ":-)" } == text.hasSuffix(":-)"))
    let shown = try Program.run(["explain", "--text", text]).output
    #expect(shown.hasPrefix("A text by itself: \(stance)\n"))
    #expect(shown.contains("\nBy its text alone it is \(stance)"))
  }

  @Test func placeholdersHaveNothingToExplain() throws {
    let notice = try Program.run(["explain", "--text", "This comment has been deleted"])
    #expect(notice.code == 1)
    #expect(
      notice.diagnostics == "groundswell: the text has no stance: "
        + "it is what stands in the place of a deleted text\n"
    )
    let picture = try Program.run(["explain", "--text", "[GIF]"])
    #expect(
      picture.diagnostics == "groundswell: the text has no stance: it has no words of its own\n"
    )
  }

  @Test func modelIsAdaptedToLabels() throws {
    let folder = try TemporaryFolder()
    let export = try folder.write(
      #"{"id":"r","author":"jo","text":"I said no","conversation_id":"r"}"# + "\n"
        + (1...40).map {
          #"{"id":"\#($0)","in_reply_to":"r","author":"a\#($0)","text":"\#($0 % 2 == 0 ? "frumious" : "mimsy") day"}"#
        }.joined(separator: "\n"),
      to: "posts.jsonl"
    )
    _ = try folder.write(
      (1...41).map { #"{"id":\#($0),"stance":"\#($0 % 2 == 0 ? "critical" : "supportive")"}"# }
        .joined(separator: "\n"),
      to: "gold.jsonl"
    )
    let model = folder.path + "/my.model"
    let run = try Program.run(
      ["train", folder.path, "--from", "built-in", "--cross-validate", "2", "--output", model]
    )
    #expect(run.code == 0)
    #expect(run.diagnostics.contains("1 label names no post of the export, such as '41'"))
    #expect(run.diagnostics.contains("no post is labelled neutral"))
    #expect(run.diagnostics.contains("40 posts are labelled; expected 200 and more for a gain"))
    #expect(run.output.contains("as it was\n  posts 40 "))
    #expect(run.output.contains("over 1 conversation\n"))
    #expect(run.output.contains("points of macro-F1 (95 % interval +"))
    let report = try Program.run(["analyse", export, "--model", model])
    #expect(report.output.contains("Scored by a model of your own"))
    let none = try Program.run(["train", folder.path, "--from", "built-in"])
    #expect(none.code == 2)
    let weighted = try Program.run(
      ["train", folder.path, "--from", "built-in", "--weight", "a=2", "--output", model]
    )
    #expect(weighted.code == 2)
    let anew = try Program.run(["train", folder.path, "--output", model + "2"])
    #expect(anew.code == 1 && anew.diagnostics.contains("labels the stances of one conversation"))
    #expect(!FileManager.default.fileExists(atPath: model + "2"))
  }

  @Test func everyCommandIsInTheReadme() throws {
    let readme = try String(contentsOfFile: Program.repository + "/README.md", encoding: .utf8)
    #expect(Self.commands.count > 12)
    for command in Self.commands {
      #expect(readme.contains("groundswell \(command)"), "\(command)")
    }
  }
}
