/// A moment in UTC, with how exactly it is known.
public struct Timestamp: Hashable, Comparable, BitwiseCopyable, Codable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z.
  public var seconds: Int64
  /// How exactly the moment is known.
  public var precision: Precision

  /// How exactly a moment is known.
  public enum Precision: UInt8, BitwiseCopyable, Codable, Sendable {
    /// To the second or better.
    case second
    /// Only the day is known; ``Timestamp/seconds`` is the start of that day in UTC.
    case day
  }

  /// Creates a moment.
  public init(seconds: Int64, precision: Precision = .second) {
    self.seconds = seconds
    self.precision = precision
  }

  /// Orders by the moment, then exact before day-exact.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.precision.rawValue) < (right.seconds, right.precision.rawValue)
  }
}
