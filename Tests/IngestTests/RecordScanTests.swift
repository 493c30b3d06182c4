import Foundation
import Ingest
import TestSupport
import Testing

/// Containers and broken bytes: what is read of them, and what is counted as lost.
struct RecordScanTests {
  private func read(_ text: String, jobs: Int = 1) throws -> (ids: [String], account: InputAccount)
  {
    try read(Data(text.utf8), jobs: jobs)
  }

  private func read(_ data: Data, jobs: Int = 1) throws -> (ids: [String], account: InputAccount) {
    let folder = try TemporaryFolder()
    let corpus = try Corpus(paths: [folder.write(data, to: "export")], jobs: jobs)
    var ids: [String] = []
    try corpus.read { post, _, isKept in
      isKept ? post.id : nil
    } consume: { line in
      if case .post(_, let id?) = line { ids.append(id) }
    }
    return (ids, corpus.account)
  }

  private func post(_ id: Int) -> String { #"{"id":\#(id),"text":"post \#(id)"}"# }

  @Test(arguments: [
    "A\nB\n", "A\r\nB\r\n", "A\rB\r", "A\rB", "AB", "A B", "A,\nB,\n", "[A,B]", "[\nA,\nB\n]\n",
    "[[A],[B]]", "\u{FEFF}A\n\u{FEFF}B", "A\u{0}\u{0}\n\u{0}B",
    "window.YTD.tweets.part0 = [ A,\nB ]",
    "var posts = [A, B];", "A\n\n \t\nB", "A\nnull\n[]\nB\n",
  ])
  func postsAreFoundInEveryContainer(container: String) throws {
    let pretty = { (id: Int) in
      "{\n  \"id\": \(id),\n  \"user\": {\"name\": \"x\"},\n  \"text\": \"a\"\n}"
    }
    for form in [post, pretty] {
      let text = container.replacing("A", with: form(1)).replacing("B", with: form(2))
        .replacing("YT\(form(1))", with: "YTA")
      let (ids, account) = try read(text)
      #expect(ids == ["1", "2"], "\(text)")
      #expect(account.rejected == 0, "\(text)")
    }
  }

  @Test func cutLinesAreCountedAndWhatIsGluedToThemIsRead() throws {
    for cut in [#"{"id":1,"te"#, #"{"id":1,"text":"a"#, #"{"id":1,"#, #"{"id":1,"user":{"name":"#] {
      let (glued, gluedAccount) = try read("\(cut)\(post(2))\n\(post(3))")
      #expect(glued == ["2", "3"], "\(cut)")
      #expect(gluedAccount.rejected == 1)
      let (split, account) = try read("\(cut)\n\(post(2))\n\(post(3))")
      #expect(split == ["2", "3"], "\(cut)")
      #expect(account.rejectedByReason == ["cut_short": 1], "\(cut)")
    }
  }

  @Test func whatIsNestedInACutLineIsNoPost() throws {
    let (ids, account) = try read(
      #"{"id":1,"reply":{"id":2,"text":"inner"},"text":"cut"# + "\n" + post(3)
    )
    #expect(ids == ["3"])
    #expect(account.rejected == 1)
  }

  @Test func objectsOverManyBatchesAreOneRecord() throws {
    // Longer than a batch of lines.
    let lines = (0..<300_000).map { "    \"line \($0) of many\"," }.joined(separator: "\n")
    let (ids, account) = try read(
      "\(post(1))\n{\n  \"pad\": [\n\(lines)\n    0\n  ],\n  \"id\": 2,\n  \"text\": \"a\"\n}\n\(post(3))"
    )
    #expect(ids == ["1", "2", "3"])
    #expect(account.rejected == 0)
    #expect(account.files.first?.lines == 300_009)
  }

  @Test func anObjectThatNeverClosesCostsOneLine() throws {
    let rest = (2...50).map(post).joined(separator: ",\n")
    let (ids, account) = try read("{\"id\":1,\"tags\":[\n\(rest)")
    #expect(ids == (2...50).map(String.init))
    #expect(account.rejectedByReason == ["cut_short": 1])
  }

  @Test func threadsDoNotShowInTheResult() throws {
    let text = (0..<2_000).map { number in
      number % 7 == 0
        ? "{\"id\":\(number),\"te"
        : number % 5 == 0 ? "{\n\"id\":\(number),\"text\":\n\"x\"}" : post(number)
    }.joined(separator: "\n")
    let one = try read(text)
    let four = try read(text, jobs: 4)
    #expect(one.ids == four.ids)
    #expect(one.account.rejectedByReason == four.account.rejectedByReason)
    #expect(one.account.files.first?.lines == four.account.files.first?.lines)
  }

  @Test(arguments: ["data: ", "\u{1E}", "2024-03-04 09:00:01 INFO [feed] "])
  func labelsBeforeObjectsAreNoLoss(label: String) throws {
    let (ids, account) = try read((1...3).map { label + post($0) }.joined(separator: "\n"))
    #expect(ids == ["1", "2", "3"])
    #expect(account.rejected == 0)
  }

  @Test func textInUTF16IsRead() throws {
    let text = "\(post(1))\r\n{\"id\":2,\"text\":\"né 😀　図書館\"}\r\n"
    for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      let body = try #require(text.data(using: encoding))
      let mark: [UInt8] = encoding == .utf16LittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
      for data in [Data(mark) + body, body] {
        #expect(try read(data).ids == ["1", "2"])
      }
    }
  }

  @Test(arguments: [
    ["gzip", "-c"], ["zstd", "-qc"], ["xz", "-c"], ["bzip2", "-c"], ["zip", "-q", "-", "export"],
  ])
  func compressedFilesAreReadByTheirFirstBytes(command: [String]) throws {
    let folder = try TemporaryFolder()
    let plain = try folder.write((1...500).map(post).joined(separator: "\n"), to: "export")
    let packed = "\(folder.path)/packed"
    let input = command.contains("export") ? "" : "< '\(plain)'"
    let script = "cd '\(folder.path)' && \(command.joined(separator: " ")) \(input) > '\(packed)'"
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", script]
    try shell.run()
    shell.waitUntilExit()
    try #require(shell.terminationStatus == 0)
    let data = try Data(contentsOf: URL(fileURLWithPath: packed))
    #expect(try read(data).ids == (1...500).map(String.init))

    guard command[0] == "gzip" else { return }
    let cut = try read(data.prefix(data.count / 2))
    #expect(cut.account.rejectedByReason["damaged_archive"] == 1)
    #expect(cut.ids.first == "1")
    // What the program says of it is said here, and not past us.
    #expect(cut.account.firstRejections.contains { $0.contains("stdin: unexpected end of file") })
  }

  @Test(.timeLimit(.minutes(1)))
  func hostileLinesTakeNoLongerThanTheyAreLong() throws {
    let glued = #"{"x":1 bad"# + String(repeating: #"{"a":1}"# + commas(2_000), count: 2_000)
    let tags = String(repeating: "<x ", count: 300_000)
    let open = #"{"id":1,"content":"\#(tags)","account":{"acct":"a"}}"#
    for line in [glued, open] { #expect(try read("\(post(2))\n\(line)").ids.contains("2")) }
  }

  private func commas(_ count: Int) -> String { String(repeating: ",", count: count) }

  @Test func depthBombsAreBadLines() throws {
    let bomb = String(repeating: "{\"a\":", count: 100_000)
    let (ids, account) = try read("\(post(1))\n\(bomb)\n\(post(2))")
    #expect(ids == ["1", "2"])
    #expect(account.rejectedByReason == ["too_deep": 1])
  }
}
