import Foundation
import Report
import Scoring
import Testing

struct ExportDiffTests {
  private typealias Scored = (id: Int, author: Int, stance: Stance)

  private func side(_ posts: [Scored], and more: [String] = []) throws -> DiffSide {
    let lines = posts.map { post in
      let shares = Stance.allCases.map { "\"\($0.rawValue)\":\($0 == post.stance ? 0.8 : 0.1)" }
      return
        "{\"id\":\"\(post.id)\",\"root_id\":\"1\",\"parent_id\":null,\"author\":\"a\(post.author)\","
        + "\"created_at\":null,\"status\":\"scored\",\"stance\":\"\(post.stance.rawValue)\","
        + "\"confidence\":0.8,\(shares.joined(separator: ",")),\"sentiment\":0}"
    }
    return try DiffSide(Array((lines + more).joined(separator: "\n").utf8), name: "x.jsonl")
  }

  /// Posts of people of whom each third takes another side.
  private func posts(_ ids: Range<Int>) -> [Scored] {
    ids.map { (id: $0, author: $0 / 2, stance: Stance.allCases[$0 / 2 % 3]) }
  }

  private func object(_ diff: ExportDiff) throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(with: Data(diff.json().utf8))
    let schema = try JSONSerialization.jsonObject(with: Data(DiffSchema.text.utf8))
    let validator = SchemaValidator(schema: try #require(schema as? [String: Any]))
    #expect(validator.problems(with: json) == [])
    return try #require(json as? [String: Any])
  }

  private func change(_ stance: Stance, in diff: ExportDiff) throws -> [String: Any] {
    let changes = try #require(object(diff)["changes"] as? [String: [String: [String: Any]]])
    return try #require(changes["by_person"]?[stance.rawValue])
  }

  @Test func sameExportMovesNothing() throws {
    let side = try side(posts(0..<120))
    let diff = ExportDiff(from: side, to: side)
    #expect(diff.text().hasPrefix("No share moved by more than chance makes\n"))
    for stance in Stance.allCases {
      let change = try change(stance, in: diff)
      #expect(change["low"] as? Double == 0)
      #expect(change["high"] as? Double == 0)
    }
  }

  @Test func everyPostIsKeptNewOrVanished() throws {
    var later = posts(40..<160)
    later[5].stance = later[5].stance == .critical ? .neutral : .critical
    let deleted = #"{"id":"7","author":"a3","status":"unscored","reason":"deleted"}"#
    let diff = ExportDiff(
      from: try side(posts(0..<120)),
      to: try side(later, and: [deleted, #"{"id":"41","author":"a20","status":"duplicate"}"#])
    )
    let posts = try #require(object(diff)["posts"] as? [String: Any])
    #expect(posts["kept"] as? Int == 81)
    let new = try #require(posts["new"] as? [String: Any])
    let vanished = try #require(posts["vanished"] as? [String: Any])
    #expect(new["count"] as? Int == 40)
    #expect(vanished["count"] as? Int == 39)
    #expect((new["ids"] as? [String])?.first == "120")
    let rescored = try #require(posts["rescored"] as? [String: Any])
    #expect(rescored["count"] as? Int == 1)
    let text = diff.text()
    #expect(text.contains("1  were scored and are deleted"))
    #expect(text.contains("40  new: "))
    // Posts are named by their ids, and people not at all.
    let json = try diff.json()
    #expect(!text.contains("a20") && !json.contains("a20"))
    #expect(text.split(separator: "\n").allSatisfy { DisplayText.width(String($0)) <= 80 })
  }

  @Test func peopleInBothExportsMakeIntervalsNarrower() throws {
    let first = posts(0..<200)
    var second = first
    // Four of a hundred people change their minds; and the same shares of people who are strangers.
    for place in 0..<8 { second[place].stance = .critical }
    let strangers = second.map { (id: $0.id + 1_000, author: $0.author + 1_000, stance: $0.stance) }
    let before = try side(first)
    let paired = try change(.critical, in: ExportDiff(from: before, to: side(second)))
    let unpaired = try change(.critical, in: ExportDiff(from: before, to: side(strangers)))
    func width(_ change: [String: Any]) -> Double {
      (change["high"] as? Double ?? 0) - (change["low"] as? Double ?? 0)
    }
    #expect(paired["difference"] as? Double == unpaired["difference"] as? Double)
    #expect(width(paired) < width(unpaired) / 2)
  }

  /// Half of the people of the second export are in the first too, and nine in ten of them keep to
  /// their side: 95 % of the intervals hold the change, give or take what 200 runs leave to chance.
  @Test func intervalsHoldTheChangeAsOftenAsTheySay() throws {
    var random = RandomNumbers(seed: 4)
    func critical(_ share: Double) -> Stance {
      Double.random(in: 0..<1, using: &random) < share ? .critical : .supportive
    }
    let (early, late) = (0.3, 0.5)
    let truth = 0.5 * (0.9 * early + 0.1 * late) + 0.5 * late - early
    var held = 0
    for _ in 0..<200 {
      let first = (0..<100).map { (id: $0, author: $0, stance: critical(early)) }
      let second = (50..<150).map { person in
        let keeps = person < 100 && Double.random(in: 0..<1, using: &random) < 0.9
        return (id: person, author: person, stance: keeps ? first[person].stance : critical(late))
      }
      let diff = ExportDiff(from: try side(first), to: try side(second))
      let changes = try #require(
        JSONSerialization.jsonObject(with: Data(diff.json().utf8)) as? [String: Any]
      )
      let people = (changes["changes"] as? [String: [String: [String: Any]]])?["by_person"]
      let change = try #require(people?["critical"])
      let low = try #require(change["low"] as? Double)
      let high = try #require(change["high"] as? Double)
      if low <= truth && truth <= high { held += 1 }
    }
    #expect((182...198).contains(held), "\(held) of 200")
  }

  @Test func clearChangeIsTheHeadline() throws {
    let critical = (0..<120).map {
      (id: $0, author: $0, stance: $0 % 4 == 0 ? .neutral : Stance.critical)
    }
    let diff = ExportDiff(from: try side(posts(0..<240)), to: try side(critical))
    #expect(diff.text().replacing("\n", with: " ").contains("supportive fell by 33.3 points"))
    #expect(diff.text().replacing("\n", with: " ").contains("critical rose by 41.7 points"))
  }

  @Test func summariesAreComparedByTheirShares() throws {
    func summary(_ critical: Int) throws -> DiffSide {
      let posts = (0..<200).map { post($0 < critical ? .critical : .supportive, by: $0) }
      return try DiffSide(Array(Findings.of(posts).summary().json().utf8), name: "summary.json")
    }
    let diff = ExportDiff(from: try summary(50), to: try summary(120))
    #expect(try object(diff)["posts"] is NSNull)
    #expect(diff.text().replacing("\n", with: " ").contains("critical rose by 35.0 points"))
    #expect(diff.text(isASCII: true).utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: ["confidence", "supportive"])
  func probabilityThatIsNoneIsSaidWithItsLine(_ name: String) throws {
    let line =
      #"{"id":"1","status":"scored","stance":"critical","confidence":1,"supportive":0,"#
      + #""critical":1,"neutral":0}"#
    let wrong = line.replacing(try Regex("\"\(name)\":\\d"), with: "\"\(name)\":1e300")
    let error = #expect(throws: ReportError.self) {
      try DiffSide(Array("\(line)\n\n\(wrong)".utf8), name: "x.jsonl")
    }
    #expect(try #require(error).description.hasPrefix("x.jsonl:3: is no scored post"))
  }

  @Test func shownChangeIsThatOfTheShownShares() throws {
    let stances = (0..<300).map {
      (id: $0, author: $0, stance: $0 < 127 ? Stance.critical : .neutral)
    }
    var second = stances
    second[200].stance = .critical
    let text = try ExportDiff(from: side(stances), to: side(second)).text()
    #expect(text.contains("critical    42.3 % →  42.7 %   +0.3 points"), "\(text)")
  }

  @Test func statusesAreInOneOrder() throws {
    let before = ["target", "unscored", "scored", "repost"].enumerated().map {
      #"{"id":"\#($0)","status":"repost"}"# + "\n" + #"{"id":"x\#($0)","status":"\#($1)"}"#
    }
    let after = ["target", "unscored", "scored", "duplicate"].enumerated().map {
      #"{"id":"\#($0)","status":"\#($1)"}"# + "\n" + #"{"id":"x\#($0)","status":"repost"}"#
    }
    let text = try ExportDiff(from: side([], and: before), to: side([], and: after)).text()
    let rows = text.split(separator: "\n").filter { $0.contains("were repost") }
    #expect(rows == rows.sorted() && rows.count == 3)
  }

  @Test(arguments: ["", "not JSON", "{}", "[]", "{\"status\":1}\n{}"])
  func whatIsNeitherIsNamed(text: String) {
    #expect(throws: ReportError.self) { try DiffSide(Array(text.utf8), name: "x") }
  }
}
