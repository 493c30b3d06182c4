extension Timestamp: CustomStringConvertible {
  /// The moment in UTC as RFC 3339, such as `2023-03-20T08:02:11Z`; the date alone where only the
  /// day is known.
  public var description: String {
    let day = (seconds / 86_400) - (seconds % 86_400 < 0 ? 1 : 0)
    let rest = Int(seconds - day * 86_400)
    let (year, month, dayOfMonth) = Self.date(days: Int(day))
    var text: [UInt8] = []
    text.reserveCapacity(20)
    text.append(year, width: 4)
    text.append(month, after: "-")
    text.append(dayOfMonth, after: "-")
    if precision == .second {
      text.append(rest / 3_600, after: "T")
      text.append(rest / 60 % 60, after: ":")
      text.append(rest % 60, after: ":")
      text.append(UInt8(ascii: "Z"))
    }
    return String(decoding: text, as: UTF8.self)
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
}

extension [UInt8] {
  /// Appends a number with zeros in front.
  fileprivate mutating func append(
    _ number: Int,
    width: Int = 2,
    after separator: Unicode.Scalar? = nil
  ) {
    if let separator { append(UInt8(ascii: separator)) }
    let end = count + width
    append(contentsOf: repeatElement(UInt8(ascii: "0"), count: width))
    var rest = number.magnitude
    for place in (end - width..<end).reversed() {
      self[place] += UInt8(rest % 10)
      rest /= 10
    }
  }
}
