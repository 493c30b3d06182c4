import Foundation
import Ingest
import Report
import Scoring
import TestSupport
import Testing

struct TextSurveyTests {
  /// A survey of posts whose stances are given, and not scored.
  private func survey(_ posts: [(stance: Stance, author: Int, text: String)]) throws -> TextSurvey {
    try #require(try findings(posts).survey)
  }

  /// The findings of such posts; one by an author below zero names none.
  private func findings(
    _ posts: [(stance: Stance, author: Int, text: String)],
    labels: HandLabels? = nil,
    ofOneIn factor: Int = 1
  ) throws -> Findings {
    let folder = try TemporaryFolder()
    let lines = try posts.enumerated().map { number, post in
      var object: [String: Any] = [
        "id": "\(number)", "text": post.text, "created_at": 1_679_300_000 + number * 60,
      ]
      if post.author >= 0 { object["author"] = "a\(post.author)" }
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    let corpus = try Corpus(paths: [folder.write(lines.joined(separator: "\n"), to: "export")])
    var scored = try Scorer(model: .builtIn()).score(corpus, brief: Brief())
    for (number, given) in posts.enumerated() {
      scored.byPlace[number] = post(given.stance, by: given.author < 0 ? nil : given.author)
    }
    let level = factor.trailingZeroBitCount
    scored.texts = scored.texts.map { texts in
      let drawn = texts.records.filter { PeopleSample<SampledText>.holds($0.person, level) }
      return texts.with(drawn, level: level)
    }
    let tool = ToolDescription(version: "0", modelDigest: "", modelSources: "")
    return try Findings(corpus, scored, tool: tool, labels: labels)
  }

  @Test func postThatIsLabelledOtherwiseByHandStandsForNoSide() throws {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    let posts = (0..<40).map {
      (
        Stance.critical, $0,
        "gates locked \(days[$0 % 7]) and clipboards \(days[$0 / 7]), cousin\($0)"
      )
    }
    func shown(_ stances: [String: Stance?]) throws -> [String] {
      let survey = try #require(try findings(posts, labels: HandLabels(stances)).survey)
      return (survey.representatives[.critical] ?? []).map(\.id)
    }
    let first = try #require(shown([:]).first)
    #expect(try shown([first: .critical]).contains(first))
    #expect(try !shown([first: .supportive]).contains(first))
    #expect(try !shown([first: nil]).contains(first))
    #expect(try !shown([first: .supportive]).isEmpty)
  }

  @Test func termsOfASideAreCountedByPeople() throws {
    var posts = (0..<40).map { (Stance.supportive, $0, "clipboards wrong again, \($0)") }
    posts += (0..<40).map { (Stance.critical, 100 + $0, "gates locked today, \($0)") }
    // One person's slogan is no term of a side.
    posts += (0..<60).map { _ in (Stance.critical, 100, "sackher") }
    let survey = try survey(posts)
    let supportive = try #require(survey.terms[.supportive])
    #expect(supportive.contains { $0.text.contains("clipboards") && $0.people == 40 })
    let critical = try #require(survey.terms[.critical])
    #expect(critical.contains { $0.text.contains("gates") })
    #expect(!(supportive + critical).contains { $0.text == "sackher" })
  }

  @Test func textThatManyPasteIsNoTermOfASide() throws {
    var posts = (0..<40).map { (Stance.supportive, $0, "clipboards wrong again, \($0)") }
    posts += (0..<40).map { (Stance.critical, 100 + $0, "gates locked today, \($0)") }
    posts += (200..<230).map {
      (Stance.critical, $0, "Rats everywhere by summer, just you wait and see")
    }
    posts += [(Stance.critical, 300, "rats, then"), (.critical, 301, "more rats")]
    let survey = try survey(posts)
    let critical = try #require(survey.terms[.critical])
    #expect(critical.contains { $0.text.contains("gates") && $0.people == 40 })
    #expect(!critical.contains { $0.text.contains("summer") })
    #expect(!critical.contains { $0.text.contains("rats") && $0.people > 3 })
    #expect(survey.wordings.copied.first?.posts == 30)
    #expect(survey.wordings.copied.first?.accounts == 30)
  }

  @Test func copiesAndNearCopiesAreOneWording() throws {
    let text =
      "Stand with the school and tell the inspectors that one word is never enough for a child"
    var posts = (0..<10).map { (Stance.supportive, $0, text) }
    posts.append((.supportive, 11, text.uppercased() + "!!!"))
    posts.append((.supportive, 12, text + " today"))
    posts.append(
      (.critical, 13, "A quite different sentence with enough words in it to be compared")
    )
    let wordings = try survey(posts).wordings
    #expect(wordings.count == 2)
    #expect(wordings.copies == 11)
    let copied = try #require(wordings.copied.first)
    #expect(copied.accounts == 12)
    #expect(copied.stance == .supportive)
    #expect(copied.span.map(Int.init) == 660)
  }

  @Test func whatIsOfASampleOfPeopleIsSaidToBe() throws {
    let text = "Stand with the school and tell the inspectors that one word is never enough"
    let posts = (0..<60).map { (Stance.supportive, $0, text) }
    let all = try findings(posts)
    #expect(!all.warnings.contains { $0.code == .sampledTexts })
    let drawn = try findings(posts, ofOneIn: 2)
    let copies = try #require(drawn.survey?.wordings.copies)
    #expect(copies > 0 && copies < 59)
    #expect(drawn.warnings.contains { $0.code == .sampledTexts })
    let words = "Of one in 2 people, \(copies) posts repeat a text that another has."
    #expect(drawn.text().contains(words))
    #expect(drawn.summary().markdown().contains(words) && drawn.summary().html().contains(words))
    #expect(all.text().contains("  59 posts repeat a text"))
  }

  @Test func copiesWithoutAuthorsAreOfNoAccounts() throws {
    let text = "Stand with the school and tell the inspectors that one word is never enough"
    let named = (0..<12).map { (Stance.supportive, $0 < 4 ? $0 : -1, text) }
    let findings = try findings(named)
    let copied = try #require(findings.survey?.wordings.copied.first)
    #expect((copied.accounts, copied.posts, copied.withoutAuthor) == (4, 12, 8))
    let words = "4 accounts, 12 posts (8 without an author), supportive, within 11 minutes"
    #expect(findings.text().contains("  - \(words)"))
    #expect(findings.summary().markdown().contains("- \(words) (post \(copied.id))"))
    #expect(findings.summary().html().contains(words))
    let unnamed = try self.findings(named.map { ($0.0, -1, $0.2) })
    #expect(unnamed.survey?.wordings.copied.isEmpty == true)
    #expect(unnamed.survey?.wordings.copies == 11)
    for text in [unnamed.text(), unnamed.summary().html()] { #expect(!text.contains("accounts,")) }
  }

  @Test func postsThatArePointedAtCanBeFoundAgain() throws {
    let text = "Stand with the school and tell the inspectors that one word is never enough"
    let findings = try findings((0..<12).map { (Stance.supportive, $0, text) })
    let id = try #require(findings.survey?.wordings.copied.first?.id)
    let summary = findings.summary()
    #expect(try summary.json().contains("\"id\" : \"\(id)\""))
    let table = try #require(summary.tables.first { $0.name == "copies" })
    #expect(table.csv.contains("\n\(id),supportive,12,12,0,660,"))
    #expect(findings.text().contains("(post \(id))"))
    #expect(!findings.text().contains(text.prefix(20)))
    let quoted = findings.text(TextStyle(), quotes: true)
    #expect(quoted.contains("“Stand with the school"))
    // The page is for anybody, and an id leads to its author.
    #expect(
      !summary.html().contains("(post \(id))") && !summary.html().contains("<th scope=\"col\">id")
    )
  }

  @Test func shownTextsNameNobody() throws {
    let posts = (0..<6).map {
      (
        Stance.supportive, $0,
        "@jo_h well said and thank you from us all, see https://a.example/\($0) or ask @jo_h."
      )
    }
    let survey = try survey(posts)
    let texts =
      (survey.representatives[.supportive] ?? []).compactMap(\.text)
      + survey.wordings.copied.compactMap(\.text)
    #expect(!texts.isEmpty)
    for text in texts {
      #expect(!text.contains("jo_h"))
      #expect(!text.contains("a.example"))
    }
  }
}
