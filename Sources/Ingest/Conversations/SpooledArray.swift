// Everything unsafe in the storage of what is known of posts is in this file.
// Why: values go to a file and come back as the bytes that they are. Relies on: `BitwiseCopyable`, and a
// file that nobody else can open.

internal import Synchronization

// How many values are in a piece.
@usableFromInline let chunkSize = 1 << chunkBits
@usableFromInline let chunkBits = 13

/// Values of one fixed size: in memory while they are few, those beyond in a file without a name.
///
/// A copy shares what is in the file, so an array is filled by one owner and then only read. Where there
/// can be no file, all values are in memory. A file that cannot be written is told by ``check()``, and until
/// then reads as zeros.
///
/// It is public because the compiler makes code for one type of elements, in the modules that use it, of
/// nothing that is less.
public struct SpooledArray<Element: BitwiseCopyable & Sendable>: RandomAccessCollection, Sendable {
  /// The values in memory, in pieces of one length: growing copies none, and needs no room for two.
  @usableFromInline private(set) var chunks: [[Element]] = []
  /// How many values are held in memory at most.
  @usableFromInline private(set) var limit: Int
  private var spool: Spool<Element>?
  /// The number of values.
  public private(set) var count = 0

  /// Creates an array of nothing.
  ///
  /// - Parameter limit: How many values are held in memory.
  package init(holding limit: Int = .max) { self.limit = limit }

  /// Creates an array of equal values.
  package init(repeating value: Element, count: Int, holding limit: Int = .max) {
    self.init(holding: limit)
    var rest = Swift.min(count, limit)
    while rest > 0 {
      chunks.append(Array(repeating: value, count: Swift.min(rest, chunkSize)))
      rest -= chunkSize
    }
    self.count = Swift.min(count, limit)
    while self.count < count { append(value) }
  }

  /// An array of the same length that holds one value.
  func filled(with value: Element) -> SpooledArray {
    SpooledArray(repeating: value, count: count, holding: limit)
  }

  /// The index of the first value.
  @inlinable public var startIndex: Int { 0 }
  /// One past the index of the last value.
  @inlinable public var endIndex: Int { count }

  /// The value at an index.
  @inlinable public subscript(index: Int) -> Element {
    get {
      if index < limit { return chunks[index >> chunkBits][index & (chunkSize - 1)] }
      return spooledValue(at: index)
    }
    set { set(newValue, at: index) }
  }

  @usableFromInline func spooledValue(at index: Int) -> Element {
    precondition(index < count, "no such value")
    return spool?.value(at: index - limit) ?? chunks[0][0]
  }

  @usableFromInline mutating func set(_ newValue: Element, at index: Int) {
    if index < limit {
      chunks[index >> chunkBits][index & (chunkSize - 1)] = newValue
    } else {
      precondition(index < count, "no such value")
      spool?.set(newValue, at: index - limit)
    }
  }

  package mutating func append(_ value: Element) {
    if count == limit, spool == nil {
      spool = Spool(filler: value)
      if spool == nil { limit = .max }
    }
    if count < limit {
      if count & (chunkSize - 1) == 0 { chunks.append([]) }
      chunks[count >> chunkBits].append(value)
    } else {
      spool?.set(value, at: count - limit)
    }
    count += 1
  }

  /// Puts what is still to be written into the file, so that reading writes nothing.
  ///
  /// - Throws: What went wrong with the file.
  package func check() throws(IngestError) { try spool?.settle() }
}

/// Values in a file, with the pages of it that were used last.
private final class Spool<Element: BitwiseCopyable & Sendable>: Sendable {
  private struct Page {
    var number: Int
    var values: [Element]
    var isChanged = false
  }

  private struct State {
    var file: FileDescriptor
    var failure: IngestError?
    /// A page has one slot that it can be in.
    var pages: [Page?] = Array(repeating: nil, count: 64)
  }

  private let state: Mutex<State>
  private let filler: Element
  private let pageSize = Swift.max(4096 / MemoryLayout<Element>.stride, 1)

  /// Creates an empty file; `nil` where there can be none.
  init?(filler: Element) {
    guard let file = try? FileDescriptor.temporary() else { return nil }
    self.filler = filler
    state = Mutex(State(file: file))
  }

  /// Writes the pages that are changed.
  func settle() throws(IngestError) {
    let failure = state.withLock { state in
      for slot in state.pages.indices { write(slot, &state) }
      return state.failure
    }
    if let failure { throw failure }
  }

  func value(at index: Int) -> Element {
    state.withLock { state in
      let slot = load(index / pageSize, &state)
      return state.pages[slot]?.values[index % pageSize] ?? filler
    }
  }

  func set(_ value: Element, at index: Int) {
    state.withLock { state in
      let slot = load(index / pageSize, &state)
      state.pages[slot]?.values[index % pageSize] = value
      state.pages[slot]?.isChanged = true
    }
  }

  /// Brings a page into its slot, and what stood there before back into the file.
  private func load(_ number: Int, _ state: inout State) -> Int {
    let slot = number % state.pages.count
    if state.pages[slot]?.number == number { return slot }
    write(slot, &state)
    do throws(IngestError) {
      var values = state.pages[slot]?.values ?? Array(repeating: filler, count: pageSize)
      state.pages[slot] = nil
      try state.file.read(&values, at: number * pageSize)
      state.pages[slot] = Page(number: number, values: values)
    } catch {
      state.failure = state.failure ?? error
      state.pages[slot] = Page(number: number, values: Array(repeating: filler, count: pageSize))
    }
    return slot
  }

  /// Writes the page in a slot if it is changed.
  private func write(_ slot: Int, _ state: inout State) {
    guard let page = state.pages[slot], page.isChanged else { return }
    do throws(IngestError) {
      try state.file.write(page.values, at: page.number * pageSize)
      state.pages[slot]?.isChanged = false
    } catch {
      state.failure = state.failure ?? error
    }
  }
}

extension FileDescriptor {
  /// Writes values as the bytes that they are, behind as many others as `index` says.
  fileprivate func write<Value: BitwiseCopyable>(
    _ values: [Value],
    at index: Int
  ) throws(IngestError) {
    // SAFETY: the bytes are written while they are borrowed.
    try unsafe values.span.bytes.withUnsafeBytes { bytes throws(IngestError) in
      try unsafe write(bytes, at: index * MemoryLayout<Value>.stride, name: Self.spoolName)
    }
  }

  /// Reads values in place of those given, behind as many others as `index` says; those beyond the
  /// end of the file stay.
  fileprivate func read<Value: BitwiseCopyable>(
    _ values: inout [Value],
    at index: Int
  ) throws(IngestError) {
    // SAFETY: the file holds what was written as values of the same type.
    var span = values.mutableSpan
    try unsafe span.withUnsafeMutableBytes { bytes throws(IngestError) in
      try unsafe read(into: bytes, at: index * MemoryLayout<Value>.stride, name: Self.spoolName)
    }
  }

  private static let spoolName = "what is known of the posts"
}

/// Places of entries by their keys: open addressing with linear probing, at most three quarters full, in
/// four bytes a slot.
///
/// The upper bits of a key are its slot, so growing copies from front to back.
struct KeyTable: Sendable {
  /// One more than the place, below as many of the lower bits of the key as there is room for; 0 where
  /// the slot is free.
  ///
  /// Whether the key is the same is looked up only where these bits are.
  private var slots: SpooledArray<UInt32>
  private var bits = 6
  private var count = 0
  private let limit: Int

  /// Creates an empty table that holds at most that many slots in memory.
  init(holding limit: Int) {
    self.limit = limit
    slots = SpooledArray(repeating: 0, count: 1 << 6, holding: limit)
  }

  /// The place of the entry with a key; `nil` where there is none.
  func place(of key: Key, _ entries: SpooledArray<PostIndex.Entry>) -> Int? {
    place(in: slots[slot(of: key.value, entries)])
  }

  /// Adds a key that is not there yet.
  mutating func set(_ place: Int, for key: Key, _ entries: SpooledArray<PostIndex.Entry>) {
    slots[slot(of: key.value, entries)] = value(place, for: key.value)
    count += 1
    if count * 4 > slots.count * 3 { grow(entries) }
  }

  func check() throws(IngestError) { try slots.check() }

  private func value(_ place: Int, for key: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: key) << UInt32(bits) | UInt32(place + 1)
  }

  private func place(in value: UInt32) -> Int? {
    value == 0 ? nil : Int(value & (1 << UInt32(bits) - 1)) - 1
  }

  /// Where a key is, or would be.
  private func slot(of key: UInt64, _ entries: SpooledArray<PostIndex.Entry>) -> Int {
    var slot = Int(key >> UInt64(64 - bits))
    let tag = UInt32(truncatingIfNeeded: key) << UInt32(bits)
    while true {
      let found = slots[slot]
      guard let place = place(in: found) else { return slot }
      if found >> UInt32(bits) == tag >> UInt32(bits), entries[place].id.value == key {
        return slot
      }
      slot = (slot + 1) & (slots.count - 1)
    }
  }

  private mutating func grow(_ entries: SpooledArray<PostIndex.Entry>) {
    bits += 1
    slots = SpooledArray()
    slots = SpooledArray(repeating: 0, count: 1 << bits, holding: limit)
    for (place, entry) in zip(entries.indices, entries) {
      var slot = Int(entry.id.value >> UInt64(64 - bits))
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = value(place, for: entry.id.value)
    }
  }
}
