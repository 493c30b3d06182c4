import Foundation
import Ingest
import Scoring
import TestSupport
import Testing

struct TrainerTests {
  /// Small labelled conversations: supporters say one word, critics another.
  private func conversations(
    labelsMeanNothing: Bool = false,
    wrongLabel: (topic: Int, id: Int)? = nil
  ) throws -> [LabelledConversation] {
    let folder = try TemporaryFolder()
    var random = RandomNumbers(seed: 9)
    for topic in 0..<6 {
      let path = "\(folder.path)/made/topic\(topic)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      var posts = #"{"id":"0","author":"jo","text":"I said no","conversation_id":"0"}"# + "\n"
      var gold = #"{"id":"0","status":"target"}"# + "\n"
      for id in 1...12 {
        let word = ["bravo friend", "shame traitor", "when where"][id % 3]
        // Words of one topic alone, as every real topic has.
        let text = "\(word) word\(topic)x\(id)"
        var stance = Stance.allCases[id % 3]
        if labelsMeanNothing { stance = Stance.allCases.randomElement(using: &random) ?? .neutral }
        if let wrongLabel, wrongLabel == (topic, id) { stance = Stance.allCases[(id + 1) % 3] }
        posts += #"{"id":"\#(id)","in_reply_to":"0","author":"a\#(id)","text":"\#(text)"}"# + "\n"
        gold += #"{"id":"\#(id)","status":"scored","stance":"\#(stance.rawValue)","tone":0}"# + "\n"
      }
      try Data(posts.utf8).write(to: URL(fileURLWithPath: path + "/posts.jsonl"))
      try Data(gold.utf8).write(to: URL(fileURLWithPath: path + "/gold.jsonl"))
    }
    return try LabelledConversation.folders(below: folder.path).flatMap {
      try LabelledConversation.conversations(in: $0)
    }
  }

  @Test func sameSeedGivesTheSameBytes() throws {
    let conversations = try conversations()
    let trainer = Trainer()
    let first = trainer.model(from: conversations, sources: "made: 12").encoded()
    #expect(trainer.model(from: conversations, sources: "made: 12").encoded() == first)
    var other = Trainer()
    other.seed = 2
    #expect(other.model(from: conversations, sources: "made: 12").encoded() != first)
  }

  @Test func handfulsDealEachLabelledPostOnceWithAllAboveIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/made/thread"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    var posts = #"{"id":"0","author":"jo","text":"I said no"}"# + "\n"
    var gold = #"{"id":"0","status":"target"}"# + "\n"
    for id in 1...60 {
      posts += #"{"id":"\#(id)","in_reply_to":"\#(id / 2)","text":"word"}"# + "\n"
      if id % 3 > 0 { gold += #"{"id":"\#(id)","stance":"critical"}"# + "\n" }
    }
    try Data(posts.utf8).write(to: URL(fileURLWithPath: path + "/posts.jsonl"))
    try Data(gold.utf8).write(to: URL(fileURLWithPath: path + "/gold.jsonl"))
    let conversation = try #require(try LabelledConversation.conversations(in: path).first)
    let labelled = conversation.posts.indices.filter {
      conversation.posts[$0].gold?.stance != nil
    }
    var random = RandomNumbers(seed: 3)
    let handfuls = conversation.handfuls(of: labelled, using: &random)
    #expect(handfuls.flatMap(\.drawn).sorted() == labelled)
    #expect(handfuls.contains { $0.drawn.count > 1 })
    for handful in handfuls {
      let places = Set(handful.places)
      #expect(handful.drawn.isSubset(of: places))
      #expect(places.isSuperset(of: places.compactMap { conversation.posts[$0].parent }))
    }
  }

  @Test func learnsWhatHoldsOnEveryTopic() throws {
    let result = CrossValidation(of: try conversations(), folds: 2, trainer: Trainer())
    let evaluation = try #require(result.evaluations.first?.evaluation)
    #expect(result.evaluations.map(\.source) == ["made"])
    #expect(evaluation.posts == 72)
    #expect(evaluation.macroF1 > 0.95)
  }

  @Test func labelsThatMeanNothingAreNotFoundOnTopicsLeftOut() throws {
    // A scorer that had seen the conversations could know each word of one topic by heart.
    let result = CrossValidation(
      of: try conversations(labelsMeanNothing: true),
      folds: 2,
      trainer: Trainer()
    )
    let evaluation = try #require(result.evaluations.first?.evaluation)
    #expect(evaluation.accuracy < 0.55)
  }

  @Test func wrongLabelIsTheSurestDisagreement() throws {
    let conversations = try conversations(wrongLabel: (topic: 3, id: 7))
    let result = CrossValidation(of: conversations, folds: 3, trainer: Trainer())
    let first = try #require(result.disagreements.first)
    #expect((first.id, first.labelled, first.found) == ("7", .neutral, .critical))
    #expect(first.confidence >= result.disagreements.map(\.confidence).max() ?? 0)
  }

  @Test func modelLearnsTheWordsOfATopic() throws {
    // Nonsense that no general model knows; each of forty people says it once.
    let folder = try TemporaryFolder()
    let path = folder.path + "/topic/own"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    var posts = #"{"id":"r","author":"jo","text":"I said no","conversation_id":"r"}"# + "\n"
    var gold = #"{"id":"r","status":"target"}"# + "\n"
    for id in 1...120 {
      let word = ["frumious jabber", "galumph outgrabe", "mimsy borogove"][id % 3]
      posts +=
        #"{"id":"\#(id)","in_reply_to":"r","author":"a\#(id)","text":"they are \#(word) here"}"#
      gold += #"{"id":"\#(id)","stance":"\#(Stance.allCases[id % 3].rawValue)"}"# + "\n"
      posts += "\n"
    }
    try Data(posts.utf8).write(to: URL(fileURLWithPath: path + "/posts.jsonl"))
    try Data(gold.utf8).write(to: URL(fileURLWithPath: path + "/gold.jsonl"))
    let conversations = try LabelledConversation.conversations(in: path)
    let general = try Model.builtIn()
    let adaptation = Adaptation(of: general)
    let result = CrossValidation(
      of: adaptation,
      to: conversations,
      folds: 2,
      seed: 1
    )
    #expect(result.evaluations.map(\.evaluation.posts) == [120, 120])
    #expect(result.evaluations[0].evaluation.accuracy < 0.5)
    #expect(result.evaluations[1].evaluation.accuracy > 0.95)

    let model = adaptation.model(to: conversations, sources: "own: 121 posts")
    #expect(
      model.encoded() == adaptation.model(to: conversations, sources: "own: 121 posts").encoded()
    )
    #expect(model.sources == general.sources + "; adapted to own: 121 posts")
  }

  /// Labelled answers to one post: texts, each by so many people, the second of whom puts a word before it.
  private func pasted(_ texts: [(text: String, stance: Stance)], by people: Int) throws
    -> [LabelledConversation]
  {
    let folder = try TemporaryFolder()
    var posts = [#"{"id":"r","author":"jo","text":"I said no","conversation_id":"r"}"#]
    var gold: [String] = []
    for (number, (text, stance)) in texts.enumerated() {
      for person in 0..<people {
        let id = "\(number)-\(person)"
        let own = person == 1 ? "Honestly, \(text)" : text
        posts.append(#"{"id":"\#(id)","in_reply_to":"r","author":"a\#(id)","text":"\#(own)"}"#)
        gold.append(#"{"id":"\#(id)","stance":"\#(stance.rawValue)"}"#)
      }
    }
    _ = try folder.write(posts.joined(separator: "\n"), to: "posts.jsonl")
    _ = try folder.write(gold.joined(separator: "\n"), to: "gold.jsonl")
    return try LabelledConversation.conversations(in: folder.path)
  }

  @Test func copiesOfATextAreNeverLearnedFromWhereTheyAreMeasured() throws {
    // Each text has words of its own, and a stance that nothing in them tells.
    let words = [
      "table", "river", "window", "garden", "paper", "summer", "bottle", "morning", "street",
      "letter",
      "kitchen", "yellow", "mountain", "music", "winter", "stone",
    ]
    var random = RandomNumbers(seed: 4)
    let texts = (0..<24).map { number in
      (
        "this is the \(words.shuffled(using: &random).joined(separator: " "))",
        Stance.allCases[number % 3]
      )
    }
    let result = CrossValidation(
      of: Adaptation(of: try .builtIn()),
      to: try pasted(texts, by: 4),
      folds: 2,
      seed: 1
    )
    #expect(result.evaluations.map(\.evaluation.posts) == [96, 96])
    #expect(result.evaluations[1].evaluation.accuracy < 0.55)
    let gain = try #require(result.gain)
    // Twenty-four texts, not ninety-six people, tell how sure that is.
    #expect(gain.low < 0)
    #expect(gain.high - gain.low > 0.15)
  }

  @Test func fewTextsTellNoGain() throws {
    let texts = (0..<4).map { number in
      ("one two three four five number\(number)", Stance.allCases[number % 3])
    }
    let result = CrossValidation(
      of: Adaptation(of: try .builtIn()),
      to: try pasted(texts, by: 5),
      folds: 2,
      seed: 1
    )
    #expect(result.evaluations.map(\.evaluation.posts) == [20, 20])
    #expect(result.gain == nil)
  }

  @Test func modelAdaptedToNothingScoresAsBefore() throws {
    let general = try Model.builtIn()
    var adapted = Adaptation(of: general).model(to: [], sources: "nothing")
    adapted.sources = general.sources
    #expect(adapted.encoded() == general.encoded())
  }

  @Test(arguments: [
    (
      #"{"id":"1","stance":"suportive"}"#,
      #"stance "suportive"; expected supportive, critical, neutral"#
    ),
    (#"{"id":"1","stance":"critical","tone":2}"#, #"tone "2"; expected -1, 0, 1"#),
    (#"{"id":"1","to_parent":"yes"}"#, #"to_parent "yes"; expected agree, disagree, neither"#),
    (#"{"id":"1","status":"socred"}"#, #"status "socred""#),
    (#"{"stance":"critical"}"#, #"expected {"id": "7", "stance": "#),
    (#"{"id":0,"stance":"critical"}"#, "labels '0' critical, and "),
    (
      #"{"id":"1","stance":"critical","confidence":0.9}"#,
      "found 'confidence', so a stance that a program found"
    ),
    (#"{"label":"supportive"}"#, "is no label; expected {\"id\": \"7\""),
    (#"{"id":"1","label":"supportive"}"#, "found neither stance nor tone"),
    (#"{"id":"1","tone":"bad"}"#, "'tone' is of another type"),
  ])
  func labelThatIsNoneIsSaidAndWhere(line: String, words: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(#"{"id":"0","stance":"neutral"}"# + "\n\n" + line, to: "gold.jsonl")
    let error = #expect(throws: LabelError.self) { try LabelledConversation.goldLabels(path: path) }
    #expect(try #require(error).description.contains("gold.jsonl:3: "))
    #expect(try #require(error).description.contains(words))
  }

  @Test func folderWithoutLabelsIsAnError() throws {
    let folder = try TemporaryFolder()
    #expect(throws: LabelError.self) { try LabelledConversation.folders(below: folder.path) }
  }

  @Test func foldersMayHaveDotsAndBriefsMustBeRead() throws {
    let folder = try TemporaryFolder()
    for name in ["2024.05-strike", ".hidden"] {
      let path = "\(folder.path)/\(name)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      _ = try folder.write(#"{"id":"0","stance":"neutral"}"#, to: name + "/gold.jsonl")
      _ = try folder.write(#"{"id":"0","author":"a","text":"b"}"#, to: name + "/posts.jsonl")
    }
    let found = try LabelledConversation.folders(below: folder.path)
    #expect(found == [folder.path + "/2024.05-strike"])
    // A folder cannot be read as a brief.
    try FileManager.default.createDirectory(
      atPath: found[0] + "/brief.json",
      withIntermediateDirectories: true
    )
    #expect(throws: IngestError.self) { try LabelledConversation.conversations(in: found[0]) }
  }
}
