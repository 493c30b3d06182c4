import Foundation
import Scoring
import TestSupport
import Testing

struct LexiconTests {
  private func lexicon(_ text: String) throws -> Lexicon {
    let folder = try TemporaryFolder()
    let path = folder.path + "/words.jsonl"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try Lexicon(path: path)
  }

  /// The logarithms of the odds of each stance, by the text alone.
  private func odds(_ text: String, _ lexicon: Lexicon) throws -> SIMD3<Float> {
    let node = ConversationGraph.Node(text: try scores(text, lexicon), parent: nil, role: nil)
    let found = try Model.builtIn().inference.withoutContext
      .stances(of: ConversationGraph(nodes: [node], authors: [nil])).inContext[0]
    return SIMD3(
      log(found[0] / (1 - found[0])),
      log(found[1] / (1 - found[1])),
      log(found[2] / (1 - found[2]))
    )
  }

  private func scores(_ text: String, _ lexicon: Lexicon) throws -> TextScores {
    var model = try Model.builtIn()
    model.lexicon = lexicon
    let stand = Stand(Brief(target: ["Jo Harker"]), root: nil)
    let root = model.text.stance.root(stand.direction)
    var reader = TextReader(model)
    let reading = reader.reading(
      of: Tokenizer.tokens(of: text),
      language: "en",
      stand: stand,
      root: root,
      position: .direct,
      answering: nil
    )
    guard case .scores(let scores) = reading else {
      Issue.record("\(text) was refused")
      throw CancellationError()
    }
    return scores
  }

  @Test(arguments: [0.7, 1.1, 2] as [Float], Stance.allCases)
  func oddsGrowByTheWeight(_ weight: Float, _ side: Stance) throws {
    let own = try lexicon(
      #"{"term": "honestly", "side": "\#(side.rawValue)", "weight": \#(weight)}"#
    )
    for text in ["stop grandstanding honestly", "honestly it was a long day"] {
      let change = try odds(text, own) - odds(text, Lexicon())
      #expect(Swift.abs(change[side.index] - weight) < 0.02, "\(text): \(change)")
    }
  }

  @Test func termsAddTheirWeightOnce() throws {
    let own = try lexicon(
      """
      {"term": "#LetThemIn", "side": "critical", "weight": 2}
      {"term": "hold the line", "side": "supportive"}

      {"term": "gutted", "tone": -1, "weight": 3}
      """
    )
    #expect(own.count == 3)
    for (text, change) in [
      ("I say #letthemin and again #LetThemIn", SIMD3<Float>(0, 2, 0)),
      ("we will Hold the Line here", SIMD3(1.1, 0, 0)),
      ("we will hold the phone here", SIMD3(0, 0, 0)),
    ] {
      let added = try scores(text, own).stance - scores(text, Lexicon()).stance
      let found = added / (try Model.builtIn().inference.temperature)
      #expect(abs(found - change).max() < 1e-5, "\(text): \(found)")
    }
    let tone =
      try scores("I am gutted by this", own).tone - scores("I am gutted by this", Lexicon()).tone
    #expect(abs(tone - SIMD3(3, 0, 0)).max() < 1e-5)
  }

  @Test func toneMayStandOnALineOfItsOwn() throws {
    let lines = #"{"term": "scab", "side": "critical"}"# + "\n" + #"{"term": "scab", "tone": -1}"#
    #expect(try lexicon(lines).count == 2)
  }

  @Test(arguments: [
    (#"{"term": "scab", "side": "pro"}"#, "1: 'side' is \"pro\"; expected supportive"),
    ("\n" + #"{"term": "scab"}"#, "2: has neither 'side' nor 'tone'"),
    (#"{"term": "scab", "tone": 5}"#, "1: 'tone' is 5; expected -1, 0 or 1"),
    (#"{"term": " ", "tone": 1}"#, "1: 'term' is \" \"; expected a word"),
    (#"{"term": "scab", "side": "critical", "weight": 0}"#, "1: 'weight' is 0.0; expected more"),
    (#"{"word": "scab"}"#, "1: is no term"),
    ("\n", "holds no term"),
    (
      #"{"term": "Scab", "side": "critical"}"# + "\n" + #"{"term": "scab", "side": "supportive"}"#,
      "2: 'scab' is supportive, and critical above"
    ),
    (
      #"{"term": "Scab", "side": "critical"}"# + "\n" + #"{"term": "scab", "side": "critical"}"#,
      "2: 'scab' is listed above; expected it once"
    ),
    (
      #"{"term": "a", "side": "critical", "tone": -1}"# + "\n" + #"{"term": "a", "tone": 1}"#,
      "2: 'a' is listed above; expected it once"
    ),
  ])
  func badLinesAreSaid(_ text: String, _ expected: String) throws {
    let error = #expect(throws: LabelError.self) { try lexicon(text) }
    #expect(try #require(error).description.contains(expected))
  }
}

private func abs(_ triple: SIMD3<Float>) -> SIMD3<Float> {
  SIMD3(Swift.abs(triple[0]), Swift.abs(triple[1]), Swift.abs(triple[2]))
}
