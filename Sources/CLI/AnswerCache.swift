internal import FoundationEssentials
internal import Scoring

/// Answers of a scorer of the user's own, in a file that each is added to as it comes: what was answered
/// before a run broke off is not asked again.
final class AnswerCache {
  /// An answer as a line of the file.
  private struct Line: Codable {
    var key: String
    /// Supportive, critical, neutral.
    var stances: [Double]
  }

  private let path: String?
  /// Whether nobody asked for the file: where it cannot be written, answers are not kept.
  private let isOptional: Bool
  private var answers: [String: StanceProbabilities] = [:]
  /// Whether the last line of the file has no end.
  private var isCutOff = false
  /// Open for more; `nil` where none are kept.
  private var file: File?
  private let encoder = JSONEncoder()

  /// Reads what is kept in a file; `nil` keeps nothing.
  init(path: String?, isOptional: Bool) {
    self.path = path
    self.isOptional = isOptional
    encoder.outputFormatting = [.sortedKeys]
    guard let path, let data = try? Data(contentsOf: URL(filePath: path)) else { return }
    isCutOff = data.last.map { $0 != 0x0A } ?? false
    for line in data.split(separator: 0x0A) {
      // A line that was cut off when a run broke off is no answer.
      guard let kept = try? JSONDecoder().decode(Line.self, from: Data(line)),
        kept.stances.count == 3
      else { continue }
      answers[kept.key] = StanceProbabilities(
        supportive: kept.stances[0],
        critical: kept.stances[1],
        neutral: kept.stances[2]
      )
    }
  }

  /// The answer that was kept under a key.
  subscript(key: String) -> StanceProbabilities? { answers[key] }

  /// Opens the file for answers, before any is paid for.
  func open() throws {
    guard let path else { return }
    try writing {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/")
      if !folder.isEmpty {
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      file = try File(appendingTo: path)
      if isCutOff { try file?.write([0x0A]) }
    }
  }

  /// Writes an answer to the file.
  func keep(_ stances: StanceProbabilities, as key: String) throws {
    guard let file else { return }
    try writing {
      let line = Line(key: key, stances: [stances.supportive, stances.critical, stances.neutral])
      try file.write(encoder.encode(line) + [0x0A])
      try file.flush()
    }
  }

  private func writing(_ write: () throws -> Void) throws {
    do {
      try write()
    } catch let error where isOptional {
      file = nil
      Diagnostics.say("\(error); answers of the scorer are not kept (--scorer-cache)")
    }
  }
}
