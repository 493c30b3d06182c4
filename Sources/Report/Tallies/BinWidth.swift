internal import Ingest

/// How long a bin of the timeline is, on the clock of the report's time zone.
public enum BinWidth: Hashable, Sendable {
  /// A number of minutes that divides an hour.
  case minutes(Int)
  /// A number of hours that divides a day.
  case hours(Int)
  /// From midnight to midnight.
  case day
  /// From Monday to Sunday.
  case week
  /// A month of the calendar.
  case month
  /// A year of the calendar.
  case year

  /// From the shortest to the longest.
  public static let all: [BinWidth] = [
    .minutes(1), .minutes(5), .minutes(15), .hours(1), .hours(3), .hours(6), .hours(12), .day,
    .week, .month, .year,
  ]

  /// Such as `15 minutes`, `hour`, `day`.
  public var name: String {
    switch self {
    case .minutes(1): "minute"
    case .minutes(let count): "\(count) minutes"
    case .hours(1): "hour"
    case .hours(let count): "\(count) hours"
    case .day: "day"
    case .week: "week"
    case .month: "month"
    case .year: "year"
    }
  }

  /// The width of a name, in words or short: `3 hours`, `3h`, `30min`, `day`, `1d`.
  ///
  /// Minutes must divide an hour, and hours a day.
  public init?(name: String) {
    let short = name.filter { !$0.isWhitespace }.lowercased()
    let digits = short.prefix(while: \.isNumber)
    guard let count = digits.isEmpty ? 1 : Int(digits), count > 0 else { return nil }
    switch (short.dropFirst(digits.count), count) {
    case ("minute", 60), ("minutes", 60), ("min", 60), ("h", 1), ("hour", 1), ("hours", 1):
      self = .hours(1)
    case ("minute", _), ("minutes", _), ("min", _):
      guard 60 % count == 0 else { return nil }
      self = .minutes(count)
    case ("h", 24), ("hour", 24), ("hours", 24), ("d", 1), ("day", 1), ("days", 1): self = .day
    case ("h", _), ("hour", _), ("hours", _):
      guard 24 % count == 0 else { return nil }
      self = .hours(count)
    case ("w", 1), ("week", 1), ("weeks", 1): self = .week
    case ("month", 1), ("months", 1): self = .month
    case ("y", 1), ("year", 1), ("years", 1): self = .year
    default: return nil
    }
  }

  /// About how long a bin is, in seconds.
  var seconds: Int64 {
    switch self {
    case .minutes(let count): Int64(count) * 60
    case .hours(let count): Int64(count) * 3_600
    case .day: 86_400
    case .week: 7 * 86_400
    case .month: 30 * 86_400
    case .year: 365 * 86_400
    }
  }

  /// The start of the bin that a moment falls into.
  func start(of moment: Int64, _ zone: TimeZoneRules) -> Int64 {
    let offset = zone.offset(at: moment)
    switch self {
    case .minutes, .hours(1):
      // By the hour and below, a repeated hour is two bins: only the minutes of the offset count.
      let shift = offset % 3_600
      return (moment + shift).floored(to: seconds) - shift
    default:
      return zone.moment(local: localStart(of: moment + offset))
    }
  }

  /// The start of the bin after the one that starts at `start`.
  func next(after start: Int64, _ zone: TimeZoneRules) -> Int64 {
    switch self {
    case .minutes, .hours(1):
      return start + seconds
    case .hours, .day, .week:
      let local = localStart(of: zone.local(start))
      return zone.moment(local: local + seconds)
    case .month, .year:
      // Any moment a little past the end of a bin lies in the next one.
      let local = localStart(of: zone.local(start))
      return zone.moment(local: localStart(of: local + seconds + (self == .month ? 3 : 2) * 86_400))
    }
  }

  private func localStart(of local: Int64) -> Int64 {
    switch self {
    case .minutes, .hours, .day: return local.floored(to: seconds)
    case .week:
      // 1970-01-01 was a Thursday.
      let monday: Int64 = 4 * 86_400
      return (local - monday).floored(to: seconds) + monday
    case .month, .year:
      let date = Timestamp.date(days: Int(local.floored(to: 86_400) / 86_400))
      let days = Timestamp.days(year: date.year, month: self == .year ? 1 : date.month, day: 1)
      return Int64(days) * 86_400
    }
  }
}

extension Int64 {
  /// The largest multiple of `step` that is not larger.
  func floored(to step: Int64) -> Int64 {
    let rest = self % step
    return self - (rest < 0 ? rest + step : rest)
  }
}
