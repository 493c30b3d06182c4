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

  /// Sums of sixteen signed bytes each, lane by lane.
  ///
  /// The bytes are taken in pairs and told apart by shifts: that needs no vector of another width, and
  /// leaves the processor free to wait for many loads at once.
  ///
  /// - Parameter offsets: Where sixteen bytes start, for each addend.
  /// - Returns: The sums.
  @inline(__always)
  func sums(at offsets: some Sequence<Int>) -> SIMD16<Int32> {
    var (even, odd): (SIMD8<Int16>, SIMD8<Int16>) = (.zero, .zero)
    var total: SIMD16<Int32> = .zero
    var count = 0
    func flush() {
      var recent: SIMD16<Int16> = .zero
      (recent.evenHalf, recent.oddHalf) = (even, odd)
      total &+= SIMD16<Int32>(truncatingIfNeeded: recent)
      (even, odd, count) = (.zero, .zero, 0)
    }
    for offset in offsets {
      let pairs = load(at: offset, as: SIMD8<Int16>.self)
      even &+= (pairs &<< 8) &>> 8
      odd &+= pairs &>> 8
      count += 1
      // So many numbers from -128 to 127 stay within 16 bits.
      if count == 255 { flush() }
    }
    flush()
    return total
  }

  /// A copy.
  var array: [UInt8] { unsafe Array(UnsafeRawBufferPointer(start: start, count: count)) }
}
