/// One JSON value of an input, decoded only where it is asked for.
package struct Record: Sendable {
  private let bytes: [UInt8]
  /// Where in `bytes` the positions of the nodes count from.
  private let base: Int
  private let nodes: [JSONNode]
  private let index: Int

  package init(bytes: [UInt8], base: Int, nodes: [JSONNode]) {
    self.init(bytes: bytes, base: base, nodes: nodes, index: 0)
  }

  private init(bytes: [UInt8], base: Int, nodes: [JSONNode], index: Int) {
    self.bytes = bytes
    self.base = base
    self.nodes = nodes
    self.index = index
  }

  package var kind: JSONNode.Kind { nodes[index].kind }
  package var isNull: Bool { kind == .null }
  package var isObject: Bool { kind == .object }
  package var isString: Bool { kind == .string || kind == .escapedString }

  /// Calls `body` with the folded name and the value of each member, in the order of the input.
  ///
  /// A folded name has no case, `_`, `-` or blanks: exports of one tool differ in these.
  package func forEachMember(_ body: (FoldedName, Record) -> Void) {
    guard isObject else { return }
    var name = index + 1
    while name < nodes[index].next {
      let value = name + 1
      body(
        FoldedName(bytes[range(name)]),
        Record(bytes: bytes, base: base, nodes: nodes, index: value)
      )
      name = Int(nodes[value].next)
    }
  }

  /// Returns the value of the member with that folded name; of several, the last.
  package subscript(name: FoldedName) -> Record? {
    var found: Record?
    forEachMember { if $0 == name { found = $1 } }
    return found
  }

  /// Returns the elements of an array.
  package var elements: [Record] {
    guard kind == .array else { return [] }
    var all: [Record] = []
    var element = index + 1
    while element < nodes[index].next {
      all.append(Record(bytes: bytes, base: base, nodes: nodes, index: element))
      element = Int(nodes[element].next)
    }
    return all
  }

  /// Returns the text of a string, with escapes undone, and whether it had to be mended: bytes
  /// that are no UTF-8 and halves of surrogate pairs become U+FFFD.
  package var string: (text: String, isMended: Bool)? {
    switch kind {
    case .string: Self.decoded(bytes[range(index)])
    case .escapedString: JSONString.unescaped(bytes[range(index)])
    default: nil
    }
  }

  /// Returns a string, or a number or truth value as it is written: ids keep all their digits.
  package var scalar: String? {
    switch kind {
    case .string, .escapedString: string?.text
    case .number, .true, .false: Self.decoded(bytes[range(index)]).text
    case .object: self["$date"]?.scalar ?? self["$numberLong"]?.scalar ?? self["$oid"]?.scalar
    case .array, .null: nil
    }
  }

  static func decoded(_ bytes: ArraySlice<UInt8>) -> (text: String, isMended: Bool) {
    if let text = String(validating: bytes, as: UTF8.self) { return (text, false) }
    return (String(decoding: bytes, as: UTF8.self), true)
  }

  private func range(_ index: Int) -> Range<Int> {
    base + Int(nodes[index].start)..<base + Int(nodes[index].end)
  }
}

/// A member's name without case, `_`, `-` and blanks, as a hash.
package struct FoldedName: Hashable, Sendable, ExpressibleByStringLiteral {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  package init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): continue
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): add(byte | 0x20)
      default: add(byte)
      }
    }
  }

  package init(stringLiteral name: String) { self.init(name.utf8) }

  private mutating func add(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
}
