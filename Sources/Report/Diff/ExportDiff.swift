internal import Scoring

/// What moved between two exports of one conversation, or between two ways of scoring one export.
///
/// A post that is in both may be read otherwise in the second, for what stands around it there. That is no
/// change of anybody's mind: the shares of the first export are taken with such posts read as in the second, and
/// what the other reading alone moves is told apart.
///
///     let diff = ExportDiff(
///       from: try DiffSide(monday, name: "monday.jsonl"),
///       to: try DiffSide(friday, name: "friday.jsonl"))
///     print(diff.text())
public struct ExportDiff: Sendable {
  let before: DiffSide
  let after: DiffSide
  /// Which posts came, went and changed; `nil` where one of the two is a summary.
  let posts: PostChanges?
  /// The first export, its posts read as in the second; `nil` where one of the two is a summary.
  let reread: DiffSide.Reading?
  /// The changes of the shares, one for each stance: from ``base`` to the second.
  let byPost: [Stance: Change]
  let byPerson: [Stance: Change]

  /// What the second export is compared with.
  var base: DiffSide.Reading { reread ?? before.reading }

  /// Which posts came, went and changed.
  struct PostChanges: Sendable {
    /// In both.
    var kept = 0
    /// In the second only.
    var new: [String] = []
    /// In the first only.
    var vanished: [String] = []
    /// In both with a stance, and not with the same, the surest of now first.
    var rescored: [Rescored] = []
    /// In both, and of another status, such as deleted since: how many by the two statuses.
    var restated: [[String]: Int] = [:]
    /// The stances of the new and of the vanished posts; those without a stance are in neither.
    var newStances = StanceCounts()
    var vanishedStances = StanceCounts()

    /// Those of ``rescored`` that have an id to be named by.
    var namedRescored: [Rescored] { rescored.filter { DiffSide.isID($0.id) } }
  }

  struct Rescored: Hashable, Sendable {
    var id: String
    var from: Stance
    var to: Stance
    var confidence: Double
  }

  /// Compares two results; the first is the earlier one.
  public init(from before: DiffSide, to after: DiffSide) {
    self.before = before
    self.after = after
    posts = Self.changes(before.posts, after.posts)
    let reread = Self.reread(before.posts, after.posts)
    self.reread = reread
    let (first, second) = (reread ?? before.reading, after.reading)
    byPost = Self.changes(first.byPost, second.byPost) { stance in
      Self.correlation(of: stance, first, second) { side in
        // No handle has a line break.
        side.people.mapValues(\.posts).merging(
          side.anonymous.map { ("\n" + $0, $1) },
          uniquingKeysWith: { posts, _ in posts }
        )
      }
    }
    byPerson = Self.changes(first.byPerson, second.byPerson) { stance in
      Self.correlation(of: stance, first, second) { side in
        side.people.mapValues { person in
          var vote = StanceCounts()
          vote[person.vote] = 1
          return vote
        }
      }
    }
  }

  /// By how much reading the posts of the first export as in the second moves its share of a stance; `nil` where that
  /// is not known.
  func rereading(of stance: Stance, _ way: (DiffSide.Reading) -> DiffSide.Shares) -> Double? {
    guard let reread, let new = way(reread).shares[stance],
      let old = way(before.reading).shares[stance]
    else { return nil }
    return new.share - old.share
  }

  /// Why nothing can be said of people from what differs; `nil` where it can.
  var obstacle: String? {
    if let first = before.origin, let second = after.origin {
      if first.matter != second.matter {
        return "The two have different targets, stands or roots: their shares are of other things"
      }
      if first.reader != second.reader {
        return
          "The two were read by different models, or told of other allies and opponents: a change "
          + "may be theirs"
      }
    }
    if posts?.kept == 0 {
      return "No post is in both: these may be exports of different conversations"
    }
    return nil
  }

  /// What limits the comparison, in sentences.
  var notes: [String] {
    var notes: [String] = []
    if posts == nil {
      notes.append(
        "A summary does not say which posts it counted: intervals take the two exports for unlike, and "
          + "are wider than they need be. Compare what --posts wrote to know more."
      )
    }
    let corrected = [before, after].filter(\.hasLabels).map(\.name)
    if !corrected.isEmpty {
      notes.append(
        "Shares are compared as the program found them, without the labels by hand of "
          + "\(corrected.joined(separator: " and ")): a report that labels correct shows others."
      )
    }
    if let posts, !posts.rescored.isEmpty {
      notes.append(
        "The same post may be read otherwise because the posts around it, the brief or the model are others. Posts "
          + "in both count as the second reads them."
      )
      if !posts.vanished.isEmpty {
        notes.append(
          "Posts that vanished were read once: how the second would read them is not known."
        )
      }
    }
    notes.append(
      "Intervals hold what chance does, and not what the program gets wrong"
        + (posts == nil ? "." : ", which is taken to be alike in both.")
    )
    return notes
  }

  private static func changes(
    _ before: [String: DiffSide.Post]?,
    _ after: [String: DiffSide.Post]?
  ) -> PostChanges? {
    guard let before, let after else { return nil }
    var changes = PostChanges()
    for (id, post) in after {
      guard let old = before[id] else {
        changes.new.append(id)
        if let stance = post.stance { changes.newStances[stance] += 1 }
        continue
      }
      changes.kept += 1
      if let from = old.stance, let to = post.stance {
        guard from != to else { continue }
        changes.rescored.append(
          Rescored(id: id, from: from, to: to, confidence: post.confidence)
        )
      } else if old.status != post.status {
        changes.restated[[old.status, post.status], default: 0] += 1
      }
    }
    for (id, post) in before where after[id] == nil {
      changes.vanished.append(id)
      if let stance = post.stance { changes.vanishedStances[stance] += 1 }
    }
    changes.new.sort()
    changes.vanished.sort()
    changes.rescored.sort { ($1.confidence, $0.id) < ($0.confidence, $1.id) }
    return changes
  }

  /// The posts of the first export as the second reads them.
  ///
  /// Those that are in the first alone, or whose text is gone since, have but one reading.
  private static func reread(
    _ before: [String: DiffSide.Post]?,
    _ after: [String: DiffSide.Post]?
  ) -> DiffSide.Reading? {
    guard let before, let after else { return nil }
    var posts = before
    for (id, post) in before {
      guard let now = after[id], !now.isGone, !post.isGone else { continue }
      posts[id]?.opinion = now.opinion
    }
    return DiffSide.Reading(posts)
  }

  private static func changes(
    _ before: DiffSide.Shares,
    _ after: DiffSide.Shares,
    correlation: (Stance) -> Double
  ) -> [Stance: Change] {
    Stance.allCases.reduce(into: [:]) { changes, stance in
      guard let old = before.shares[stance], let new = after.shares[stance] else { return }
      changes[stance] = Change(from: old, to: new, correlation: correlation(stance))
    }
  }

  /// How much two shares of a stance move together because people are in both exports.
  ///
  /// The correlation of two ratios over clusters, a person or a post of nobody who is known being one: of what each person adds to the
  /// one and to the other (Cochran 1977, 11.7). 0 where nobody is known to be in both.
  private static func correlation(
    of stance: Stance,
    _ before: DiffSide.Reading,
    _ after: DiffSide.Reading,
    _ counts: (DiffSide.Reading) -> [String: StanceCounts]
  ) -> Double {
    func influences(_ side: DiffSide.Reading) -> [String: Double] {
      let all = counts(side)
      let total = all.values.reduce(0) { $0 + $1.total }
      let share = Double(all.values.reduce(0) { $0 + $1[stance] }) / Double(max(total, 1))
      return all.mapValues { Double($0[stance]) - share * Double($0.total) }
    }
    let (first, second) = (influences(before), influences(after))
    // In the order of the names: sums of fractions in any other might differ in their last digit.
    let names = first.keys.filter { second[$0] != nil }.sorted()
    let both = names.reduce(0.0) { $0 + (first[$1] ?? 0) * (second[$1] ?? 0) }
    func square(_ values: [String: Double]) -> Double {
      values.keys.sorted().reduce(0) { $0 + (values[$1] ?? 0) * (values[$1] ?? 0) }
    }
    let scale = (square(first) * square(second)).squareRoot()
    return scale > 0 ? min(max(both / scale, -1), 1) : 0
  }
}

extension Change {
  /// The difference of two shares of samples that are partly the same, with its 95 % interval.
  ///
  /// The hybrid of two score intervals for paired shares (Newcombe 1998, Statistics in Medicine 17,
  /// 2635, method 8).
  init(from before: Proportion, to after: Proportion, correlation: Double) {
    self.init(from: before, to: after)
    func reach(_ ofAfter: Double, _ ofBefore: Double) -> Double {
      let square =
        ofAfter * ofAfter - 2 * correlation * ofAfter * ofBefore + ofBefore * ofBefore
      return max(square, 0).squareRoot()
    }
    low = max(difference - reach(after.share - after.low, before.high - before.share), -1)
    high = min(difference + reach(after.high - after.share, before.share - before.low), 1)
    // The same people with the same votes: nothing moved, and nothing could have.
    if before == after, correlation > 1 - 1e-9 { (low, high) = (0, 0) }
  }
}
