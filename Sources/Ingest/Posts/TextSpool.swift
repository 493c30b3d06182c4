/// The texts of an export once its records are read: whoever wants only these need not read the records
/// again.
///
/// Beyond a small buffer they are kept in a file without a name, in the folder that `TMPDIR` names.
struct TextSpool: Sendable {
  /// Records that were not written yet.
  private var buffer: [UInt8] = []
  private var file: FileDescriptor?
  /// Where in the file each block of whole records ends.
  private var ends: [Int] = []
  /// Whether the file could not be written: then there is no spool, and the inputs are read again.
  private(set) var isBroken = false

  private static let blockSize = 1 << 16
  private static let name = "texts of the posts"

  /// Adds the text of a post.
  mutating func add(_ text: PostText, at place: Int, _ position: RecordPosition) {
    guard !isBroken else { return }
    let language = (text.language ?? "").utf8.prefix(255)
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
    guard buffer.count >= Self.blockSize else { return }
    do throws(IngestError) {
      if file == nil { file = try .temporary() }
      try file?.write(buffer, name: Self.name)
      ends.append((ends.last ?? 0) + buffer.count)
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
  ///   - transform: What is wanted of some texts that stand one after another; called on several
  ///     threads at once.
  ///   - consume: Takes that, in order.
  /// - Throws: ``IngestError`` where the file can no longer be read, and whatever `consume` throws.
  func read<Value: Sendable>(
    _ workers: Workers,
    transform: @Sendable ([Record]) -> Value,
    consume: (Value) throws -> Void
  ) throws {
    var blocks = 0
    try workers.process { () -> [UInt8]? in
      defer { blocks += 1 }
      guard let file, blocks < ends.count else { return blocks == ends.count ? buffer : nil }
      let start = blocks == 0 ? 0 : ends[blocks - 1]
      var bytes: [UInt8] = []
      _ = try file.read(ends[blocks] - start, onto: &bytes, at: start, name: Self.name)
      return bytes
    } work: { bytes in
      transform(Self.records(in: bytes))
    } consume: { value in
      try consume(value)
      return true
    }
  }

  /// A text with the place of its post, and where the record of it stands.
  typealias Record = (text: PostText, place: Int, position: RecordPosition)

  private static func records(in bytes: [UInt8]) -> [Record] {
    var (records, start): ([Record], Int) = ([], 0)
    while let size = size(ofRecordAt: start, in: bytes) {
      records.append(record(at: start, in: bytes))
      start += size
    }
    return records
  }

  private static let headSize = 32

  /// How many bytes a record has; `nil` where it is not there to its end.
  private static func size(ofRecordAt start: Int, in bytes: [UInt8]) -> Int? {
    guard start + headSize <= bytes.count else { return nil }
    let sizes = bytes.number(at: start)
    let size = headSize + Int(sizes & 0xFFFF_FFFF) + Int(sizes >> 32 & 0xFF)
    return start + size <= bytes.count ? size : nil
  }

  private static func record(at start: Int, in bytes: [UInt8]) -> Record {
    let sizes = bytes.number(at: start)
    let placeAndLikes = bytes.number(at: start + 8)
    let inputAndItem = bytes.number(at: start + 24)
    let flags = sizes >> 40
    let languageStart = start + headSize
    let textStart = languageStart + Int(sizes >> 32 & 0xFF)
    let language = String(decoding: bytes[languageStart..<textStart], as: UTF8.self)
    return (
      text: PostText(
        utf8: bytes[textStart..<textStart + Int(sizes & 0xFFFF_FFFF)],
        language: flags & 4 != 0 ? language : nil,
        likes: flags & 8 != 0 ? Int(placeAndLikes >> 32) : nil,
        isRepost: flags & 1 != 0,
        isDeleted: flags & 2 != 0
      ),
      place: Int(placeAndLikes & 0xFFFF_FFFF),
      position: RecordPosition(
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
      utf8: Array(post.text.utf8)[...].prefix(Self.longest),
      language: post.language,
      likes: post.likes,
      isRepost: post.isRepost,
      isDeleted: post.isDeleted
    )
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ number: UInt64) {
    // SAFETY: the bytes are copied while the number is there.
    unsafe Swift.withUnsafeBytes(of: number.littleEndian) { unsafe append(contentsOf: $0) }
  }

  fileprivate func number(at start: Int) -> UInt64 {
    (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(self[start + $1]) }
  }
}
