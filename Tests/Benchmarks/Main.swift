import Glibc
import Ingest

/// Times one stage of the way from byte to bar over a file, for `scripts/bench`.
///
/// usage: benchmarks STAGE FILE
///
/// Prints what was counted, bytes that were looked at, and seconds of this process's own CPU time; the
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
    let (count, bytes) = try stage(input)
    print(count, bytes, cpuSeconds - start)
  }

  private static let stages: [String: @Sendable (Input) throws -> (Int, Int)] = [
    "split": split, "parse": parse, "fields": fields, "posts": posts,
  ]

  /// Cuts the file into lines.
  @Sendable private static func split(_ input: Input) throws -> (Int, Int) {
    var lines = LineReader(input)
    var sums = (count: 0, bytes: 0)
    while let batch = try lines.next() {
      sums.count += batch.lines.count
      sums.bytes += batch.bytes.count
    }
    return sums
  }

  /// Reads the JSON of each line.
  @Sendable private static func parse(_ input: Input) throws -> (Int, Int) {
    var lines = LineReader(input)
    var json = JSONReader()
    var sums = (count: 0, bytes: 0)
    while let batch = try lines.next() {
      for line in batch.lines {
        try json.read(batch.bytes, in: line.range)
        sums.count += 1
        sums.bytes += line.range.count
      }
    }
    return sums
  }

  /// Finds five members of each post, with escapes undone where there are any: what simdjson is asked
  /// for too.
  @Sendable private static func fields(_ input: Input) throws -> (Int, Int) {
    var lines = LineReader(input)
    var json = JSONReader()
    var sums = (count: 0, bytes: 0)
    while let batch = try lines.next() {
      for line in batch.lines {
        try json.read(batch.bytes, in: line.range)
        let record = json.record
        let id = record.byteCount("id_str") ?? record.byteCount("id") ?? 0
        let text = record.byteCount("full_text") ?? record.byteCount("text") ?? 0
        let time = record.byteCount("created_at") ?? 0
        let parent =
          record.byteCount("in_reply_to_status_id_str") ?? record.byteCount("in_reply_to") ?? 0
        let author =
          record.byteCount("author") ?? record["user"]?.byteCount("screen_name") ?? 0
        sums.count += 1
        sums.bytes += id + text + time + parent + author
      }
    }
    return sums
  }

  /// Turns each record into posts, whatever format it is of.
  @Sendable private static func posts(_ input: Input) throws -> (Int, Int) {
    let reader = PostReader(inputs: [input], format: nil, clock: nil, jobs: 1) { _ in }
    var sums = (count: 0, bytes: 0)
    try reader.read { post, _ in
      post.text.utf8.count
    } consume: { _, content, _ in
      for length in content.values {
        sums.count += 1
        sums.bytes += length
      }
    }
    return sums
  }

  private static var cpuSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
