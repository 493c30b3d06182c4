extension Timestamp: CustomStringConvertible {
  /// The moment in UTC as RFC 3339, such as `2023-03-20T08:02:11Z`; the date alone where only the
  /// day is known.
  public var description: String {
    let day = (seconds / 86_400) - (seconds % 86_400 < 0 ? 1 : 0)
    let rest = Int(seconds - day * 86_400)
    let (year, month, dayOfMonth) = Self.date(days: Int(day))
    let date = "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(dayOfMonth))"
    guard precision == .second else { return date }
    let time = [rest / 3_600, rest / 60 % 60, rest % 60].map { Self.padded($0) }
    return "\(date)T\(time.joined(separator: ":"))Z"
  }

  /// The date of the proleptic Gregorian calendar that many days after 1970-01-01.
  ///
  /// The algorithm is Howard Hinnant's `civil_from_days`.
  package static func date(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthIndex + 2) / 5 + 1
    )
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
