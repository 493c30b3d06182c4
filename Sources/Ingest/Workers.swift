internal import Dispatch
internal import Synchronization

/// Threads that share work; what comes out does not depend on how many they are.
package struct Workers: Sendable {
  package let count: Int

  /// More are of no use to anybody, and each has room for a batch.
  private static let most = 1 << 10

  /// Takes that many threads, at least one.
  package init(_ count: Int) { self.count = min(max(count, 1), Self.most) }

  /// Does pieces of work, each once: whichever thread is free takes the next.
  ///
  /// - Parameters:
  ///   - pieces: How many pieces there are.
  ///   - work: Does the piece with a number, from 0; called on several threads at once.
  package func perform(_ pieces: Int, _ work: @Sendable (Int) -> Void) {
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieces else { return }
        work(piece)
      }
    }
  }

  /// Works on items that come one after another, several threads at once, and hands over what they
  /// gave in their order.
  ///
  /// Nobody waits for the others of a round: each thread takes an item, works on it, and hands over
  /// whatever is next in order. So few items are taken ahead that memory does not grow with their number.
  ///
  /// - Parameters:
  ///   - next: Gives the next item, `nil` after the last; called by one thread at a time.
  ///   - work: Makes a value of an item; called on several threads at once.
  ///   - consume: Takes the values in order, by one thread at a time; returns whether to go on.
  /// - Throws: What `next` or `consume` throws.
  package func process<Item: Sendable, Value: Sendable>(
    _ next: () throws -> Item?,
    work: @Sendable (Item) -> Value,
    consume: (Value) throws -> Bool
  ) throws {
    let source = Mutex(0)
    let queue = Mutex(OrderedQueue<Value>())
    let room = DispatchSemaphore(value: count + 2)
    withoutActuallyEscaping(next) { next in
      withoutActuallyEscaping(consume) { consume in
        // SAFETY: each is called behind a lock, or by the one thread that the queue lets through, while
        // whoever gave it waits.
        nonisolated(unsafe) let (next, consume) = (next, consume)
        @Sendable func take() -> (number: Int, item: Item)? {
          source.withLock { number in
            guard !queue.withLock({ $0.isStopped }) else { return nil }
            do {
              guard let item = try unsafe next() else { return nil }
              number += 1
              return (number - 1, item)
            } catch {
              queue.withLock { $0.stop(error) }
              return nil
            }
          }
        }
        perform(count) { _ in
          while true {
            room.wait()
            guard let (number, item) = take() else {
              room.signal()
              return
            }
            let value = work(item)
            queue.withLock { $0.add(value, number: number) }
            while let (value, isWanted) = queue.withLock({ $0.take() }) {
              do {
                if try isWanted && !(unsafe consume(value)) { queue.withLock { $0.stop() } }
              } catch {
                queue.withLock { $0.stop(error) }
              }
              queue.withLock { $0.wasConsumed() }
              room.signal()
            }
          }
        }
      }
    }
    if let error = queue.withLock({ $0.failure }) { throw error }
  }

  /// Does different things, at once as far as there are threads.
  ///
  /// - Parameter work: The things, the longest first.
  /// - Returns: What each gave.
  /// - Throws: What the first of them that failed threw.
  package func all<each Value: Sendable>(
    _ work: repeat @escaping @Sendable () throws -> each Value
  ) throws -> (repeat each Value) {
    let outcomes = (repeat Outcome<each Value>(each work))
    var pieces: [any Piece] = []
    repeat pieces.append(each outcomes)
    perform(pieces.count) { [pieces] in pieces[$0].run() }
    return (repeat try (each outcomes).get())
  }

  /// Sets the elements of an array, several threads at once.
  ///
  /// - Parameters:
  ///   - values: The array.
  ///   - ranges: Ranges of its indices, none of which overlaps another.
  ///   - work: Sets the elements of a range, given in a span that starts with the first of them.
  package func fill<Value: BitwiseCopyable & Sendable>(
    _ values: inout [Value],
    _ ranges: [Range<Int>],
    _ work: @Sendable (Range<Int>, inout MutableSpan<Value>) -> Void
  ) {
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      // SAFETY: each range is one thread's own, and all are done before the pointer ends.
      nonisolated(unsafe) let buffer = unsafe buffer
      perform(ranges.count) { number in
        let range = ranges[number]
        let own = unsafe UnsafeMutableBufferPointer(rebasing: buffer[range])
        var span = unsafe MutableSpan(_unsafeElements: own)
        work(range, &span)
      }
    }
  }
}

/// Values that were made by several threads, on their way to whoever takes them in order.
private struct OrderedQueue<Value> {
  private var values: [Int: Value] = [:]
  /// The number of the value that is next.
  private var next = 0
  private var isConsuming = false
  private(set) var isStopped = false
  private(set) var failure: (any Error)?

  mutating func add(_ value: Value, number: Int) { values[number] = value }

  /// Takes the next value where it is there and no other is being consumed.
  mutating func take() -> (value: Value, isWanted: Bool)? {
    guard !isConsuming, let value = values.removeValue(forKey: next) else { return nil }
    next += 1
    isConsuming = true
    return (value, !isStopped)
  }

  mutating func wasConsumed() { isConsuming = false }

  mutating func stop(_ error: (any Error)? = nil) {
    failure = failure ?? error
    isStopped = true
  }
}

/// Something to be done.
private protocol Piece: Sendable {
  func run()
}

/// What something gives once it is done.
private final class Outcome<Value: Sendable>: Piece {
  private let work: @Sendable () throws -> Value
  private let result = Mutex<Result<Value, any Error>?>(nil)

  init(_ work: @escaping @Sendable () throws -> Value) { self.work = work }

  func run() {
    let found = Result { try work() }
    result.withLock { $0 = found }
  }

  func get() throws -> Value {
    guard let result = result.withLock({ $0 }) else { preconditionFailure("it was done") }
    return try result.get()
  }
}
