import Foundation
import Ingest
import Scoring
import Synchronization
import TestSupport
import Testing

struct OutsideScorerTests {
  private func corpus() throws -> Corpus {
    let folder = try TemporaryFolder()
    let path = folder.path + "/posts.jsonl"
    let lines = [
      #"{"id":"1","author":"jo","text":"I have said no to them","conversation_id":"1"}"#,
      #"{"id":"2","author":"a","text":"well then","conversation_id":"1","in_reply_to":"1"}"#,
      #"{"id":"3","author":"b","text":"exactly, so true","conversation_id":"1","in_reply_to":"2"}"#,
      #"{"id":"4","author":"c","text":"thank you for this","conversation_id":"1","in_reply_to":"1"}"#,
    ]
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    return try Corpus(paths: [path])
  }

  private func stances(
    _ corpus: Corpus,
    _ outside: OutsideScorer?,
    of ids: [String] = ["2", "3", "4"]
  ) throws -> (stances: [String: StanceProbabilities], counts: OutsideCounts?) {
    let scored = try Scorer(model: .builtIn()).score(corpus, brief: Brief(), outside: outside)
    var stances: [String: StanceProbabilities] = [:]
    for id in ids {
      let place = try #require(corpus.index.place(ofID: id))
      stances[id] = scored.byPlace[place].probabilities
    }
    return (stances, scored.outside)
  }

  @Test func isAskedWithAllThatStandsAbove() throws {
    let outside = OutsideScorer(below: 2) { questions in
      #expect(questions.map(\.id).sorted() == ["2", "3", "4"])
      let question = try #require(questions.first { $0.id == "3" })
      #expect(question.chain.map(\.text) == ["I have said no to them", "well then"])
      #expect(question.chain.map(\.byTarget) == [true, false])
      #expect(question.brief.target == ["@jo"])
      return [:]
    }
    let (_, counts) = try stances(corpus(), outside)
    #expect(counts == OutsideCounts(asked: 3, answered: 0))
  }

  @Test func chainHoldsTheRootAndTheNearest() throws {
    let folder = try TemporaryFolder()
    let lines = (0..<30).map { number in
      #"{"id":"\#(number)","author":"a\#(number)","text":"words \#(number)""#
        + (number == 0 ? "}" : #","in_reply_to":"\#(number - 1)"}"#)
    }
    let path = try folder.write(lines.joined(separator: "\n"), to: "posts.jsonl")
    func chains(_ brief: Brief) throws -> [String: [String]] {
      let chains = Mutex<[String: [String]]>([:])
      let outside = OutsideScorer(below: 2) { questions in
        for question in questions {
          chains.withLock { $0[question.id] = question.chain.map(\.text) }
        }
        return [:]
      }
      _ = try Scorer(model: .builtIn()).score(Corpus(paths: [path]), brief: brief, outside: outside)
      return chains.withLock { $0 }
    }
    let all = try chains(Brief())
    #expect(all["1"] == ["words 0"])
    #expect(all["9"] == (0..<9).map { "words \($0)" })
    #expect(all["25"] == (["words 0"] + (17..<25).map { "words \($0)" }))
    // What is above the root that is named is not what is talked about.
    let below = try chains(Brief(root: ["12"]))
    #expect(below["13"] == ["words 12"])
    #expect(below["25"] == (["words 12"] + (17..<25).map { "words \($0)" }))
  }

  @Test func whatItSaysStandsAndMovesTheRest() throws {
    let corpus = try corpus()
    let without = try stances(corpus, nil)
    #expect(without.counts == nil)
    let said = StanceProbabilities(supportive: 0.02, critical: 0.96, neutral: 0.02)
    let with = try stances(corpus, OutsideScorer(below: 2) { _ in ["2": said, "nobody": said] })
    #expect(with.counts == OutsideCounts(asked: 3, answered: 1))
    #expect(abs(try #require(with.stances["2"]).critical - 0.96) < 1e-4)
    // "exactly" under a critic is critical.
    func change(of id: String) throws -> Double {
      try #require(with.stances[id]).critical - #require(without.stances[id]).critical
    }
    #expect(try change(of: "3") > 0)
    // Another thread hears of it by the balance of the conversation alone.
    #expect(try abs(change(of: "4")) < change(of: "3") / 2)
  }

  @Test func isToldTheRootAndTheNearestOfALongThread() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/posts.jsonl"
    var lines = [#"{"id":"1","author":"jo","text":"post 1","conversation_id":"1"}"#]
    for number in 2...30 {
      lines.append(
        #"{"id":"\#(number)","author":"a\#(number)","text":"post \#(number)","conversation_id":"1","#
          + #""in_reply_to":"\#(number - 1)"}"#
      )
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    let outside = OutsideScorer(below: 2) { questions in
      let last = try #require(questions.first { $0.id == "30" })
      #expect(last.chain.map(\.text) == ([1] + Array(22...29)).map { "post \($0)" })
      return [:]
    }
    _ = try stances(Corpus(paths: [path]), outside, of: [])
  }

  @Test func postsWithoutIdsAreToldApart() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/posts.jsonl"
    let lines = [
      #"{"id":"1","author":"jo","text":"I have said no to them","conversation_id":"1"}"#,
      #"{"author":"a","text":"shame on you","in_reply_to":"1","created_at":"2025-01-02T10:00:00Z"}"#,
      #"{"author":"b","text":"good on you","in_reply_to":"1","created_at":"2025-01-02T11:00:00Z"}"#,
    ]
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    let outside = OutsideScorer(below: 2) { questions in
      #expect(Set(questions.map(\.id)).count == 2)
      return Dictionary(
        uniqueKeysWithValues: questions.map { question in
          let isGood = question.text.hasPrefix("good")
          return (
            question.id,
            StanceProbabilities(supportive: isGood ? 1 : 0, critical: isGood ? 0 : 1, neutral: 0)
          )
        }
      )
    }
    let (_, counts) = try stances(Corpus(paths: [path]), outside, of: [])
    #expect(counts == OutsideCounts(asked: 2, answered: 2))
  }

  @Test func otherConversationsAreNotToldTheMainTarget() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/posts.jsonl"
    let lines = [
      #"{"id":"1","author":"jo","text":"I have said no to them","conversation_id":"1"}"#,
      #"{"id":"2","author":"a","text":"well then","conversation_id":"1","in_reply_to":"1"}"#,
      #"{"id":"3","author":"b","text":"so be it","conversation_id":"1","in_reply_to":"1"}"#,
      #"{"id":"7","author":"kim","text":"we open on Monday","conversation_id":"7"}"#,
      #"{"id":"8","author":"c","text":"what a shame","conversation_id":"7","in_reply_to":"7"}"#,
    ]
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    let outside = OutsideScorer(below: 2) { questions in
      let targets = Dictionary(uniqueKeysWithValues: questions.map { ($0.id, $0.brief.target) })
      #expect(targets == ["2": ["@jo"], "3": ["@jo"], "8": []])
      #expect(questions.first { $0.id == "8" }?.chain.first?.byTarget == true)
      return [:]
    }
    let scorer = Scorer(model: try .builtIn())
    let scored = try scorer.score(
      Corpus(paths: [path]),
      brief: Brief(),
      scope: .everyConversationOrList,
      outside: outside
    )
    #expect(scored.outside == OutsideCounts(asked: 3, answered: 0))
  }

  @Test func surePostsAreNotAskedAbout() throws {
    let outside = OutsideScorer(below: 0) { _ in
      Issue.record("nothing is less sure than 0")
      return [:]
    }
    #expect(try stances(corpus(), outside).counts == OutsideCounts())
  }
}
