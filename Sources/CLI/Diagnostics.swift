internal import Glibc
internal import Report

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
