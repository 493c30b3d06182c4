/// What is wrong with how a report was asked for.
public struct ReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was found and what was expected.
  public var description: String
}
