// Everything unsafe in the storage of JSON values is in this file.
// Why: a post is some thirty nodes, and an array that checks each append for space and sharing takes
// longer than finding them. Relies on: `append` makes room before it writes, and nodes are asked for
// by the indices that stand in other nodes.

/// One value, or the name of one, in a JSON text.
package struct JSONNode: BitwiseCopyable, Sendable {
  package enum Kind: UInt8, BitwiseCopyable, Sendable {
    case object
    case array
    case string
    case escapedString
    case number
    case `true`
    case `false`
    case null
  }

  package var kind: Kind
  /// The first byte; of a string, the one after the quote.
  var start: UInt32
  /// One past the last byte; of a string, the closing quote.
  var end: UInt32
  /// The index of the node after this one and all that is inside it.
  var next: UInt32

  /// How many bytes it has.
  var count: Int { Int(end - start) }
}

/// A JSON text with the places of its values, which all records of it share.
///
/// `Sendable` holds because ``JSONReader`` writes to a document only while nobody else has it, and because
/// its records, which keep the names of members that were met, are read by one thread at a time: they go
/// from thread to thread as parts of what a line gave, and are not shared.
@safe final class JSONDocument: @unchecked Sendable {
  private(set) var bytes: [UInt8] = []
  /// Where in `bytes` the positions of the nodes count from.
  private(set) var base = 0
  private(set) var count = 0
  private var capacity = 64
  private var nodes = UnsafeMutablePointer<JSONNode>.allocate(capacity: 64)
  /// Unchecked because it is looked at for each member of each record.
  @exclusivity(unchecked) private var names = NameCache()

  deinit { unsafe nodes.deallocate() }

  /// Starts anew with other bytes.
  func reset(_ bytes: [UInt8], base: Int) {
    self.bytes = bytes
    self.base = base
    count = 0
  }

  @inline(__always)
  func append(_ kind: JSONNode.Kind, _ start: Int, _ end: Int) {
    if count == capacity { grow() }
    let next = UInt32(truncatingIfNeeded: count + 1)
    unsafe nodes[count] = JSONNode(
      kind: kind,
      start: UInt32(truncatingIfNeeded: start),
      end: UInt32(truncatingIfNeeded: end),
      next: next
    )
    count += 1
  }

  private func grow() {
    let larger = UnsafeMutablePointer<JSONNode>.allocate(capacity: capacity * 2)
    unsafe larger.update(from: nodes, count: count)
    unsafe nodes.deallocate()
    unsafe nodes = larger
    capacity *= 2
  }

  /// Closes the container at an index.
  func close(_ index: Int, end: Int) {
    unsafe nodes[index].end = UInt32(truncatingIfNeeded: end)
    unsafe nodes[index].next = UInt32(truncatingIfNeeded: count)
  }

  @inline(__always)
  subscript(index: Int) -> JSONNode {
    precondition(index < count, "no such node")
    return unsafe nodes[index]
  }

  /// The bytes of a node.
  @inline(__always)
  func range(_ index: Int) -> Range<Int> {
    let node = self[index]
    return base + Int(node.start)..<base + Int(node.end)
  }

  /// The folded name of a member.
  @inline(__always)
  func foldedName(_ index: Int) -> FoldedName {
    // SAFETY: the cache calls nobody who could come back to it.
    self[index].kind == .escapedString ? unescapedName(index) : unsafe names[bytes, range(index)]
  }

  @inline(never)
  private func unescapedName(_ index: Int) -> FoldedName {
    FoldedName(JSONString.unescaped(bytes[range(index)]).text)
  }
}
