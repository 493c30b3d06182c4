import Glibc
import Ingest
import Report
import Scoring

/// Made-up exports whose truth is known, for `scripts/coverage`, `scripts/compare-ruptures` and METHOD.md.
///
/// usage: simulations coverage ROUNDS    how often the 95 % intervals hold the truth
///        simulations labels ROUNDS      the same of shares corrected by labels
///        simulations precision ROUNDS   how far off such shares are
///        simulations draws ROUNDS       how often labelled posts that were drawn at random look otherwise
///        simulations events ROUNDS      how often the change around an event is called clear
///        simulations changes FILE       the changes in streams, one a line: s, c or n for each person
@main
enum Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    switch (arguments.dropFirst().first, arguments.count) {
    case ("coverage", 3):
      guard let rounds = Int(arguments[2]), rounds > 0 else { usage() }
      try Coverage.print(rounds: rounds)
    case ("labels", 3):
      guard let rounds = Int(arguments[2]), rounds > 0 else { usage() }
      try Coverage.printLabelled(rounds: rounds)
    case ("precision", 3):
      guard let rounds = Int(arguments[2]), rounds > 0 else { usage() }
      try Labels.printPrecision(rounds: rounds)
    case ("draws", 3):
      guard let rounds = Int(arguments[2]), rounds > 0 else { usage() }
      try Labels.printDraws(rounds: rounds)
    case ("events", 3):
      guard let rounds = Int(arguments[2]), rounds > 0 else { usage() }
      try Events.print(rounds: rounds)
    case ("changes", 3):
      let input = try Input(path: arguments[2])
      try Changes.print(in: input)
    default: usage()
    }
  }

  private static func usage() -> Never {
    print(
      "usage: simulations coverage ROUNDS | labels ROUNDS | precision ROUNDS | draws ROUNDS | events ROUNDS | changes FILE"
    )
    exit(2)
  }
}

/// Prints the positions of the changes found in streams.
private enum Changes {
  private static let stances: [UInt8: Stance] = [
    UInt8(ascii: "s"): .supportive, UInt8(ascii: "c"): .critical, UInt8(ascii: "n"): .neutral,
  ]

  static func print(in input: Input) throws {
    var lines = LineReader(input)
    while let batch = try lines.next() {
      for line in batch.lines {
        let stream = batch.bytes[line.range].compactMap { stances[$0] }
        let posts = stream.enumerated().map { number, stance in
          ScoredPost(stance, by: UInt64(number), at: Timestamp(seconds: Int64(number) * 60))
        }
        let changes = try Findings(posts, errorFactor: 0).changes
        Swift.print(changes.map { String($0.at / 60) }.joined(separator: " "))
      }
    }
  }
}

extension ScoredPost {
  init(_ stance: Stance, by author: UInt64, at time: Timestamp? = nil) {
    self.init(
      status: .scored,
      author: author,
      createdAt: time,
      probabilities: StanceProbabilities(
        supportive: stance == .supportive ? 0.8 : 0.1,
        critical: stance == .critical ? 0.8 : 0.1,
        neutral: stance == .neutral ? 0.8 : 0.1
      ),
      sentiment: nil
    )
  }
}

extension Findings {
  init(
    _ posts: [ScoredPost],
    errorFactor: Double,
    brief: Brief = Brief(target: ["Jo Harker"]),
    labels: [Int: Stance]? = nil
  ) throws {
    try self.init(
      posts: posts,
      input: InputAccount(),
      assumptions: Assumptions(
        brief: brief,
        targetAssumed: false,
        rootAssumed: false,
        conversationsLeftOut: 0
      ),
      tool: ToolDescription(
        version: "0",
        modelDigest: "0",
        modelSources: "",
        errorFactor: errorFactor
      ),
      labels: labels,
      options: Options()
    )
  }
}
