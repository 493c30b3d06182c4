import Ingest
import Report
import Scoring
import TestSupport
import Testing

struct LabelSessionTests {
  private let lines = (1...30).map { #"{"id":"a\#($0)","author":"p\#($0)","text":"Well done"}"# }

  /// The ids in the order in which they are asked about.
  private func drawn(_ lines: [String], seed: UInt64, old: String = "") throws -> [String] {
    let folder = try TemporaryFolder()
    let path = try folder.write(lines.joined(separator: "\n"), to: "posts.jsonl")
    let corpus = try Corpus(paths: [path])
    let scored = try Scorer(model: .builtIn()).score(corpus, brief: Brief(target: ["Jo"]))
    var session = try LabelSession(corpus, scored, seed: seed, old: Array(old.utf8), wanted: 100)
    var ids: [String] = []
    while let post = session.next {
      ids.append(post.id)
      try session.label(.neutral)
    }
    #expect(session.count == session.drawn && !session.file.isEmpty)
    return ids
  }

  @Test func orderHangsOnIdsAndSeedAlone() throws {
    let first = try drawn(lines, seed: 1)
    #expect(first.count == 30 && Set(first).count == 30)
    #expect(try drawn(lines.reversed(), seed: 1) == first)
    let some = try drawn(Array(lines[10...]), seed: 1)
    #expect(some.count == 20 && some == first.filter(some.contains))
    #expect(try drawn(lines, seed: 2) != first)
    let rest = try drawn(
      lines,
      seed: 1,
      old: "no label\n{\"id\":\"\(first[0])\",\"stance\":\"neutral\"}\n"
    )
    #expect(rest == Array(first.dropFirst()))
  }
}
