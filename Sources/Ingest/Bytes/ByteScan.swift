// Everything unsafe in the search through bytes is in this file.
// Why: lines and strings are the steps that touch every byte. Relies on: each load of eight bytes
// stands behind a check that eight are left, and memchr gets the count of what it may read.
// The functions whose names end in Plain say the same in safe lines; a test holds the two together at
// every length and offset.

internal import Glibc

/// Returns the offset of the first byte from `start` up to `end` that equals `target`, or `nil` if
/// there is none.
package func firstIndex(
  of target: UInt8,
  in bytes: Span<UInt8>,
  from start: Int,
  to end: Int? = nil
) -> Int? {
  let end = end ?? bytes.count
  precondition(start >= 0 && end <= bytes.count, "the range lies outside the bytes")
  guard start < end else { return nil }
  return unsafe bytes.withUnsafeBytes { raw in
    guard let base = raw.baseAddress,
      let found = unsafe memchr(base + start, Int32(target), end - start)
    else { return nil }
    return unsafe base.distance(to: UnsafeRawPointer(found))
  }
}

package func firstIndexPlain(
  of target: UInt8,
  in bytes: Span<UInt8>,
  from start: Int,
  to end: Int? = nil
) -> Int? {
  (start..<(end ?? bytes.count)).first { bytes[$0] == target }
}

/// Returns the offset of the first byte from `start` on that may not stand for itself in a JSON
/// string: `"`, `\`, or a control character; the count of the bytes if there is none.
package func firstSpecial(in bytes: Span<UInt8>, from start: Int) -> Int {
  unsafe bytes.withUnsafeBufferPointer { buffer in
    unsafe firstSpecial(in: buffer, from: start)
  }
}

package func firstSpecialPlain(in bytes: Span<UInt8>, from start: Int) -> Int {
  (start..<bytes.count).first { bytes[$0].isSpecialInString } ?? bytes.count
}

@inline(__always)
func firstSpecial(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
  var offset = start
  let raw = UnsafeRawBufferPointer(bytes)
  while offset + 8 <= bytes.count {
    let word = unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    let hits = word.zeroBytes(xor: 0x22) | word.zeroBytes(xor: 0x5C) | word.controls
    // Borrows run upwards only, so the lowest hit is always a true one.
    if hits != 0 { return offset + hits.trailingZeroBitCount / 8 }
    offset += 8
  }
  while offset < bytes.count, unsafe !bytes[offset].isSpecialInString { offset += 1 }
  return offset
}

extension UInt64 {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of each byte that equals `byte`.
  @inline(__always)
  fileprivate func zeroBytes(xor byte: UInt8) -> UInt64 {
    let word = self ^ (UInt64(byte) &* Self.ones)
    return (word &- Self.ones) & ~word & Self.highs
  }

  /// The high bit of each byte under 0x20.
  @inline(__always)
  fileprivate var controls: UInt64 { (self &- 0x20 &* Self.ones) & ~self & Self.highs }
}

extension UInt8 {
  @inline(__always)
  fileprivate var isSpecialInString: Bool { self == 0x22 || self == 0x5C || self < 0x20 }
}

extension Span<UInt8> {
  /// A hash of the bytes, eight at a time, and of their count.
  var foldedHash: UInt64 {
    var hash = UInt64(count) &* 0x9E37_79B9_7F4A_7C15 | 1
    var offset = 0
    while offset < count {
      let product = (hash ^ word(at: offset)).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = product.high ^ product.low
      offset += 8
    }
    return hash
  }

  /// The eight bytes from `offset` on as one number, with zeros for those beyond the end.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    if offset + 8 <= count {
      let raw = unsafe bytes
      return unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
        .littleEndian
    }
    var word: UInt64 = 0
    for place in (offset..<count).reversed() { word = word << 8 | UInt64(self[place]) }
    return word
  }

  /// Whether these bytes stand in others at a place.
  func isEqual(to others: [UInt8], at place: Int) -> Bool {
    guard place + count <= others.count else { return false }
    for offset in 0..<count where others[place + offset] != self[offset] { return false }
    return true
  }
}
