/// How right a scorer is on labelled posts.
///
/// An evaluation is a sum: it can be taken conversation by conversation, and merged.
package struct Evaluation: Hashable, Sendable {
  /// By the labelled stance, then by the stance found; the fourth column is posts without one.
  package private(set) var confusion = Array(repeating: Array(repeating: 0, count: 4), count: 3)
  /// By the labelled tone (negative, neither, positive), then by the tone found, or none.
  package private(set) var toneConfusion = Array(repeating: Array(repeating: 0, count: 4), count: 3)
  /// Posts whose tone and stance are of opposite sign: angry supporters, cheerful critics.
  package private(set) var opposed = Hits()
  /// Answers of few words to somebody other than the target, which mean nothing without what they answer.
  package private(set) var shortAnswers = Hits()
  /// Posts with another status in gold that got a stance all the same.
  package private(set) var wronglyScored = 0
  private var bins = Array(repeating: CalibrationBin(), count: 10)
  /// The ``confusion`` of each conversation.
  private var tables: [[[Int]]] = []
  /// The shares of each conversation with enough posts.
  package private(set) var conversations: [Shares] = []

  package struct CalibrationBin: Hashable, Sendable {
    package var posts = 0
    package var right = 0
    package var confidence = 0.0
  }

  /// How many posts of some kind there are, and of how many of them the stance was found.
  package struct Hits: Hashable, Sendable {
    package var posts = 0
    package var right = 0

    fileprivate mutating func add(_ isRight: Bool) {
      posts += 1
      if isRight { right += 1 }
    }

    fileprivate mutating func merge(_ other: Hits) {
      posts += other.posts
      right += other.right
    }
  }

  package struct ShareError: Hashable, Sendable {
    /// From counting the most probable stance of each post.
    package var counted: Double
    /// From the mean of the probabilities.
    package var expected: Double
    /// Of the lead of the supportive over the critical share, from counting; with its sign.
    package var lead: Double
  }

  /// The shares of one conversation.
  package struct Shares: Hashable, Sendable {
    package var error: ShareError
    /// The errors of the counted shares as multiples of what the scorer doubts of them.
    package var errors: [Double] = []
    /// The same of the lead of the supportive over the critical share.
    package var leadError = 0.0
    /// How many of the errors are within what the model says of itself, and whether that of the lead is;
    /// see ``Model/errorFactor``.
    package var sharesHeld = 0
    package var leadHeld = false
  }

  /// One post: what it is, and what the scorer says.
  ///
  /// One whose stance and tone nobody labelled is none to be scored.
  package struct Outcome: Sendable {
    package var stance: Stance?
    package var tone: Int?
    package var probabilities: StanceProbabilities?
    /// What the built-in model alone says, where it did not decide alone; see ``Doubt``.
    package var builtIn: StanceProbabilities?
    package var sentiment: Double?
    /// The id of the post, where somebody may ask for it.
    package var id: String?
    /// Whether it answers somebody other than the target in few words.
    package var isShortAnswer: Bool

    package init(
      stance: Stance?,
      tone: Int?,
      probabilities: StanceProbabilities?,
      builtIn: StanceProbabilities? = nil,
      sentiment: Double?,
      id: String? = nil,
      isShortAnswer: Bool = false
    ) {
      self.id = id
      self.isShortAnswer = isShortAnswer
      self.stance = stance
      self.tone = tone
      self.probabilities = probabilities
      self.builtIn = builtIn
      self.sentiment = sentiment
    }
  }

  package init() {}

  /// Fewer posts have no shares to speak of: chance alone moves them by as much as scorers do.
  private static let leastPostsForShares = 30

  /// Adds the posts of one conversation.
  ///
  /// - Parameters:
  ///   - outcomes: The posts.
  ///   - errorFactor: How far off shares are that the model finds, as a multiple of what it doubts.
  package mutating func add(_ outcomes: [Outcome], errorFactor: Double = 0) {
    var own = Evaluation()
    for outcome in outcomes { own.add(outcome) }
    own.tables = [own.confusion]
    merge(own)
    var doubt = Doubt()
    let both = outcomes.compactMap { outcome -> (Stance, StanceProbabilities)? in
      guard let stance = outcome.stance, let found = outcome.probabilities else { return nil }
      doubt.add(found, noSurerThan: outcome.builtIn)
      return (stance, found)
    }
    guard both.count >= Self.leastPostsForShares else { return }
    let count = Double(both.count)
    var (gold, counted) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
    for (stance, found) in both {
      gold[stance.index] += 1 / count
      counted[found.stance.index] += 1 / count
    }
    /// A distance from what was found to the truth as a multiple of the doubt on that side.
    func multiple(_ distance: Double, _ reach: (below: Double, above: Double)) -> Double {
      distance < 0 ? -distance / reach.below : distance / reach.above
    }
    let distances = gold - counted
    let lead = distances[0] - distances[1]
    var shares = Shares(error: ShareError(counted: 0, expected: 0, lead: -lead * 100))
    for stance in Stance.allCases {
      let expected = both.reduce(0) { $0 + $1.1[stance] } / count
      let distance = distances[stance.index]
      shares.error.counted += abs(distance) * 100 / 3
      shares.error.expected += abs(expected - gold[stance.index]) * 100 / 3
      shares.errors.append(multiple(distance, doubt.reach(of: stance, in: counted)))
    }
    shares.leadError = multiple(lead, doubt.reach(of: .supportive, over: .critical, in: counted))
    shares.sharesHeld = shares.errors.count { $0 <= errorFactor }
    shares.leadHeld = shares.leadError <= errorFactor
    conversations.append(shares)
  }

  private mutating func add(_ outcome: Outcome) {
    if let tone = outcome.tone {
      let found = outcome.sentiment.map { $0 < -1.0 / 3 ? 0 : $0 > 1.0 / 3 ? 2 : 1 }
      toneConfusion[tone + 1][found ?? 3] += 1
    }
    guard let stance = outcome.stance else {
      if outcome.tone == nil, outcome.probabilities != nil { wronglyScored += 1 }
      return
    }
    let isRight = outcome.probabilities?.stance == stance
    if let tone = outcome.tone, tone * stance.sign < 0 { opposed.add(isRight) }
    if outcome.isShortAnswer { shortAnswers.add(isRight) }
    guard let found = outcome.probabilities else {
      confusion[stance.index][3] += 1
      return
    }
    confusion[stance.index][found.stance.index] += 1
    let bin = min(Int(found.confidence * 10), 9)
    bins[bin].posts += 1
    bins[bin].confidence += found.confidence
    if isRight { bins[bin].right += 1 }
  }

  /// Adds what another evaluation counted.
  package mutating func merge(_ other: Evaluation) {
    for row in 0..<3 {
      for column in 0..<4 {
        confusion[row][column] += other.confusion[row][column]
        toneConfusion[row][column] += other.toneConfusion[row][column]
      }
    }
    opposed.merge(other.opposed)
    shortAnswers.merge(other.shortAnswers)
    wronglyScored += other.wronglyScored
    for bin in bins.indices {
      bins[bin].posts += other.bins[bin].posts
      bins[bin].right += other.bins[bin].right
      bins[bin].confidence += other.bins[bin].confidence
    }
    conversations += other.conversations
    tables += other.tables
  }

  /// Labelled posts.
  package var posts: Int { confusion.joined().reduce(0, +) }

  /// The part of labelled posts whose stance was found, from 0 to 1.
  package var accuracy: Double {
    Double(confusion[0][0] + confusion[1][1] + confusion[2][2]) / Double(max(posts, 1))
  }

  /// The unweighted mean of the F1 scores of the three stances, from 0 to 1.
  package var macroF1: Double { Self.macroF1(confusion) }

  /// The standard error of ``macroF1`` on other conversations of these kinds; `nil` where there are too few to tell.
  ///
  /// By the bootstrap: conversations are drawn anew (Efron 1979), always the same ones.
  package var macroF1Error: Double? {
    guard tables.count >= Self.fewestConversations else { return nil }
    var random = RandomNumbers(seed: 1)
    let drawn = (0..<Self.draws).map { _ in
      Self.macroF1(
        sumOf: tables.indices.lazy.map { _ in
          tables[Int.random(in: tables.indices, using: &random)]
        }
      )
    }
    let mean = drawn.reduce(0, +) / Double(drawn.count)
    let squares = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(drawn.count - 1)).squareRoot()
  }

  private static let fewestConversations = 10
  /// How often posts or conversations are drawn anew.
  static let draws = 1_000

  /// The unweighted mean of the F1 scores of the three tones, from 0 to 1.
  package var toneMacroF1: Double { Self.macroF1(toneConfusion) }

  /// The unweighted mean of the parts of the three tones that were found, from 0 to 1: the measure of
  /// SemEval-2017 task 4 A (Rosenthal, Farra, Nakov 2017).
  package var toneMacroRecall: Double {
    toneConfusion.enumerated().reduce(0) { sum, row in
      sum + Double(row.element[row.offset]) / Double(max(row.element.reduce(0, +), 1)) / 3
    }
  }

  /// Whether tones were labelled.
  package var hasTones: Bool { toneConfusion.joined().contains { $0 > 0 } }

  /// The macro-F1 of the sum of some tables.
  static func macroF1(sumOf tables: some Sequence<[[Int]]>) -> Double {
    var sum = Array(repeating: Array(repeating: 0, count: 4), count: 3)
    for table in tables {
      for row in 0..<3 {
        for column in 0..<4 { sum[row][column] += table[row][column] }
      }
    }
    return macroF1(sum)
  }

  static func macroF1(_ confusion: [[Int]]) -> Double {
    (0..<3).reduce(0) { sum, answer in
      let right = Double(confusion[answer][answer])
      let wanted = Double(confusion[answer].reduce(0, +))
      let found = Double((0..<3).reduce(0) { $0 + confusion[$1][answer] })
      return sum + (right > 0 ? 2 * right / (wanted + found) : 0) / 3
    }
  }

  /// The part of posts of each stance that was found, and of found ones that was right.
  package func recallAndPrecision(of stance: Stance) -> (recall: Double, precision: Double) {
    let index = stance.index
    let right = Double(confusion[index][index])
    let found = (0..<3).reduce(0) { $0 + confusion[$1][index] }
    return (
      right / Double(max(confusion[index].reduce(0, +), 1)), right / Double(max(found, 1))
    )
  }

  /// The expected calibration error over ten bins of confidence, from 0 to 1.
  ///
  /// After Naeini, Cooper, Hauskrecht 2015.
  package var calibrationError: Double {
    let total = bins.reduce(0) { $0 + $1.posts }
    return bins.reduce(0) { sum, bin in
      sum + abs(bin.confidence - Double(bin.right)) / Double(max(total, 1))
    }
  }

  /// By confidence in ten equal bins from 0 to 1.
  package var calibration: [CalibrationBin] { bins }

  /// Within how many times their doubt 95 of 100 shares lie, of conversations as yet unseen too; 0 where there
  /// is no conversation with enough posts to tell.
  ///
  /// A further one exceeds it in one case of twenty (conformal prediction: Vovk, Gammerman, Shafer 2005).
  package var errorFactor: Double {
    let errors = conversations.flatMap(\.errors)
    guard !errors.isEmpty else { return 0 }
    let rank = (errors.count + 1) * 95 / 100 + ((errors.count + 1) * 95 % 100 > 0 ? 1 : 0)
    return errors.sorted()[min(rank, errors.count) - 1]
  }

  /// The parts of the true shares and of the true leads that lie in their intervals, from 0 to 1.
  package var intervalsHeld: (shares: Double, leads: Double) {
    let count = Double(max(conversations.count, 1))
    let shares = conversations.reduce(0) { $0 + $1.sharesHeld }
    return (Double(shares) / count / 3, Double(conversations.count(where: \.leadHeld)) / count)
  }

  /// The means of the absolute errors of the shares over conversations, and the root of the mean of
  /// the squared errors of the lead, in points.
  package var shareError: ShareError? {
    guard !conversations.isEmpty else { return nil }
    let errors = conversations.map(\.error)
    let count = Double(errors.count)
    return ShareError(
      counted: errors.reduce(0) { $0 + $1.counted } / count,
      expected: errors.reduce(0) { $0 + $1.expected } / count,
      lead: (errors.reduce(0) { $0 + $1.lead * $1.lead } / count).squareRoot()
    )
  }
}

extension Stance {
  /// 1 for the stand, -1 against it, 0 for neither.
  fileprivate var sign: Int {
    switch self {
    case .supportive: 1
    case .critical: -1
    case .neutral: 0
    }
  }
}
