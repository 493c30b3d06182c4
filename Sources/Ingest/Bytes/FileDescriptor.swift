// Files: the first of the two files of this module that talk to the operating system.
// Unsafe because the C library takes pointers; each one lives only for the call that it is passed to,
// and the byte count passed with it is that of the buffer it points into.

internal import Glibc

/// An open file, closed when the last reference goes.
package final class FileDescriptor: Sendable {
  package let number: CInt
  private let closes: Bool

  init(number: CInt, closes: Bool) {
    self.number = number
    self.closes = closes
  }

  deinit {
    if closes { close(number) }
  }

  package static let standardInput = FileDescriptor(number: STDIN_FILENO, closes: false)

  /// Opens a file for reading.
  package static func open(_ path: String) throws(IngestError) -> FileDescriptor {
    let number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw lastError(path) }
    let descriptor = FileDescriptor(number: number, closes: true)
    guard try descriptor.kind(name: path) != .directory else {
      throw IngestError(file: path, reason: .directory)
    }
    return descriptor
  }

  /// Creates a file without a name, which goes when it is closed.
  package static func temporary() throws(IngestError) -> FileDescriptor {
    let named = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    let folder = named.isEmpty ? "/tmp" : named
    var template = Array("\(folder)/groundswell-XXXXXX".utf8CString)
    let number = unsafe mkstemp(&template)
    guard number >= 0 else {
      throw IngestError(
        file: "\(folder) (for what does not fit in memory)",
        reason: .unwritable(lastCause)
      )
    }
    unsafe unlink(&template)
    return FileDescriptor(number: number, closes: true)
  }

  package enum Kind {
    case regular
    case directory
    case stream
  }

  package func kind(name: String) throws(IngestError) -> Kind {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw Self.lastError(name) }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .regular
    case S_IFDIR: .directory
    default: .stream
    }
  }

  /// The number of bytes of a file.
  package func size(name: String) throws(IngestError) -> Int {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw Self.lastError(name) }
    return Int(status.st_size)
  }

  /// Reads up to `count` bytes onto the end of `buffer`, from `offset` or from where the last read
  /// ended.
  ///
  /// - Returns: How many bytes were read; 0 at the end.
  package func read(
    _ count: Int,
    onto buffer: inout [UInt8],
    at offset: Int? = nil,
    name: String
  ) throws(IngestError) -> Int {
    let old = buffer
    var got = -1
    // Filling the space with zeros first would take as long as reading it.
    buffer = unsafe [UInt8](unsafeUninitializedCapacity: old.count + count) { space, filled in
      filled = unsafe space.update(fromContentsOf: old)
      guard let start = unsafe space.baseAddress.map({ unsafe $0 + filled }) else { return }
      repeat {
        got =
          if let offset {
            unsafe pread(number, start, count, offset)
          } else {
            unsafe Glibc.read(number, start, count)
          }
      } while got < 0 && errno == EINTR
      filled += max(got, 0)
    }
    guard got >= 0 else { throw Self.lastError(name) }
    return got
  }

  package func write(_ bytes: [UInt8], name: String) throws(IngestError) {
    // SAFETY: the bytes are written while they are borrowed.
    try unsafe bytes.span.bytes.withUnsafeBytes { raw throws(IngestError) in
      try unsafe write(raw, at: nil, name: name)
    }
  }

  /// Writes bytes at an offset, or where the last write ended.
  func write(
    _ bytes: UnsafeRawBufferPointer,
    at offset: Int?,
    name: String
  ) throws(IngestError) {
    var done = 0
    while done < bytes.count, let start = bytes.baseAddress {
      let count =
        if let offset {
          unsafe pwrite(number, start + done, bytes.count - done, offset + done)
        } else {
          unsafe Glibc.write(number, start + done, bytes.count - done)
        }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw IngestError(file: name, reason: .unwritable(Self.lastCause))
      }
      done += count
    }
  }

  /// Reads as many bytes as there are from an offset on, at most as many as `buffer` takes.
  func read(
    into buffer: UnsafeMutableRawBufferPointer,
    at offset: Int,
    name: String
  ) throws(IngestError) {
    var done = 0
    while done < buffer.count, let start = buffer.baseAddress {
      let count = unsafe pread(number, start + done, buffer.count - done, offset + done)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Self.lastError(name) }
      if count == 0 { return }
      done += count
    }
  }

  package func rewind() { lseek(number, 0, SEEK_SET) }

  static func lastError(_ name: String) -> IngestError {
    IngestError(file: name, reason: .unreadable(lastCause))
  }

  private static var lastCause: String { unsafe String(cString: strerror(errno)) }
}
