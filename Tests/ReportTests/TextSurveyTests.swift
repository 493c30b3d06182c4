import Foundation
import Ingest
import Report
import Scoring
import TestSupport
import Testing

struct TextSurveyTests {
  /// A survey of posts whose stances are given, and not scored.
  private func survey(_ posts: [(stance: Stance, author: Int, text: String)]) throws -> TextSurvey {
    let folder = try TemporaryFolder()
    let lines = try posts.enumerated().map { number, post in
      let object: [String: Any] = [
        "id": "\(number)", "author": "a\(post.author)", "text": post.text,
        "created_at": 1_679_300_000 + number * 60,
      ]
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    let corpus = try Corpus(paths: [folder.write(lines.joined(separator: "\n"), to: "export")])
    var scored = try Scorer(model: .builtIn()).score(corpus, brief: Brief())
    for (number, given) in posts.enumerated() {
      scored.byPlace[number] = post(given.stance, by: given.author)
    }
    let tool = ToolDescription(version: "0", modelDigest: "", modelSources: "")
    return try #require(try Findings(corpus, scored, tool: tool).survey)
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
    #expect(critical.filter { $0.text.contains("rats") }.allSatisfy { $0.people <= 3 })
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
