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
      #expect(change["chance_low"] as? Double == 0)
      #expect(change["chance_high"] as? Double == 0)
      #expect(change["rereading"] as? Double == 0)
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
    // They post again.
    var second = first.map { (id: $0.id + 2_000, author: $0.author, stance: $0.stance) }
    // Four of a hundred people change their minds; and the same shares of people who are strangers.
    for place in 0..<8 { second[place].stance = .critical }
    let strangers = second.map { (id: $0.id + 1_000, author: $0.author + 1_000, stance: $0.stance) }
    let before = try side(first)
    let paired = try change(.critical, in: ExportDiff(from: before, to: side(second)))
    let unpaired = try change(.critical, in: ExportDiff(from: before, to: side(strangers)))
    func width(_ change: [String: Any]) -> Double {
      (change["chance_high"] as? Double ?? 0) - (change["chance_low"] as? Double ?? 0)
    }
    #expect(paired["difference"] as? Double == unpaired["difference"] as? Double)
    #expect(width(paired) < width(unpaired) / 2)
  }

  @Test func postsOfNobodyWhoIsKnownAreAsManyPeople() throws {
    let first = (0..<100).map { (id: $0, author: $0, stance: Stance.allCases[$0 % 3]) }
    let new = (100..<400).map { (id: $0, author: $0, stance: Stance.allCases[$0 % 2]) }
    let before = try side(first)
    let unnamed = new.map { post in
      let shares = Stance.allCases.map { "\"\($0.rawValue)\":\($0 == post.stance ? 0.8 : 0.1)" }
      return
        "{\"id\":\"\(post.id)\",\"status\":\"scored\",\"stance\":\"\(post.stance.rawValue)\","
        + "\"confidence\":0.8,\(shares.joined(separator: ","))}"
    }
    let intervals = try [side(first + new), side(first, and: unnamed)].map { after in
      let changes = try object(ExportDiff(from: before, to: after))["changes"]
      let byPost = (changes as? [String: [String: [String: Any]]])?["by_post"]?["critical"]
      return [byPost?["chance_low"] as? Double, byPost?["chance_high"] as? Double]
    }
    #expect(intervals[0] == intervals[1] && intervals[0][0] != nil)
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
        return (
          id: person + 1_000, author: person, stance: keeps ? first[person].stance : critical(late)
        )
      }
      let diff = ExportDiff(from: try side(first), to: try side(second))
      let changes = try #require(
        JSONSerialization.jsonObject(with: Data(diff.json().utf8)) as? [String: Any]
      )
      let people = (changes["changes"] as? [String: [String: [String: Any]]])?["by_person"]
      let change = try #require(people?["critical"])
      let low = try #require(change["chance_low"] as? Double)
      let high = try #require(change["chance_high"] as? Double)
      if low <= truth && truth <= high { held += 1 }
    }
    #expect((182...198).contains(held), "\(held) of 200")
  }

  private func headline(_ diff: ExportDiff) throws -> String {
    try #require(object(diff)["headline"] as? String)
  }

  @Test func clearChangeIsTheHeadline() throws {
    let critical = (200..<440).map { (id: $0, author: $0, stance: Stance.critical) }
    let diff = ExportDiff(
      from: try side(posts(0..<120)),
      to: try side(posts(0..<120) + critical)
    )
    #expect(
      try headline(diff)
        == "In these exports, by person: supportive fell by 26.7 points, critical rose by 53.3 points, "
        + "neutral fell by 26.7 points; by post: supportive fell by 22.2 points, critical rose by 44.4 points, "
        + "neutral fell by 22.2 points"
    )
    #expect(diff.text().replacing("\n", with: " ").hasPrefix(try headline(diff)))
  }

  @Test func samePostsReadOtherwiseAreNoChangeOfPeople() throws {
    var later = posts(0..<120)
    for place in later.indices where later[place].stance == .supportive {
      later[place].stance = .critical
    }
    let diff = ExportDiff(from: try side(posts(0..<120)), to: try side(later))
    #expect(
      try headline(diff)
        == "No share moved by more than chance makes; apart from that, the same posts are read "
        + "otherwise, by person: supportive −33.3 points, critical +33.3 points"
    )
    let change = try change(.critical, in: diff)
    #expect(change["difference"] as? Double == 0)
    #expect(change["rereading"] as? Double == 0.3333)
    #expect(
      diff.text().replacing("\n ", with: "").contains(
        "The first as it was read then: 33.3 % supportive, 33.3 % critical, 33.3 % neutral"
      )
    )
  }

  @Test func changeOfPeopleAndOtherReadingAddUp() throws {
    // Ten of the people of before are read otherwise now, and forty critics came.
    var later = posts(0..<120)
    for place in 0..<60 where later[place].stance == .supportive { later[place].stance = .critical }
    later += (200..<240).map { (id: $0, author: $0, stance: Stance.critical) }
    let diff = ExportDiff(from: try side(posts(0..<120)), to: try side(later))
    let change = try change(.critical, in: diff)
    #expect(change["rereading"] as? Double == 0.1667)
    #expect(change["difference"] as? Double == 0.2)
    let after = try #require(object(diff)["after"] as? [String: Any])
    let people = try #require(after["by_person"] as? [String: Any])
    let critical = try #require(people["critical"] as? [String: Any])
    #expect(critical["share"] as? Double == 0.7)
  }

  @Test func postThatIsGoneSinceKeepsItsReading() throws {
    let gone = (0..<60).map { #"{"id":"\#($0)","status":"unscored","reason":"deleted"}"# }
    let diff = ExportDiff(
      from: try side(posts(0..<120)),
      to: try side(posts(60..<120), and: gone)
    )
    let reread = try #require(object(diff)["reread"] as? [String: [String: Any]])
    #expect(reread["by_person"]?["total"] as? Int == 60)
    #expect(try change(.critical, in: diff)["rereading"] as? Double == 0)
  }

  @Test func headlineSaysWhatIsClearInOneWayOfCountingOnly() throws {
    // One person posts so often that no share of posts is sure.
    let loud = (0..<150).map { (id: 1_000 + $0, author: 999, stance: Stance.neutral) }
    let critics = (200..<290).map { (id: $0, author: $0, stance: Stance.critical) }
    let diff = ExportDiff(
      from: try side(posts(0..<120) + loud),
      to: try side(posts(0..<120) + loud + critics)
    )
    let json = try #require(object(diff)["changes"] as? [String: [String: [String: Any]]])
    for (way, title) in [("by_person", "by person"), ("by_post", "by post")] {
      let part = try #require(
        headline(diff).components(separatedBy: "; ").first { $0.contains("\(title):") }
      )
      for stance in Stance.allCases {
        let isClear = json[way]?[stance.rawValue]?["is_clear"] as? Bool
        #expect(part.contains("\(stance.rawValue) ") == isClear, "\(part)")
      }
    }
    #expect(try headline(diff).hasSuffix("by post: no share moved by more than chance makes"))
  }

  @Test func nothingIsSaidOfPeopleWhereNoPostIsInBoth() throws {
    let critics = (200..<290).map { (id: $0, author: $0, stance: Stance.critical) }
    let diff = ExportDiff(from: try side(posts(0..<120)), to: try side(critics))
    #expect(try headline(diff).hasPrefix("No post is in both"))
  }

  private func summary(_ critical: Int, of count: Int = 200, brief: Brief? = nil) throws -> DiffSide
  {
    let posts = (0..<count).map { post($0 < critical ? .critical : .supportive, by: $0) }
    let findings = try Findings.of(
      posts,
      brief: brief ?? Brief(target: ["Jo Harker"]),
      errorFactor: 2
    )
    return try DiffSide(Array(findings.summary().json().utf8), name: "summary.json")
  }

  @Test func summariesAreComparedByTheirShares() throws {
    let diff = ExportDiff(from: try summary(50), to: try summary(120))
    #expect(try object(diff)["posts"] is NSNull)
    #expect(try object(diff)["reread"] is NSNull)
    #expect(
      try headline(diff)
        == "Whether people moved or the same posts are read otherwise, summaries do not say; by person: "
        + "supportive fell by 35.0 points, critical rose by 35.0 points; by post: supportive fell by 35.0 points, "
        + "critical rose by 35.0 points"
    )
    #expect(diff.text(isASCII: true).utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func nothingIsComparedWithTooFewPeople() throws {
    let diff = ExportDiff(from: try summary(2, of: 4), to: try summary(120))
    #expect(try headline(diff).hasPrefix("Nothing can be compared"))
  }

  @Test func intervalOfAShareIsTheOneOfItsSummary() throws {
    let posts = (0..<200).map { post($0 < 50 ? .critical : .supportive, by: $0) }
    let json = try Findings.of(posts, errorFactor: 2).summary().json()
    let before = try DiffSide(Array(json.utf8), name: "summary.json")
    let side = try object(ExportDiff(from: before, to: before))["before"] as? [String: Any]
    let summary = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let stance = try #require(summary?["stance"] as? [String: [String: Any]])
    for way in ["by_post", "by_person"] {
      let shown = try #require((side?[way] as? [String: Any])?["critical"] as? [String: Any])
      let found = try #require(stance[way]?["critical"] as? [String: Any])
      #expect(Set(shown.keys) == ["count", "share", "chance_low", "chance_high"])
      for key in shown.keys { #expect(shown[key] as? Double == found[key] as? Double, "\(key)") }
    }
  }

  @Test func summariesRoundOnce() throws {
    let diff = ExportDiff(from: try summary(23, of: 95), to: try summary(53, of: 135))
    #expect(try headline(diff).contains("critical rose by 15.0 points"))
    #expect(try change(.critical, in: diff)["difference"] as? Double == 0.1505)
  }

  @Test(arguments: [
    (Brief(target: ["Sam Reed"]), "The two have different targets"),
    (Brief(target: ["Jo Harker"], root: ["7"]), "The two have different targets"),
    (Brief(target: ["Jo Harker"], opponents: ["the council"]), "The two were read by different"),
  ])
  func summariesOfDifferentBriefsAllowNoHeadline(_ brief: Brief, _ reason: String) throws {
    let diff = ExportDiff(from: try summary(50), to: try summary(120, brief: brief))
    #expect(try headline(diff).hasPrefix(reason))
    #expect(!diff.text().contains("rose by"))
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
    second[200] = (id: 300, author: 300, stance: .critical)
    let text = try ExportDiff(from: side(stances), to: side(second)).text()
    #expect(text.contains("critical    42.3 % →  42.7 %   +0.3 points"), "\(text)")
  }

  @Test func postsWithoutIdsAreCountedAndNotNamed() throws {
    func lines(_ count: Int, _ stance: Stance) -> [String] {
      let shares = Stance.allCases.map { "\"\($0.rawValue)\":\($0 == stance ? 0.8 : 0.1)" }
      return ["null", "\"ann\""].flatMap { author in
        Array(
          repeating: "{\"id\":null,\"author\":\(author),\"created_at\":null,\"status\":\"scored\","
            + "\"stance\":\"\(stance.rawValue)\",\"confidence\":0.8,\(shares.joined(separator: ","))}",
          count: count
        )
      }
    }
    let diff = ExportDiff(
      from: try side([], and: lines(20, .critical)),
      to: try side([], and: lines(30, .supportive))
    )
    let (text, json) = (diff.text(), try diff.json())
    #expect(text.contains("By post: 40, then 60"), "\(text)")
    #expect(text.contains("40  in both") && text.contains("20  new: 20 supportive"))
    #expect(text.contains("40  read otherwise") && !text.contains("the surest first"))
    #expect(!text.contains("ann") && !json.contains("ann"), "nobody is named")
    #expect(try object(diff)["posts"] != nil)
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
