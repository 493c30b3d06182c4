internal import FoundationEssentials
internal import Glibc
public import Ingest
internal import Synchronization

/// The clock of a place over a span of time: its offset from UTC, and when it changes.
public struct TimeZoneRules: Sendable {
  /// Such as `Europe/London`.
  public let name: String
  /// The offset in seconds before the first change.
  private let firstOffset: Int64
  /// When the offset changes, and to what, in order of time.
  private let changes: [(at: Int64, offset: Int64)]

  /// The clock that never changes.
  public static let utc = TimeZoneRules(name: "UTC", firstOffset: 0, changes: [])

  private init(name: String, firstOffset: Int64, changes: [(at: Int64, offset: Int64)]) {
    self.name = name
    self.firstOffset = firstOffset
    self.changes = changes
  }

  /// Learns the clock of a zone from the operating system.
  ///
  /// - Parameters:
  ///   - name: A name of the system's zone data, such as `Europe/London`; `UTC` needs none.
  ///   - span: The span of time that matters; a month is added on both sides.
  /// - Throws: ``ReportError`` where the system has no such zone.
  public init(name: String, over span: ClosedRange<Timestamp>) throws(ReportError) {
    guard name != "UTC" else {
      self = .utc
      return
    }
    guard Self.isKnown(name) else {
      throw ReportError(
        description:
          "the time zone '\(name)' is not in the system's zone data (\(Self.zoneFolder)); "
          + "expected a name such as Europe/London, or UTC"
      )
    }
    let month: Int64 = 32 * 86_400
    let (offset, changes) = Self.read(
      zone: name,
      from: span.lowerBound.seconds - month,
      to: span.upperBound.seconds + month
    )
    self.init(name: name, firstOffset: offset, changes: changes)
  }

  private static var zoneFolder: String {
    unsafe getenv("TZDIR").map { unsafe String(cString: $0) } ?? "/usr/share/zoneinfo"
  }

  /// Whether a name is that of a zone: `UTC`, or one of which the system has zone data.
  package static func isKnown(_ name: String) -> Bool {
    guard name != "UTC" else { return true }
    guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("..") else { return false }
    let number = unsafe open("\(zoneFolder)/\(name)", O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return false }
    defer { close(number) }
    var head: [UInt8] = [0, 0, 0, 0]
    return unsafe Glibc.read(number, &head, head.count) == head.count && head == Array("TZif".utf8)
  }

  /// The name of the machine's own zone; `UTC` where it does not say.
  ///
  /// `TZ` may also hold rules, or the path of a file, which have no name: the zone is then that of the
  /// system.
  public static var machineZone: String {
    if let zone = unsafe getenv("TZ").map({ unsafe String(cString: $0) }) {
      let name = zone.hasPrefix(":") ? String(zone.dropFirst()) : zone
      if isKnown(name) { return name }
    }
    let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime")) ?? ""
    let parts = link.split(separator: "/")
    guard let folder = parts.firstIndex(of: "zoneinfo") else { return "UTC" }
    let name = parts[(folder + 1)...].joined(separator: "/")
    return isKnown(name) && name != "Etc/UTC" ? name : "UTC"
  }

  /// The C library knows one zone at a time, the one that the environment names.
  private static let environment = Mutex(())

  /// Asks the C library, which reads the system's zone data, for every change of the offset.
  private static func read(
    zone: String,
    from start: Int64,
    to end: Int64
  ) -> (offset: Int64, changes: [(at: Int64, offset: Int64)]) {
    environment.withLock { _ in
      let before = unsafe getenv("TZ").map { unsafe String(cString: $0) }
      unsafe setenv("TZ", ":\(zone)", 1)
      tzset()
      defer {
        if let before { unsafe setenv("TZ", before, 1) } else { unsafe unsetenv("TZ") }
        tzset()
      }
      var changes: [(at: Int64, offset: Int64)] = []
      let first = systemOffset(at: start)
      var offset = first
      // No zone has changed twice within a day.
      for day in stride(from: start, to: end, by: 86_400) {
        let next = systemOffset(at: day + 86_400)
        guard next != offset else { continue }
        var (low, high) = (day, day + 86_400)
        while high - low > 1 {
          let middle = low + (high - low) / 2
          if systemOffset(at: middle) == offset { low = middle } else { high = middle }
        }
        changes.append((high, next))
        offset = next
      }
      return (first, changes)
    }
  }

  private static func systemOffset(at seconds: Int64) -> Int64 {
    var time = time_t(seconds)
    var parts = unsafe tm()
    unsafe localtime_r(&time, &parts)
    return Int64(unsafe parts.tm_gmtoff)
  }

  /// The clock of a zone for times that were written without one.
  ///
  /// - Parameter zone: A name of the system's zone data, such as `Europe/London`.
  /// - Returns: The clock; a time that it shows twice is the earlier one, a time that it jumps over is
  ///   the moment of the jump.
  /// - Throws: ``ReportError`` where the system has no such zone.
  public static func clock(of zone: String) throws(ReportError) -> LocalClock {
    let rules = try TimeZoneRules(name: zone, over: Timestamp.plausibleSpan)
    return LocalClock(zone: zone) { rules.moment(local: $0) }
  }

  /// The offset from UTC at a moment, in seconds.
  func offset(at seconds: Int64) -> Int64 {
    changes.last { $0.at <= seconds }?.offset ?? firstOffset
  }

  /// What the clock shows at a moment, as seconds since 1970 on that clock.
  func local(_ seconds: Int64) -> Int64 { seconds + offset(at: seconds) }

  /// The moment of a post: one of which only the day is known starts that day on the clock.
  func moment(of time: Timestamp) -> Int64 {
    time.precision == .day ? moment(local: time.seconds) : time.seconds
  }

  /// The first moment at which the clock shows a time, or the moment at which it jumps over it.
  func moment(local: Int64) -> Int64 {
    var before = firstOffset
    for change in changes {
      if local - before < change.at { return local - before }
      if local < change.at + change.offset { return change.at }
      before = change.offset
    }
    return local - before
  }
}
