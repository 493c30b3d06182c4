internal import Glibc
internal import Report
internal import Synchronization

/// Everything that goes to standard error.
enum Diagnostics {
  /// Says one line, after the name of the program.
  ///
  /// Names of files and bytes of inputs stand in it, and may hold what a terminal obeys.
  static func say(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    write(
      "groundswell: " + lines.map { DisplayText.sanitized(String($0)) }.joined(separator: "\n")
        + "\n"
    )
  }

  static func write(_ text: String) {
    // Where standard error is closed there is nobody to tell.
    try? File.write(Array(text.utf8), to: STDERR_FILENO, name: "standard error")
  }
}

/// How far the reading is: on a terminal only, and only once it takes longer than a second.
final class Progress: Sendable {
  private struct State {
    var bytes = 0
    var lastShown = ContinuousClock.now
    var isShown = false
  }

  private let state = Mutex(State())
  private let isWanted = Machine.diagnosticsAreTerminal

  func add(bytes: Int) {
    guard isWanted else { return }
    state.withLock { state in
      state.bytes += bytes
      guard ContinuousClock.now - state.lastShown > .seconds(1) else { return }
      state.lastShown = .now
      state.isShown = true
      Diagnostics.write("\rgroundswell: \(state.bytes / 1_000_000) MB read ")
    }
  }

  /// Takes the line away.
  func finish() {
    state.withLock { state in
      if state.isShown { Diagnostics.write("\r\u{1B}[K") }
      state.isShown = false
    }
  }
}
