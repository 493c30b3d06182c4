public import Ingest

/// A record of something that a person did.
public protocol OfPerson: Sendable {
  /// The key of the person; its bits are as good as random.
  var person: UInt64 { get }
  /// The key of what was done; orders the records of one person.
  var post: UInt64 { get }
}

/// The records of everybody, or beyond a capacity of some people drawn by their keys, each with all that
/// they did.
///
/// Adaptive sampling (Wegman 1984; Flajolet 1990): kept are the people whose keys start with ``level``
/// zero bits, and the level is the least that fits. It depends on the records alone, so however they are
/// split among parts and in whichever order these are merged, the sample is the same. Half a million people
/// drawn so show a share to a tenth of a point.
public struct PeopleSample<Record: OfPerson>: Sendable {
  /// Ordered by person, then by post; only once ``settle()`` was called.
  @inlinable public var records: [Record] { drawn }
  @usableFromInline var drawn: [Record]
  /// One in 2 to the power of this many people is in the sample.
  @inlinable public var level: Int { drawnLevel }
  @usableFromInline var drawnLevel: Int
  /// More records than these are thinned.
  @usableFromInline let capacity: Int
  /// No fewer people than these are left, however much each of them did.
  @usableFromInline let fewestPeople: Int
  /// Below so many records nobody looks whether they must be thinned.
  @usableFromInline var nextLook: Int

  /// Creates a sample of nobody.
  package init(capacity: Int, fewestPeople: Int) {
    self.init(records: [], level: 0, capacity: capacity, fewestPeople: fewestPeople)
  }

  /// Takes records that were drawn at a level.
  package init(records: [Record], level: Int, capacity: Int, fewestPeople: Int) {
    drawn = records
    drawnLevel = level
    self.capacity = capacity
    self.fewestPeople = fewestPeople
    nextLook = Self.withSlack(capacity)
  }

  /// So many records are there at most before they are thinned to a number: a quarter more, so that
  /// thinning is seldom.
  @inlinable static func withSlack(_ count: Int) -> Int { count + count / 4 }

  /// Other records, drawn at a level, by the same rules.
  package func with(_ records: [Record], level: Int) -> PeopleSample {
    PeopleSample(
      records: records,
      level: level,
      capacity: capacity,
      fewestPeople: fewestPeople
    )
  }

  /// One in a thousand million people: no export needs more.
  @inlinable public static var mostLevel: Int { 30 }

  /// For each person in the sample there are so many.
  package var factor: Int { 1 << level }

  /// Whether a person is in the sample.
  @inlinable public func holds(_ person: UInt64) -> Bool { Self.holds(person, level) }

  /// Whether a person is in a sample of a level.
  @inlinable public static func holds(_ person: UInt64, _ level: Int) -> Bool {
    level == 0 || person >> UInt64(64 - level) == 0
  }

  /// Makes room for so many records at once, so that growing does not copy them.
  package mutating func reserveCapacity(_ count: Int) {
    drawn.reserveCapacity(min(count, Self.withSlack(capacity)))
  }

  /// Adds a record, where its person is in the sample.
  @inlinable public mutating func add(_ record: Record) {
    guard holds(record.person) else { return }
    drawn.append(record)
    guard records.count >= nextLook else { return }
    thin()
    nextLook = Self.withSlack(max(records.count, capacity))
  }

  /// Adds the records of another sample.
  @inlinable public mutating func merge(_ other: PeopleSample) {
    drawnLevel = max(level, other.level)
    let level = level
    drawn = (records + other.records).filter { Self.holds($0.person, level) }
    settle()
  }

  /// Thins the records to what fits, and puts them in order.
  @inlinable public mutating func settle() {
    thin()
    // A key path would be followed at run time.
    drawn.sortInHashOrder(
      { $0.person },
      skipping: level,
      by: { ($0.person, $0.post) < ($1.person, $1.post) }
    )
  }

  @inlinable mutating func thin() {
    while records.count > capacity, level < Self.mostLevel {
      let next = records.filter { Self.holds($0.person, level + 1) }
      guard Set(next.lazy.map(\.person)).count >= fewestPeople else { return }
      drawn = next
      drawnLevel += 1
    }
  }
}
