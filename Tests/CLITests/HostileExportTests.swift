import Foundation
import Report
import TestSupport
import Testing

/// An export whose posts, names and brief do to a report what strangers may try.
struct HostileExportTests {
  private static let attacks = [
    "</title><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "' onload='alert(1)",
    "\u{202E}gnp.exe\u{2066} \u{200B}", "\u{1B}[31mred\u{1B}[0m\u{1B}]0;title\u{7} \u{9B}2J",
    "=HYPERLINK(\"http://a.invalid\",\"x\")", "+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "\t=1+1",
    "＝1＋1", "| a | b |\n# heading\n[x](javascript:alert(1))", "![x](http://a.invalid/x.png)",
    "\u{0}nul \u{2028} line \u{E000}", "``` *** ~~~", "]]><![CDATA[ --> <!--", "&lt;script&gt;",
    "Z" + String(repeating: "\u{351}", count: 500), "＠wide @narrow\n@below/@beside",
  ]

  /// The id of a post that has a stance.
  private static let id = "\(attacks[3])3"

  private static let export: String = {
    var posts: [[String: Any]] = [
      ["id": "1", "author": "<b>jo\u{1B}[1m", "text": "I said no. " + attacks[0]]
    ]
    let words = ["good on you, well done", "shame on you, resign", "when is the meeting?"]
    for number in 0..<500 {
      let attack = attacks[number % attacks.count]
      let tags = (0..<100).map { "#tag\(number * 100 + $0)" }.joined(separator: " ")
      posts.append([
        "id": "\(attack)\(number)", "in_reply_to": "1", "author": "\(attack)\(number % 200)",
        "created_at": "2023-03-2\(number % 5)T1\(number % 10):00:00Z",
        "text": "\(attack) \(words[number % 3]) \(attack) \(tags)", "like_count": Int.max,
      ])
    }
    // Posts of 100 kB: of one word, of many, of hashtags as long, and the same from many accounts.
    for number in 0..<12 {
      let long = [
        String(repeating: "A", count: 100_000) + " shame on you all, resign",
        "well done #" + String(repeating: "b", count: 1_000),
        "=1+1 <script>copied</script> \u{202E} well done, good on you \u{1B}[31m",
      ]
      for (kind, text) in (number < 2 ? long : Array(long[1...])).enumerated() {
        posts.append([
          "id": "long\(number)-\(kind)", "in_reply_to": "1", "author": "long\(number)-\(kind)",
          "created_at": ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"][number % 2], "text": text,
        ])
      }
    }
    let lines = posts.compactMap { try? JSONSerialization.data(withJSONObject: $0) }
      .map { String(decoding: $0, as: UTF8.self) }
    return (lines + ["<script>\u{1B}[31m", "{\"id\":", "\u{202E} garbage"]).joined(separator: "\n")
  }()

  private static func brief() throws -> Data {
    // The last names people, and what the user writes is not masked.
    let attacks = attacks.dropLast()
    let events = (attacks + [String(repeating: "x", count: 2_000)]).enumerated().map {
      ["at": "2023-03-2\($0 % 5)T12:00:00Z", "label": $1]
    }
    return try JSONSerialization.data(
      withJSONObject: [
        "target": [attacks[0], attacks[5]], "stand": attacks.joined(separator: " "),
        "events": events,
      ]
    )
  }

  /// What a terminal would obey, or what would rearrange the text around it.
  private func commands(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      scalar != "\n" && scalar != "\u{200D}"
        && [.control, .format, .lineSeparator, .privateUse]
          .contains(scalar.properties.generalCategory)
    }
  }

  @Test func everyFormOfTheReportIsSafeSmallAndReadable() throws {
    let folder = try TemporaryFolder()
    let name = "<script>\u{1B}[31m\u{202E}=1.jsonl"
    let input = try folder.write(Self.export, to: name.replacingOccurrences(of: "/", with: ""))
    let brief = ["--brief", try folder.write(Self.brief(), to: "brief.json")]
    func file(_ name: String) throws -> String {
      try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
    }
    let run = try Program.run(
      [
        "analyse", input, "--quote", "--time-zone", "UTC", "--html",
        folder.path + "/page.html", "--csv", folder.path + "/tables", "--posts",
        folder.path + "/posts.jsonl", "--json=\(folder.path)/summary.json",
      ] + brief
    )
    // The same with one post scored otherwise, whose id is an attack.
    let scored = try file("posts.jsonl").split(separator: "\n")
    let place = try #require(
      scored.firstIndex { $0.contains("202e") && $0.contains(#""stance":"neutral""#) }
    )
    var rescored = scored
    rescored[place].replace(#""stance":"neutral""#, with: #""stance":"critical""#)
    let other = try folder.write(rescored.joined(separator: "\n"), to: "other \u{1B}[31m.jsonl")
    try #require(run.code == 0, "\(run.diagnostics)")
    let markdown = try Program.run([
      "report", folder.path + "/summary.json", "--format", "markdown",
    ])

    for (form, text) in [
      ("text", run.output), ("diagnostics", run.diagnostics), ("markdown", markdown.output),
      ("page", try file("page.html")), ("check", try Program.run(["check", input]).output),
      ("explanation", try Program.run(["explain", input, "--post", Self.id] + brief).output),
      ("diff", try Program.run(["diff", folder.path + "/posts.jsonl", other]).output),
    ] {
      #expect(!text.isEmpty, "\(form)")
      #expect(commands(in: text) == [], "\(form)")
      #expect(!text.contains("@narrow") && !text.contains("@below"), "\(form) shows a handle")
    }
    // In JSON what a post says is kept, written so that no terminal obeys it.
    for (form, json) in [
      ("posts", try file("posts.jsonl")), ("summary", try file("summary.json")),
      ("check", try Program.run(["check", input, "--json"]).output),
      (
        "explanation",
        try Program.run(["explain", input, "--post", Self.id, "--json"] + brief).output
      ),
      ("diff", try Program.run(["diff", folder.path + "/posts.jsonl", other, "--json"]).output),
    ] {
      #expect(!json.isEmpty, "\(form)")
      let obeyed = json.unicodeScalars.filter {
        $0 != "\n" && $0.properties.generalCategory == .control
          || (0x202A...0x202E).contains($0.value)
      }
      #expect(obeyed.isEmpty, "\(form)")
    }

    // Words of a summary that somebody else has written.
    let tampered = try folder.write(
      file("summary.json")
        .replacing("in this export", with: "<script>[x](javascript:1)\\u001b[31m"),
      to: "tampered.json"
    )
    let again = try Program.run(["report", tampered, "--html", folder.path + "/tampered.html"])
    #expect(again.code == 0)
    #expect(try !file("tampered.html").contains("<script"))
    let notes = try Program.run(["report", tampered]).output
    #expect(notes.contains("javascript:1"), "the words are shown")
    #expect(!notes.contains("<script") && !notes.contains("[x](") && commands(in: notes).isEmpty)

    // Numbers that contradict each other.
    var swapped = try file("summary.json")
    swapped.replace(#""low""#, with: #""x""#)
    swapped.replace(#""high""#, with: #""low""#)
    swapped.replace(#""x""#, with: #""high""#)
    swapped.replace(/"is_same" : true/, with: #""is_same" : false"#)
    let contradictory = try folder.write(swapped, to: "contradictory.json")
    let impossible = try folder.write(
      file("summary.json").replacing(/"(share|count|total|low|hours)" : [0-9.]+/) {
        "\"\($0.output.1)\" : -70000"
      },
      to: "impossible.json"
    )
    for summary in [contradictory, impossible] {
      for format in ["text", "markdown", "json", "csv"] {
        let page = folder.path + "/contradictory.html"
        let run = try Program.run(["report", summary, "--format", format, "--html", page])
        #expect(run.code == 0, "\(format): \(run.diagnostics)")
      }
    }
    // A summary holds all that the terminal shows.
    let shown = try Program.run(["report", folder.path + "/summary.json", "--format", "text"])
    #expect(shown.output == run.output)

    let page = try file("page.html")
    // Both are passed on.
    for text in [page, markdown.output] {
      #expect(text.contains("garbage") || text.contains("could not be read"))
      #expect(!text.contains(folder.path))
    }
    #expect(page.utf8.count < 1_000_000)
    for word in ["<script", "<img", "<b>jo", "href=\"http", "href=\"javascript", "' onload"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(!page.contains(String(repeating: "\u{351}", count: 5)))

    for line in run.output.split(separator: "\n") {
      #expect(DisplayText.width(String(line)) <= 80, "\(line)")
    }
    #expect(run.output.utf8.count < 50_000)
    let plain = try Program.run(["analyse", input, "--ascii"] + brief)
    #expect(plain.output.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
    #expect(plain.output.split(separator: "\n").allSatisfy { $0.count <= 80 })

    #expect(!markdown.output.contains("<"))
    #expect(!markdown.output.contains(/[^\\]\]\(/))
    let tables = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tables")
    #expect(tables.contains("copies.csv") && tables.contains("events.csv"))
    for table in tables {
      let text = try file("tables/" + table)
      #expect(commands(in: text) == [], "\(table)")
      // A cell begins a line or follows a comma, and quotes may stand before it.
      #expect(!text.contains(/(?:^|,)"?\s*[=+@＝＋]/.anchorsMatchLineEndings()), "\(table)")
      #expect(!text.contains(/(?:^|,)"?-[^0-9]/.anchorsMatchLineEndings()), "\(table)")
    }
  }
}
