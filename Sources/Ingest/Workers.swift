internal import Dispatch
internal import Synchronization

/// Threads that share work; what comes out does not depend on how many they are.
package struct Workers: Sendable {
  package let count: Int

  /// Takes that many threads, at least one.
  package init(_ count: Int) { self.count = max(count, 1) }

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

  /// Transforms elements, while one of the threads does something else first.
  ///
  /// - Parameters:
  ///   - elements: What is transformed.
  ///   - other: What is done meanwhile.
  ///   - transform: Transforms elements that stand one after another; called on several threads at once.
  /// - Returns: What the elements gave, in their order.
  /// - Throws: What `other` throws.
  package func map<Element: Sendable, Value: Sendable>(
    _ elements: [Element],
    while other: () throws -> Void,
    _ transform: @Sendable (ArraySlice<Element>) -> [Value]
  ) throws -> [Value] {
    // Small pieces, so that nobody waits long for the last.
    let pieces = count == 1 ? 1 : count * 4
    let size = (elements.count + pieces - 1) / pieces
    let values = Mutex<[[Value]]>(Array(repeating: [], count: pieces))
    let failure = Mutex<(any Error)?>(nil)
    withoutActuallyEscaping(other) { other in
      // SAFETY: it is called once, while whoever gave it waits.
      nonisolated(unsafe) let other = other
      perform(pieces + 1) { number in
        guard number > 0 else {
          do { try unsafe other() } catch { failure.withLock { $0 = error } }
          return
        }
        let found = transform(elements.dropFirst((number - 1) * size).prefix(size))
        values.withLock { $0[number - 1] = found }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return values.withLock { $0.flatMap { $0 } }
  }

  /// Does two things, at once where there are two threads.
  package func both<First: Sendable, Second: Sendable>(
    _ first: @Sendable () throws -> First,
    _ second: @Sendable () throws -> Second
  ) throws -> (First, Second) {
    let firsts = Mutex<Result<First, any Error>?>(nil)
    let seconds = Mutex<Result<Second, any Error>?>(nil)
    perform(2) { number in
      if number == 0 {
        let found = Result { try first() }
        firsts.withLock { $0 = found }
      } else {
        let found = Result { try second() }
        seconds.withLock { $0 = found }
      }
    }
    guard let first = firsts.withLock({ $0 }), let second = seconds.withLock({ $0 }) else {
      preconditionFailure("both were done")
    }
    return (try first.get(), try second.get())
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
