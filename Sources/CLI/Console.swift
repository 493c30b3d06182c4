internal import FoundationEssentials
internal import Glibc
internal import Ingest

/// Whoever reads standard output has gone away: no error.
struct ClosedPipe: Error {}

/// A run that was asked for rightly cannot go on.
struct RunError: Error, CustomStringConvertible {
  /// What was found and, where that helps, what was expected.
  let description: String
}

/// Standard output, with its bytes gathered into larger writes.
struct StandardOutput {
  private var buffer: [UInt8] = []

  mutating func write(_ bytes: [UInt8]) throws {
    buffer += bytes
    if buffer.count >= 1 << 16 { try flush() }
  }

  mutating func flush() throws {
    try File.write(buffer, to: STDOUT_FILENO, name: "standard output")
    buffer.removeAll(keepingCapacity: true)
  }

  static func print(_ text: String) throws {
    var output = StandardOutput()
    try output.write(Array(text.utf8))
    try output.flush()
  }
}

/// A file that appears under its name only when it is whole, unless it is added to.
///
/// It is written beside its place and renamed by ``finish()``; what cannot be renamed, such as
/// `/dev/stderr`, is written in place, and so is standard output, as `-`. A file that was there is written over:
/// links to it by name stay, and so does who may read it.
final class File {
  private let number: CInt
  private let name: String
  /// Its place, where links lead to it.
  private let place: String
  /// Where the bytes are until the file is finished; `nil` where they are in place.
  private var draft: String?
  private var buffer: [UInt8] = []

  init(creating path: String) throws {
    guard path != "-" else {
      (name, place, number) = ("standard output", "-", STDOUT_FILENO)
      return
    }
    name = path
    var status = stat()
    let isThere = unsafe stat(path, &status) == 0
    let isPlain = !isThere || status.st_mode & S_IFMT == S_IFREG
    place = isThere && isPlain ? Self.resolved(path) : path
    draft = isPlain ? "\(place).\(getpid()).part" : nil
    if let draft { Interrupt.isWriting(draft) }
    number = unsafe open(draft ?? path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw Self.lastError(path) }
    if isThere, isPlain { fchmod(number, status.st_mode & 0o7777) }
  }

  /// The path of a file itself, where the last part of a path may be a link.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// Opens a file to add to what is in it, in place.
  init(appendingTo path: String) throws {
    (name, place) = (path, path)
    number = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw Self.lastError(path) }
  }

  deinit {
    if number != STDOUT_FILENO { close(number) }
    guard let draft else { return }
    unsafe unlink(draft)
    Interrupt.isDone(draft, as: nil)
  }

  func write(_ bytes: some Sequence<UInt8>) throws {
    buffer += bytes
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Writes what is gathered.
  func flush() throws {
    try Self.write(buffer, to: number, name: name)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Puts the whole file in its place.
  func finish() throws {
    try flush()
    guard let draft else { return }
    guard unsafe rename(draft, place) == 0 else { throw Self.lastError(name) }
    Interrupt.isDone(draft, as: name)
    self.draft = nil
  }

  /// Writes a whole file.
  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let file = try File(creating: path)
    try file.write(bytes)
    try file.finish()
  }

  /// Reads a whole file, or standard input as `-`; unpacked, where it is compressed.
  static func read(_ path: String) throws(IngestError) -> [UInt8] {
    try Input(path: path).bytes()
  }

  /// What a file that is read is called.
  static func shownName(_ path: String) -> String { path == "-" ? "standard input" : path }

  /// Creates a folder where there is none.
  static func createFolder(_ path: String) throws {
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else { throw lastError(path) }
  }

  /// The names in a folder; none where it is not there.
  static func names(inFolder path: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }

  static func write(_ bytes: [UInt8], to number: CInt, name: String) throws {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { raw in
        guard let start = raw.baseAddress else { return 0 }
        return unsafe Glibc.write(number, start + done, bytes.count - done)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EPIPE { throw ClosedPipe() }
      guard count >= 0 else { throw lastError(name) }
      done += count
    }
  }

  private static func lastError(_ name: String) -> RunError {
    RunError(description: "\(name): cannot be written: \(unsafe String(cString: strerror(errno)))")
  }
}

/// Facts about the machine and its terminal.
enum Machine {
  static var processors: Int { max(Int(sysconf(CInt(_SC_NPROCESSORS_ONLN))), 1) }

  static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var diagnosticsAreTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
