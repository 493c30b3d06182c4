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

  @Test func postsWithoutIdsAreAProblem() throws {
    let lines = (1...20).map {
      #"{"author":"a\#($0)","created_at":\#(1_709_542_800 + $0),"text":"words"}"#
    }
    #expect(codes(try check(lines)).contains(.withoutID))
    #expect(try !check(lines).isClean)
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
    #expect(plain.findings.first { $0.code == .withoutZone }?.isProblem == true)
    #expect(plain.input.firstTime?.description == "2024-07-01T12:00:00Z")
    let told = try ExportCheck(Corpus(paths: [path], clock: clock))
    #expect(told.findings.first { $0.code == .withoutZone }?.isProblem == false)
    #expect(told.input.firstTime?.description == "2024-07-01T11:00:00Z")
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
