/// The clock by which times without a zone are read.
public struct LocalClock: Sendable {
  /// The name of the zone, such as `Europe/London`.
  public let zone: String
  /// The moment, in seconds since 1970, at which the clock shows a time; the time is given as if it
  /// were in UTC.
  package let moment: @Sendable (_ local: Int64) -> Int64

  /// Creates a clock.
  public init(zone: String, moment: @escaping @Sendable (_ local: Int64) -> Int64) {
    self.zone = zone
    self.moment = moment
  }

  /// Corrects the time of a post that names no zone.
  func correct(_ post: inout Post) {
    guard post.hasZonelessTime, let time = post.createdAt else { return }
    post.createdAt?.seconds = moment(time.seconds)
  }
}
