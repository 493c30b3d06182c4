internal import Ingest

extension Timeline {
  /// What the clock of the report's zone shows at the start of a bin, such as `Mon 20 Mar 07:30`; with the
  /// year, where that is not the one of the whole timeline.
  func clock(_ seconds: Int64) -> String { clock(seconds, to: width) }

  /// The same at a moment: with the time of the day, also where bins are days or longer.
  func clock(of moment: Timestamp) -> String {
    if moment.precision == .day { return clock(moment.seconds, to: .day) }
    guard width.seconds >= BinWidth.day.seconds else { return clock(moment.seconds) }
    let time = clock(moment.seconds, to: .hours(1)).suffix("00:00".count)
    return "\(clock(moment.seconds, to: .day)) \(time)"
  }

  private func clock(_ seconds: Int64, to width: BinWidth) -> String {
    let local = zone.local(seconds)
    let days = Int(local.floored(to: 86_400) / 86_400)
    let date = Timestamp.date(days: days)
    let weekday = Self.weekdays[((days + 3) % 7 + 7) % 7]
    let day = "\(weekday) \(date.day) \(Self.months[date.month - 1])"
    switch width {
    case .minutes, .hours:
      let minutes = Int(local - Int64(days) * 86_400) / 60
      let time = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      let ends = [bins.first, bins.last].compactMap { $0.map { year(of: $0.start) } }
      let isPlain = ends.allSatisfy { $0 == date.year }
      return (isPlain ? day : "\(day) \(date.year)") + " " + time.joined(separator: ":")
    case .day, .week: return "\(day) \(date.year)"
    case .month: return "\(Self.months[date.month - 1]) \(date.year)"
    case .year: return "\(date.year)"
    }
  }

  private func year(of seconds: Int64) -> Int {
    Timestamp.date(days: Int(zone.local(seconds).floored(to: 86_400) / 86_400)).year
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
