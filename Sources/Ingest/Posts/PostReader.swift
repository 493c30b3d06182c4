/// Where a record stands in the inputs.
public struct RecordPosition: Hashable, BitwiseCopyable, Sendable {
  /// The index of the input, from 0.
  public var input: Int
  /// The line on which the record starts, from 1.
  public var line: Int
  /// Of the record's first byte in the input, from 0.
  public var offset: Int
  /// Of several posts in one record, which it is, from 0.
  public var item: Int

  package init(input: Int, line: Int, offset: Int, item: Int = 0) {
    self.input = input
    self.line = line
    self.offset = offset
    self.item = item
  }
}

extension RecordPosition {
  /// Whether the two are places of one record, and of one post in it.
  func isSameRecord(as other: RecordPosition) -> Bool {
    offset == other.offset && input == other.input && item == other.item
  }
}

/// What one line gave, or the record that starts on it.
package struct LineContent<Value: Sendable>: Sendable {
  /// One for each post.
  package var values: [Value] = []
  /// Records that are no posts: what each of them is.
  package var otherRecords: [String] = []
  /// Ids of posts that are reported as removed.
  package var removedIDs: [String] = []
  /// Authors of whom all posts are reported as removed.
  package var removedAuthors: [String] = []
  /// What could not be read.
  package var rejections: [Rejection] = []
  /// The last line that the record spans, from 1.
  package var lastLine = 0
  /// Where an object opens that the line does not close, and what is wrong if nothing does.
  fileprivate var unfinished: (offset: Int, rejection: Rejection)?

  /// Whether nothing stands on the line.
  package var isBlank: Bool {
    values.isEmpty && otherRecords.isEmpty && removedIDs.isEmpty && removedAuthors.isEmpty
      && rejections.isEmpty
  }
}

/// Reads the posts of inputs, on several threads, and hands them over in the order of the inputs.
package struct PostReader: Sendable {
  package let inputs: [Input]
  /// The format of all records; `nil` tells it from each.
  private let format: InputFormat?
  /// The clock of times without a zone; `nil` for UTC.
  private let clock: LocalClock?
  /// Whether a link to a post `0` is one of the ways to write "none".
  var zeroIsNone = false
  let workers: Workers
  private let onProgress: @Sendable (_ bytes: Int, _ total: Int) -> Void
  private let size: Int

  package init(
    inputs: [Input],
    format: InputFormat?,
    clock: LocalClock?,
    jobs: Int,
    onProgress: @escaping @Sendable (_ bytes: Int, _ total: Int) -> Void = { _, _ in }
  ) {
    self.inputs = inputs
    self.format = format
    self.clock = clock
    workers = Workers(jobs)
    self.onProgress = onProgress
    size = inputs.reduce(0) { $0 + ((try? $1.size()) ?? 0) }
  }

  /// Reads every line of every input.
  ///
  /// - Parameters:
  ///   - transform: What is wanted of a post; called on several threads at once.
  ///   - consume: Takes what each line gave, with its number and its bytes, in the order of the
  ///     input. Lines inside an object that spans several give nothing.
  /// - Throws: ``IngestError`` where an input cannot be read, and whatever `consume` throws.
  package func read<Value: Sendable>(
    transform: @Sendable (Post, RecordPosition) -> Value,
    consume: (RecordPosition, LineContent<Value>, ArraySlice<UInt8>) throws -> Void
  ) throws {
    try withoutActuallyEscaping(transform) { transform in
      for number in inputs.indices {
        var pass = Pass(input: number, reader: self, transform: transform)
        try pass.run(consume)
      }
    }
  }

  /// Reads the one post at a position.
  package func post(at position: RecordPosition) throws(IngestError) -> Post? {
    guard let record = try record(at: position) else { return nil }
    let posts = (try? harvest(record))?.posts ?? []
    return position.item < posts.count ? posts[position.item] : nil
  }

  private func record(at position: RecordPosition) throws(IngestError) -> Record? {
    var lines = LineReader(inputs[position.input], batchSize: 1 << 14, offset: position.offset)
    var scan = RecordScan()
    while let batch = try lines.next() {
      if case .object(let record, _) = scan.piece(batch.bytes, in: batch.bytes.indices) {
        return record
      }
      guard !lines.isAtEnd else { return nil }
      lines.putBack(batch, from: 0)
    }
    return nil
  }

  /// What is read from which members of a home-made record; `nil` where the record at the position is of
  /// another form.
  func memberUse(at position: RecordPosition) throws(IngestError) -> MemberUse? {
    guard let record = try record(at: position) else { return nil }
    return (format ?? InputFormat.detect(record)).flatForm?.memberUse(of: record)
  }

  /// Checks that each member that the user named for a field was there, once all is read.
  ///
  /// - Throws: ``IngestError`` where no record has a member of that name.
  package func checkFields() throws(IngestError) {
    guard let unmet = format?.flatForm?.unmet else { return }
    let file = inputs.count == 1 ? inputs[0].name : "\(inputs.count) inputs"
    throw IngestError(file: file, reason: .noMember(unmet.place, field: unmet.field))
  }

  /// Reads the posts of a record.
  fileprivate func harvest(_ record: Record) throws(Rejection) -> Harvest {
    let format = format ?? InputFormat.detect(record)
    var harvest = Harvest(format)
    harvest.isForced = self.format != nil
    try format.read(record, &harvest)
    if self.format != nil, harvest.isEmpty, !format.fits(record) {
      let other = InputFormat.detect(record).name
      throw Rejection(
        .otherFormat,
        byte: 1,
        found: "a record that is not of the format '\(format.name)'",
        expected: "one of it; without --input-format it is read as '\(other)'"
      )
    }
    if let clock { harvest.correctTimes(by: clock) }
    if zeroIsNone { harvest.dropLinksToZero() }
    return harvest
  }

  fileprivate func didRead(bytes: Int) { onProgress(bytes, size) }
}

/// One reading of one input.
private struct Pass<Value: Sendable> {
  let input: Int
  let reader: PostReader
  let transform: @Sendable (Post, RecordPosition) -> Value
  private var lines: LineReader
  private var scan = RecordScan()
  /// Whether the last batch had objects over several lines: then lines are not read ahead.
  private var isMultiline = false

  init(
    input: Int,
    reader: PostReader,
    transform: @escaping @Sendable (Post, RecordPosition) -> Value
  ) {
    self.input = input
    self.reader = reader
    self.transform = transform
    lines = LineReader(reader.inputs[input])
  }

  typealias Consumer = (RecordPosition, LineContent<Value>, ArraySlice<UInt8>) throws -> Void

  mutating func run(_ consume: Consumer) throws {
    while true {
      var open: ReadBatch?
      if !isMultiline {
        open = try readAhead(consume)
        guard let open else { return }
        lines = open.rest
      }
      guard let batch = try open?.batch ?? lines.next() else { return }
      let used = try consumeBatch(batch, open?.contents, consume)
      if used < batch.lines.count { lines.putBack(batch, from: used) }
      let end = used < batch.lines.count ? batch.lines[used].range.lowerBound : batch.bytes.count
      reader.didRead(bytes: end)
    }
  }

  /// A batch of lines, with what they gave, and the lines behind it.
  private struct ReadBatch: Sendable {
    var batch: LineBatch
    var contents: [LineContent<Value>]
    var rest: LineReader
  }

  /// Reads batches, several at a time, and hands over their lines.
  ///
  /// - Returns: The first batch in which an object is open at the end of a line, not handed over; `nil`
  ///   at the end of the input.
  private func readAhead(_ consume: Consumer) throws -> ReadBatch? {
    var lines = lines
    var open: ReadBatch?
    // A stream cannot be read once more from where an object is open: nothing of it is read ahead.
    let workers = reader.inputs[input].isStream ? Workers(1) : reader.workers
    try workers.process { () -> (batch: LineBatch, rest: LineReader)? in
      guard let batch = try lines.next() else { return nil }
      return (batch, lines)
    } work: { taken in
      var scan = RecordScan()
      let contents = taken.batch.lines.map {
        content(of: taken.batch, $0, from: $0.range.lowerBound, &scan)
      }
      return ReadBatch(batch: taken.batch, contents: contents, rest: taken.rest)
    } consume: { read in
      guard !read.contents.contains(where: { $0.unfinished != nil }) else {
        open = read
        return false
      }
      let batch = read.batch
      for number in batch.lines.indices {
        let line = batch.lines[number]
        var content = read.contents[number]
        content.lastLine = line.number
        try consume(
          RecordPosition(input: input, line: line.number, offset: line.offset),
          content,
          batch.bytes[line.range]
        )
      }
      reader.didRead(bytes: batch.bytes.count)
      return true
    }
    return open
  }

  /// Hands over the lines of a batch in which objects are open at the end of a line.
  ///
  /// - Returns: How many of them; the next one opens an object that the batch does not close.
  private mutating func consumeBatch(
    _ batch: LineBatch,
    _ readAhead: [LineContent<Value>]?,
    _ consume: Consumer
  ) throws -> Int {
    isMultiline = false
    var number = 0
    while number < batch.lines.count {
      let line = batch.lines[number]
      var content =
        readAhead?[number]
        ?? self.content(of: batch, line, from: line.range.lowerBound, &scan)
      var last = number
      while let open = content.unfinished {
        content.unfinished = nil
        let extent = batch.bytes.indices.suffix(from: open.offset)
        switch scan.piece(batch.bytes, in: open.offset..<extent.upperBound) {
        case .object(let record, let end):
          isMultiline = true
          let first = batch.lines[last]
          add(record, at: open.offset, first, &content)
          while batch.lines[last].range.upperBound < end { last += 1 }
          let rest = self.content(of: batch, batch.lines[last], from: end, &scan)
          content.append(rest)
        case .unfinished where !lines.isAtEnd:
          return number
        case .unfinished, .broken:
          reject(open.rejection, at: open.offset, batch.lines[last], &content)
          let range = open.offset..<batch.lines[last].range.upperBound
          if let resume = scan.firstWholeObject(batch.bytes, after: open.offset, in: range) {
            var rest = self.content(of: batch, batch.lines[last], from: resume, &scan)
            // What is left of a broken line is no post of its own unless it is whole.
            rest.rejections = []
            content.append(rest)
          }
        }
      }
      content.lastLine = batch.lines[last].number
      let range = line.range.lowerBound..<batch.lines[last].range.upperBound
      try consume(
        RecordPosition(input: input, line: line.number, offset: line.offset),
        content,
        batch.bytes[range]
      )
      number = last + 1
    }
    return number
  }

  /// Reads one line from a place on.
  private func content(
    of batch: LineBatch,
    _ line: LineBatch.Line,
    from start: Int,
    _ scan: inout RecordScan
  ) -> LineContent<Value> {
    var content = LineContent<Value>()
    let end = line.range.upperBound
    var place = RecordScan.skipSeparators(batch.bytes, start..<end)
    if start == line.range.lowerBound, place < end, batch.bytes[place] != UInt8(ascii: "{") {
      place = RecordScan.skipAssignment(batch.bytes, place..<end)
      place = RecordScan.skipSeparators(batch.bytes, place..<end)
    }
    while place < end {
      switch scan.piece(batch.bytes, in: place..<end) {
      case .object(let record, let next):
        add(record, at: place, line, &content)
        place = next
      case .unfinished(let rejection):
        content.unfinished = (place, rejection)
        return content
      case .broken(let rejection):
        let resume = scan.firstWholeObject(batch.bytes, after: place, in: place..<end)
        if content.isBlank, let resume, RecordScan.isLabel(batch.bytes[place..<resume]) {
          place = resume
          continue
        }
        reject(rejection, at: place, line, &content)
        guard let resume else { return content }
        place = resume
      }
      place = RecordScan.skipSeparators(batch.bytes, place..<end)
    }
    return content
  }

  private func add(
    _ record: Record,
    at place: Int,
    _ line: LineBatch.Line,
    _ content: inout LineContent<Value>
  ) {
    do throws(Rejection) {
      let harvest = try reader.harvest(record)
      let offset = line.offset + place - line.range.lowerBound
      let posts = harvest.posts.span
      for item in posts.indices {
        let position = RecordPosition(input: input, line: line.number, offset: offset, item: item)
        content.values.append(transform(posts[item], position))
      }
      content.otherRecords += harvest.otherRecords
      content.removedIDs += harvest.removedIDs
      content.removedAuthors += harvest.removedAuthors
      for rejection in harvest.rejections { reject(rejection, at: place, line, &content) }
    } catch {
      reject(error, at: place, line, &content)
    }
  }

  /// Adds a rejection, with its place counted from the start of the line.
  private func reject(
    _ rejection: Rejection,
    at place: Int,
    _ line: LineBatch.Line,
    _ content: inout LineContent<Value>
  ) {
    var rejection = rejection
    rejection.file = reader.inputs[input].name
    rejection.line = line.number
    rejection.byte += place - line.range.lowerBound
    content.rejections.append(rejection)
  }
}

extension LineContent {
  fileprivate mutating func append(_ other: LineContent) {
    values += other.values
    otherRecords += other.otherRecords
    removedIDs += other.removedIDs
    removedAuthors += other.removedAuthors
    rejections += other.rejections
    unfinished = other.unfinished
  }
}
