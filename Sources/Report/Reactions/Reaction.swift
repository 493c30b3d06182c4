internal import Ingest
internal import Scoring

/// What is kept of one scored post: 32 bytes without a text.
struct Reaction: OfPerson, BitwiseCopyable, Hashable {
  /// The key of the author; where nobody is named, that of the post, as if somebody else wrote each.
  let person: UInt64
  let post: UInt64
  /// Seconds since 1970; `Int64.min` where the time is not known.
  private let seconds: Int64
  /// The probabilities of two stances, as ``StanceProbabilities/inUnits(_:)`` gives them.
  private let supportive: UInt16
  private let critical: UInt16
  private let marks: Marks

  /// Where in the conversation a post stands.
  enum Level: UInt8, CaseIterable, Sendable {
    /// Nobody knows what the post answers.
    case unknown
    /// It answers the target.
    case direct
    /// It answers somebody else.
    case deeper
  }

  /// The facts that take a few bits each.
  private struct Marks: OptionSet, BitwiseCopyable, Hashable {
    let rawValue: UInt16

    static let isAnonymous = Marks(rawValue: 1 << 8)
    static let isByDay = Marks(rawValue: 1 << 9)
  }

  init(
    person: UInt64?,
    post: UInt64,
    time: Timestamp?,
    stance: StanceProbabilities,
    ofText: Stance?,
    level: Level
  ) {
    self.person = person ?? post
    self.post = post
    seconds = time?.seconds ?? .min
    supportive = StanceProbabilities.inUnits(stance.supportive)
    critical = StanceProbabilities.inUnits(stance.critical)
    let codes = UInt16(stance.stance.index) | UInt16(ofText?.index ?? 3) << 2
    var marks = Marks(rawValue: codes | UInt16(level.rawValue) << 4)
    if person == nil { marks.insert(.isAnonymous) }
    if time?.precision == .day { marks.insert(.isByDay) }
    self.marks = marks
  }

  /// Whether nobody knows who wrote the post.
  var isAnonymous: Bool { marks.contains(.isAnonymous) }

  /// When the post was published.
  var time: Timestamp? {
    guard seconds != .min else { return nil }
    return Timestamp(
      seconds: seconds,
      precision: marks.contains(.isByDay) ? .day : .second
    )
  }

  /// When the post was published, where that is known to the second.
  var exactSeconds: Int64? {
    seconds == .min || marks.contains(.isByDay) ? nil : seconds
  }

  var level: Level { Level(rawValue: UInt8(marks.rawValue >> 4 & 3)) ?? .unknown }

  /// The most probable stance.
  var stance: Stance { Stance.allCases[Int(marks.rawValue & 3) % 3] }

  /// The stance that the text alone suggests.
  var stanceOfText: Stance? {
    let code = Int(marks.rawValue >> 2 & 3)
    return code < 3 ? Stance.allCases[code] : nil
  }

  var opinion: Opinion {
    let rest = max(StanceProbabilities.units - Int(supportive) - Int(critical), 0)
    return Opinion(stance: stance, weights: SIMD3(Int(supportive), Int(critical), rest))
  }

  /// The probability of the most probable stance, from 1/3 to 1.
  var confidence: Double {
    Double(opinion.weights[stance.index]) / Double(StanceProbabilities.units)
  }
}

extension Reaction {
  /// The number of columns that ``columns`` gives.
  static let columnCount = 4
  /// What is farther from 1970 is no time of a post.
  private static let farthestSecond: UInt64 = 1 << 40

  /// The same as whole numbers.
  var columns: [UInt64] {
    [
      person, post, UInt64(bitPattern: seconds),
      UInt64(supportive) | UInt64(critical) << 16 | UInt64(marks.rawValue) << 32,
    ]
  }

  /// Reads what ``columns`` gave.
  init(columns: some RandomAccessCollection<UInt64>) {
    let numbers = Array(columns)
    person = numbers[0]
    post = numbers[1]
    let seconds = Int64(bitPattern: numbers[2])
    self.seconds = seconds.magnitude < Self.farthestSecond ? seconds : .min
    supportive = UInt16(truncatingIfNeeded: numbers[3])
    critical = UInt16(truncatingIfNeeded: numbers[3] >> 16)
    marks = Marks(rawValue: UInt16(truncatingIfNeeded: numbers[3] >> 32))
  }
}

/// A stance as it is counted, with how sure it is.
struct Opinion: Hashable, Sendable {
  var stance: Stance
  /// The probabilities of the stances, in whole numbers up to ``StanceProbabilities/units``: whole numbers, so that the order of
  /// their sums means nothing.
  var weights: SIMD3<Int>

  init(stance: Stance, weights: SIMD3<Int>) {
    self.stance = stance
    self.weights = weights
  }

  init(_ probabilities: StanceProbabilities) {
    stance = probabilities.stance
    weights = .zero
    for stance in Stance.allCases {
      weights[stance.index] = Int(StanceProbabilities.inUnits(probabilities[stance]))
    }
  }
}
