// Starting programs: the second of the two files of this module that talk to the operating system.
// Unsafe because the C library takes pointers; the strings are copied before, and freed after, the
// one call that reads them.

internal import Glibc

/// Another program that runs, with what it writes.
final class ChildProcess {
  /// What the program writes to its standard output.
  let output: FileDescriptor
  private let identifier: pid_t

  /// Starts a program; `nil` where there is none of that name.
  ///
  /// - Parameters:
  ///   - arguments: Its name, looked for where the shell looks, and its arguments.
  ///   - input: What it reads as standard input; it keeps its number too.
  ///   - complaints: What it writes its standard error to; `nil` for where this program writes it.
  /// - Throws: ``IngestError`` where no pipe can be made, or the program is there and cannot be started.
  init?(
    _ arguments: [String],
    input: FileDescriptor,
    complaints: FileDescriptor? = nil
  ) throws(IngestError) {
    var ends: [CInt] = [0, 0]
    guard unsafe pipe(&ends) == 0 else {
      throw FileDescriptor.lastError("a pipe to \(arguments[0])")
    }
    output = FileDescriptor(number: ends[0], closes: true)
    let writing = FileDescriptor(number: ends[1], closes: true)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    input.rewind()

    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input.number, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, writing.number, STDOUT_FILENO)
    if let complaints {
      unsafe posix_spawn_file_actions_adddup2(&actions, complaints.number, STDERR_FILENO)
    }
    // A descriptor that is put on itself loses its mark to be closed in the child.
    unsafe posix_spawn_file_actions_adddup2(&actions, input.number, input.number)

    // What this program ignores, so that it can end in order, is not for the child to ignore.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGPIPE] { unsafe sigaddset(&signals, signal) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    var words = unsafe arguments.map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { while unsafe !words.isEmpty { unsafe free(words.removeLast()) } }
    var child: pid_t = 0
    let problem = unsafe posix_spawnp(
      &child,
      arguments[0],
      &actions,
      &attributes,
      &words,
      environ
    )
    guard problem != ENOENT else { return nil }
    guard problem == 0 else {
      let cause = unsafe String(cString: strerror(problem))
      throw IngestError(file: "the program '\(arguments[0])'", reason: .unstartable(cause))
    }
    identifier = child
  }

  /// Waits for the program to end; returns its exit code, or 128 and the number of the signal that
  /// ended it.
  func wait() -> Int {
    var status: CInt = 0
    while unsafe waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
    let signal = Int(status & 0x7F)
    return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + signal
  }
}

/// Other programs as filters.
package enum Filter {
  /// Runs a program on some bytes, and hands over each line that it writes as soon as it has written it.
  ///
  /// - Parameters:
  ///   - arguments: Its name, looked for where the shell looks, and its arguments.
  ///   - bytes: What it reads as standard input, from a temporary file.
  ///   - consume: Takes each line that is not empty, without its line end.
  /// - Returns: Its exit code; `nil` where there is no such program.
  /// - Throws: ``IngestError`` where the bytes cannot be handed over or read; what `consume` throws.
  package static func run(
    _ arguments: [String],
    on bytes: [UInt8],
    consume: (ArraySlice<UInt8>) throws -> Void
  ) throws -> Int? {
    let input = try FileDescriptor.temporary()
    try input.write(bytes, name: "what \(arguments[0]) is to read")
    guard let child = try ChildProcess(arguments, input: input) else { return nil }
    var rest: [UInt8] = []
    while try child.output.read(1 << 16, onto: &rest, name: arguments[0]) > 0 {
      guard let end = rest.lastIndex(of: 0x0A) else { continue }
      for line in rest[..<end].split(separator: 0x0A) { try consume(line) }
      rest.removeSubrange(...end)
    }
    if !rest.isEmpty { try consume(rest[...]) }
    return child.wait()
  }
}
