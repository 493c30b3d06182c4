import Foundation
import Ingest
import Report
import Scoring
import TestSupport
import Testing

// The example of the README, line for line.
private func report(on export: String, by target: String) throws -> String {
  let corpus = try Corpus(paths: [export])
  let model = try Model.builtIn()
  let scored = try Scorer(model: model).score(corpus, brief: Brief(target: [target]))
  let tool = ToolDescription(version: "1.0", model: model)
  let findings = try Findings(corpus, scored, tool: tool)
  print(findings.headline.text, findings.byPerson.shares[.supportive]?.share ?? 0)
  return findings.summary().html()
}
// Its end.

struct LibraryExampleTests {
  @Test func exampleOfTheReadmeIsWhatIsCompiledHere() throws {
    let readme = try String(contentsOfFile: Program.repository + "/README.md", encoding: .utf8)
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let start = try #require(source.range(of: "private func report"))
    let end = try #require(source.range(of: "// Its end."))
    let example = source[start.lowerBound..<end.lowerBound].dropFirst("private ".count)
    #expect(readme.contains("import Ingest\nimport Report\nimport Scoring\n\n\(example)```"))
  }

  @Test func exampleMakesAPage() throws {
    let folder = try TemporaryFolder()
    let replies = try folder.write(
      """
      {"id":1,"author":"jo","text":"I have refused them entry."}
      {"id":2,"in_reply_to":1,"author":"ann","text":"Good on you, about time"}
      """,
      to: "replies.jsonl"
    )
    #expect(try report(on: replies, by: "@jo").hasPrefix("<!DOCTYPE html>"))
  }
}
