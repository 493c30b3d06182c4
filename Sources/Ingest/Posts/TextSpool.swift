/// The texts of an export once its records are read: whoever wants only these need not read the records
/// again.
///
/// Beyond a small buffer they are kept in a file without a name, in the folder that `TMPDIR` names.
struct TextSpool: Sendable {
  /// Records that were not written yet.
  private var buffer: [UInt8] = []
  private var file: FileDescriptor?
  private var fileSize = 0
  /// Whether the file could not be written: then there is no spool, and the inputs are read again.
  private(set) var isBroken = false

  private static let bufferSize = 1 << 18
  private static let name = "texts of the posts"

  /// Adds the text of a post.
  mutating func add(_ text: PostText, at place: Int, _ position: RecordPosition) {
    guard !isBroken else { return }
    let language = Array((text.language ?? "").utf8.prefix(255))
    var flags: UInt64 = text.isRepost ? 1 : 0
    if text.isDeleted { flags |= 2 }
    if text.language != nil { flags |= 4 }
    if text.likes != nil { flags |= 8 }
    let likes = UInt64(UInt32(clamping: max(text.likes ?? 0, 0)))
    buffer.append(UInt64(text.utf8.count) | UInt64(language.count) << 32 | flags << 40)
    buffer.append(UInt64(place) | likes << 32)
    buffer.append(UInt64(position.offset))
    buffer.append(UInt64(position.input) | UInt64(position.item) << 32)
    buffer += language
    buffer += text.utf8
    guard buffer.count >= Self.bufferSize else { return }
    do throws(IngestError) {
      if file == nil { file = try .temporary() }
      try file?.write(buffer, name: Self.name)
      fileSize += buffer.count
    } catch {
      isBroken = true
      file = nil
    }
    buffer.removeAll(keepingCapacity: !isBroken)
  }

  /// Reads all texts, in the order in which they were added.
  ///
  /// - Parameters:
  ///   - workers: Who reads.
  ///   - transform: What is wanted of a text; called on several threads at once.
  ///   - consume: Takes that, in order.
  /// - Throws: ``IngestError`` where the file can no longer be read, and whatever `consume` throws.
  func read<Value: Sendable>(
    _ workers: Workers,
    transform: @Sendable (PostText, _ place: Int, RecordPosition) -> Value,
    consume: (Value) throws -> Void
  ) throws {
    var values: [Value] = []
    /// Reads the whole records at the start of some bytes, and hands over those that were read before.
    func readRecords(_ bytes: [UInt8]) throws -> Int {
      let (starts, end) = Self.records(in: bytes)
      values = try workers.map(starts) {
        for value in values { try consume(value) }
      } _: { starts in
        starts.map { Self.record(at: $0, in: bytes, transform) }
      }
      return end
    }
    var bytes: [UInt8] = []
    var offset = 0
    while let file, offset < fileSize {
      let rest = fileSize - offset
      _ = try file.read(min(Self.bufferSize, rest), onto: &bytes, at: offset, name: Self.name)
      offset += min(Self.bufferSize, rest)
      bytes.removeFirst(try readRecords(bytes))
    }
    _ = try readRecords(bytes + buffer)
    for value in values { try consume(value) }
  }

  /// Where the whole records at the start of some bytes are, and where they end.
  private static func records(in bytes: [UInt8]) -> (starts: [Int], end: Int) {
    var (starts, end): ([Int], Int) = ([], 0)
    while let size = size(ofRecordAt: end, in: bytes) {
      starts.append(end)
      end += size
    }
    return (starts, end)
  }

  private static let headSize = 32

  /// How many bytes a record has; `nil` where it is not there to its end.
  private static func size(ofRecordAt start: Int, in bytes: [UInt8]) -> Int? {
    guard start + headSize <= bytes.count else { return nil }
    let sizes = bytes.number(at: start)
    let size = headSize + Int(sizes & 0xFFFF_FFFF) + Int(sizes >> 32 & 0xFF)
    return start + size <= bytes.count ? size : nil
  }

  private static func record<Value>(
    at start: Int,
    in bytes: [UInt8],
    _ transform: (PostText, _ place: Int, RecordPosition) -> Value
  ) -> Value {
    let sizes = bytes.number(at: start)
    let placeAndLikes = bytes.number(at: start + 8)
    let inputAndItem = bytes.number(at: start + 24)
    let flags = sizes >> 40
    let languageStart = start + headSize
    let textStart = languageStart + Int(sizes >> 32 & 0xFF)
    let language = String(decoding: bytes[languageStart..<textStart], as: UTF8.self)
    return transform(
      PostText(
        utf8: bytes[textStart..<textStart + Int(sizes & 0xFFFF_FFFF)],
        language: flags & 4 != 0 ? language : nil,
        likes: flags & 8 != 0 ? Int(placeAndLikes >> 32) : nil,
        isRepost: flags & 1 != 0,
        isDeleted: flags & 2 != 0
      ),
      Int(placeAndLikes & 0xFFFF_FFFF),
      RecordPosition(
        input: Int(inputAndItem & 0xFFFF_FFFF),
        line: 0,
        offset: Int(bytes.number(at: start + 16)),
        item: Int(inputAndItem >> 32)
      )
    )
  }
}

/// The text of a post, and what else decides how it is read.
package struct PostText: Sendable {
  /// Valid UTF-8, but for its end where it is cut.
  package var utf8: ArraySlice<UInt8>
  /// The language tag of the platform: a hint only.
  package var language: String?
  /// How often the post was liked.
  package var likes: Int?
  /// Whether the post repeats another without words of its own.
  package var isRepost: Bool
  /// Whether the text is gone, or a removal marker stands in its place.
  package var isDeleted: Bool
}

extension PostText {
  /// What stands beyond so many bytes of a post is not read: the longest posts of any platform are
  /// shorter, and a file that was taken for a post must not fill the memory.
  package static let longest = 65_536

  init(_ post: Post) {
    self.init(
      utf8: Array(post.text.utf8.prefix(Self.longest))[...],
      language: post.language,
      likes: post.likes,
      isRepost: post.isRepost,
      isDeleted: post.isDeleted
    )
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ number: UInt64) {
    for byte in 0..<8 { append(UInt8(truncatingIfNeeded: number >> UInt64(byte * 8))) }
  }

  fileprivate func number(at start: Int) -> UInt64 {
    (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(self[start + $1]) }
  }
}
