extension Timestamp {
  /// The moments that a post can have: from 2004, when the first of the platforms opened, to 2040.
  ///
  /// A time outside is a wrong unit or an empty field. The upper end is fixed, and not the clock's
  /// time, so that one input gives one result for ever.
  static let plausible: Range<Int64> = 1_072_915_200..<2_208_988_800

  /// The moments that a post can have.
  package static var plausibleSpan: ClosedRange<Timestamp> {
    Timestamp(seconds: plausible.lowerBound)...Timestamp(seconds: plausible.upperBound - 1)
  }

  /// Reads a moment in any form that exports are known to use.
  ///
  /// Epoch seconds, milliseconds, microseconds and nanoseconds (told apart by size), as any number of
  /// JSON; RFC 3339 and its looser kin (`2024-03-04 09:03:12 +01:00`, `20240304T090312Z`); RFC 2822;
  /// `Mon Mar 20 08:02:11 +0000 2023`; `20 March 2023` and `March 20, 2023`. Of all dates the time may be
  /// missing, or be by the clock of twelve hours, `9:03 PM`. Names of months are English. Of `05/06/2023` nobody knows which is the month: it is no moment.
  ///
  /// - Parameter text: The moment as written.
  /// - Returns: The moment, and whether it was written with a zone (epochs count as with one; a
  ///   time without is read as UTC), or `nil` where the text is no moment, or not a plausible one.
  public static func parse(_ text: String) -> (moment: Timestamp, hasZone: Bool)? {
    guard var scan = DateScan(text),
      let found = scan.epoch() ?? scan.iso8601() ?? scan.english()
    else { return nil }
    return plausible.contains(found.moment.seconds) ? found : nil
  }

  /// The number of days from 1970-01-01 to a date of the proleptic Gregorian calendar.
  ///
  /// The algorithm is Howard Hinnant's `days_from_civil`.
  package static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

/// A place in the text of a date.
private struct DateScan {
  /// 64 bytes hold every form with room to spare; more is no date.
  private var text = InlineArray<64, UInt8>(repeating: 0)
  private let count: Int
  private var position = 0

  init?(_ string: String) {
    let trimmed = string.trimmed
    let bytes = trimmed.utf8Span.span
    guard bytes.count <= text.count else { return nil }
    var (count, index) = (0, 0)
    while index < bytes.count {
      // Browsers write a narrow blank, U+202F, before AM and PM.
      let isBlank =
        bytes[index] == 0xE2 && index + 2 < bytes.count && bytes[index + 1] == 0x80
        && bytes[index + 2] == 0xAF
      text[count] = isBlank ? UInt8(ascii: " ") : bytes[index]
      count += 1
      index += isBlank ? 3 : 1
    }
    self.count = count
  }

  private var current: UInt8 { position < count ? text[position] : 0 }
  private var isAtEnd: Bool { position >= count }

  mutating func epoch() -> (moment: Timestamp, hasZone: Bool)? {
    defer { position = 0 }
    guard var value = digits(upTo: 19) else { return nil }
    if accept(".") { skipDigits() }
    if accept("e") || accept("E") {
      if !accept("+") { _ = accept("-") }
      skipDigits()
      let number = Double(String(decoding: (0..<count).map { text[$0] }, as: UTF8.self))
      guard let number, number < Self.mostNanoseconds else { return nil }
      value = Int(number)
    }
    guard isAtEnd, value >= Self.leastSeconds else { return nil }
    // Seconds have 10 digits until the year 2286; each three more are a finer unit.
    switch value {
    case 100_000_000_000_000_000...: value /= 1_000_000_000
    case 100_000_000_000_000...: value /= 1_000_000
    case 100_000_000_000...: value /= 1_000
    default: break
    }
    return (Timestamp(seconds: Int64(value)), true)
  }

  /// Fewer are no moment of any post, but may be a date without separators.
  private static let leastSeconds = 100_000_000
  private static let mostNanoseconds = 9e18

  /// `2023-03-20T08:02:11Z`, `2023/03/20 08:02` and `20230320T080211`.
  mutating func iso8601() -> (moment: Timestamp, hasZone: Bool)? {
    defer { position = 0 }
    guard let year = digits(exactly: 4) else { return nil }
    let isCompact = isDigit
    guard isCompact || accept("-") || accept("/"), let month = digits(exactly: 2),
      isCompact || accept("-") || accept("/"), let day = digits(exactly: 2)
    else { return nil }
    return moment(year, month, day, hasCompactTime: isCompact)
  }

  /// `Mon Mar 20 08:02:11 +0000 2023`, `Mon, 20 Mar 2023 08:02:11 GMT` and `March 20, 2023`.
  mutating func english() -> (moment: Timestamp, hasZone: Bool)? {
    defer { position = 0 }
    if let name = word(), Self.number(of: name, in: Self.weekdays) != nil {
      _ = accept(",")
      guard accept(" ") else { return nil }
    } else {
      position = 0
    }
    if let name = word() {
      guard let month = Self.number(of: name, in: Self.months), accept(" "),
        let day = digits(upTo: 2)
      else { return nil }
      _ = accept(",")
      guard accept(" ") else { return nil }
      if let year = digits(exactly: 4) { return moment(year, month, day) }
      guard let time = clock(), accept(" ") else { return nil }
      let zone = zone() ?? Zone(offset: nil)
      _ = accept(" ")
      guard let year = digits(exactly: 4), let days = Self.days(year, month, day) else {
        return nil
      }
      return moment(days, time, zone)
    }
    guard let day = digits(upTo: 2), accept(" ") || accept("-"), let name = word(),
      let month = Self.number(of: name, in: Self.months), accept(" ") || accept("-"),
      let year = digits(exactly: 4)
    else { return nil }
    return moment(year, month, day)
  }

  /// Reads what follows a date: nothing, or a time with or without a zone.
  private mutating func moment(
    _ year: Int,
    _ month: Int,
    _ day: Int,
    hasCompactTime: Bool = false
  ) -> (moment: Timestamp, hasZone: Bool)? {
    guard let days = Self.days(year, month, day) else { return nil }
    if isAtEnd { return (Timestamp(seconds: Int64(days) * 86_400, precision: .day), true) }
    _ = accept(",")
    guard accept("T") || accept("t") || accept(" ") else { return nil }
    if accept("a") { guard accept("t"), accept(" ") else { return nil } }
    guard let time = clock(isCompact: hasCompactTime)
    else { return nil }
    let zone = zone()
    return moment(days, time, zone)
  }

  /// Puts a moment together; `nil` where more than a zone follows the time.
  private func moment(
    _ days: Int,
    _ time: Int,
    _ zone: Zone?
  ) -> (moment: Timestamp, hasZone: Bool)? {
    guard isAtEnd, let zone else { return nil }
    let seconds = days * 86_400 + time - (zone.offset ?? 0)
    return (Timestamp(seconds: Int64(seconds)), zone.offset != nil)
  }

  /// A zone, in seconds ahead of UTC; `nil` where none is written.
  private struct Zone {
    var offset: Int?
  }

  /// Seconds since midnight.
  private mutating func clock(isCompact: Bool = false) -> Int? {
    let start = position
    guard var hour = digits(upTo: 2), hour < 24,
      accept(":") || isCompact && position == start + 2,
      let minute = digits(exactly: 2), minute < 60
    else { return nil }
    var second = 0
    if accept(":") || isCompact && isDigit {
      // 60 is a leap second.
      guard let value = digits(exactly: 2), value <= 60 else { return nil }
      second = value
      if accept(".") || accept(",") { skipDigits() }
    }
    if let isAfternoon = half() {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    return hour * 3_600 + minute * 60 + second
  }

  /// Which half of the day follows, `AM` or `pm`; `nil` where none does.
  private mutating func half() -> Bool? {
    let mark = position
    _ = accept(" ")
    let name = word()
    if name == "am" || name == "pm" { return name == "pm" }
    position = mark
    return nil
  }

  /// Reads what stands in the place of a zone; `nil` where it is something else.
  private mutating func zone() -> Zone? {
    _ = accept(" ")
    if isAtEnd { return Zone(offset: nil) }
    if position + 1 == count, accept("Z") { return Zone(offset: 0) }
    if let name = word() {
      return ["z", "utc", "gmt", "ut"].contains(name) ? Zone(offset: 0) : nil
    }
    let sign = accept("+") ? 1 : accept("-") ? -1 : 0
    guard sign != 0, let hour = digits(exactly: 2), hour < 24 else { return nil }
    _ = accept(":")
    let minute = digits(exactly: 2) ?? 0
    return minute < 60 ? Zone(offset: sign * (hour * 3_600 + minute * 60)) : nil
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character), !isAtEnd else { return false }
    position += 1
    return true
  }

  private mutating func digits(exactly count: Int) -> Int? {
    let mark = position
    guard let value = digits(upTo: count), position == mark + count else {
      position = mark
      return nil
    }
    return value
  }

  /// A number of at most that many digits; `nil` where there is none, or it is too large.
  private mutating func digits(upTo count: Int) -> Int? {
    let start = position
    var value = 0
    while position < start + count, isDigit {
      let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = tens.addingReportingOverflow(Int(current - UInt8(ascii: "0")))
      guard !overflows, !overflowsToo else { return nil }
      value = sum
      position += 1
    }
    return position > start ? value : nil
  }

  private mutating func skipDigits() {
    while isDigit { position += 1 }
  }

  private var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(current) }

  /// A run of letters in lower case.
  private mutating func word() -> String? {
    let start = position
    while (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(current | 0x20) { position += 1 }
    guard position > start else { return nil }
    return String(decoding: (start..<position).map { text[$0] | 0x20 }, as: UTF8.self)
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// Which of some names one is, from 1, in full or cut to three letters and more.
  private static func number(of name: String, in names: [String]) -> Int? {
    guard name.utf8.count >= 3 else { return nil }
    return names.firstIndex { $0.hasPrefix(name) }.map { $0 + 1 }
  }

  /// Days since 1970, or `nil` where there is no such date.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let days = Timestamp.days(year: year, month: month, day: day)
    let next =
      month == 12
      ? Timestamp.days(year: year + 1, month: 1, day: 1)
      : Timestamp.days(year: year, month: month + 1, day: 1)
    return days < next ? days : nil
  }
}
