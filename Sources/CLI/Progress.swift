internal import Synchronization

/// How far the work is: shown on a terminal only, and only once it takes longer than a second; told by
/// ``Interrupt`` where the work is broken off.
final class Progress: Sendable {
  static let shared = Progress()

  /// A part of the work.
  enum Stage: String, Sendable {
    case reading
    case scoring
    /// A scorer of the user's own is asked.
    case asking
  }

  fileprivate struct State {
    var stage: Stage?
    var done = 0
    var total = 0
    var start = ContinuousClock.now
    var lastShown = ContinuousClock.now
    var isShown = false
  }

  private let state = Mutex(State())
  private let isWanted = Machine.diagnosticsAreTerminal

  /// Goes on by some bytes that were read, or posts that were scored or answered.
  func add(_ count: Int, of total: Int, _ stage: Stage) {
    state.withLock { state in
      if state.stage != stage { state = State(stage: stage, isShown: state.isShown) }
      state.done += count
      state.total = total
      guard isWanted, state.done & 0xFF == 0 || count > 1 || stage == .asking else { return }
      let now = ContinuousClock.now
      guard now - state.lastShown > .seconds(1) else { return }
      state.lastShown = now
      state.isShown = true
      Diagnostics.write("\rgroundswell: \(state.description), \(state.rate(at: now))\u{1B}[K")
    }
  }

  /// Takes the line away.
  func finish() {
    state.withLock { state in
      if state.isShown { Diagnostics.write("\r\u{1B}[K") }
      state = State()
    }
  }

  /// What is being done, and how much of it is; `nil` where nothing is.
  var description: String? {
    state.withLock { $0.stage == nil ? nil : $0.description }
  }
}

extension Progress.State {
  fileprivate var description: String {
    switch stage {
    case .reading:
      total > 0 && done <= total
        ? "reading \(megabytes(done)) of \(megabytes(total)) MB" : "reading, \(megabytes(done)) MB"
    case .scoring: "scoring \(done) of \(total) posts"
    case .asking: "asking the scorer, which answered for \(done) of \(total) posts"
    case nil: ""
    }
  }

  /// The rate, and the time that is left.
  fileprivate func rate(at now: ContinuousClock.Instant) -> String {
    let passed = now - start
    let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18
    guard seconds > 0, done > 0 else { return "" }
    let rate = Double(done) / seconds
    let speed = stage == .reading ? "\(megabytes(Int(rate))) MB/s" : "\(Int(rate)) posts/s"
    guard total > done else { return speed }
    return "\(speed), \(Int((Double(total - done) / rate).rounded(.up))) s left"
  }

  private func megabytes(_ bytes: Int) -> Int { bytes / 1_000_000 }
}
