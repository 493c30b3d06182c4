import Foundation
import Ingest
import Report
import TestSupport
import Testing

struct ExportCheckTests {
  private func check(_ lines: [String]) throws -> ExportCheck {
    let folder = try TemporaryFolder()
    let path = try folder.write(lines.joined(separator: "\n"), to: "export.jsonl")
    return try ExportCheck(Corpus(paths: [path]))
  }

  private func codes(_ check: ExportCheck) -> [CheckFinding.Code] { check.findings.map(\.code) }

  /// A conversation of a root and that many answers by different people, a minute apart.
  private func conversation(_ replies: Int, shown: Int? = nil) -> [String] {
    (0...replies).map { number in
      let parent = number == 0 ? "" : #""in_reply_to":"r0","#
      let shown = number == 0 ? shown.map { #""reply_count":\#($0),"# } ?? "" : ""
      return #"{"id":"r\#(number)",\#(parent)\#(shown)"author":"a\#(number)","#
        + #""created_at":\#(1_709_542_800 + number * 60),"text":"words of \#(number)"}"#
    }
  }

  @Test func soundExportIsClean() throws {
    let check = try check(conversation(42))
    #expect(check.isClean)
    #expect(check.findings.isEmpty)
    #expect(check.order == .oldestFirst)
    #expect(check.kinds == [.post: 1, .reply: 42])
    #expect(check.authors == 43)
  }

  private static func line(_ id: Int, _ members: String = "", author: Int? = nil) -> String {
    #"{"id":"r\#(id)","author":"a\#(author ?? id)","in_reply_to":"\#(id == 0 ? "" : "r0")""#
      + (members.isEmpty ? "" : ",\(members)") + "}"
  }

  /// For each finding an export that gives cause for it, as the lines of its files.
  private static let causes: [(code: CheckFinding.Code, files: [[String]])] = {
    let text = #""text":"words of somebody","created_at":"2024-03-04T09:00:00Z""#
    func posts(_ count: Int, _ members: (Int) -> String) -> [String] {
      (0..<count).map { line($0, members($0)) }
    }
    let sound = posts(12) { _ in text }
    let captured = (0..<12).map {
      #"{"nav_index":"1","source_platform":"truthsocial.com","timestamp_collected":1709543000000,"#
        + #""data":{"id":"\#($0)","content":"words","created_at":"2024-03-04T09:0\#($0 % 10):00Z","#
        + #""account":{"username":"a\#($0)"},"in_reply_to_id":\#($0 == 0 ? "null" : "\"0\"")}}"#
    }
    func with(_ line: String) -> [[String]] { [sound + [line]] }
    return [
      (.noPosts, [[]]),
      (.unreadLines, with("garbage")),
      (.fileWithoutPosts, [sound, [#"{"delete":{"status":{"id":1}}}"#]]),
      (.withoutID, [(0..<12).map { #"{"author":"a\#($0)",\#(text)}"# }]),
      (.collidingIDs, with(#"{"id":"r1","author":"x","text":"other words"}"#)),
      (.damagedIDs, [sound.map { $0.replacing(/"r[1-9]/, with: "\"1.76E+18") }]),
      (.roundCount, [posts(100) { _ in text }]),
      (.fewerReplies, [posts(12) { $0 == 0 ? text + #","reply_count":99"# : text }]),
      (
        .emptyDays,
        [posts(40) { #""text":"words","created_at":"2024-03-0\#($0 < 20 ? 1 : 7)T09:00:00Z""# }]
      ),
      (.collectedEarly, [captured]),
      (.missingParents, with(#"{"id":"x","author":"x","in_reply_to":"gone",\#(text)}"#)),
      (.missingRoots, with(#"{"id":"x","author":"x","conversation_id":"gone",\#(text)}"#)),
      (.noConversation, [sound.map { $0.replacing(#""r0""#, with: "\"\"") }]),
      (
        .truncatedTexts,
        with(line(50, #""created_at":1709542800,"text":"\#(String(repeating: "x", count: 139))…""#))
      ),
      (.withoutTime, with(line(50, #""text":"words""#))),
      (.withoutZone, with(line(50, #""text":"words","created_at":"2024-03-04 09:00:00""#))),
      (.dayExactTimes, with(line(50, #""text":"words","created_at":"2024-03-04""#))),
      (.withoutAuthor, with(#"{"id":"x","in_reply_to":"r0",\#(text)}"#)),
      (.fewAuthors, [(0..<22).map { line($0, text, author: $0 % 4) }]),
      (.mendedTexts, with(line(50, #""text":"wor\#u{1}ds","created_at":1709542800"#))),
      (.duplicates, with(line(1, text))),
      (.otherRecords, with(#"{"delete":{"status":{"id":1}}}"#)),
      (.deletedPosts, with(line(50, #""text":"[deleted]","created_at":1709542800"#))),
      (
        .severalConversations,
        [
          sound + [
            #"{"id":"y0","author":"y0",\#(text)}"#,
            #"{"id":"y1","author":"y1","in_reply_to":"y0",\#(text)}"#,
          ]
        ]
      ),
    ]
  }()

  @Test(arguments: CheckFinding.Code.allCases)
  func eachFindingHasItsCause(_ code: CheckFinding.Code) throws {
    let files = try #require(Self.causes.first { $0.code == code }, "no cause of \(code)").files
    let folder = try TemporaryFolder()
    let paths = try files.enumerated().map { number, lines in
      // One byte stands for one that is no text.
      let bytes = lines.joined(separator: "\n").utf8.map { $0 == 1 ? 0xFF : $0 }
      return try folder.write(Data(bytes), to: "export\(number).jsonl")
    }
    let found = codes(try ExportCheck(Corpus(paths: paths)))
    #expect(found.contains(code), "\(found)")
  }

  @Test func brokenLinesAreAProblem() throws {
    let check = try check(conversation(12) + [#"{"id":"x","te"#])
    #expect(codes(check) == [.unreadLines])
    #expect(!check.isClean)
  }

  @Test func exactlyRoundCountsAreSuspicious() throws {
    #expect(codes(try check(conversation(99))) == [.roundCount])
    #expect(codes(try check(conversation(100))).isEmpty)
  }

  @Test func fewerRepliesThanThePlatformShowedAreAProblem() throws {
    #expect(codes(try check(conversation(20, shown: 25))).isEmpty)
    let check = try check(conversation(20, shown: 300))
    #expect(codes(check) == [.fewerReplies])
    #expect(check.findings.first?.seen.contains("300") == true)
  }

  @Test func ofSeveralFilesThatOfALineIsNamed() throws {
    let folder = try TemporaryFolder()
    let lines = conversation(20, shown: 300)
    let paths = try [lines[1...], lines[..<1]].enumerated().map {
      try folder.write($1.joined(separator: "\n"), to: "\($0).jsonl")
    }
    let finding = try ExportCheck(Corpus(paths: paths)).findings.first { $0.code == .fewerReplies }
    #expect(finding?.seen.contains("the post on line 1 of \(paths[1]),") == true)
  }

  @Test func idsOfDifferentPostsAreAProblemWithPlaces() throws {
    let folder = try TemporaryFolder()
    let first = conversation(12)
    let second = first[1...5].map {
      $0.replacing(#""author":"a"#, with: #""author":"b"#).replacing("words", with: "thoughts")
        .replacing(":17", with: ":16")
    }
    func check(_ files: [[String]]) throws -> (finding: CheckFinding, paths: [String]) {
      let paths = try files.enumerated().map {
        try folder.write($1.joined(separator: "\n"), to: "\($0).jsonl")
      }
      let check = try ExportCheck(Corpus(paths: paths))
      #expect(!check.isClean)
      let duplicates = check.findings.first { $0.code == .duplicates }
      #expect(duplicates?.seen == "5 posts have an id that was read before")
      return (try #require(check.findings.first { $0.code == .collidingIDs }), paths)
    }
    let (apart, paths) = try check([first, second])
    #expect(
      apart.seen == "5 ids stand for different posts by different people, first "
        + (1...3).map { "r\($0) (line \($0 + 1) of \(paths[0]) and line \($0) of \(paths[1]))" }
        .joined(separator: ", ")
    )
    let together = try check([first + second]).finding
    #expect(together.seen.contains("first r1 (line 2 and line 14), r2 (line 3 and line 15),"))
  }

  @Test func emptyDaysBetweenBusyOnesAreAProblem() throws {
    let days = [0, 1, 4].flatMap { day in
      (0..<25).map { number in
        #"{"id":"\#(day)-\#(number)","in_reply_to":"r","author":"a\#(day)-\#(number)","#
          + #""created_at":\#(1_709_500_000 + day * 86_400 + number),"text":"x"}"#
      }
    }
    let check = try check(days)
    #expect(codes(check).contains(.emptyDays))
    #expect(
      check.findings.first { $0.code == .emptyDays }?.seen.contains("2024-03-05 to 2024-03-06")
        == true
    )
  }

  @Test func idsThatASpreadsheetRoundedAreAProblem() throws {
    let rounded = (0..<12).map {
      #"{"id":"1\#(String(format: "%014d", $0 * 7 + 1))00000","text":"x","author":"a\#($0)"}"#
    }
    #expect(codes(try check(rounded)).contains(.damagedIDs))
    let scientific = [#"{"id":"1.76458E+18","text":"x","author":"a"}"#]
    #expect(codes(try check(scientific)).contains(.damagedIDs))
    for parent in ["1764638208684986880.0", "1.764638208684987e+18"] {
      let answer = #"{"id":1764638208684986999,"text":"x","author":"a","parent_id":\#(parent)}"#
      #expect(codes(try check([answer])).contains(.damagedIDs))
    }
    let whole = [#"{"id":12,"text":"x","author":"a","parent_id":1234567890123456.0}"#]
    #expect(!codes(try check(whole)).contains(.damagedIDs))
  }

  @Test func listsOfPostsAreNoConversation() throws {
    let list = (0..<5).map {
      #"{"id":\#($0),"text":"x","author":"a\#($0)","created_at":"2024-03-04T09:00:00Z"}"#
    }
    #expect(codes(try check(list)) == [.noConversation])
  }

  @Test func zoneIsSaidAndCanBeSet() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      #"{"id":1,"text":"a","author":"x","created_at":"2024-07-01 12:00:00"}"#,
      to: "export"
    )
    let clock = try TimeZoneRules.clock(of: "Europe/London")
    let plain = try ExportCheck(Corpus(paths: [path]))
    let finding = try #require(plain.findings.first { $0.code == .withoutZone })
    #expect(finding.isProblem && finding.seen == "1 time names no zone and is read as UTC")
    #expect(plain.input.firstTime?.description == "2024-07-01T12:00:00Z")
    let told = try ExportCheck(Corpus(paths: [path], clock: clock))
    #expect(told.findings.first { $0.code == .withoutZone }?.isProblem == false)
    #expect(told.input.firstTime?.description == "2024-07-01T11:00:00Z")
  }

  @Test func membersThatAreNotUsedAreNamedWhereAFieldIsMissing() throws {
    let lines = (0..<5).map {
      #"{"id":\#($0),"text":"x","Wer":"a\#($0)","Date":"0\#($0 + 1)/04/2026","Mood":1}"#
    }
    let check = try check(lines)
    #expect(check.unusedMembers == ["Mood", "Wer"])
    func finding(_ code: CheckFinding.Code) throws -> CheckFinding {
      try #require(check.findings.first { $0.code == code })
    }
    let author = try finding(.withoutAuthor).advice
    #expect(
      author == "Members not used: Mood, Wer. If one is the author, say so: --fields author=NAME; "
        + "if none is, export it too."
    )
    // A time is there, but says not which day.
    let time = try finding(.withoutTime)
    #expect(time.seen.hasSuffix(#"could be read, such as "01/04/2026" in Date"#))
    #expect(time.advice?.hasPrefix("Export the time of each post, year first") == true)
  }

  @Test func reportFitsTheScreenAndEveryFindingSaysWhatItMeans() throws {
    let lines = conversation(99, shown: 5_000) + ["broken", #"{"noResults":true}"#]
    let check = try check(lines)
    for line in check.text().split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for finding in check.findings {
      #expect(!finding.meaning.isEmpty)
      #expect(check.text().contains(finding.meaning.prefix(40)))
    }
    let object = try JSONSerialization.jsonObject(with: Data(check.json().utf8)) as? [String: Any]
    #expect(object?["schema"] as? String == "groundswell.check/1")
    #expect(object?["clean"] as? Bool == false)
    #expect((object?["findings"] as? [[String: Any]])?.count == check.findings.count)
  }
}
