import Foundation
import Ingest
import Scoring
import TestSupport
import Testing

struct ScorerTests {
  private static let export = """
    {"id":"1","author":"@Jo_Harker","created_at":"2023-03-20T08:00:00Z","text":"I have refused the inspectors entry."}
    {"id":"2","in_reply_to":"1","conversation_id":"1","author":"ann","text":"Well done, about time someone stood up to those bullies"}
    {"id":"3","in_reply_to":"1","conversation_id":"1","author":"bob","text":"You are a disgrace and should resign"}
    {"id":"4","in_reply_to":"3","conversation_id":"1","author":"Jo_Harker","text":"I hear you."}
    {"id":"5","conversation_id":"5","author":"cat","text":"","repost_of":"1"}
    {"id":"6","in_reply_to":"1","conversation_id":"1","author":"dan","text":"[deleted]"}
    {"id":"7","in_reply_to":"1","conversation_id":"1","author":"eva","text":"@Jo_Harker https://example.org"}
    {"id":"8","in_reply_to":"1","conversation_id":"1","author":"fay","text":"Das ist wirklich sehr mutig von dir und ich danke dir"}
    {"id":"9","author":"gus","text":"Lovely weather today","conversation_id":"9"}
    {"id":"10","in_reply_to":"9","conversation_id":"9","author":"hal","text":"Is it?"}
    {"id":"2","in_reply_to":"1","conversation_id":"1","author":"ann","text":"Well done, about time someone stood up to those bullies"}
    """

  private func score(
    _ export: String,
    _ brief: Brief = Brief(),
    _ scope: Scorer.Scope = .oneConversation
  ) throws -> (statuses: [String: String], export: ScoredExport) {
    let folder = try TemporaryFolder()
    let corpus = try Corpus(paths: [try folder.write(export, to: "export.jsonl")])
    let scored = try Scorer(model: .builtIn()).score(corpus, brief: brief, scope: scope)
    var statuses: [String: String] = [:]
    try corpus.read { post, _, _ in
      post.id
    } consume: { line in
      guard case .post(let place, let id) = line else { return }
      let post = scored.byPlace[place]
      statuses[id] = post.status.name
      if case .unscored(let reason) = post.status { statuses[id] = reason.rawValue }
    }
    return (statuses, scored)
  }

  @Test func everyPostEndsInOneStatus() throws {
    let (statuses, scored) = try score(Self.export)
    #expect(
      statuses == [
        "1": "target", "2": "scored", "3": "scored", "4": "target", "5": "repost", "6": "deleted",
        "7": "no_words", "8": "language", "9": "other_conversation", "10": "other_conversation",
      ]
    )
    #expect(scored.posts.count == 11)
    #expect(scored.posts.count { $0.status == .duplicate } == 1)
    #expect(scored.posts.allSatisfy { ($0.probabilities != nil) == ($0.status == .scored) })
  }

  @Test func rootIsNoReactionWhoeverWroteIt() throws {
    let (statuses, _) = try score(Self.export, Brief(target: ["@inspectorate"], root: ["1"]))
    #expect(statuses["1"] == "target")
    #expect(statuses["2"] == "scored" && statuses["4"] == "scored")
  }

  @Test(arguments: [
    ("1764", "1764"), ("https://x.com/jo/status/1764?s=20", "1764"),
    ("https://x.com/jo/status/1764/photo/1", "1764"), ("abc12", "t3_abc12"),
    ("https://www.reddit.com/r/schools/comments/abc12/she_said_no/", "t3_abc12"),
    ("https://www.youtube.com/watch?v=dQ-x", "dQ-x"),
  ])
  func rootMayBeAnAddress(_ name: String, _ id: String) throws {
    let export = """
      {"id":"\(id)","author":"jo","text":"I said no","conversation_id":"\(id)"}
      {"id":"r2","author":"ann","text":"Good on you","in_reply_to":"\(id)"}
      """
    let (statuses, _) = try score(export, Brief(root: [name]))
    #expect(statuses == [id: "target", "r2": "scored"])
  }

  @Test func namesThatAreNowhereAreSaid() throws {
    let brief = Brief(
      allies: ["@GUS", "Sally Ridd"],
      opponents: ["the inspectors", "@ofsted", "Beryl Onion"]
    )
    let (_, scored) = try score(Self.export, brief)
    #expect(scored.assumptions.absentNames == ["Sally Ridd", "@ofsted", "Beryl Onion"])
  }

  @Test(arguments: [
    ("Dana Whitlok", ["Whitlok (of Dana Whitlok)"]), ("Dana Whitlock", []),
    ("dana whitlok", ["dana whitlok"]), ("Dana Petra Whitlock", []), ("@dwhitlock", []),
    ("@dwhitlok", ["@dwhitlok"]), ("Rosa Okafor", []), ("Rosa Okofor", ["Okofor (of Rosa Okofor)"]),
    ("the porters", []), ("Brakenford Council", ["Brakenford (of Brakenford Council)"]),
    ("Jo Whitlock", []),
  ])
  func targetThatIsMisspeltIsSaid(_ name: String, _ absent: [String]) throws {
    let export = """
      {"id":"1","author":"dwhitlock","author_name":"Rosa Okafor","text":"The porters are out.","conversation_id":"1"}
      {"id":"2","author":"ann","text":"Good on you dana, shame on the council","in_reply_to":"1"}
      {"id":"3","author":"bob","text":"I am with Whitlock","in_reply_to":"1"}
      """
    let (_, scored) = try score(export, Brief(target: [name], opponents: ["Sally Ridd"]))
    #expect(scored.assumptions.misspeltNames == absent + ["Sally Ridd"])
  }

  @Test func conversationsOfRepostsAloneAreNotLeftOut() throws {
    let export = """
      {"id":"1","author":"jo","text":"I said no","conversation_id":"1"}
      {"id":"2","author":"ann","text":"Good on you","in_reply_to":"1","conversation_id":"1"}
      {"id":"3","author":"bob","text":"","repost_of":"1","conversation_id":"3"}
      {"id":"4","author":"cat","text":"Quite another matter","conversation_id":"4"}
      """
    let (statuses, scored) = try score(export)
    #expect(statuses["3"] == "repost" && statuses["4"] == "other_conversation")
    #expect(scored.assumptions.conversationsLeftOut == 1)
  }

  @Test func nameOfAnAuthorIsNoHandle() throws {
    let export =
      #"{"id":"1","author":"Petra Vane","text":"I said no","conversation_id":"1"}"#
      + "\n" + #"{"id":"2","author":"ann","text":"Good on you","in_reply_to":"1"}"#
    #expect(try score(export).export.assumptions.brief.target == ["Petra Vane"])
  }

  @Test func whatIsNotSaidIsAssumedAndSaid() throws {
    let (_, scored) = try score(Self.export)
    #expect(scored.assumptions.brief.target == ["@Jo_Harker"])
    #expect(scored.assumptions.brief.root == ["1"])
    #expect(scored.assumptions.targetAssumed)
    #expect(scored.assumptions.conversationsLeftOut == 1)
  }

  @Test func everyConversationIsScoredTowardsItsOwnRoot() throws {
    let (statuses, _) = try score(Self.export, Brief(), .everyConversationOrList)
    #expect(statuses["9"] == "target")
    #expect(statuses["10"] == "scored")
  }

  @Test func briefNamesTheTargetAndTheRoot() throws {
    let (statuses, _) = try score(Self.export, Brief(target: ["@gus"], root: ["9"]))
    #expect(statuses["9"] == "target")
    #expect(statuses["2"] == "other_conversation")
    #expect(throws: ScopeError(root: "77")) { try self.score(Self.export, Brief(root: ["77"])) }
  }

  @Test func rootMayAnswerAnotherPost() throws {
    let top = #"{"id":"1","author":"quay","text":"We cut the fares"}"#
    let root = #"{"id":"2","author":"bo","text":"The council will buy the company"}"#
    let below = [
      #"{"id":"3","in_reply_to":"2","author":"cy","text":"@bo shame on you, what a waste"}"#,
      #"{"id":"4","in_reply_to":"3","author":"dee","text":"exactly"}"#,
      #"{"id":"5","in_reply_to":"2","author":"bo","text":"I hear you"}"#,
    ]
    let beside = #"{"id":"6","in_reply_to":"1","author":"eve","text":"well done quay"}"#
    let answer = root.replacing(#""author""#, with: #""in_reply_to":"1","author""#)
    let export = ([beside] + below + [answer, top]).joined(separator: "\n")
    let (statuses, scored) = try score(export, Brief(root: ["2"]))
    #expect(
      statuses == [
        "1": "other_conversation", "2": "target", "3": "scored", "4": "scored", "5": "target",
        "6": "other_conversation",
      ]
    )
    #expect(scored.assumptions.brief.target == ["@bo"])
    #expect(scored.assumptions.conversationsLeftOut == 1)
    // What is above has no say.
    let alone = try score(([root] + below).joined(separator: "\n")).export
    func found(_ export: ScoredExport) -> [StanceProbabilities] {
      export.posts.compactMap(\.probabilities).sorted { $0.critical < $1.critical }
    }
    #expect(found(scored) == found(alone))
    // In all conversations the rest counts towards its own first post.
    let (all, _) = try score(export, Brief(root: ["2"]), .everyConversationOrList)
    #expect(all["1"] == "target" && all["2"] == "target" && all["6"] == "scored")
  }

  @Test(arguments: [
    ("https://bsky.app/profile/jo.example/post/3kmubtp732222", "at://did:plc:a/x/3kmubtp732222"),
    ("https://www.threads.com/@jo/post/C3ve3Z-iwAA", "3310000000000000000"),
    ("https://www.facebook.com/jo/posts/8777/", "55_8777"), ("x.com/jo/status/1764", "1764"),
  ])
  func addressMayNameAPostWhoseIDHoldsMoreOrLess(_ address: String, _ id: String) throws {
    let lines = [
      #"{"id":"\#(id)","author":"jo","text":"I said no"}"#,
      #"{"id":"2","author":"ann","text":"Good on you","in_reply_to":"\#(id)"}"#,
    ]
    let export = lines.joined(separator: "\n")
    #expect(try score(export, Brief(root: [address])).statuses == [id: "target", "2": "scored"])
    let absent = try score(lines[1], Brief(root: [address])).statuses
    #expect(absent == ["2": "scored"])
    // Of two ids that end so neither is meant.
    let other = lines[0].replacing(#""id":""#, with: #""id":"0/"#)
    guard id != "1764", id.contains(where: { "/_".contains($0) }) else { return }
    #expect(throws: ScopeError.self) {
      try self.score(export + "\n" + other.replacing("0/55_", with: "0/"), Brief(root: [address]))
    }
  }

  @Test func rootThatIsInSeveralChatsIsRefused() throws {
    func chat(_ id: Int) -> String {
      #"{"name":"c","type":"public_channel","id":\#(id),"messages":["#
        + #"{"id":1,"type":"message","date":"2024-03-04T09:00:00","from":"jo","from_id":"user1","text":"I said no"},"#
        + #"{"id":2,"type":"message","date":"2024-03-04T09:01:00","from":"ann","from_id":"user2","text":"Good on you","reply_to_message_id":1}]}"#
    }
    let export = chat(77) + "\n" + chat(78)
    #expect(throws: ScopeError(root: "1", chats: 2)) {
      try self.score(export, Brief(root: ["1"]))
    }
    let scored = try score(export, Brief(root: ["77/1"])).export
    #expect(scored.posts.count { $0.status == .scored } == 1)
  }

  @Test func listOfPostsIsScoredAgainstTheBrief() throws {
    let list = """
      {"id":"1","author":"ann","text":"Jo Harker is a hero, full stop"}
      {"id":"2","author":"jo_harker","text":"Thank you all"}
      """
    let (statuses, _) = try score(list, Brief(target: ["Jo Harker"]))
    #expect(statuses == ["1": "scored", "2": "target"])
  }

  @Test func orderOfLinesAndThreadsMeanNothing() throws {
    var random = RandomNumbers(seed: 4)
    let folder = try TemporaryFolder()
    var lines = Self.export.split(separator: "\n").map { String($0) }
    // Answers to answers, which are read with what these say.
    for (id, parent, text) in [
      ("21", "3", "Exactly, she is a disgrace"), ("22", "21", "Nonsense, she stood up to bullies"),
      ("23", "22", "And you believe that?"), ("24", "3", "Shame on you, Bob"),
    ] {
      lines.append(
        #"{"id":"\#(id)","in_reply_to":"\#(parent)","conversation_id":"1","author":"u\#(id)","text":"\#(text)"}"#
      )
    }
    func fingerprints(_ jobs: Int) throws -> [String] {
      let path = try folder.write(lines.joined(separator: "\n"), to: "shuffled.jsonl")
      let corpus = try Corpus(paths: [path], jobs: jobs)
      return try Scorer(model: .builtIn()).score(corpus, brief: Brief(), jobs: jobs).posts
        .map { "\($0)" }.sorted()
    }
    let first = try fingerprints(1)
    for jobs in [1, 2, 5] {
      lines.shuffle(using: &random)
      #expect(try fingerprints(jobs) == first)
    }
  }

  @Test(arguments: [
    ("Thank you for standing up for the children", "this", Stance.supportive),
    ("You should be ashamed of yourself", "Exactly", .critical),
  ])
  func answerThatAgreesDoesNotTurnAPost(_ text: String, _ answer: String, _ stance: Stance) throws {
    let export = """
      {"id":"1","author":"jo","text":"We refuse the inspectors entry."}
      {"id":"2","author":"bo","in_reply_to":"1","text":"\(text)"}
      {"id":"3","author":"di","in_reply_to":"2","text":"\(answer)"}
      """
    let posts = try score(export).export.byPlace
    #expect(posts[1].probabilities?.stance == stance)
    #expect(posts[2].probabilities?.stance == stance)
  }

  @Test func angerAtTheOpponentIsSupport() throws {
    let export = """
      {"id":"1","author":"jo","text":"I have refused the inspectorate entry to my school."}
      {"id":"2","in_reply_to":"1","author":"a","text":"The inspectorate are bullies and ought to be ashamed of themselves"}
      {"id":"3","in_reply_to":"1","author":"b","text":"Lovely to see a school above the law"}
      """
    let (_, scored) = try score(export, Brief(opponents: ["the inspectorate"]))
    #expect(scored.byPlace[1].probabilities?.stance == .supportive)
    #expect((scored.byPlace[1].sentiment ?? 0) < 0)
    // By its text; beside a single other post it is a close call.
    #expect(scored.byPlace[2].stanceOfText == .critical)
  }
}

struct BriefTests {
  private func brief(_ json: String) throws -> Brief {
    try Brief(json: .init(json.utf8), name: "brief.json")
  }

  @Test(arguments: [#""1001""#, "1001", #"["1001"]"#, "[1001]"])
  func rootIsANumberOrAText(_ root: String) throws {
    #expect(try brief(#"{"root": \#(root)}"#).root == ["1001"])
  }

  @Test func timeOfAnEventIsReadByTheClockOfThePosts() throws {
    let clock = LocalClock(zone: "an hour ahead") { $0 - 3_600 }
    for (at, expected, hasZone) in [
      ("2023-03-20 18:30:00", "2023-03-20T17:30:00Z", false),
      ("2023-03-20T18:30:00Z", "2023-03-20T18:30:00Z", true),
      ("2023-03-20", "2023-03-19T23:00:00Z", false),
    ] {
      let json = #"{"events":[{"at":"\#(at)","label":"x"}]}"#
      let brief = try Brief(json: .init(json.utf8), name: "brief.json", clock: clock)
      #expect(brief.events.first?.at.description == expected)
      #expect(brief.events.first?.hasZone == hasZone)
    }
  }

  @Test func readsAllMembers() throws {
    let brief = try brief(
      #"{"target":"Jo","allies":["a"],"opponents":[],"stand":"no","root":["1"],"events":[{"at":"2023-03-20T18:30:00Z","label":"x"}]}"#
    )
    #expect(brief.target == ["Jo"])
    #expect(brief.events.first?.at.description == "2023-03-20T18:30:00Z")
  }

  @Test(arguments: [
    (#"{"targets":["Jo"]}"#, "'targets'"), ("[]", "json: is of another type; expected {"),
    (#"{"allies":[1]}"#, "'allies.1' is of another type; expected {"),
    (#"{"target":["Jo",""]}"#, "'target' holds an empty name; expected {"),
    (#"{"opponents":"@"}"#, "'opponents' holds an empty name; expected {"),
    (#"{"root":{}}"#, "'root' is of another type; expected {"),
    (#"{"events":[{"at":"soon","label":"x"}]}"#, "\"soon\""),
    (#"{"events":[{"at":"2023"}]}"#, "'events.1' has no 'label'; expected {"),
    ("{", "no JSON"),
  ])
  func errorNamesWhatIsWrong(json: String, word: String) {
    let error = #expect(throws: BriefError.self) { try self.brief(json) }
    #expect(error?.description.hasPrefix("brief.json: ") == true)
    #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
  }
}
