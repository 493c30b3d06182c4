// Everything unsafe in reading the model's bytes is in this file.
// Why: the weights are most of the program, and a copy of them would take longer than reading a thousand
// posts. Relies on: bytes of the binary never change, and others are kept by their owner; every load
// stands behind a check of the count.

/// Bytes that never change: data of the binary itself, or those of a file that was read.
///
/// `Sendable` holds because nobody writes to them.
@safe struct ConstantBytes: @unchecked Sendable {
  private let start: UnsafeRawPointer
  let count: Int
  private let owner: Owner?

  /// Keeps bytes for as long as somebody may read them.
  @safe private final class Owner {
    let start: UnsafeMutableRawPointer

    init(_ bytes: some Collection<UInt8>) {
      unsafe start = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
      let space = unsafe UnsafeMutableRawBufferPointer(start: start, count: bytes.count)
      unsafe space.copyBytes(from: bytes)
    }

    deinit { unsafe start.deallocate() }
  }

  /// Takes data of the binary.
  ///
  /// - Parameters:
  ///   - start: The first byte, which the C target vouches for.
  ///   - count: How many bytes start there.
  init(binary start: UnsafePointer<UInt8>, count: Int) {
    unsafe self.start = UnsafeRawPointer(start)
    self.count = count
    owner = nil
  }

  /// Copies bytes.
  init(_ bytes: some Collection<UInt8>) {
    let owner = Owner(bytes)
    unsafe start = UnsafeRawPointer(owner.start)
    count = bytes.count
    self.owner = owner
  }

  private init(start: UnsafeRawPointer, count: Int, owner: Owner?) {
    unsafe self.start = start
    self.count = count
    self.owner = owner
  }

  /// The bytes of a range, without a copy.
  subscript(range: Range<Int>) -> ConstantBytes {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "no such bytes")
    return unsafe ConstantBytes(start: start + range.lowerBound, count: range.count, owner: owner)
  }

  /// The value whose bytes start at an offset, the lowest first.
  @inline(__always)
  func load<Value: BitwiseCopyable>(at offset: Int, as type: Value.Type) -> Value {
    precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count, "no such bytes")
    return unsafe start.loadUnaligned(fromByteOffset: offset, as: type)
  }

  /// A copy.
  var array: [UInt8] { unsafe Array(UnsafeRawBufferPointer(start: start, count: count)) }
}
