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
/// Lines end at LF, CR LF or CR: none of them can stand inside a JSON string. A line may be of any
/// length: the batch grows to hold it.
package struct LineReader {
  private let input: Input
  private let batchSize: Int
  /// Bytes that were read and not yet handed out.
  private var rest: [UInt8] = []
  /// Where ``rest`` starts in the input.
  private var offset: Int
  private var lineNumber = 0
  /// How many bytes the next batch must have at least.
  private var leastSize = 0
  private var isInputAtEnd = false

  package init(_ input: Input, batchSize: Int = 1 << 17, offset: Int = 0) {
    self.input = input
    self.batchSize = batchSize
    self.offset = offset
  }

  /// Whether the last batch reached the end of the input.
  package var isAtEnd: Bool { isInputAtEnd && rest.isEmpty }

  /// Returns the next lines, or `nil` after the last.
  package mutating func next() throws(IngestError) -> LineBatch? {
    var bytes = rest
    rest = []
    var searched = 0
    var end: Int?
    while (end == nil || bytes.count < leastSize) && !isInputAtEnd {
      let old = bytes.count
      // A line that is longer than a batch is not copied anew for each of its parts.
      let count = try input.read(max(batchSize, old), onto: &bytes, at: offset + old)
      if count == 0 {
        isInputAtEnd = true
        end = nil
      } else {
        end = Self.lastLineEnd(bytes, from: searched) ?? end
        searched = bytes.count
      }
    }
    leastSize = 0
    let used = isInputAtEnd ? bytes.count : end ?? bytes.count
    guard used > 0 else { return nil }
    rest = Array(bytes[used...])
    bytes.removeLast(bytes.count - used)
    let lines = split(bytes)
    offset += used
    lineNumber += lines.count
    return LineBatch(bytes: bytes, lines: lines)
  }

  /// Puts the lines of the last batch from `line` on back, so that the next batch starts with it and
  /// is longer.
  package mutating func putBack(_ batch: LineBatch, from line: Int) {
    let first = batch.lines[line]
    rest = Array(batch.bytes[first.range.lowerBound...]) + rest
    offset = first.offset
    lineNumber = first.number - 1
    leastSize = rest.count * 2
  }

  /// One past the last line end; a CR at the very end may be half of one.
  private static func lastLineEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    bytes[start...].lastIndex(of: 0x0A).map { $0 + 1 }
      ?? bytes[start...].dropLast().lastIndex(of: 0x0D).map { $0 + 1 }
  }

  private func split(_ bytes: [UInt8]) -> [LineBatch.Line] {
    var lines: [LineBatch.Line] = []
    var start = 0
    let span = bytes.span
    let hasCarriageReturns = firstIndex(of: 0x0D, in: span, from: 0) != nil
    func add(_ range: Range<Int>) {
      lines.append(
        LineBatch.Line(
          range: range,
          number: lineNumber + lines.count + 1,
          offset: offset + range.lowerBound
        )
      )
    }
    while start < span.count {
      let newline = firstIndex(of: 0x0A, in: span, from: start) ?? span.count
      while hasCarriageReturns,
        let carriageReturn = firstIndex(of: 0x0D, in: span, from: start, to: newline)
      {
        // CR LF is one line end, and a CR that ends the input is one too.
        if carriageReturn + 1 == newline { break }
        add(start..<carriageReturn)
        start = carriageReturn + 1
      }
      let end = newline > start && span[newline - 1] == 0x0D ? newline - 1 : newline
      add(start..<end)
      start = newline + 1
    }
    return lines
  }
}
