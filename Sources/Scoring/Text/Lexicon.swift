internal import FoundationEssentials
internal import Ingest

/// Words whose side or tone the user knows, such as the slogans of a campaign.
///
///     {"term": "scab", "side": "critical"}
///     {"term": "hold the line", "side": "supportive", "weight": 2}
///     {"term": "gutted", "tone": -1}
///
/// A term adds its weight to the logarithm of the odds of its side or tone in each text that has it, whatever
/// the model has learned: a weight of 0.7 doubles the odds.
public struct Lexicon: Sendable {
  private struct Entry: Sendable {
    /// The number of the entry.
    var number: Int
    /// The tokens of the term.
    var hashes: [UInt64]
    var stance: Stance?
    /// From 0 to 2: negative, neither, positive.
    var tone: Int?
    var weight: Float
  }

  /// One line of a file.
  private struct Line: Decodable {
    var term: String
    var side: String?
    var tone: Int?
    var weight: Float?
  }

  /// By the first token of the term.
  private var entries: [UInt64: [Entry]] = [:]
  /// How many terms there are.
  public private(set) var count = 0
  /// The hash of the file, 16 hexadecimal digits; empty without one.
  public private(set) var digest = ""

  /// The weight of a term for which none is given: it makes the odds of its side three times as large.
  private static let usualWeight: Float = 1.1
  /// More than this would make any other word of a text meaningless.
  private static let mostWeight: Float = 10

  /// Creates a lexicon without terms.
  public init() {}

  /// Reads a file of one JSON object a line: `term`, and `side` (supportive, critical or neutral) or
  /// `tone` (-1, 0 or 1), and `weight` where it is not to be 1.1.
  ///
  /// - Throws: `IngestError` where the file cannot be read; ``LabelError`` where a line says something
  ///   else, a term is on two sides, or there is none.
  public init(path: String) throws {
    let bytes = try Input(path: path).bytes()
    digest = FeatureHash.of(bytes).hexadecimal
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      let place = "\(path):\(number + 1)"
      guard let read = try? JSONDecoder().decode(Line.self, from: Data(line)) else {
        throw LabelError(
          place: place,
          problem: "is no term; expected {\"term\": …, \"side\": …} or {\"term\": …, \"tone\": …}"
        )
      }
      try add(read, at: place)
    }
    guard count > 0 else {
      throw LabelError(place: path, problem: "holds no term; expected {\"term\": …, \"side\": …}")
    }
  }

  private mutating func add(_ line: Line, at place: String) throws(LabelError) {
    let hashes = Tokenizer.tokens(of: line.term).tokens.map(\.hash)
    guard let first = hashes.first else {
      throw LabelError(place: place, problem: "'term' is \"\(line.term)\"; expected a word or more")
    }
    let stance = line.side.flatMap(Stance.init)
    if let side = line.side, stance == nil {
      throw LabelError(
        place: place,
        problem: "'side' is \"\(side)\"; expected supportive, critical or neutral"
      )
    }
    if let tone = line.tone, !(-1...1).contains(tone) {
      throw LabelError(place: place, problem: "'tone' is \(tone); expected -1, 0 or 1")
    }
    guard stance != nil || line.tone != nil else {
      throw LabelError(place: place, problem: "has neither 'side' nor 'tone'; expected one or both")
    }
    let weight = line.weight ?? Self.usualWeight
    guard weight > 0, weight <= Self.mostWeight else {
      throw LabelError(
        place: place,
        problem: "'weight' is \(weight); expected more than 0 and at most \(Int(Self.mostWeight))"
      )
    }
    let known = entries[first, default: []].first { $0.hashes == hashes && $0.stance != nil }
    if let stance, let other = known?.stance, other != stance {
      throw LabelError(
        place: place,
        problem:
          "'\(line.term)' is \(stance.rawValue), and \(other.rawValue) above; expected one side"
      )
    }
    let isListed = entries[first, default: []].contains {
      $0.hashes == hashes
        && ($0.stance != nil && stance != nil || $0.tone != nil && line.tone != nil)
    }
    guard !isListed else {
      throw LabelError(place: place, problem: "'\(line.term)' is listed above; expected it once")
    }
    entries[first, default: []].append(
      Entry(
        number: count,
        hashes: hashes,
        stance: stance,
        tone: line.tone.map { $0 + 1 },
        weight: weight
      )
    )
    count += 1
  }

  /// Adds the weights of the terms that a text has to its scores; each term counts once.
  ///
  /// - Parameters:
  ///   - scores: The scores; those of the stance are still to be divided by `temperature`.
  ///   - text: The text.
  ///   - temperature: See ``ConversationInference/Weights``.
  func adjust(_ scores: inout TextScores, of text: TokenizedText, temperature: Float) {
    guard !entries.isEmpty else { return }
    var used: Set<Int> = []
    for (place, token) in text.tokens.enumerated() {
      for entry in entries[token.hash] ?? [] {
        let run = text.tokens[place...].prefix(entry.hashes.count).lazy.map(\.hash)
        guard run.elementsEqual(entry.hashes), used.insert(entry.number).inserted else { continue }
        if let stance = entry.stance {
          scores.stance[stance.index] += entry.weight * temperature
          scores.stanceMadeUp[stance.index] += entry.weight * temperature
        }
        if let tone = entry.tone { scores.tone[tone] += entry.weight }
      }
    }
  }
}
