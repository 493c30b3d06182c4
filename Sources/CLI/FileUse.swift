internal import Glibc

/// What a command does with a file that a flag names.
enum FileUse {
  /// It is read; `-` is standard input.
  case input
  /// A form of the result; as `-`, or without a value, it is printed in place of the usual one.
  case output
  /// It is written beside the result, which has standard output.
  case besides
  /// It is read, and more is added to it; its folder is made where it is not there.
  case kept
  /// A folder in which files of that ending are written.
  case folder(ending: String)
  /// No file: the value says in which form the result is printed.
  case printed
}

extension Arguments {
  /// Refuses to write what is read, to write one file twice, or to print two things.
  ///
  /// - Throws: ``UsageError`` where that is asked for.
  /// - Parameter more: Files that are read beside those that the arguments name.
  func checkFiles(reading more: [String] = []) throws {
    let isPiped = command.readsInput && operands.isEmpty && !has("--text")
    var inputs = (isPiped ? ["-"] : operands) + more
    var outputs: [(flag: String, path: String)] = []
    var printed: [String] = []
    var folders: [(flag: String, path: String, ending: String)] = []
    for flag in command.flags where has(flag.name) {
      let path = value(flag.name) ?? "-"
      switch flag.file {
      case nil: continue
      case .input: inputs += all(flag.name)
      case .output where path == "-", .printed: printed.append(flag.name)
      case .besides where path == "-", .kept where path == "-":
        throw UsageError(
          problem: "'\(flag.name)' is \"-\", and standard output is for the result",
          advice: "expected a file"
        )
      case .kept: outputs.append((flag.name, path))
      case .output, .besides:
        try checkFolder(of: path, flag.name)
        outputs.append((flag.name, path))
      case .folder(let ending):
        guard path != "-" else {
          throw UsageError(problem: "'\(flag.name)' is \"-\"", advice: "expected a folder")
        }
        try checkFolder(of: path, flag.name)
        folders.append((flag.name, path, ending))
      }
    }
    guard printed.count < 2 else {
      throw UsageError(
        problem: "'\(printed[0])' and '\(printed[1])' both say what is printed",
        advice: "expected one of them, or a file for the other"
      )
    }
    guard inputs.count(where: { $0 == "-" }) < 2 else {
      throw UsageError(
        problem: "standard input is named twice",
        advice: "expected '-' once: what was read is gone"
      )
    }
    var known: [FileIdentity: String] = [:]
    for input in inputs {
      guard let identity = input == "-" ? FileIdentity(STDIN_FILENO) : FileIdentity(input) else {
        continue
      }
      known[identity] = "reads \(input == "-" ? "standard input" : input)"
    }
    func claim(_ identity: FileIdentity?, _ name: String, as use: String) throws {
      guard let identity else { return }
      if let other = known.updateValue(use, forKey: identity) {
        throw UsageError(
          problem: "\(name) is the file that the command \(other), and would be overwritten",
          advice: "expected another file"
        )
      }
    }
    for (flag, path, ending) in folders {
      for input in inputs where input.hasSuffix(ending) {
        guard FileIdentity(folderOf: input) == FileIdentity(folder: path) else { continue }
        throw UsageError(
          problem: "'\(flag)' names the folder of \(input), which the command reads",
          advice: "expected another folder"
        )
      }
    }
    try claim(FileIdentity(STDOUT_FILENO), "standard output", as: "prints to")
    for (flag, path) in outputs {
      try claim(FileIdentity(path), "'\(flag)'", as: "writes by '\(flag)'")
    }
  }

  /// Refuses what could not be written when all work is done.
  private func checkFolder(of path: String, _ flag: String) throws {
    guard !path.isEmpty else {
      throw UsageError(problem: "'\(flag)' is empty", advice: "expected a file or a folder")
    }
    let folder = FileIdentity.folder(of: path)
    var status = stat()
    guard unsafe stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw UsageError(
        problem: "'\(flag)' is \"\(path)\", and there is no folder \(folder)",
        advice: "expected a folder that is there"
      )
    }
  }

  /// Whether a form of the result is printed.
  func prints(_ flag: String) -> Bool { has(flag) && value(flag) ?? "-" == "-" }
}

/// A plain file, whatever it is called.
private struct FileIdentity: Hashable {
  private let device: UInt
  private let node: UInt
  /// Its name in the folder that the numbers are of, where it is not there yet.
  private let name: String

  private init(_ status: stat, name: String = "") {
    (device, node) = (UInt(status.st_dev), UInt(status.st_ino))
    self.name = name
  }

  /// The file behind an open number; `nil` where that is no plain file.
  init?(_ number: CInt) {
    var status = stat()
    guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(status)
  }

  /// The file at a path, which need not be there; `nil` where something else is.
  init?(_ path: String) {
    var status = stat()
    if unsafe stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else { return nil }
      self.init(status)
    } else {
      guard unsafe stat(Self.folder(of: path), &status) == 0 else { return nil }
      self.init(status, name: path.split(separator: "/").last.map { String($0) } ?? "")
    }
  }

  init?(folder path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(folderOf path: String) { self.init(folder: Self.folder(of: path)) }

  /// The folder that something is in; of a folder, a slash may stand behind its name.
  static func folder(of path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    return path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  }
}
