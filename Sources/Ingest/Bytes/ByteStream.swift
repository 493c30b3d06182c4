internal import Synchronization

/// A pipe that is read once, of which the first bytes were looked at.
final class ByteStream: Sendable {
  /// The first bytes: as many as came together, and no fewer than tell a compressed stream.
  let head: [UInt8]
  private let descriptor: FileDescriptor
  private let isHeadRead = Mutex(false)

  private static let leastHead = 6

  init(_ descriptor: FileDescriptor, name: String) throws(IngestError) {
    self.descriptor = descriptor
    var head: [UInt8] = []
    while head.count < Self.leastHead,
      try descriptor.read(4096, onto: &head, name: name) > 0
    {}
    self.head = head
  }

  /// Reads the next bytes onto the end of `buffer`, as many as have come and at most `count`, and
  /// waits where there are none.
  ///
  /// - Returns: How many bytes were read; 0 at the end.
  func read(
    _ count: Int,
    onto buffer: inout [UInt8],
    name: String
  ) throws(IngestError) -> Int {
    let isFirst = isHeadRead.withLock { isRead in
      defer { isRead = true }
      return !isRead
    }
    guard !isFirst || head.isEmpty else {
      buffer += head
      return head.count
    }
    return try descriptor.read(count, onto: &buffer, name: name)
  }
}
