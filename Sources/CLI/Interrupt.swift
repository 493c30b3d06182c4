internal import Dispatch
internal import Glibc
internal import Synchronization

/// What happens when somebody breaks the work off: files that are not whole go, those that are stay, and
/// one line says how far the work was.
enum Interrupt {
  /// Files that are being written.
  private static let drafts = Mutex<Set<String>>([])
  /// Files that are whole and in their place, each once.
  private static let finished = Mutex<[String]>([])

  /// Starts to listen; the program then ends with 128 and the number of the signal, as shells expect.
  static func listen() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { end(by: number) }
      source.resume()
      return source
    }
  }

  static func isWriting(_ draft: String) {
    drafts.withLock { _ = $0.insert(draft) }
  }

  /// Notes that a file is no longer being written.
  ///
  /// - Parameters:
  ///   - draft: Where it was written.
  ///   - path: Its place, where it got there.
  static func isDone(_ draft: String, as path: String?) {
    drafts.withLock { _ = $0.remove(draft) }
    if let path { isWhole(path) }
  }

  /// Notes that what is in a file would be kept.
  static func isWhole(_ path: String) {
    finished.withLock { if !$0.contains(path) { $0.append(path) } }
  }

  private static func end(by number: CInt) {
    for draft in drafts.withLock({ $0 }) { unsafe unlink(draft) }
    let what = Progress.shared.description.map { " while \($0)" } ?? ""
    let files = finished.withLock { $0 }
    let whole =
      files.isEmpty ? "no file was finished" : "whole and kept: \(files.joined(separator: ", "))"
    if Machine.diagnosticsAreTerminal { Diagnostics.write("\r\u{1B}[K") }
    Diagnostics.say("broken off\(what); \(whole)")
    _exit(128 + number)
  }
}
