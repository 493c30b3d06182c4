internal import FoundationEssentials
internal import Ingest
internal import Scoring

extension Findings {
  /// The summary as JSON: `groundswell.summary/1`, keys sorted, shares from 0 to 1, times in UTC.
  ///
  /// The same findings give the same bytes. ``SummarySchema`` describes them.
  ///
  /// - Throws: Nothing that data can cause; the encoder's signature says so.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(SummaryFile(self)), as: UTF8.self) + "\n"
  }
}

/// The summary as it is written: its property names in snake case are the keys.
private struct SummaryFile: Encodable {
  var schema = "groundswell.summary/1"
  var tool: Tool
  var input: SummaryInput
  var brief: BriefPart
  var status: StatusPart
  var stance: StancePart
  var sentiment: [String: Double]
  var timeline: TimelinePart
  var events: [EventPart]
  var headline: HeadlinePart
  var warnings: [WarningPart]

  init(_ findings: Findings) {
    tool = Tool(findings.tool)
    input = SummaryInput(findings.input)
    brief = BriefPart(findings.assumptions)
    status = StatusPart(findings.statuses)
    stance = StancePart(
      byPost: SharesPart(findings.byPost),
      byPerson: SharesPart(findings.byPerson)
    )
    sentiment = Dictionary(
      uniqueKeysWithValues: findings.sentiment.map { ($0.key.rawValue, $0.value.rounded4) }
    )
    timeline = TimelinePart(findings.timeline, minimumPeople: findings.minimumPeople)
    events = findings.events.map { EventPart($0) }
    headline = HeadlinePart(findings.headline)
    warnings = findings.warnings.map { WarningPart(code: $0.code.rawValue, message: $0.message) }
  }

  struct Tool: Encodable {
    var name = "groundswell"
    var version: String
    var modelDigest: String
    var modelSources: String

    init(_ tool: ToolDescription) {
      version = tool.version
      modelDigest = tool.modelDigest
      modelSources = tool.modelSources
    }
  }

  struct BriefPart: Encodable {
    var target: [String]
    var allies: [String]
    var opponents: [String]
    var stand: String
    var root: [String]
    var targetAssumed: Bool
    var rootAssumed: Bool
    var conversationsLeftOut: Int

    init(_ assumptions: Assumptions) {
      target = assumptions.brief.target
      allies = assumptions.brief.allies
      opponents = assumptions.brief.opponents
      stand = assumptions.brief.stand
      root = assumptions.brief.root
      targetAssumed = assumptions.targetAssumed
      rootAssumed = assumptions.rootAssumed
      conversationsLeftOut = assumptions.conversationsLeftOut
    }
  }

  struct StatusPart: Encodable {
    var scored: Int
    var target: Int
    var repost: Int
    var duplicate: Int
    var unscored: Int
    var unscoredByReason: [String: Int]

    init(_ counts: StatusCounts) {
      scored = counts["scored"]
      target = counts["target"]
      repost = counts["repost"]
      duplicate = counts["duplicate"]
      unscored = counts["unscored"]
      unscoredByReason = Dictionary(
        uniqueKeysWithValues: counts.unscored.map { ($0.key.rawValue, $0.value) }
      )
    }
  }

  struct StancePart: Encodable {
    var byPost: SharesPart
    var byPerson: SharesPart
  }

  struct SharePart: Encodable {
    var count: Int
    @Null var share: Double?
    @Null var low: Double?
    @Null var high: Double?

    init(count: Int, _ proportion: Proportion?) {
      self.count = count
      share = proportion?.share.rounded4
      low = proportion?.low.rounded4
      high = proportion?.high.rounded4
    }
  }

  struct SharesPart: Encodable {
    var total: Int
    var supportive: SharePart
    var critical: SharePart
    var neutral: SharePart

    init(_ shares: StanceShares) {
      self.init(shares.counts) { shares.shares[$0] }
    }

    init(_ counts: StanceCounts, _ proportion: (Stance) -> Proportion?) {
      total = counts.total
      supportive = SharePart(count: counts[.supportive], proportion(.supportive))
      critical = SharePart(count: counts[.critical], proportion(.critical))
      neutral = SharePart(count: counts[.neutral], proportion(.neutral))
    }
  }

  struct TimelinePart: Encodable {
    struct Bin: Encodable {
      var start: String
      var end: String
      var hours: Double
      var posts: CountsPart
      var people: SharesPart
    }

    var timeZone: String
    var bin: String
    var minimumPeople: Int
    var earlier: Int
    var later: Int
    var bins: [Bin]

    init(_ timeline: Timeline, minimumPeople: Int) {
      timeZone = timeline.zone.name
      bin = timeline.width.name
      self.minimumPeople = minimumPeople
      earlier = timeline.earlier
      later = timeline.later
      bins = timeline.bins.map { bin in
        let isShown = bin.votes.total >= minimumPeople
        return Bin(
          start: Timestamp(seconds: bin.start).description,
          end: Timestamp(seconds: bin.end).description,
          hours: (Double(bin.end - bin.start) / 3_600).rounded4,
          posts: CountsPart(bin.posts),
          people: SharesPart(bin.votes) { isShown ? bin.votes.proportion(of: $0) : nil }
        )
      }
    }
  }

  struct CountsPart: Encodable {
    var total: Int
    var supportive: Int
    var critical: Int
    var neutral: Int

    init(_ counts: StanceCounts) {
      total = counts.total
      supportive = counts[.supportive]
      critical = counts[.critical]
      neutral = counts[.neutral]
    }
  }

  struct EventPart: Encodable {
    struct ChangePart: Encodable {
      var difference: Double
      var low: Double
      var high: Double
      var isClear: Bool
    }

    var at: String
    var label: String
    var windowHours: Double
    var peopleBefore: CountsPart
    var peopleAfter: CountsPart
    @Null var supportiveChange: ChangePart?

    init(_ finding: EventFinding) {
      at = finding.event.at.description
      label = finding.event.label
      windowHours = (Double(finding.window) / 3_600).rounded4
      peopleBefore = CountsPart(finding.before)
      peopleAfter = CountsPart(finding.after)
      supportiveChange = finding.change.map {
        ChangePart(
          difference: $0.difference.rounded4,
          low: $0.low.rounded4,
          high: $0.high.rounded4,
          isClear: finding.isClear
        )
      }
    }
  }

  struct HeadlinePart: Encodable {
    var claim: String
    @Null var stance: String?
    var text: String

    init(_ headline: Headline) {
      claim = headline.claim.rawValue
      text = headline.text
      stance = headline.stance?.rawValue
    }
  }

  struct WarningPart: Encodable {
    var code: String
    var message: String
  }
}
