/// The place of the post that each post answers, without cycles: every walk upwards ends.
struct ParentPlaces: Sendable {
  private var places: SpooledArray<Int32>
  /// How many posts name one as answered that is not in the export.
  private(set) var missing = 0

  /// Ties each post to the one that it answers, where that is in the export, and cuts each cycle of
  /// replies above its oldest post.
  ///
  /// - Parameter index: The posts.
  /// - Throws: ``IngestError`` where the file beyond what is held in memory cannot be written.
  init(_ index: PostIndex) throws(IngestError) {
    places = SpooledArray(holding: index.entries.limit)
    for (place, ties) in zip(index.ties.indices, index.ties) {
      var above: Int?
      if let parent = ties.parent {
        above = index.place(of: parent)
        if above == nil { missing += 1 }
      }
      places.append(above == place ? -1 : Int32(above ?? -1))
    }
    try places.check()
    try breakCycles(index)
  }

  subscript(place: Int) -> Int? {
    get {
      let parent = places[place]
      return parent < 0 ? nil : Int(parent)
    }
    set { places[place] = Int32(newValue ?? -1) }
  }

  /// Finds the uppermost post above each post.
  func tops() throws(IngestError) -> SpooledArray<Int32> {
    var tops = places.filled(with: -1)
    // A walk over places that could not be kept might not end.
    try tops.check()
    var path: [Int] = []
    for place in places.indices {
      var top = place
      while tops[top] < 0, let parent = self[top] {
        path.append(top)
        top = parent
      }
      let found = tops[top] < 0 ? Int32(top) : tops[top]
      tops[top] = found
      for below in path { tops[below] = found }
      path.removeAll(keepingCapacity: true)
    }
    return tops
  }

  private mutating func breakCycles(_ index: PostIndex) throws(IngestError) {
    // 0: not seen; else the number of the walk that saw it.
    var seen = places.filled(with: 0)
    try seen.check()
    var walk: Int32 = 0
    for start in places.indices where seen[start] == 0 {
      walk += 1
      var place = start
      while seen[place] == 0 {
        seen[place] = walk
        guard let parent = self[place] else { break }
        place = parent
      }
      guard seen[place] == walk, self[place] != nil else { continue }
      var cycle = [place]
      var next = self[place]
      while let member = next, member != place {
        cycle.append(member)
        next = self[member]
      }
      guard next == place else { continue }
      let oldest = cycle.min { left, right in
        let (left, right) = (index.entries[left], index.entries[right])
        return (left.createdAt?.seconds ?? .max, left.id)
          < (right.createdAt?.seconds ?? .max, right.id)
      }
      if let oldest { self[oldest] = nil }
    }
  }
}
