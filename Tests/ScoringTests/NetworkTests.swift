import Ingest
import Scoring
import Testing

struct WordVectorsTests {
  private func direction(_ text: String) -> [Float] {
    WordVectors.builtIn.direction(of: Tokenizer.tokens(of: text))
  }

  private func cosine(_ left: String, _ right: String) -> Float {
    zip(direction(left), direction(right)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test(arguments: [
    ("terrible", "awful", "table"), ("teacher", "school", "ocean"), ("agree", "agreed", "purple"),
    ("he is lying", "what a liar", "see you on Monday"),
  ])
  func wordsThatAreUsedAlikePointAlike(word: String, near: String, far: String) {
    #expect(cosine(word, near) > cosine(word, far) + 0.1)
  }

  @Test func directionHasLengthOneOrIsNone() {
    let squares = direction("The meeting is on Thursday").reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares - 1) < 1e-4)
    for text in ["", "@jo_harker https://example.org 12", "qzxwvq", "👍"] {
      #expect(direction(text).allSatisfy { $0 == 0 }, "\(text)")
    }
  }
}

struct NetworkTrainerTests {
  private let stand = Stand(Brief(), root: nil)

  private func direction(_ text: String) -> [Float] {
    WordVectors.builtIn.direction(of: Tokenizer.tokens(of: text))
  }

  private func evidence(_ text: String) -> TextEvidence {
    TextEvidence(Tokenizer.tokens(of: text), names: stand.names, position: .direct)
  }

  /// Answers that depend on text and root together: about the same thing, or about another.
  private var examples: [DirectionNetwork.Example] {
    let words = ["school", "football", "recipe", "weather", "election", "music"]
    return words.flatMap { root in
      words.flatMap { word in
        Array(
          repeating: DirectionNetwork.Example(
            evidence: evidence(word),
            other: direction(root),
            isReal: true,
            wanted: Triple(certain: root == word ? 0 : 1),
            weight: root == word ? 5 : 1
          ),
          count: 8
        )
      }
    }
  }

  @Test func learnsWhatTextAndRootMeanTogether() {
    let network = DirectionNetwork(learnedFrom: examples, seed: 1)
    for example in examples {
      let scores = network.scores(
        of: example.evidence.direction,
        marks: example.evidence.marks,
        under: network.root(example.other)
      ).real
      #expect((scores[0] > scores[1]) == (example.wanted[0] == 1))
    }
  }

  @Test func besideAnotherIsAsUnderIt() {
    let network = DirectionNetwork(learnedFrom: Array(examples.prefix(40)), seed: 1)
    for example in examples {
      let (text, marks) = (example.evidence.direction, example.evidence.marks)
      let beside = network.scores(of: text, marks: marks, beside: example.other)
      let under = network.scores(of: text, marks: marks, under: network.root(example.other)).madeUp
      #expect((beside - under).max() < 1e-4 && (beside - under).min() > -1e-4)
    }
  }

  @Test func sameSeedGivesTheSameNetwork() {
    let examples = Array(examples.prefix(40))
    let network = DirectionNetwork(learnedFrom: examples, seed: 5)
    #expect(network.first == DirectionNetwork(learnedFrom: examples, seed: 5).first)
    #expect(network.first != DirectionNetwork(learnedFrom: examples, seed: 6).first)
  }
}
