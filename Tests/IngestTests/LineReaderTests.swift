import Foundation
import Ingest
import TestSupport
import Testing

struct LineReaderTests {
  private func lines(_ path: String, batchSize: Int) throws -> [String] {
    var reader = LineReader(try Input(path: path), batchSize: batchSize)
    var found: [String] = []
    while let batch = try reader.next() {
      for line in batch.lines {
        let text = String(decoding: batch.bytes[line.range], as: UTF8.self)
        found.append("\(line.number)@\(line.offset):\(text)")
      }
    }
    return found
  }

  @Test func linesAreTheSameHoweverTheBytesAreCut() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("one\r\n\n three\nvier\u{E4}\r\nlast", to: "lines")
    let expected = ["1@0:one", "2@5:", "3@6: three", "4@13:vierä", "5@21:last"]
    for size in 1...30 {
      #expect(try lines(path, batchSize: size) == expected, "batches of \(size)")
    }
  }

  @Test func lastLineNeedsNoEnd() throws {
    let folder = try TemporaryFolder()
    #expect(try lines(folder.write("a\n", to: "a"), batchSize: 8) == ["1@0:a"])
    #expect(try lines(folder.write("a", to: "b"), batchSize: 8) == ["1@0:a"])
    #expect(try lines(folder.write("", to: "c"), batchSize: 8) == [])
  }

  @Test func inputsThatAreNoTextAreNamed() throws {
    let folder = try TemporaryFolder()
    let gzip = try folder.write(Data([0x1F, 0x8B, 8, 0]), to: "a.jsonl")
    let binary = try folder.write(Data((0..<64).map { UInt8($0 % 8) }), to: "b.jsonl")
    for (path, word) in [
      (gzip, "gzip"), (binary, "binary"), (folder.path, "folder"),
      (folder.path + "/no", "No such file"),
    ] {
      let error = #expect(throws: IngestError.self) { try Input(path: path) }
      #expect(error?.description.contains(word) == true)
    }
  }
}
