/// A member's name without case, `_`, `-` and blanks, as a hash: exports of one tool differ in
/// these.
package struct FoldedName: Hashable, Sendable {
  fileprivate private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  package init(_ bytes: Span<UInt8>) {
    // Where a spreadsheet wrote the table that objects were made of, the first name has a byte order mark.
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    for index in (hasMark ? 3 : 0)..<bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): continue
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): add(byte | 0x20)
      default: add(byte)
      }
    }
  }

  package init(_ name: String) { self.init(name.utf8Span.span) }

  private mutating func add(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
}

/// What is known of names, found by their hash: a table with linear probing, because a dictionary
/// takes longer to look up a name than it takes to read its value.
struct NameTable<Value: Sendable>: Sendable {
  private var slots: [(hash: UInt64, value: Value)?]
  private let mask: Int

  /// Creates a table of names that are few and known beforehand.
  init(_ values: [FoldedName: Value]) {
    var size = 16
    while size < values.count * 4 { size *= 2 }
    mask = size - 1
    slots = Array(repeating: nil, count: size)
    for (name, value) in values {
      var slot = Int(truncatingIfNeeded: name.hash) & mask
      while slots[slot] != nil { slot = (slot + 1) & mask }
      slots[slot] = (name.hash, value)
    }
  }

  subscript(name: FoldedName) -> Value? {
    var slot = Int(truncatingIfNeeded: name.hash) & mask
    while let (hash, value) = slots[slot] {
      if hash == name.hash { return value }
      slot = (slot + 1) & mask
    }
    return nil
  }
}

/// The folded names of the members that were met last: records of one export name the same ones.
struct NameCache: Sendable {
  private var slots: [(exact: UInt64, name: FoldedName)] = Array(
    repeating: (0, FoldedName("")),
    count: 256
  )

  /// The folded name of the name that stands at a range.
  subscript(bytes: [UInt8], range: Range<Int>) -> FoldedName {
    mutating get {
      let name = bytes.span.extracting(range)
      let exact = name.foldedHash
      let slot = Int(truncatingIfNeeded: exact >> 56)
      if slots[slot].exact != exact { slots[slot] = (exact, FoldedName(name)) }
      return slots[slot].name
    }
  }
}
