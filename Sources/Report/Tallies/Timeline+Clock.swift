internal import Ingest

extension Timeline {
  /// What the clock of the report's zone shows, such as `Mon 20 Mar 07:30`; with the year, where that is
  /// not the one of the whole timeline.
  func clock(_ seconds: Int64) -> String {
    let date = date(of: seconds)
    switch width {
    case .minutes, .hours: return moment(seconds)
    case .day, .week: return "\(day(of: seconds)) \(date.year)"
    case .month: return "\(Self.months[date.month - 1]) \(date.year)"
    case .year: return "\(date.year)"
    }
  }

  /// The same to the minute, however long the bins are; the year is left out only where the clock leaves it out.
  func moment(_ seconds: Int64) -> String {
    let local = zone.local(seconds)
    let minutes = Int(local - local.floored(to: 86_400)) / 60
    let time = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let year = date(of: seconds).year
    let ends = [bins.first, bins.last].compactMap { $0.map { date(of: $0.start).year } }
    let isPlain = width.seconds < BinWidth.day.seconds && ends.allSatisfy { $0 == year }
    return (isPlain ? day(of: seconds) : "\(day(of: seconds)) \(year)") + " "
      + time.joined(separator: ":")
  }

  private func day(of seconds: Int64) -> String {
    let days = Int(zone.local(seconds).floored(to: 86_400) / 86_400)
    let date = Timestamp.date(days: days)
    let weekday = Self.weekdays[((days + 3) % 7 + 7) % 7]
    return "\(weekday) \(date.day) \(Self.months[date.month - 1])"
  }

  private func date(of seconds: Int64) -> (year: Int, month: Int, day: Int) {
    Timestamp.date(days: Int(zone.local(seconds).floored(to: 86_400) / 86_400))
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
