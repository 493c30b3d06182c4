import Foundation
import Ingest
import Report
import Scoring
import TestSupport
import Testing

/// How right the built-in model is was measured; how right others are that read posts for it was not.
struct UnmeasuredErrorsTests {
  private static let texts = [
    "good on you, well done", "shame on you, this is a disgrace", "what time does it open",
    "they had it coming, about time", "you had no right to do this", "well then, here we are",
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var lines = [#"{"id":"r","author":"jo","text":"I have said no to them","conversation_id":"r"}"#]
    var labels: [String] = []
    for number in 0..<60 {
      let text = "\(Self.texts[number % 6]) number\(number)"
      lines.append(
        #"{"id":"\#(number)","author":"a\#(number)","text":"\#(text)","in_reply_to":"r"}"#
      )
      labels.append(#"{"id":"\#(number)","stance":"supportive"}"#)
    }
    _ = try folder.write(lines.joined(separator: "\n"), to: "posts.jsonl")
    _ = try folder.write(labels.joined(separator: "\n"), to: "gold.jsonl")
    return folder
  }

  private func summary(
    _ model: Model,
    _ folder: TemporaryFolder,
    _ outside: OutsideScorer? = nil
  ) throws -> (tool: Tool, text: String) {
    let corpus = try Corpus(paths: [folder.path + "/posts.jsonl"])
    let scored = try Scorer(model: model).score(corpus, brief: Brief(), outside: outside)
    let tool = ToolDescription(version: "0", model: model)
    let findings = try Findings(corpus, scored, tool: tool)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let json = try findings.summary().json()
    return (try decoder.decode(File.self, from: Data(json.utf8)).tool, findings.text())
  }

  private struct File: Decodable {
    var tool: Tool
  }

  private struct Tool: Decodable {
    var shareError: Double
    var errorsMeasured: Bool
  }

  @Test func scorerThatIsSureOfItselfMakesNoIntervalNarrower() throws {
    let (folder, model) = (try folder(), try Model.builtIn())
    let alone = try summary(model, folder)
    #expect(alone.tool.errorsMeasured)
    #expect(alone.text.replacing("\n", with: " ").contains("95 of 100 shares are off by"))

    let corpus = try Corpus(paths: [folder.path + "/posts.jsonl"])
    let scored = try Scorer(model: model).score(corpus, brief: Brief())
    let sure = OutsideScorer(below: 2) { questions in
      var answers: [String: StanceProbabilities] = [:]
      for question in questions {
        let place = try #require(corpus.index.place(ofID: question.id))
        let stance = try #require(scored.byPlace[place].probabilities).stance
        answers[question.id] = StanceProbabilities(
          supportive: stance == .supportive ? 1 : 0,
          critical: stance == .critical ? 1 : 0,
          neutral: stance == .neutral ? 1 : 0
        )
      }
      return answers
    }
    let with = try summary(model, folder, sure)
    #expect(with.tool.shareError == alone.tool.shareError, "the same stances, and the same doubt")
    #expect(!with.tool.errorsMeasured)
    #expect(with.text.replacing("\n", with: " ").contains("errors are larger was not measured"))
  }

  @Test func strongWordsMakeNoIntervalNarrower() throws {
    let folder = try folder()
    let words = (0..<60).map { #"{"term":"number\#($0)","side":"supportive","weight":10}"# }
    var model = try Model.builtIn()
    let alone = try summary(model, folder)
    model.lexicon = try Lexicon(
      path: folder.write(words.joined(separator: "\n"), to: "words.jsonl")
    )
    let with = try summary(model, folder)
    // All are supportive now, by far, against what the model finds.
    #expect(with.tool.shareError > alone.tool.shareError)
    #expect(!with.tool.errorsMeasured)
  }

  @Test func modelThatKnowsItsLabelsByHeartMakesNoIntervalNarrower() throws {
    let folder = try folder()
    let general = try Model.builtIn()
    let alone = try summary(general, folder)
    let labelled = try LabelledConversation.conversations(in: folder.path)
    let model = Adaptation(of: general).model(to: labelled, sources: "own: 60 posts")
    let with = try summary(try Model(bytes: model.encoded(), name: "own"), folder)
    #expect(with.tool.shareError >= alone.tool.shareError)
    #expect(!with.tool.errorsMeasured)
  }

  @Test func modelOfOnesOwnAllowsForNoLessThanTheBuiltIn() throws {
    let builtIn = try Model.builtIn()
    let model = Model(
      text: builtIn.text,
      inference: builtIn.inference,
      english: builtIn.english,
      errorFactor: 0,
      sources: "own: 3 posts"
    )
    #expect(ToolDescription(version: "0", model: model).errorFactor == builtIn.errorFactor)
  }
}
