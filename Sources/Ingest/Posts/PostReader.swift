internal import Dispatch
internal import Synchronization

/// Where a line stands in the inputs.
public struct LinePosition: Hashable, Sendable {
  /// The index of the input, from 0.
  public var input: Int
  /// From 1.
  public var line: Int
  /// Of the line's first byte in the input, from 0.
  public var offset: Int

  package init(input: Int, line: Int, offset: Int) {
    self.input = input
    self.line = line
    self.offset = offset
  }
}

/// What a line turned out to be.
package enum LineContent<Value: Sendable>: Sendable {
  /// Nothing but blanks.
  case blank
  case post(Value)
  case rejected(Rejection)
}

/// Reads the posts of inputs, on all processors, and hands them over in the order of the inputs.
package struct PostReader: Sendable {
  package let inputs: [Input]
  /// How many threads read.
  private let jobs: Int
  private let onProgress: @Sendable (_ bytes: Int) -> Void

  package init(
    inputs: [Input],
    jobs: Int,
    onProgress: @escaping @Sendable (_ bytes: Int) -> Void
  ) {
    self.inputs = inputs
    self.jobs = max(jobs, 1)
    self.onProgress = onProgress
  }

  /// Reads every line of every input.
  ///
  /// - Parameters:
  ///   - transform: What is wanted of a post; called on several threads at once.
  ///   - consume: Takes what each line gave, with the bytes of the line, in the order of the input.
  /// - Throws: ``IngestError`` where an input cannot be read, and whatever `consume` throws.
  package func read<Value: Sendable>(
    transform: @Sendable (Post, LinePosition) -> Value,
    consume: (LinePosition, LineContent<Value>, ArraySlice<UInt8>) throws -> Void
  ) throws {
    for (number, input) in inputs.enumerated() {
      var reader = LineReader(input)
      while let batch = try reader.next() {
        let contents = contents(of: batch, input: number, transform: transform)
        for (line, content) in zip(batch.lines, contents) {
          try consume(
            LinePosition(input: number, line: line.number, offset: line.offset),
            content,
            batch.bytes[line.range]
          )
        }
        onProgress(batch.bytes.count)
      }
    }
  }

  /// Reads the one post that starts at an offset.
  package func post(at position: LinePosition) throws(IngestError) -> Post? {
    var reader = LineReader(inputs[position.input], batchSize: 1 << 14, offset: position.offset)
    guard let batch = try reader.next(), let line = batch.lines.first else { return nil }
    var json = JSONReader()
    return try? Self.post(in: batch.bytes, line.range, &json)
  }

  private func contents<Value: Sendable>(
    of batch: LineBatch,
    input: Int,
    transform: @Sendable (Post, LinePosition) -> Value
  ) -> [LineContent<Value>] {
    let size = (batch.lines.count + jobs - 1) / jobs
    let pieces = Mutex<[Int: [LineContent<Value>]]>([:])
    DispatchQueue.concurrentPerform(iterations: jobs) { job in
      let lines = batch.lines.dropFirst(job * size).prefix(size)
      var json = JSONReader()
      let contents = lines.map { line in
        content(of: line, in: batch.bytes, input: input, &json, transform)
      }
      pieces.withLock { $0[job] = contents }
    }
    return pieces.withLock { pieces in (0..<jobs).flatMap { pieces[$0] ?? [] } }
  }

  private func content<Value>(
    of line: LineBatch.Line,
    in bytes: [UInt8],
    input: Int,
    _ json: inout JSONReader,
    _ transform: (Post, LinePosition) -> Value
  ) -> LineContent<Value> {
    do throws(Rejection) {
      guard let post = try Self.post(in: bytes, line.range, &json) else { return .blank }
      let position = LinePosition(input: input, line: line.number, offset: line.offset)
      return .post(transform(post, position))
    } catch {
      var rejection = error
      rejection.file = inputs[input].name
      rejection.line = line.number
      return .rejected(rejection)
    }
  }

  /// Reads the post of one line; `nil` where the line is blank.
  private static func post(
    in bytes: [UInt8],
    _ range: Range<Int>,
    _ json: inout JSONReader
  ) throws(Rejection) -> Post? {
    let content = trimmed(range, bytes)
    guard !content.isEmpty else { return nil }
    do throws(Rejection) {
      try json.read(bytes, in: content)
      return try FlatForm.post(
        from: Record(bytes: bytes, base: content.lowerBound, nodes: json.nodes)
      )
    } catch {
      var rejection = error
      rejection.byte += content.lowerBound - range.lowerBound
      throw rejection
    }
  }

  /// Leaves out what stands around the object and means nothing: blanks, NUL bytes of a file that
  /// was cut off, and byte order marks, which end up inside where files were joined.
  private static func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end {
      if isFiller(bytes[start]) {
        start += 1
      } else if start + 3 <= end, bytes[start..<start + 3].elementsEqual([0xEF, 0xBB, 0xBF]) {
        start += 3
      } else {
        break
      }
    }
    while start < end, isFiller(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func isFiller(_ byte: UInt8) -> Bool {
    byte == 0 || byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
