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
  @usableFromInline var chunks: [[Element]] = []
  /// How many values are held in memory at most.
  @usableFromInline var limit: Int
  @usableFromInline var spool: Spool?
  @usableFromInline var filled = 0
  /// The number of values.
  @inlinable public var count: Int { filled }

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
    filled = Swift.min(count, limit)
    while filled < count { append(value) }
  }

  /// Creates an array that holds all of some values in memory.
  package init(_ values: some Sequence<Element>) {
    self.init()
    for value in values { append(value) }
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

  @inlinable func spooledValue(at index: Int) -> Element {
    precondition(index < count, "no such value")
    return unsafe withUnsafeTemporaryAllocation(of: Element.self, capacity: 1) { value in
      // SAFETY: the file holds what was written as values of the same type.
      unsafe spool?.read(index - limit, into: UnsafeMutableRawBufferPointer(value))
      return unsafe value[0]
    }
  }

  @inlinable mutating func set(_ newValue: Element, at index: Int) {
    if index < limit {
      chunks[index >> chunkBits][index & (chunkSize - 1)] = newValue
    } else {
      precondition(index < count, "no such value")
      unsafe withUnsafeBytes(of: newValue) { unsafe spool?.write($0, at: index - limit) }
    }
  }

  @inlinable package mutating func append(_ value: Element) {
    if count == limit, spool == nil {
      spool = Spool(stride: MemoryLayout<Element>.stride)
      if spool == nil { limit = .max }
    }
    if count < limit {
      if count & (chunkSize - 1) == 0 { chunks.append([]) }
      chunks[count >> chunkBits].append(value)
    } else {
      unsafe withUnsafeBytes(of: value) { unsafe spool?.write($0, at: count - limit) }
    }
    filled += 1
  }

  /// Holds no more values in memory than these, and the others in a file.
  ///
  /// - Throws: What went wrong with the file.
  package mutating func hold(_ limit: Int) throws(IngestError) {
    guard limit < Swift.min(count, self.limit) else { return }
    var spooled = SpooledArray(holding: limit)
    for value in self { spooled.append(value) }
    try spooled.check()
    self = spooled
  }

  /// Puts what is still to be written into the file, so that reading writes nothing.
  ///
  /// - Throws: What went wrong with the file.
  package func check() throws(IngestError) { try spool?.settle() }
}

/// Values of one size in a file, as the bytes that they are, with the pages of it that were used last.
///
/// It knows nothing of their type, so that other modules need no code of their own for it.
@usableFromInline final class Spool: Sendable {
  private struct State {
    var file: FileDescriptor
    var failure: IngestError?
    /// The number of the page in each slot, the only one that it can be in; -1 where there is none.
    var pages = Array(repeating: -1, count: slots)
    var isChanged = Array(repeating: false, count: slots)
    /// The bytes of all slots.
    var bytes: [UInt8]
  }

  private let state: Mutex<State>
  private let stride: Int
  private let valuesOnPage: Int

  private static let slots = 64
  private static let name = "what is known of the posts"

  /// Creates an empty file; `nil` where there can be none.
  @usableFromInline init?(stride: Int) {
    guard let file = try? FileDescriptor.temporary() else { return nil }
    self.stride = stride
    valuesOnPage = max(4096 / stride, 1)
    let bytes: [UInt8] = Array(repeating: 0, count: Self.slots * valuesOnPage * stride)
    state = Mutex(State(file: file, bytes: bytes))
  }

  /// Writes the pages that are changed.
  func settle() throws(IngestError) {
    let failure = state.withLock { state in
      for slot in 0..<Self.slots { write(slot, &state) }
      return state.failure
    }
    if let failure { throw failure }
  }

  /// Reads a value into the bytes of one.
  @usableFromInline func read(_ index: Int, into value: UnsafeMutableRawBufferPointer) {
    state.withLock { state in
      let start = load(index, &state)
      // SAFETY: as many bytes are copied as a value has.
      unsafe state.bytes.withUnsafeBytes { bytes in
        let own = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + stride])
        unsafe value.copyMemory(from: own)
      }
    }
  }

  /// Writes the bytes of a value.
  @usableFromInline func write(_ value: UnsafeRawBufferPointer, at index: Int) {
    state.withLock { state in
      let start = load(index, &state)
      state.isChanged[start / (valuesOnPage * stride)] = true
      // SAFETY: a value has no more bytes than the space from one to the next.
      unsafe state.bytes.withUnsafeMutableBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...]).copyMemory(from: value)
      }
    }
  }

  /// Brings the page of a value into its slot, and what stood there before into the file.
  ///
  /// - Returns: Where the value starts among the bytes.
  private func load(_ index: Int, _ state: inout State) -> Int {
    let page = index / valuesOnPage
    let slot = page % Self.slots
    if state.pages[slot] != page {
      write(slot, &state)
      state.pages[slot] = page
      let bytes = bytes(of: slot)
      // What was never written is zeros.
      for place in bytes { state.bytes[place] = 0 }
      do throws(IngestError) {
        let start = page * bytes.count
        let file = state.file
        var all = state.bytes.mutableSpan
        // SAFETY: the bytes are those of the slot.
        try unsafe all.withUnsafeMutableBytes { all throws(IngestError) in
          let slot = unsafe UnsafeMutableRawBufferPointer(rebasing: all[bytes])
          try unsafe file.read(into: slot, at: start, name: Self.name)
        }
      } catch {
        state.failure = state.failure ?? error
      }
    }
    return (slot * valuesOnPage + index % valuesOnPage) * stride
  }

  /// Writes the page in a slot if it is changed.
  private func write(_ slot: Int, _ state: inout State) {
    guard state.isChanged[slot] else { return }
    state.isChanged[slot] = false
    let bytes = bytes(of: slot)
    let start = state.pages[slot] * bytes.count
    do throws(IngestError) {
      // SAFETY: the bytes are written while they are borrowed.
      try unsafe state.bytes.span.extracting(bytes).withUnsafeBytes { slot throws(IngestError) in
        try unsafe state.file.write(slot, at: start, name: Self.name)
      }
    } catch {
      state.failure = state.failure ?? error
    }
  }

  private func bytes(of slot: Int) -> Range<Int> {
    let size = valuesOnPage * stride
    return slot * size..<(slot + 1) * size
  }
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

  mutating func hold(_ limit: Int) throws(IngestError) { try slots.hold(limit) }

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
