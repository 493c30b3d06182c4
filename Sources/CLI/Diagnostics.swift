internal import Glibc

/// Everything that goes to standard error.
enum Diagnostics {
  /// Says one line, after the name of the program.
  static func say(_ text: String) { write("groundswell: \(text)\n") }

  static func write(_ text: String) {
    // Where standard error is closed there is nobody to tell.
    try? File.write(Array(text.utf8), to: STDERR_FILENO, name: "standard error")
  }
}
