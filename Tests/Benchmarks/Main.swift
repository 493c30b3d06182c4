import Glibc
import Ingest
import Scoring

/// Times one stage of the way from byte to bar over a file, for `scripts/bench`.
///
/// usage: benchmarks STAGE FILE
///
/// Prints how many posts there were, what was found in them, and seconds of this process's own CPU time; the
/// time to start and to open the file is not in it.
@main
enum Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let stage = stages[arguments[1]] else {
      print("usage: benchmarks \(stages.keys.sorted().joined(separator: "|")) FILE")
      exit(2)
    }
    let input = try Input(path: arguments[2])
    let start = cpuSeconds
    let sums = try stage(input)
    print(sums.count, sums.found, cpuSeconds - start - sums.preparation)
  }

  /// What a stage did.
  private struct Sums {
    var count = 0
    var found = 0
    /// Seconds that are not the stage's own.
    var preparation = 0.0
  }

  private static let stages: [String: @Sendable (Input) throws -> Sums] = [
    "split": split, "parse": parse, "fields": fields, "posts": posts,
    "tokens": tokens, "features": features, "score": score,
  ]

  /// Cuts the file into lines.
  @Sendable private static func split(_ input: Input) throws -> Sums {
    var lines = LineReader(input)
    var sums = Sums()
    while let batch = try lines.next() {
      sums.count += batch.lines.count
      sums.found += batch.bytes.count
    }
    return sums
  }

  /// Reads the JSON of each line.
  @Sendable private static func parse(_ input: Input) throws -> Sums {
    try overRecords(input) { _, length in length }
  }

  /// Finds five members of each post, with escapes undone where there are any: what simdjson is asked
  /// for too.
  @Sendable private static func fields(_ input: Input) throws -> Sums {
    try overRecords(input) { record, _ in
      let id = record.byteCount("id_str") ?? record.byteCount("id") ?? 0
      let text = record.byteCount("full_text") ?? record.byteCount("text") ?? 0
      let time = record.byteCount("created_at") ?? 0
      let parent =
        record.byteCount("in_reply_to_status_id_str") ?? record.byteCount("in_reply_to") ?? 0
      let author = record.byteCount("author") ?? record["user"]?.byteCount("screen_name") ?? 0
      return id + text + time + parent + author
    }
  }

  private static func overRecords(
    _ input: Input,
    _ body: (Record, _ length: Int) -> Int
  ) throws -> Sums {
    var lines = LineReader(input)
    var json = JSONReader()
    var sums = Sums()
    while let batch = try lines.next() {
      for line in batch.lines {
        try json.read(batch.bytes, in: line.range)
        sums.count += 1
        sums.found += body(json.record, line.range.count)
      }
    }
    return sums
  }

  /// Turns each record into posts, whatever format it is of.
  @Sendable private static func posts(_ input: Input) throws -> Sums {
    let reader = PostReader(inputs: [input], format: nil, clock: nil, jobs: 1)
    var sums = Sums()
    try reader.read { post, _ in
      post.text.utf8.count
    } consume: { _, content, _ in
      for length in content.values {
        sums.count += 1
        sums.found += length
      }
    }
    return sums
  }

  /// Cuts the texts into tokens; only that is timed.
  @Sendable private static func tokens(_ input: Input) throws -> Sums {
    try overTexts(input) { Tokenizer.tokens(of: $0).tokens.count }
  }

  /// Turns the texts into features.
  @Sendable private static func features(_ input: Input) throws -> Sums {
    try overTexts(input) { text in
      FeatureVector(of: Tokenizer.tokens(of: text), position: .direct).indices.count
    }
  }

  /// Turns the texts into scores, the test of the language among it.
  @Sendable private static func score(_ input: Input) throws -> Sums {
    let model = try Model.builtIn()
    var reader = TextReader(model)
    let stand = Stand(Brief(), root: nil)
    let root = model.text.stance.root(stand.direction)
    return try overTexts(input) { text in
      let reading = reader.reading(
        of: Tokenizer.tokens(of: text),
        language: nil,
        stand: stand,
        root: root,
        position: .direct,
        answering: nil
      )
      if case .scores = reading { return 1 }
      return 0
    }
  }

  private static func overTexts(
    _ input: Input,
    _ body: (String) throws -> Int
  ) throws -> Sums {
    let reader = PostReader(inputs: [input], format: nil, clock: nil, jobs: 1)
    var sums = Sums()
    var texts: [String] = []
    let start = cpuSeconds
    try reader.read { post, _ in
      post.text
    } consume: { _, content, _ in
      texts += content.values
    }
    sums.preparation = cpuSeconds - start
    for text in texts {
      sums.count += 1
      sums.found += try body(text)
    }
    return sums
  }

  private static var cpuSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
