internal import Ingest
internal import Scoring

/// The reaction over time, in bins of a clock.
public struct Timeline: Sendable {
  /// The zone whose clock cuts the bins.
  public let zone: TimeZoneRules
  /// How long a bin is.
  public let width: BinWidth
  /// In order of time, without gaps.
  public let bins: [Bin]
  /// Scored posts before the first bin: a few far from all others must not flatten the rest.
  public let earlier: Int
  /// Scored posts after the last bin.
  public let later: Int

  /// The posts of one span of time.
  public struct Bin: Sendable {
    /// Seconds since 1970 in UTC.
    public var start: Int64
    /// One past the last second of the bin.
    public var end: Int64
    /// The stances of the posts.
    public var posts = StanceCounts()
    /// One vote for each person, by what they posted in the bin.
    public var votes = StanceCounts()
  }

  /// More bins do not fit on a page.
  private static let mostBins: Int64 = 60
  /// A bin with this many posts says something.
  private static let wellFilled = 10
  /// Bins of a width that the user chose.
  private static let mostAskedBins = 2_000

  /// Cuts time into bins.
  ///
  /// - Parameters:
  ///   - reactions: The scored posts, those of one person one after another; those without a time are
  ///     left out.
  ///   - factor: For each person among them there are so many.
  ///   - zone: The zone whose clock cuts the bins.
  ///   - width: How long a bin is; `nil` chooses by span and volume.
  /// - Throws: ``ReportError`` where bins of that width would be too many.
  init(
    _ reactions: [Reaction],
    factor: Int,
    zone: TimeZoneRules,
    width: BinWidth?
  ) throws(ReportError) {
    self.zone = zone
    var times: [Int64] = []
    times.reserveCapacity(reactions.count)
    for reaction in reactions {
      if let time = reaction.time { times.append(zone.moment(of: time)) }
    }
    times.sort()
    guard let first = times.first, let last = times.last else {
      (self.width, bins, earlier, later) = (width ?? .day, [], 0, 0)
      return
    }
    // All but one in a hundred on each side; where those lie near, they are shown too.
    let cut = times.count / 100
    let bulk = (times[cut], times[times.count - 1 - cut])
    let margin = max((bulk.1 - bulk.0) / 4, 3_600)
    let from = max(first, bulk.0 - margin)
    let to = min(last, bulk.1 + margin)
    let isByDay = reactions.contains { $0.time?.precision == .day }
    self.width = width ?? Self.width(for: times, span: to - from, isByDay: isByDay, zone)
    guard (to - from) / self.width.seconds <= Self.mostAskedBins else {
      throw ReportError(
        description: "bins of one \(self.width.name) would be more than \(Self.mostAskedBins); "
          + "expected a longer bin"
      )
    }
    var starts = [self.width.start(of: from, zone)]
    while let start = starts.last, start <= to {
      starts.append(self.width.next(after: start, zone))
    }
    var bins = zip(starts, starts.dropFirst()).map { Bin(start: $0, end: $1) }
    var (earlier, later) = (0, 0)
    var person: UInt64?
    var tallies: [Int: PersonTally] = [:]
    func countVotes() {
      for (index, tally) in tallies { bins[index].votes[tally.vote] += factor }
      tallies.removeAll(keepingCapacity: true)
    }
    for reaction in reactions {
      if reaction.person != person {
        countVotes()
        person = reaction.person
      }
      guard let time = reaction.time.map(zone.moment) else { continue }
      guard let index = bins.place(of: time) else {
        if time < starts[0] { earlier += factor } else { later += factor }
        continue
      }
      bins[index].posts[reaction.stance] += factor
      if !reaction.isAnonymous { tallies[index, default: PersonTally()].add(reaction.opinion) }
    }
    countVotes()
    (self.bins, self.earlier, self.later) = (bins, earlier, later)
  }

  /// The shortest bins that are not too many and hold most posts in good company; where none do, the
  /// ones that come nearest to it.
  private static func width(
    for times: [Int64],
    span: Int64,
    isByDay: Bool,
    _ zone: TimeZoneRules
  ) -> BinWidth {
    let allowed = BinWidth.all.filter {
      (!isByDay || $0.seconds >= BinWidth.day.seconds) && span / $0.seconds < mostBins
    }
    let fullness = allowed.map { width -> Int in
      var sizes: [Int64: Int] = [:]
      for time in times { sizes[width.start(of: time, zone), default: 0] += 1 }
      return sizes.values.filter { $0 >= wellFilled }.reduce(0, +)
    }
    let enough = min(fullness.max() ?? 0, times.count * 2 / 3)
    return zip(allowed, fullness).first { $0.1 >= enough }?.0 ?? .year
  }
}

extension [Timeline.Bin] {
  /// The index of the bin that holds a moment.
  fileprivate func place(of seconds: Int64) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].end <= seconds { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].start <= seconds ? low : nil
  }
}
