import Foundation
import Scoring
import TestSupport
import Testing

struct TaughtLabelTests {
  /// Six models that are sure of the first answer to each question, or of the second.
  private let first = String(repeating: "o0", count: 18)
  private let second = String(repeating: "0o", count: 18)

  private func conversations(_ taught: [String]) throws -> [LabelledConversation] {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/made/topic"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    var posts = #"{"id":"r","author":"jo","text":"I said no","conversation_id":"r"}"# + "\n"
    for (number, text) in ["bravo friend", "shame traitor"].enumerated() {
      for copy in 0..<30 {
        posts += #"{"id":"\#(number)-\#(copy)","in_reply_to":"r","text":"\#(text)"}"# + "\n"
      }
    }
    try Data(posts.utf8).write(to: URL(fileURLWithPath: path + "/posts.jsonl"))
    let gold = #"{"id":"r","status":"target"}"#
    try Data(gold.utf8).write(to: URL(fileURLWithPath: path + "/gold.jsonl"))
    let lines = taught.joined(separator: "\n")
    try Data(lines.utf8).write(to: URL(fileURLWithPath: path + "/taught.jsonl"))
    return try LabelledConversation.conversations(in: path)
  }

  @Test func postsThatNobodyLabelledAreLearnedFrom() throws {
    let taught = (0..<30).flatMap { copy in
      [
        #"{"id":"0-\#(copy)","taught":"\#(first)"}"#, #"{"id":"1-\#(copy)","taught":"\#(second)"}"#,
      ]
    }
    let conversations = try conversations(taught)
    let model = Trainer().model(from: conversations, sources: "")
    let post = { (id: String) in conversations[0].posts.first { $0.id == id } }
    let root = model.text.stance.root(conversations[0].direction)
    for (id, answer) in [("0-3", 0), ("1-3", 1)] {
      let evidence = try #require(post(id)).evidence
      let scores = model.text.scores(of: evidence, under: root, answering: nil).stanceMadeUp
      #expect(scores[answer] > scores[1 - answer] + 1, "\(id): \(scores)")
    }
  }

  @Test(arguments: ["ooo", String(repeating: "~", count: 36)])
  func stringsOfAnotherFormAreSaid(_ taught: String) throws {
    let error = #expect(throws: LabelError.self) {
      try conversations([#"{"id":"0-1","taught":"\#(taught)"}"#])
    }
    #expect(try #require(error).description.contains("taught.jsonl:1"))
  }
}
