/// How right a scorer is on labelled posts.
///
/// An evaluation is a sum: it can be taken conversation by conversation, and merged.
package struct Evaluation: Hashable, Sendable {
  /// By the labelled stance, then by the stance found; the fourth column is posts without one.
  package private(set) var confusion = Array(repeating: Array(repeating: 0, count: 4), count: 3)
  /// By the labelled tone (negative, neither, positive), then by the tone found.
  package private(set) var toneConfusion = Array(repeating: Array(repeating: 0, count: 3), count: 3)
  /// Posts with another status in gold that got a stance all the same.
  package private(set) var wronglyScored = 0
  private var bins = Array(repeating: CalibrationBin(), count: 10)
  /// The shares of each conversation with enough posts.
  package private(set) var conversations: [Shares] = []

  package struct CalibrationBin: Hashable, Sendable {
    package var posts = 0
    package var right = 0
    package var confidence = 0.0
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
    /// The absolute errors of the counted shares, as parts of 1.
    package var errors: [Double] = []
    /// How many of the errors are within what the model says of itself, and whether that of the lead is;
    /// see ``Model/shareErrors``.
    package var sharesHeld = 0
    package var leadHeld = false
  }

  /// One post: what it is, and what the scorer says.
  package struct Outcome: Sendable {
    package var stance: Stance?
    package var tone: Int?
    package var probabilities: StanceProbabilities?
    package var sentiment: Double?
    /// The id of the post, where somebody may ask for it.
    package var id: String?

    package init(
      stance: Stance?,
      tone: Int?,
      probabilities: StanceProbabilities?,
      sentiment: Double?,
      id: String? = nil
    ) {
      self.id = id
      self.stance = stance
      self.tone = tone
      self.probabilities = probabilities
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
  ///   - errors: How far off the model says that its shares are.
  package mutating func add(_ outcomes: [Outcome], errors: ShareErrors = .none) {
    for outcome in outcomes { add(outcome) }
    let both = outcomes.compactMap { outcome -> (Stance, StanceProbabilities)? in
      guard let stance = outcome.stance, let found = outcome.probabilities else { return nil }
      return (stance, found)
    }
    guard both.count >= Self.leastPostsForShares else { return }
    let count = Double(both.count)
    var error = ShareError(counted: 0, expected: 0, lead: 0)
    var shares = Shares(error: error)
    for stance in Stance.allCases {
      let gold = Double(both.count { $0.0 == stance }) / count
      let counted = Double(both.count { $0.1.stance == stance }) / count
      let expected = both.reduce(0) { $0 + $1.1[stance] } / count
      error.counted += abs(counted - gold) * 100 / 3
      if stance == .supportive { error.lead += (counted - gold) * 100 }
      if stance == .critical { error.lead -= (counted - gold) * 100 }
      error.expected += abs(expected - gold) * 100 / 3
      shares.errors.append(abs(counted - gold))
      if abs(counted - gold) <= errors.share { shares.sharesHeld += 1 }
    }
    shares.leadHeld = abs(error.lead) <= errors.lead * 100
    shares.error = error
    conversations.append(shares)
  }

  private mutating func add(_ outcome: Outcome) {
    guard let stance = outcome.stance else {
      if outcome.probabilities != nil { wronglyScored += 1 }
      return
    }
    guard let found = outcome.probabilities else {
      confusion[stance.index][3] += 1
      return
    }
    confusion[stance.index][found.stance.index] += 1
    let bin = min(Int(found.confidence * 10), 9)
    bins[bin].posts += 1
    bins[bin].confidence += found.confidence
    if found.stance == stance { bins[bin].right += 1 }
    if let tone = outcome.tone, let sentiment = outcome.sentiment {
      toneConfusion[tone + 1][sentiment < -1.0 / 3 ? 0 : sentiment > 1.0 / 3 ? 2 : 1] += 1
    }
  }

  /// Adds what another evaluation counted.
  package mutating func merge(_ other: Evaluation) {
    for row in 0..<3 {
      for column in 0..<4 { confusion[row][column] += other.confusion[row][column] }
      for column in 0..<3 { toneConfusion[row][column] += other.toneConfusion[row][column] }
    }
    wronglyScored += other.wronglyScored
    for bin in bins.indices {
      bins[bin].posts += other.bins[bin].posts
      bins[bin].right += other.bins[bin].right
      bins[bin].confidence += other.bins[bin].confidence
    }
    conversations += other.conversations
  }

  /// Labelled posts.
  package var posts: Int { confusion.joined().reduce(0, +) }

  /// The part of labelled posts whose stance was found, from 0 to 1.
  package var accuracy: Double {
    Double(confusion[0][0] + confusion[1][1] + confusion[2][2]) / Double(max(posts, 1))
  }

  /// The unweighted mean of the F1 scores of the three stances, from 0 to 1.
  package var macroF1: Double { Self.macroF1(confusion) }

  /// The unweighted mean of the F1 scores of the three tones, from 0 to 1.
  package var toneMacroF1: Double { Self.macroF1(toneConfusion) }

  /// Whether tones were labelled.
  package var hasTones: Bool { toneConfusion.joined().contains { $0 > 0 } }

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

  /// Within what 95 of 100 errors of shares and of leads lie; none where there is no conversation with
  /// enough posts to tell.
  package var shareErrors: ShareErrors {
    ShareErrors(
      share: Self.bound(conversations.flatMap(\.errors)),
      lead: Self.bound(conversations.map { abs($0.error.lead) / 100 })
    )
  }

  private static func bound(_ errors: [Double]) -> Double {
    errors.isEmpty ? 0 : errors.sorted()[min(errors.count * 95 / 100, errors.count - 1)]
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
