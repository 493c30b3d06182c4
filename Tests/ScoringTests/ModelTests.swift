import Ingest
import Scoring
import Testing

struct ModelFileTests {
  @Test func modelReadsBackAsItWasWritten() throws {
    let model = try Model.builtIn()
    let bytes = model.encoded()
    let again = try Model(bytes: bytes, name: "copy")
    #expect(again.encoded() == bytes)
    #expect(again.digest == model.digest)
    #expect(again.text.linear.scales == model.text.linear.scales)
    #expect(again.inference.temperature == model.inference.temperature)
  }

  @Test func damageIsRefused() throws {
    let bytes = try Model.builtIn().encoded()
    for place in [0, 8, 200, bytes.count / 2, bytes.count - 1] {
      var damaged = bytes
      damaged[place] ^= 0x10
      #expect(throws: ModelError.self, "byte \(place)") { try Model(bytes: damaged, name: "x") }
    }
    for length in [0, 8, 20, bytes.count - 1] {
      #expect(throws: ModelError.self) { try Model(bytes: Array(bytes.prefix(length)), name: "x") }
    }
  }

  @Test func otherVersionIsNamed() throws {
    var bytes = try Model.builtIn().encoded()
    bytes[7] = 99
    let error = #expect(throws: ModelError.self) { try Model(bytes: bytes, name: "old.model") }
    #expect(error?.description.contains("version 99") == true)
  }
}

struct ConversationInferenceTests {
  private let inference: ConversationInference

  init() throws { inference = try Model.builtIn().inference }

  private func text(_ stance: Triple, agreement: Triple = .zero) -> TextScores {
    TextScores(stance: stance, stanceMadeUp: stance, tone: .zero, agreement: agreement, realness: 0)
  }

  /// Whether all stances are as probable.
  private func isOpen(_ belief: Triple) -> Bool { belief.max() - belief.min() < 1e-3 }

  /// A root, a clear critic under it, and an answer to the critic that says nothing of itself.
  private func graph(agreement: Triple) -> ConversationGraph {
    ConversationGraph(
      nodes: [
        .init(text: nil, parent: nil, role: .target),
        .init(text: text([-4, 4, 0]), parent: 0, role: nil),
        .init(text: text(.zero, agreement: agreement), parent: 1, role: nil),
      ],
      authors: [Key("jo"), Key("a"), Key("b")]
    )
  }

  @Test func agreeingWithACriticIsCritical() {
    #expect(inference.stances(of: graph(agreement: [-4, 0, 4])).inContext[2][1] > 0.5)
  }

  @Test func disagreeingWithACriticIsSupportive() {
    let belief = inference.stances(of: graph(agreement: [4, 0, -4])).inContext[2]
    #expect(belief[0] > belief[1])
    #expect(belief[0] > belief[2])
  }

  @Test func otherPostsOfTheAuthorCount() {
    let graph = ConversationGraph(
      nodes: [
        .init(text: nil, parent: nil, role: .target),
        .init(text: text([-4, 4, 0]), parent: 0, role: nil),
        .init(text: text(.zero), parent: 0, role: nil),
        .init(text: text(.zero), parent: 0, role: nil),
      ],
      authors: [Key("jo"), Key("a"), Key("a"), Key("b")]
    )
    let beliefs = inference.stances(of: graph).inContext
    #expect(beliefs[2][1] > beliefs[3][1])
  }

  @Test func alliesAndOpponentsAreOnTheirSidesIfOnAny() {
    let graph = ConversationGraph(
      nodes: [
        .init(text: text(.zero), parent: nil, role: .ally),
        .init(text: text(.zero), parent: nil, role: .opponent),
      ],
      authors: [Key("a"), Key("o")]
    )
    let beliefs = inference.stances(of: graph).inContext
    #expect(beliefs[0][0] > 4 * beliefs[0][1])
    #expect(beliefs[1][1] > 4 * beliefs[1][0])
  }

  @Test func withoutContextTheTextAloneDecides() {
    let alone = inference.withoutContext.stances(of: graph(agreement: [4, 0, -4])).inContext
    #expect(isOpen(alone[2]))
  }

  /// Answers to a root that are by somebody each: some clear, and last one that says nothing of itself.
  private func conversation(_ texts: [Triple], authors: [String]? = nil) -> ConversationGraph {
    let nodes: [ConversationGraph.Node] = (texts + [.zero]).map {
      .init(text: text($0), parent: nil, role: nil)
    }
    return ConversationGraph(
      nodes: nodes,
      authors: nodes.indices.map { Key(authors?[$0] ?? "a\($0)") }
    )
  }

  /// A conversation that leans to one stance, with a post that says nothing of itself.
  private func leaning(to stance: Int) -> ConversationGraph {
    var clear = Triple(repeating: -3)
    clear[stance] = 3
    return conversation(Array(repeating: clear, count: 30))
  }

  @Test func networksLearnWhereAConversationLeans() throws {
    var open = inference
    open.context = []
    let lessons = (0..<3).map { stance in
      ContextLesson(leaning(to: stance), by: open) { _ in (Triple(certain: stance), 1) }
    }
    var learned = inference
    learned.context = ContextNetwork.learned(from: lessons + lessons, seed: 1)
    for stance in 0..<3 {
      #expect(isOpen(open.stances(of: leaning(to: stance)).inContext[30]))
      #expect(learned.stances(of: leaning(to: stance)).inContext[30][stance] > 0.4)
    }
  }

  @Test func sameSeedGivesTheSameNetworks() {
    let lesson = ContextLesson(graph(agreement: .zero), by: inference) { place in
      place == 0 ? nil : (Triple(certain: 1), 1)
    }
    func first(_ seed: UInt64) -> [[Float]] {
      ContextNetwork.learned(from: [lesson], seed: seed).map(\.first)
    }
    #expect(first(5) == first(5))
    #expect(first(5) != first(6))
  }

  @Test func silentNetworkChangesNothing() {
    var (inference, silent) = (inference, inference)
    inference.context = []
    silent.context = [.silent, .silent]
    let graph = graph(agreement: [4, 0, -4])
    let (before, after) = (inference.stances(of: graph), silent.stances(of: graph))
    for place in 0..<3 {
      let change = before.inContext[place] - after.inContext[place]
      #expect(change.max() < 0.003 && change.min() > -0.003)
    }
  }

  @Test func sizeBeyondWhatWasLearnedSaysNothing() {
    func belief(_ count: Int) -> Triple {
      inference.stances(of: conversation(Array(repeating: [2, -2, 0], count: count))).inContext[
        count
      ]
    }
    let (large, larger) = (belief(1_000), belief(4_000))
    #expect((large - larger).max() < 0.01 && (larger - large).max() < 0.01)
  }

  @Test func largeConversationIsWeighedAlikeByManyThreads() {
    let texts = (0..<9_000).map { Triple(Float($0 % 7) - 3, Float($0 % 5) - 2, 0) }
    let graph = conversation(texts)
    let one = inference.stances(of: graph).inContext
    let two = inference.stances(of: graph, Workers(2)).inContext
    for place in texts.indices { #expect(one[place] == two[place]) }
  }

  @Test func postThatIsClearIsNotOverruled() {
    var texts: [Triple] = Array(repeating: [-4, 4, -4], count: 50)
    texts.append([4, -4, -4])
    #expect(inference.stances(of: conversation(texts)).inContext[50][0] > 0.8)
  }

  @Test func oneLoudAuthorIsNoBalance() {
    let critics: [Triple] = Array(repeating: [-4, 4, -4], count: 30)
    let supporters: [Triple] = Array(repeating: [4, -4, -4], count: 30)
    let loud = Array(repeating: "loud", count: 30) + (0...30).map { "s\($0)" }
    let belief = inference.stances(of: conversation(critics + supporters, authors: loud)).inContext[
      60
    ]
    #expect(belief[0] > belief[1])
  }

  @Test func beliefsAreProbabilities() {
    let beliefs = inference.stances(of: graph(agreement: [1, 2, 3])).inContext
    for belief in (0..<3).map({ beliefs[$0] }) {
      #expect(abs(belief.sum() - 1) < 1e-5)
      #expect(belief.min() >= 0)
    }
  }
}

struct EvaluationTests {
  private func outcome(_ gold: Stance?, _ found: Stance?, _ confidence: Double = 0.8)
    -> Evaluation.Outcome
  {
    let rest = (1 - confidence) / 2
    let probabilities = found.map { found in
      StanceProbabilities(
        supportive: found == .supportive ? confidence : rest,
        critical: found == .critical ? confidence : rest,
        neutral: found == .neutral ? confidence : rest
      )
    }
    return Evaluation.Outcome(stance: gold, tone: nil, probabilities: probabilities, sentiment: nil)
  }

  @Test func macroF1IsTheMeanOverStances() {
    var evaluation = Evaluation()
    evaluation.add([
      outcome(.supportive, .supportive), outcome(.supportive, .critical),
      outcome(.critical, .critical), outcome(.neutral, nil), outcome(nil, .critical),
    ])
    // Supportive: 2·1/(2+1); critical: 2·1/(1+2); neutral: 0.
    #expect(abs(evaluation.macroF1 - (2.0 / 3 + 2.0 / 3) / 3) < 1e-12)
    #expect(evaluation.posts == 4)
    #expect(evaluation.accuracy == 0.5)
    #expect(evaluation.wronglyScored == 1)
  }

  @Test func calibrationErrorIsHowFarConfidenceIsFromAccuracy() {
    var evaluation = Evaluation()
    evaluation.add([outcome(.critical, .critical, 0.75), outcome(.critical, .neutral, 0.75)])
    #expect(abs(evaluation.calibrationError - 0.25) < 1e-12)
  }

  @Test func shareErrorIsInPoints() throws {
    var evaluation = Evaluation()
    evaluation.add(
      (0..<40).map {
        outcome($0 < 20 ? .supportive : .critical, $0 < 26 ? .supportive : .critical, 1)
      }
    )
    let error = try #require(evaluation.shareError)
    #expect(abs(error.counted - 10) < 1e-9)
  }

  @Test func errorsOfSharesAreMultiplesOfWhatIsDoubted() {
    var evaluation = Evaluation()
    // 26 of 40 are found to be supportive, and 20 are: each of the 26 could be critical by one in ten.
    evaluation.add(
      (0..<40).map {
        outcome($0 < 20 ? .supportive : .critical, $0 < 26 ? .supportive : .critical, 0.8)
      },
      errorFactor: 1.1
    )
    // Critical is 15 points above what was found, by what could be 0.65 times 0.1 and two points.
    #expect(abs(evaluation.errorFactor - 0.15 / (0.65 * 0.1 + 0.02)) < 1e-9)
    // Supportive is as far off as it could be, neutral not at all; the lead 30 points, by what could be 21.5.
    #expect(evaluation.intervalsHeld.shares == 2.0 / 3)
    #expect(evaluation.intervalsHeld.leads == 0)
  }

  @Test func noPostIsHeldForSurerThanTheBuiltInModelIsOfIt() {
    func reach(_ found: StanceProbabilities, _ builtIn: StanceProbabilities?) -> [Double] {
      var doubt = Doubt()
      doubt.add(found, noSurerThan: builtIn)
      let shares = SIMD3<Double>(1, 0, 0)
      return [
        doubt.reach(of: .supportive, in: shares).below,
        doubt.reach(of: .critical, in: shares).above,
        doubt.reach(of: .neutral, in: shares).above,
      ].map { (($0 - 0.02) * 1_000).rounded() / 1_000 }
    }
    let sure = StanceProbabilities(supportive: 1, critical: 0, neutral: 0)
    let unsure = StanceProbabilities(supportive: 0.4, critical: 0.3, neutral: 0.3)
    #expect(reach(sure, nil) == [0, 0, 0])
    #expect(reach(sure, unsure) == [0.6, 0.3, 0.3])
    #expect(reach(unsure, sure) == [0.6, 0.3, 0.3])
    // It says critical, and is as sure of that as the post is taken to be of what was found.
    let other = StanceProbabilities(supportive: 0.25, critical: 0.6, neutral: 0.15)
    #expect(reach(sure, other) == [0.4, 0.32, 0.08])
    let otherSure = StanceProbabilities(supportive: 0, critical: 1, neutral: 0)
    #expect(reach(sure, otherSure) == [0, 0, 0])
  }

  @Test func toneIsMeasuredWithoutAStanceToo() {
    var evaluation = Evaluation()
    func outcome(_ tone: Int, _ sentiment: Double?) -> Evaluation.Outcome {
      Evaluation.Outcome(stance: nil, tone: tone, probabilities: nil, sentiment: sentiment)
    }
    evaluation.add([
      outcome(-1, -0.6), outcome(-1, nil), outcome(0, 0.1), outcome(1, 0.9), outcome(1, 0.2),
    ])
    #expect(evaluation.posts == 0)
    #expect(evaluation.wronglyScored == 0)
    #expect(abs(evaluation.toneMacroRecall - (0.5 + 1 + 0.5) / 3) < 1e-12)
  }

  @Test func mergingPartsEqualsTheWhole() {
    let outcomes = (0..<60).map { index in
      outcome(Stance.allCases[index % 3], Stance.allCases[index / 3 % 3], 0.4 + Double(index) / 200)
    }
    var (whole, left, right) = (Evaluation(), Evaluation(), Evaluation())
    whole.add(Array(outcomes[..<30]))
    whole.add(Array(outcomes[30...]))
    left.add(Array(outcomes[..<30]))
    right.add(Array(outcomes[30...]))
    left.merge(right)
    #expect(left.confusion == whole.confusion)
    #expect(abs(left.calibrationError - whole.calibrationError) < 1e-12)
    #expect(left.conversations == whole.conversations)
  }
}
