internal import Scoring

// What several forms of the report say in the same words.

/// Where a post is found again: after it stands in a sentence; nothing where it has no id.
func located(_ id: String?) -> String {
  guard let id, !id.isEmpty else { return "" }
  return " (post \(DisplayText.label(id)))"
}

extension SummaryFile {
  /// What has a vote in shares, terms and levels: `people`, or `posts` where no author is known.
  var people: String { stance.byPerson.total > 0 ? "people" : "posts" }

  /// So many of these.
  func people(_ count: Int) -> String {
    people == "people"
      ? DisplayText.counted(count, "person", "people") : DisplayText.counted(count, "post")
  }

  /// How much was sorted, and of which time.
  var extent: String {
    let people = stance.byPerson.total
    var text = DisplayText.counted(status.scored, "post")
    if people > 0 { text += " by \(self.people(people))" }
    text +=
      " \(status.scored == 1 && people == 0 ? "was" : "were") sorted, of \(input.posts) in the export"
    if let first = input.firstTime, let last = input.lastTime {
      text += ", from \(Self.readable(first)) to \(Self.readable(last))"
    }
    return text + "."
  }

  /// A time in UTC as people write it; a day stays a day.
  static func readable(_ time: String) -> String {
    guard time.contains("T") else { return time }
    return time.prefix(16).replacing("T", with: " ") + " UTC"
  }

  /// What every report says of its numbers.
  var caveat: String {
    let errors: Headline.Errors =
      if correctsAll {
        .labels
      } else if labels?.isCorrecting ?? false {
        .labelsByPost(isMeasuredByPerson: tool.errorsMeasured)
      } else {
        tool.errorsMeasured ? .measured : .unmeasured
      }
    return Headline.caveat(shareError: tool.shareError, errors: errors)
  }

  /// Whether labels by hand correct all shares that are shown.
  private var correctsAll: Bool {
    guard let labels, labels.weightByPost != nil else { return false }
    return labels.weightByPerson != nil || stance.byPerson.total == 0
  }

  /// What stands behind the heading of numbers beside which labels correct others.
  var asFound: String { labels?.isCorrecting ?? false ? "; \(Self.withoutLabels)" : "" }

  /// A sentence with such numbers.
  func asFound(_ sentence: String?) -> String? {
    guard let sentence, labels?.isCorrecting ?? false else { return sentence }
    return sentence.dropLast() + " (\(Self.withoutLabels))."
  }

  private static let withoutLabels = "as found, without the labels"

  /// How many votes there are by person.
  var votes: String {
    DisplayText.counted(stance.byPerson.total, "person", "people, one vote each")
      + (labels?.weightByPerson == nil ? "" : ", divided where their posts differ")
  }

  /// Whether the headline stands when the posts are counted in other ways, in a sentence; `nil` where labels correct it, which say
  /// nothing of other ways.
  var robustness: String? {
    guard !(labels?.isCorrecting ?? false) else { return nil }
    guard headline.claim != .tooFew else {
      return "Too few people for any way of counting to say more."
    }
    let checks = sensitivity.checks
    guard !checks.isEmpty else { return "Counted in one way only." }
    let others = checks.filter { !$0.isSame }
    guard !others.isEmpty else {
      let ways = checks.map(\.way).joined(separator: "; ")
      return
        "Robust: counted in other ways, the same stance is the largest and no share leaves its "
        + "interval (\(ways))."
    }
    let shown = stance.shown
    let largest = shown.largest
    let differences = others.map { check in
      let shares = Stance.allCases.compactMap { stance in
        check.shares[stance.rawValue].map { "\(DisplayText.percent($0)) \(stance.rawValue)" }
      }
      let what: String
      if check.stance != headline.stance {
        what = check.lead
      } else if let other = check.largest(before: largest), other != largest {
        what = "\(other) is the largest share, not \(largest)"
      } else {
        let outside = shown.all.filter { stance, part in
          guard let share = check.shares[stance], let low = part.low, let high = part.high else {
            return false
          }
          return share < low || share > high
        }
        let names = outside.map(\.stance).joined(separator: " and ")
        what = "\(names.isEmpty ? "a share" : names) outside of the interval above"
      }
      return "\(check.way): \(what) (\(shares.joined(separator: ", ")))"
    }
    let text = differences.joined(separator: "; ") + "."
    return "Depends on how one counts. " + text.prefix(1).uppercased() + text.dropFirst()
  }

  /// How many posts are copies, and what the wordings say; `nil` where no post repeats another.
  var copiesSentence: String? {
    guard let wordings, wordings.copies > 0 else { return nil }
    let drawn = (sampling?.texts ?? 1) > 1 ? "Of one in \(sampling?.texts ?? 1) people, " : ""
    return drawn
      + "\(DisplayText.counted(wordings.copies, "post repeats", "posts repeat")) a text that another has. Each wording "
      + "counted once: \(wordings.stance.supportive) supportive, \(wordings.stance.critical) critical, "
      + "\(wordings.stance.neutral) neutral."
  }

  /// The first lines that could not be read, without the folders that their files are in: where a file lay on
  /// somebody's disk is nobody else's matter.
  var sharedRejections: [String] {
    input.firstRejections.map { rejection in
      let file = input.files.map(\.name).filter { rejection.hasPrefix("\($0):") }.max {
        $0.count < $1.count
      }
      guard let file, let name = file.split(separator: "/").last else { return rejection }
      return "\(name)\(rejection.dropFirst(file.count))"
    }
  }

  /// What each side says more often, a side in a line.
  var termLists: [String] {
    ["supportive", "critical"].compactMap { side in
      let terms = (self.terms[side] ?? []).map { "\($0.term) (\($0.people))" }
      return terms.isEmpty ? nil : "\(side): \(terms.joined(separator: ", "))"
    }
  }

  /// What became of each post and line; what there is none of is left out.
  var account: [(count: Int, what: String)] {
    func noun(_ count: Int, _ one: String, _ several: String) -> String {
      count == 1 ? one : several
    }
    var rows = [
      (status.scored, "scored"), (status.target, "by the target"),
      (status.repost, noun(status.repost, "repost", "reposts") + ": reach, not opinion"),
      (status.duplicate, "with the id of a post above"),
    ]
    for reason in UnscoredReason.allCases {
      rows.append(
        (status.unscoredByReason[reason.rawValue] ?? 0, "not scored: \(reason.explanation)")
      )
    }
    rows.append((input.rejected, noun(input.rejected, "line", "lines") + " that could not be read"))
    let others = input.otherRecords.values.reduce(0, +)
    rows.append((others, noun(others, "record that is no post", "records that are no posts")))
    let lines = input.files.reduce(0) { $0 + $1.lines - $1.blankLines }
    let files = DisplayText.counted(input.files.count, "file")
    return rows.filter { $0.0 > 0 } + [(lines, noun(lines, "line", "lines") + " in \(files)")]
  }

  /// When posts came at more than an ordinary rate, and for how long.
  func sentence(of burst: BurstPart) -> String {
    let bins = timeline.bins.filter { burst.start <= $0.start && $0.end <= burst.end }
    let hours = Markup.number(bins.reduce(0) { $0 + $1.hours })
    let start = bins.first?.label ?? Self.readable(burst.start)
    return "A burst of \(DisplayText.counted(burst.posts, "post")) in \(hours) h from \(start) on."
  }
}

extension SummaryFile.LabelsPart {
  /// Whether any shares are corrected.
  var isCorrecting: Bool { weightByPost != nil || weightByPerson != nil }

  /// What the labels did, and what was found without them; `nil` where they are too few.
  var sentence: String? {
    guard isCorrecting else { return nil }
    let weights = [
      weightByPerson.map { "\(DisplayText.decimal($0, digits: 2)) by person" },
      weightByPost.map { "\(DisplayText.decimal($0, digits: 2)) by post" },
    ].compactMap { $0 }
    let found = [
      weightByPerson == nil ? nil : "by person \(found.byPerson.line)",
      weightByPost == nil ? nil : "by post \(found.byPost.line)",
    ].compactMap { $0 }
    return
      "Shares are corrected by \(DisplayText.counted(count, "post")) labelled by hand, of which the program reads "
      + "\(right) rightly (\(DisplayText.percent(Double(right) / Double(max(count, 1)))); its weight is "
      + "\(weights.joined(separator: ", "))). Without the labels: \(found.joined(separator: "; ")). Counts, and all "
      + "that follows, are as the program found them."
  }

  /// What became of labels that do not count; `nil` where there are none.
  var leftOut: String? {
    let parts = [
      withoutStance.flatMap {
        $0 > 0
          ? DisplayText.counted(
            $0,
            "label gives its post no stance, and does not count",
            "labels give their posts no stance, and do not count"
          ) : nil
      },
      notCounted > 0
        ? DisplayText.counted(
          notCounted,
          "label is of a post that is not counted here",
          "labels are of posts that are not counted here"
        ) : nil,
      lost > 0
        ? DisplayText.counted(
          lost,
          "label is of a post that is not in the export",
          "labels are of posts that are not in the export"
        ) : nil,
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ") + "."
  }
}

extension SummaryFile.SharesPart {
  /// The shares on one line.
  fileprivate var line: String {
    all.compactMap { stance, part in
      part.share.map { "\(DisplayText.percent($0)) \(stance)" }
    }.joined(separator: ", ")
  }
}

extension SummaryFile.BriefPart {
  /// Whose stand it is; `nil` where nobody is named.
  var sentence: String? {
    guard !target.isEmpty else { return nil }
    let names = DisplayText.label(target.joined(separator: ", "))
    return "Reactions to: \(names)" + (targetAssumed ? ", which is assumed." : ".")
  }
}

extension SummaryFile.SharesPart {
  /// The stance with the largest share; of equals, the first.
  var largest: String {
    all.reduce("supportive") { largest, next in
      let most = all.first { $0.stance == largest }?.part.share ?? 0
      return next.part.share ?? 0 > most ? next.stance : largest
    }
  }
}

extension SummaryFile.SharePart {
  /// The interval in words; `nil` where too few were counted.
  var interval: String? {
    guard let low, let high else { return nil }
    return "\(DisplayText.percent(low))–\(DisplayText.percent(high))"
  }
}

extension SummaryFile.ReachPart {
  /// How far posts went; `nil` where the export does not say.
  var sentence: String? {
    let stances = ["supportive", "critical", "neutral"].compactMap { stance in
      likes[stance].map { "\($0) of \(stance) posts" }
    }
    let parts = [
      reposts > 0 ? DisplayText.counted(reposts, "repost") : nil,
      stances.isEmpty ? nil : "likes " + stances.joined(separator: ", "),
    ].compactMap { $0 }
    return parts.isEmpty
      ? nil : "Reach, which is not opinion: " + parts.joined(separator: "; ") + "."
  }
}

extension SummaryFile.TimelinePart {
  /// The bins; `nil` stands for any number of empty ones in a row.
  var rows: [Bin?] {
    bins.reduce(into: []) { rows, bin in
      if bin.posts.total > 0 {
        rows.append(bin)
      } else if rows.last.map({ $0 != nil }) ?? true {
        rows.append(nil)
      }
    }
  }
}

extension SummaryFile.EventPart {
  /// How the share of supportive people changed, or why that is not said.
  var sentence: String {
    switch outside {
    case .before: return "before the first post of the export: is the date right?"
    case .after: return "after the last post of the export: is the date right?"
    case nil: break
    }
    guard let change = supportiveChange else {
      return "too few people within \(window) h of it to say"
    }
    var text = Self.shown(change.difference, change.low, change.high) + ": \(change.verdict)"
    if let other = change.withoutCopies {
      text += "; without \(DisplayText.counted(other.copies, "copy", "copies")) of texts "
      if let difference = other.difference, let low = other.low, let high = other.high {
        text += Self.shown(difference, low, high)
      } else {
        text += "too few people"
      }
    }
    return text + "; \(peopleBefore.total) and \(peopleAfter.total) people in \(window) h each"
  }

  private static func shown(_ difference: Double, _ low: Double, _ high: Double) -> String {
    "\(DisplayText.points(difference)) points (\(DisplayText.points(low)) to \(DisplayText.points(high)))"
  }

  /// The hours before and after.
  private var window: String {
    DisplayText.decimal(windowHours, digits: windowHours >= 10 ? 0 : 1)
  }
}

extension SummaryFile.ChangePointPart {
  /// The mix before and after.
  var sentence: String {
    "\(clock): before, \(peopleBefore.mix); after, \(peopleAfter.mix) (p = \(pValue))."
  }
}

extension SummaryFile.CountsPart {
  /// The shares of the two sides among people.
  var mix: String {
    let total = Double(max(total, 1))
    return "\(DisplayText.percent(Double(supportive) / total)) supportive and "
      + "\(DisplayText.percent(Double(critical) / total)) critical of "
      + DisplayText.counted(self.total, "person", "people")
  }
}

extension SummaryFile.SensitivityPart.Check {
  /// Who is ahead, counted so.
  var lead: String { stance.map { "\($0.rawValue) leads" } ?? "no side leads" }

  /// The stance with the largest share; of equals, the one that is named; `nil` without shares.
  func largest(before named: String) -> String? {
    guard let most = shares.values.max() else { return nil }
    if shares[named] == most { return named }
    return Stance.allCases.map(\.rawValue).first { shares[$0] == most }
  }
}

extension SummaryFile.ExchangesPart {
  /// The shares of the two levels, a line each; a level without posts is left out.
  var sentences: [String] {
    [("replies to the target", direct), ("replies to replies", deeper)]
      .filter { $0.1.posts.total > 0 }
      .map { "\($0): \($1.sentence)" }
  }
}

extension SummaryFile.ExchangesPart.Level {
  /// The shares of people; of posts without authors, and of few people, no more than is known.
  var sentence: String {
    guard people.total > 0 else { return posts.sentence }
    let shares = people.all.compactMap { stance, part in
      part.share.map { "\(DisplayText.percent($0)) \(stance)" }
    }
    return shares.isEmpty
      ? "too few people"
      : shares.joined(separator: ", ")
        + " of \(DisplayText.counted(people.total, "person", "people"))"
  }
}

extension SummaryFile.CountsPart {
  /// The counts of posts.
  var sentence: String {
    "\(DisplayText.counted(total, "post")), \(supportive) supportive, \(critical) critical, \(neutral) neutral"
  }
}

extension SummaryFile.ExchangesPart.Answers {
  /// How answers stand to what they answer; `nil` where nobody answers anybody.
  var sentence: String? {
    guard total > 0 else { return nil }
    func percent(_ count: Int) -> String { DisplayText.percent(Double(count) / Double(total)) }
    return
      "Of \(total) answers to somebody else's reply, \(percent(otherSide)) take the other side and "
      + "\(percent(sameSide)) the same; in the rest one of the two takes none."
  }
}

extension SummaryFile.ExchangesPart.Argued {
  /// Who argues with it, and, where asked for, which post it is.
  func sentence(withID: Bool) -> String {
    "A \(stance.rawValue) reply\(withID ? located(id) : ""): "
      + "\(DisplayText.counted(peopleAgainst, "person", "people")) of the other side "
      + "\(peopleAgainst == 1 ? "answers" : "answer") it, \(peopleWith) of its own; "
      + "\(DisplayText.counted(answers, "answer")) in all."
  }
}

extension SummaryFile.WordingsPart.Copied {
  /// How often, by how many and how fast.
  var sentence: String {
    var text = "\(accounts) accounts, \(posts) posts"
    if let withoutAuthor, withoutAuthor > 0 { text += " (\(withoutAuthor) without an author)" }
    text += ", \(stance.rawValue)"
    if let spanSeconds { text += ", within \(Self.duration(spanSeconds))" }
    return text
  }

  private static func duration(_ seconds: Int64) -> String {
    switch seconds {
    case ..<120: "\(seconds) seconds"
    case ..<7_200: "\(seconds / 60) minutes"
    case ..<172_800: "\(seconds / 3_600) hours"
    default: "\(seconds / 86_400) days"
    }
  }
}

extension UnscoredReason {
  /// The reason in words.
  fileprivate var explanation: String {
    switch self {
    case .deleted: "deleted"
    case .language: "in another language"
    case .noWords: "no words, only links, mentions or media"
    case .otherConversation: "in another conversation"
    }
  }
}
