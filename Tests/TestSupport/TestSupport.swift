public import Foundation

/// A folder of its own for one test, gone when the test is over.
public final class TemporaryFolder: Sendable {
  /// Where the folder is.
  public let path: String

  /// Creates an empty folder.
  public init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("groundswell-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  public func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  /// Writes a file and returns its path.
  public func write(_ data: Data, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try data.write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// What a run of the program gave.
public struct ProgramRun: Sendable {
  /// The exit code.
  public var code: Int32
  /// Standard output.
  public var output: String
  /// Standard error.
  public var diagnostics: String
}

/// The program as it was built beside the tests.
public enum Program {
  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: What follows the program's name.
  ///   - input: Standard input.
  ///   - environment: Added to the environment of the tests.
  /// - Returns: What it wrote, and its exit code.
  /// - Throws: Where the program is not built, or cannot be started.
  public static func run(
    _ arguments: [String],
    input: Data = Data(),
    environment: [String: String] = [:]
  ) throws -> ProgramRun {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = try executable()
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files rather than pipes: a pipe that nobody empties would stop the program.
    let inputPath = try folder.write(input, to: "input")
    let outputPath = try folder.write("", to: "output")
    let diagnosticsPath = try folder.write("", to: "diagnostics")
    process.standardInput = FileHandle(forReadingAtPath: inputPath)
    process.standardOutput = FileHandle(forWritingAtPath: outputPath)
    process.standardError = FileHandle(forWritingAtPath: diagnosticsPath)
    try process.run()
    process.waitUntilExit()
    return ProgramRun(
      code: process.terminationStatus,
      output: try String(contentsOfFile: outputPath, encoding: .utf8),
      diagnostics: try String(contentsOfFile: diagnosticsPath, encoding: .utf8)
    )
  }

  /// The folder of the build, found from where the tests themselves run.
  public static func executable() throws -> URL {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      let program = folder.appendingPathComponent("groundswell")
      if FileManager.default.isExecutableFile(atPath: program.path),
        !program.hasDirectoryPath
      {
        return program
      }
      folder.deleteLastPathComponent()
    }
    throw CocoaError(.fileNoSuchFile)
  }

  /// The root of the repository.
  public static var repository: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }
}
