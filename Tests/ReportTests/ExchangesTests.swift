import Foundation
import Ingest
import Report
import Scoring
import TestSupport
import Testing

struct ExchangesTests {
  private typealias Reply = (id: String, to: String?, author: Int?, stance: Stance?)

  /// A post of the target, answered by some, who are answered by others.
  private static let replies: [Reply] = [
    ("post", nil, 0, nil),
    ("a", "post", 1, .supportive), ("b", "post", 2, .critical), ("c", "post", 3, .neutral),
    // Three people, one of them twice, against a; one with it; and its author goes on.
    ("a1", "a", 4, .critical), ("a2", "a", 5, .critical), ("a3", "a", 6, .critical),
    ("a4", "a", 6, .critical), ("a5", "a", 7, .supportive), ("a6", "a", 1, .supportive),
    // Two against b, and one who takes no side.
    ("b1", "b", 7, .supportive), ("b2", "b", 8, .supportive), ("b3", "b", 9, .neutral),
    // Only one against this, and one to whom nobody knows what they answer.
    ("a11", "a1", 7, .supportive), ("lost", "gone", 10, .critical),
    // The target answers, and is answered.
    ("again", "b", 0, nil), ("d", "again", 11, .critical),
  ]

  private func findings(_ replies: [Reply] = replies, labels: HandLabels? = nil) throws -> Findings
  {
    let folder = try TemporaryFolder()
    let lines = try replies.map { reply in
      var object: [String: Any] = [
        "id": reply.id, "text": "I am \(reply.id), dear @somebody",
      ]
      object["author"] = reply.author.map { "person\($0)" }
      object["in_reply_to"] = reply.to
      if reply.to != nil { object["conversation_id"] = "post" }
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    let corpus = try Corpus(paths: [folder.write(lines.joined(separator: "\n"), to: "export")])
    let scored = ScoredExport(
      corpus,
      byPlace: ScoredPlaces(
        replies.map { reply in
          reply.stance.map { post($0, by: reply.author) } ?? ScoredPost(status: .target)
        },
        in: corpus
      ),
      texts: nil,
      assumptions: Assumptions(
        brief: Brief(),
        targetAssumed: true,
        rootAssumed: true,
        conversationsLeftOut: 0
      )
    )
    let tool = ToolDescription(version: "0", modelDigest: "", modelSources: "")
    return try Findings(corpus, scored, tool: tool, labels: labels)
  }

  @Test func replyThatIsLabelledOtherwiseByHandIsNotShown() throws {
    func shown(_ stances: [String: Stance?]) throws -> [String] {
      try #require(try findings(labels: HandLabels(stances)).exchanges).arguedWith.map(\.id)
    }
    #expect(try shown(["a": .supportive]) == ["a", "b"])
    #expect(try shown(["a": .neutral]) == ["b"])
    #expect(try shown(["a": .supportive, "b": nil]) == ["a"])
  }

  @Test func labelsThatDoNotCountAreAccountedFor() throws {
    let labels = HandLabels([
      "a": .supportive, "b": nil, "c": nil, "post": .critical, "away": .critical,
    ])
    let findings = try findings(labels: labels)
    let labelled = try #require(findings.labels)
    #expect(labelled.count == 1 && labelled.withoutStance == 2)
    #expect(labelled.notCounted == 1 && labelled.lost == 1)
    let text = findings.text().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text.contains("2 labels give their posts no stance, and do not count; 1 label is of a post")
    )
  }

  @Test func levelsAreThoseOfTheConversation() throws {
    let exchanges = try #require(try findings().exchanges)
    // a, b, c, and d, which answers the target again.
    #expect(exchanges.direct.posts.total == 4)
    #expect(exchanges.direct.posts[.critical] == 2)
    #expect(exchanges.deeper.posts.total == 11)
    // The one who posted twice has one vote.
    #expect(exchanges.deeper.people.total == 8)
  }

  @Test func peopleAreCountedAndNotTheirPosts() throws {
    let exchanges = try #require(try findings().exchanges)
    #expect(exchanges.arguedWith.map(\.id) == ["a", "b"])
    let most = try #require(exchanges.arguedWith.first)
    #expect((most.peopleAgainst, most.peopleWith, most.answers) == (3, 1, 5))
    #expect(most.text == "I am a, dear @…")
    // Answers to oneself, to the target and to posts that are not there are none to others.
    #expect(exchanges.answers.total == 9)
    #expect(exchanges.answers.otherSide == 7)
    #expect(exchanges.answers.sameSide == 1)
    #expect(exchanges.answers.neutral == 1)
  }

  @Test func answersOfNobodyWhoIsNamedAreByNoPeople() throws {
    let replies = Self.replies.map { reply in
      reply.to == "a" ? (reply.id, reply.to, nil as Int?, reply.stance) : reply
    }
    let exchanges = try #require(try findings(replies).exchanges)
    #expect(exchanges.arguedWith.map(\.id) == ["b"])
    #expect(exchanges.answers.total == 10)
    let unnamed = try findings(Self.replies.map { ($0.id, $0.to, nil, $0.stance) })
    #expect(unnamed.exchanges?.arguedWith.isEmpty == true)
    let levels = "4 posts, 1 supportive, 2 critical, 1 neutral"
    #expect(unnamed.text().contains("replies to the target: \(levels)"))
    #expect(unnamed.summary().markdown().contains("- replies to the target: \(levels)"))
    #expect(unnamed.summary().html().contains("<h3>Replies to the target</h3><p>\(levels).</p>"))
  }

  @Test func onlyAbsentParentsOfWhatIsCountedAreWarnedOf() throws {
    func warnings(_ replies: [Reply]) throws -> [Warning.Code] {
      try findings(replies).warnings.map(\.code)
    }
    #expect(try warnings(Self.replies).contains(.missingParents))
    let elsewhere = Self.replies.map { $0.id == "lost" ? ($0.id, $0.to, $0.author, nil) : $0 }
    #expect(try !warnings(elsewhere).contains(.missingParents))
  }

  @Test func listWithoutLinksHasNoLevels() throws {
    let list: [Reply] = Self.replies.map {
      (id: $0.id, to: nil as String?, author: $0.author, stance: $0.stance)
    }
    #expect(try findings(list).exchanges == nil)
  }

  @Test func reportNamesNobodyAndQuotesOnlyWhereAsked() throws {
    let findings = try findings()
    let schema = try JSONSerialization.jsonObject(with: Data(SummarySchema.text.utf8))
    let validator = SchemaValidator(schema: try #require(schema as? [String: Any]))
    for quotes in [false, true] {
      let summary = findings.summary(quotes: quotes)
      let json = try summary.json()
      #expect(
        validator.problems(with: try JSONSerialization.jsonObject(with: Data(json.utf8))) == []
      )
      #expect(json.contains(#""id" : "a""#))
      #expect(json.contains("I am a") == quotes)
      #expect(summary.html().contains("I am a") == quotes)
      #expect(summary.html().contains("Replies that are argued with"))
      for text in [json, summary.html(), summary.markdown(), findings.text()] {
        #expect(!text.contains("person4") && !text.contains("@somebody"))
      }
      let again = try Summary(json: Array(json.utf8), name: "summary.json")
      #expect(again.html() == summary.html())
    }
    #expect(findings.text().contains("Where people disagree"))
    #expect(findings.text().contains("Argued with most: a supportive reply (post a): 3 people"))
    #expect(findings.summary().markdown().contains("- A supportive reply (post a): 3 people"))
    let argued = findings.summary().tables.first { $0.name == "argued" }
    #expect(argued?.csv.contains("\n1,a,supportive,5,3,1,\n") == true)
    // A summary of an older version of the program has no such part, and is read all the same.
    let older = try Findings.of([post(.supportive, by: 1)]).summary()
    #expect(!(try older.json()).contains("exchanges"))
    #expect(!older.html().contains("Where people disagree"))
  }
}
