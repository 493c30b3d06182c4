/// Some whole lines of one input, with where they stand in it.
package struct LineBatch: Sendable {
  /// The bytes of all lines; a line is a range of them, without its line end.
  package var bytes: [UInt8]
  package var lines: [Line]

  package struct Line: Sendable {
    package var range: Range<Int>
    /// From 1.
    package var number: Int
    /// Of the line's first byte in the input, from 0.
    package var offset: Int
  }
}

/// Cuts an input into batches of whole lines.
///
/// Lines end at LF; a CR before it goes with it. A line may be of any length: the batch grows to
/// hold it.
package struct LineReader {
  private let input: Input
  private let batchSize: Int
  private var rest: [UInt8] = []
  private var offset: Int
  private var lineNumber = 0
  private var isAtEnd = false

  package init(_ input: Input, batchSize: Int = 1 << 22, offset: Int = 0) {
    self.input = input
    self.batchSize = batchSize
    self.offset = offset
  }

  /// Returns the next lines, or `nil` after the last.
  package mutating func next() throws(IngestError) -> LineBatch? {
    var bytes = rest
    rest = []
    var searched = 0
    var end: Int?
    while end == nil && !isAtEnd {
      let old = bytes.count
      let count = try input.read(batchSize, onto: &bytes, at: offset + old)
      if count == 0 {
        isAtEnd = true
      } else {
        end = bytes[searched...].lastIndex(of: 0x0A).map { $0 + 1 }
        searched = bytes.count
      }
    }
    let used = end ?? bytes.count
    guard used > 0 else { return nil }
    rest = Array(bytes[used...])
    bytes.removeLast(bytes.count - used)
    let lines = split(bytes)
    offset += used
    lineNumber += lines.count
    return LineBatch(bytes: bytes, lines: lines)
  }

  private func split(_ bytes: [UInt8]) -> [LineBatch.Line] {
    var lines: [LineBatch.Line] = []
    var start = 0
    let span = bytes.span
    while start < span.count {
      let newline = firstIndex(of: 0x0A, in: span, from: start)
      var end = newline ?? span.count
      if end > start && span[end - 1] == 0x0D { end -= 1 }
      lines.append(
        LineBatch.Line(
          range: start..<end,
          number: lineNumber + lines.count + 1,
          offset: offset + start
        )
      )
      start = (newline ?? span.count) + 1
    }
    return lines
  }
}

/// Returns the offset of the first byte that equals `target`, or `nil` if there is none.
package func firstIndex(of target: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
  var index = start
  while index < bytes.count {
    if bytes[index] == target { return index }
    index += 1
  }
  return nil
}
