import Ingest
import Report
import Scoring
import Testing

struct WarningTests {
  /// What warnings are made of; as it is, there is nothing to warn of.
  struct Facts {
    var posts = (0..<42).map { post(.supportive, by: $0) }
    var tool = ToolDescription(version: "0", modelDigest: "", modelSources: "")
    var input = InputAccount()
    var assumptions = Assumptions(
      brief: Brief(target: ["Jo Harker"]),
      targetAssumed: false,
      rootAssumed: false,
      conversationsLeftOut: 0
    )
    var missingParents = 0
    var mostByOne = 1
    var withoutTime = 0
    var sampling = 1
    var textSampling = 1
    var conversationsCut = 0
    var countedTwice = 0
    var labels: [Int: Stance]?

    init() {
      posts.append(ScoredPost(status: .target, author: 99))
      input.files = [.init(name: "replies.jsonl")]
      input.files[0].posts = 43
    }

    func warnings() throws -> [Warning] {
      let findings = try Findings.of(posts, labels: labels)
      return Warning.all(
        tool: tool,
        input: input,
        assumptions: assumptions,
        statuses: findings.statuses,
        byPost: findings.byPost,
        byPerson: findings.byPerson,
        labels: findings.labels,
        withoutAuthor: findings.withoutAuthor,
        withoutTime: withoutTime,
        missingParents: missingParents,
        mostByOne: mostByOne,
        minimumPeople: 10,
        sampling: sampling,
        textSampling: textSampling,
        conversationsCut: conversationsCut,
        countedTwice: countedTwice
      )
    }
  }

  private static let causes: [(Warning.Code, String, @Sendable (inout Facts) -> Void)] = [
    (
      .eventsWithoutZone, "1 event of the brief name",
      {
        let at = Timestamp(seconds: 1_679_300_000)
        $0.assumptions.brief.events = [Brief.Event(at: at, label: "x", hasZone: false)]
      }
    ),
    (
      .targetAssumed, "is taken to be Jo Harker, the author",
      {
        $0.assumptions.targetAssumed = true
        $0.assumptions.brief.root = ["1"]
      }
    ),
    (.targetAbsent, "No post in the export is by Jo Harker", { $0.posts.removeLast() }),
    (
      .namesAbsent, "export has the names Sally Ridd, @ofsted: write",
      { $0.assumptions.absentNames = ["Sally Ridd", "@ofsted"] }
    ),
    (
      .rootAssumed, "to be to post 1001,",
      {
        $0.assumptions.rootAssumed = true
        $0.assumptions.brief.root = ["1001"]
      }
    ),
    (.ownModel, "a model of your own (my labels)", { $0.tool.modelSources = "my labels" }),
    (
      .errorsUnmeasured, "with a scorer and words of your own was not measured",
      {
        $0.tool.outside = OutsideCounts(asked: 9, answered: 1)
        $0.tool.ownTerms = 3
      }
    ),
    (.fewLabels, "1 labelled post counts here, and 30 are", { $0.labels = [3: .critical] }),
    (
      .labelsNotRandom, "finds 100 % of them critical, and 49 % of all",
      {
        $0.posts += (100..<140).map { post(.critical, by: $0) }
        $0.labels = Dictionary(uniqueKeysWithValues: (43..<83).map { ($0, .critical) })
      }
    ),
    (.fewPeople, "Only 1 person: too few", { $0.posts.removeFirst(41) }),
    (
      .manyUnscored, "42 of 84 posts are deleted or",
      { $0.posts += Array(repeating: ScoredPost(status: .unscored(.deleted)), count: 42) }
    ),
    (
      .conversationsLeftOut, "1 other conversation of the export is left out",
      { $0.assumptions.conversationsLeftOut = 1 }
    ),
    (.oneAuthorDominates, "One account wrote 12 of 42 scored posts", { $0.mostByOne = 12 }),
    (.missingParents, "3 replies answer a post that is not", { $0.missingParents = 3 }),
    (.capped, "exactly 100 posts", { $0.input.files[0].posts = 100 }),
    (
      .collidingIDs, "2 ids stand for different posts by different people",
      { $0.input.collidingIDs = 2 }
    ),
    (.rejectedLines, "2 lines could not be read", { $0.input.files[0].rejected = 2 }),
    (
      .authorsMissing, "1 of 43 scored posts names no author",
      { $0.posts.append(post(.critical, by: nil)) }
    ),
    (.timesMissing, "1 scored post has no time", { $0.withoutTime = 1 }),
    (
      .timesWithoutZone, "The times of 5 posts name no zone and are read as UTC, unless",
      { $0.input.withoutZone = 5 }
    ),
    (.mendedTexts, "1 text holds bytes", { $0.input.mendedTexts = 1 }),
    (.sampledPeople, "one in 4 people", { $0.sampling = 4 }),
    (.sampledTexts, "one in 8 people", { $0.textSampling = 8 }),
    (.conversationsCut, "About 1 conversation lies in more", { $0.conversationsCut = 1 }),
    (
      .countedTwice, "About 7 posts were counted",
      {
        $0.countedTwice = 7
        $0.conversationsCut = 2
      }
    ),
  ]

  @Test(arguments: Warning.Code.allCases)
  func eachHasItsCauseAlone(_ code: Warning.Code) throws {
    #expect(try Facts().warnings().isEmpty)
    let (_, words, change) = try #require(Self.causes.first { $0.0 == code }, "no cause of \(code)")
    var facts = Facts()
    change(&facts)
    let warnings = try facts.warnings()
    #expect(warnings.map(\.code) == [code])
    #expect(warnings.first?.message.contains(words) == true, "\(warnings)")
  }

  @Test func whatIsNotCountedIsNoCause() throws {
    var facts = Facts()
    (facts.input.missingParents, facts.input.withoutTime) = (30, 30)
    #expect(try facts.warnings().isEmpty)
  }

  @Test(arguments: [
    (true, "the author of the first post, which names none"),
    (false, "the author of a post that is not in the export"),
  ])
  func targetWhoIsNotNamedMayBeTheAuthorOfAPostThatIsThere(_ isThere: Bool, _ words: String) throws
  {
    var facts = Facts()
    facts.assumptions.targetAssumed = true
    facts.assumptions.brief = Brief(root: ["1"])
    if !isThere { facts.posts.removeLast() }
    #expect(try facts.warnings().first?.message.contains(words) == true)
  }

  @Test func postsWithoutAuthorsAreNoPeopleOfWhomThereAreTooFew() throws {
    var facts = Facts()
    facts.posts = (0..<42).map { _ in post(.supportive, by: nil) }
    facts.posts.append(ScoredPost(status: .target))
    let warnings = try facts.warnings()
    #expect(warnings.map(\.code) == [.authorsMissing])
    #expect(warnings.first?.message.hasPrefix("No scored post names an author") == true)
    facts.posts.removeFirst(40)
    #expect(try facts.warnings().first?.message.hasPrefix("Only 2 posts: too few") == true)
  }

  @Test(arguments: [(99, false), (100, true), (101, false), (2_000, true)])
  func roundNumberOfPostsMayBeALimit(_ count: Int, _ isRound: Bool) throws {
    let findings = try Findings.of((0..<count).map { post(.supportive, by: $0) })
    #expect(findings.warnings.contains { $0.code == .capped } == isRound)
  }
}
