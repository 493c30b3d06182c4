internal import FoundationEssentials
package import Ingest

/// What a labeller said about a post.
package struct GoldLabel: Hashable, Sendable, Decodable {
  package var id: String
  /// That of the post; or ``leftOut``.
  package var status: String
  package var stance: Stance?
  /// -1, 0 or 1.
  package var tone: Int?
  /// `agree`, `disagree` or `neither`.
  package var toParent: String?
  /// Whether the labeller hesitated not.
  package var sure: Bool?

  /// The status of a post that the labeller was shown and said nothing of.
  package static let leftOut = "left_out"

  /// The stance that the labeller gave; `nil` for a post that was labelled to have none.
  package var givenStance: Stance? { status == "scored" ? stance : nil }

  private enum CodingKeys: String, CodingKey {
    case id
    case status
    case stance
    case tone
    case toParent = "to_parent"
    case sure
    case confidence
  }

  /// Reads a label; one without a status is that of a post that was scored.
  ///
  /// What `score` writes has an id and a stance too, but nobody labelled it: its confidence tells.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    guard try !fields.contains(.confidence) || fields.decodeNil(forKey: .confidence) else {
      throw DecodingError.dataCorruptedError(
        forKey: .confidence,
        in: fields,
        debugDescription: "'confidence', so a stance that a program found, as 'score' writes it; "
          + #"expected a label by hand, such as {"id": "7", "stance": "critical"}"#
      )
    }
    if let number = try? fields.decode(Int64.self, forKey: .id) {
      id = String(number)
    } else {
      id = try fields.decode(String.self, forKey: .id)
    }
    status = try fields.decodeIfPresent(String.self, forKey: .status) ?? "scored"
    let name = try fields.decodeIfPresent(String.self, forKey: .stance)
    stance = name.flatMap { Stance(rawValue: $0) }
    tone = try fields.decodeIfPresent(Int.self, forKey: .tone)
    toParent = try fields.decodeIfPresent(String.self, forKey: .toParent)
    func check(_ key: CodingKeys, _ found: String?, _ expected: [String]) throws {
      guard let found, !expected.contains(found) else { return }
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: fields,
        debugDescription:
          "\(key.rawValue) \"\(found)\"; expected \(expected.joined(separator: ", "))"
      )
    }
    try check(.stance, name, Stance.allCases.map(\.rawValue))
    let statuses = ["scored", "target", "repost", "duplicate", "unscored", Self.leftOut]
    try check(.status, status, statuses)
    try check(.tone, tone.map { String($0) }, ["-1", "0", "1"])
    try check(.toParent, toParent, ["agree", "disagree", "neither"])
    sure = try fields.decodeIfPresent(Bool.self, forKey: .sure)
    guard status != "scored" || stance != nil || tone != nil else {
      throw DecodingError.dataCorruptedError(
        forKey: .stance,
        in: fields,
        debugDescription: #"neither stance nor tone; expected such as "stance": "critical""#
      )
    }
  }

  /// What it says, without how sure the labeller was.
  fileprivate var answer: String {
    let answers = [stance?.rawValue, tone.map { "tone \($0)" }, toParent.map { "to_parent \($0)" }]
    return ([status == "scored" ? nil : status] + answers).compactMap { $0 }
      .joined(separator: ", ")
  }
}

/// What larger models that learned from the same labels say of a post, labelled or not.
///
/// There are ``parts`` + 1 of them: each of the first had not seen the labels of one part of the
/// conversations (``LabelledConversation/part(of:)``), so that a model taught by it can be measured
/// on that part; the last had seen all.
package struct TaughtLabel: Hashable, Sendable, Decodable {
  /// The parts that conversations are left out in.
  package static let parts = 5

  /// By larger model: the probabilities of the stances, of the tones, and of the agreements.
  private var probabilities: [[Triple]]

  /// Reads a string of two characters a question: the probabilities of the first and the second
  /// answer in steps of 1/63, from "0" on in ASCII.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let steps = Array(try container.decode(String.self).utf8).map { Int($0) - 0x30 }
    guard steps.count == (Self.parts + 1) * 6, steps.allSatisfy((0...63).contains) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "expected \((Self.parts + 1) * 6) characters from 0 to o"
      )
    }
    let triples = stride(from: 0, to: steps.count, by: 2).map { place in
      let (first, second) = (Float(steps[place]) / 63, Float(steps[place + 1]) / 63)
      return Triple(first, second, max(1 - first - second, 0))
    }
    probabilities = stride(from: 0, to: triples.count, by: 3).map { Array(triples[$0..<$0 + 3]) }
  }

  /// Which of the larger models to believe.
  package enum Teacher: Sendable {
    /// None.
    case nobody
    /// The one that has seen all labels.
    case whole
    /// The one that has not seen the labels of a part.
    case without(part: Int)
  }

  /// What a larger model says of the stance, the tone or the agreement.
  func answer(to question: Question, by teacher: Teacher) -> Triple? {
    let said: [Triple]
    switch teacher {
    case .nobody: return nil
    case .whole: said = probabilities[Self.parts]
    case .without(let part): said = probabilities[part]
    }
    return switch question {
    case .stance, .stanceMadeUp: said[0]
    case .tone: said[1]
    case .agreement: said[2]
    case .manner: nil
    }
  }
}

/// What is wrong with labelled posts.
public struct LabelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, and the line where there is one.
  public var place: String
  /// What was found and what was expected.
  public var problem: String

  /// Creates an error.
  package init(place: String, problem: String) {
    self.place = place
    self.problem = problem
  }

  /// One line: where, what was found, what was expected.
  public var description: String { "\(place): \(problem)" }
}

/// A labelled conversation, ready to learn from.
package struct LabelledConversation: Sendable {
  package struct Post: Sendable {
    package var id: String
    package var text: TokenizedText
    package var language: String?
    package var evidence: TextEvidence
    package var position: ReplyPosition
    package var parent: Int?
    package var author: Key?
    /// The part that the author plays; `nil` for the public.
    package var role: Role?
    package var isDeleted: Bool
    /// `nil` for a post that nobody labelled.
    package var gold: GoldLabel?
    /// What larger models say.
    package var taught: TaughtLabel?

    package var isTarget: Bool { role == .target }

    /// Whether it answers somebody other than the target in at most three words.
    var isShortAnswer: Bool {
      position == .nested && text.tokens.count { $0.kind == .word } <= 3
    }
  }

  /// The source that its folder belongs to: the name of the folder above.
  package var source: String
  /// The id of the root.
  package var id: String
  /// Where the words of the root point to.
  package var direction: [Float]
  package var posts: [Post]

  /// Where the post points to that a post answers; `nil` where that is the target's, or not known.
  package func direction(answeredBy post: Post) -> [Float]? {
    post.position == .nested ? post.parent.map { posts[$0].evidence.direction } : nil
  }

  /// The part in which the conversation is left out, of so many; it hangs on nothing but the root's id.
  package func part(of count: Int) -> Int {
    Int(FeatureHash.of(id.utf8, seed: 1) % UInt64(count))
  }

  /// Whether somebody, or a larger model, says the stance of one of its posts; others teach the tone alone.
  var tellsStances: Bool { posts.contains { $0.gold?.stance != nil || $0.taught != nil } }

  /// Whether it is in the manner of real people.
  ///
  /// Sources of conversations that were made up to the point are known by name. Those of `feeds` count as
  /// real: among the others they cost vivid and plain ones six tenths of a point each.
  var manner: LinearTrainer.Manner {
    ["vivid", "plain", "made"].contains(source) ? .madeUp : .real
  }
}

extension LabelledConversation {
  /// Reads the gold labels of files, one JSON object a line.
  ///
  /// A post that was left out in one line, and labelled in another, is labelled; one that somebody was not sure of
  /// is not sure.
  ///
  /// - Parameters:
  ///   - paths: The files, which together are as one; `-` is standard input.
  ///   - keepsLeftOut: Whether posts that were left out are among the labels.
  /// - Returns: The labels by the ids of their posts.
  /// - Throws: ``LabelError`` where a line is no label, or labels a post otherwise than another line;
  ///   `IngestError` where a file cannot be read.
  package static func goldLabels(
    paths: [String],
    keepsLeftOut: Bool = false
  ) throws -> [String: GoldLabel] {
    var known: [String: (label: GoldLabel, place: String)] = [:]
    for path in paths {
      try readLabels(path: path, expected: #"{"id": "7", "stance": "critical", "tone": -1}"#) {
        (label: GoldLabel, place) in
        guard let (old, first) = known[label.id], old.status != GoldLabel.leftOut else {
          known[label.id] = (label, place)
          return
        }
        guard label.status != GoldLabel.leftOut else { return }
        guard label.answer == old.answer else {
          throw LabelError(
            place: place,
            problem: "labels '\(label.id)' \(label.answer), and \(first) labelled it "
              + "\(old.answer); expected one label for each post"
          )
        }
        if label.sure == false { known[label.id]?.label.sure = false }
      }
    }
    let labels = known.mapValues(\.label)
    return keepsLeftOut ? labels : labels.filter { $0.value.status != GoldLabel.leftOut }
  }

  /// Reads the gold labels of a file.
  package static func goldLabels(path: String) throws -> [String: GoldLabel] {
    try goldLabels(paths: [path])
  }

  /// Reads what larger models say of the posts of a file, one JSON object a line.
  private static func taughtLabels(path: String) throws -> [String: TaughtLabel] {
    var labels: [String: TaughtLabel] = [:]
    try readLabels(path: path, expected: "{\"id\": …, \"taught\": …}") {
      (line: TaughtLine, place) in
      guard labels.updateValue(line.taught, forKey: line.id) ?? line.taught == line.taught else {
        throw LabelError(
          place: place,
          problem: "has '\(line.id)' a second time, and otherwise; expected one line for each post"
        )
      }
    }
    return labels
  }

  private struct TaughtLine: Decodable {
    var id: String
    var taught: TaughtLabel
  }

  /// Hands over the labels of a file, each with its place.
  private static func readLabels<Label: Decodable>(
    path: String,
    expected: String,
    _ take: (_ label: Label, _ place: String) throws -> Void
  ) throws {
    let lines = try Input(path: path).bytes().split(
      separator: 0x0A,
      omittingEmptySubsequences: false
    )
    for (number, line) in lines.enumerated() where line.contains(where: { $0 > 0x20 }) {
      let place = "\(path):\(number + 1)"
      func wrong(_ problem: String) -> LabelError { LabelError(place: place, problem: problem) }
      let label: Label
      do {
        label = try JSONDecoder().decode(Label.self, from: Data(line))
      } catch let DecodingError.dataCorrupted(context) where !context.codingPath.isEmpty {
        throw wrong("found \(context.debugDescription)")
      } catch let DecodingError.typeMismatch(_, context) where !context.codingPath.isEmpty {
        let member = context.codingPath.map(\.stringValue).joined(separator: ".")
        throw wrong("'\(member)' is of another type; expected \(expected)")
      } catch {
        throw wrong("is no label; expected \(expected)")
      }
      try take(label, place)
    }
  }

  /// Finds the folders below `path` that hold `posts.jsonl` and `gold.jsonl`, in sorted order; hidden ones are
  /// passed over.
  package static func folders(below path: String) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    var folders = names.contains("gold.jsonl") ? [path] : []
    for name in names.sorted() where !name.hasPrefix(".") {
      folders += (try? Self.folders(below: path + "/" + name)) ?? []
    }
    guard !folders.isEmpty else {
      throw LabelError(
        place: path,
        problem: "holds no labels; expected folders with posts.jsonl and gold.jsonl"
      )
    }
    return folders
  }

  /// Reads the conversations of one folder: `posts.jsonl`, `gold.jsonl`, and `taught.jsonl` and
  /// `brief.json` where there are any.
  ///
  /// - Parameters:
  ///   - folder: Where they are.
  ///   - marksNames: Whether names of those whom the stand is about stand for their parts in it.
  ///   - onRejection: Called for each line that cannot be read.
  /// - Returns: The conversations, in the order of the hashes of their roots.
  /// - Throws: ``LabelError`` where labels cannot be read, `IngestError` where posts cannot.
  package static func conversations(
    in folder: String,
    marksNames: Bool = true,
    onRejection: Corpus.RejectionHandler = { _, _ in }
  ) throws -> [LabelledConversation] {
    let corpus = try Corpus(paths: [folder + "/posts.jsonl"], onRejection: onRejection)
    let gold = try goldLabels(path: folder + "/gold.jsonl")
    let taughtPath = folder + "/taught.jsonl"
    let isTaught = FileManager.default.fileExists(atPath: taughtPath)
    let taught = isTaught ? try taughtLabels(path: taughtPath) : [:]
    var brief = Brief()
    let briefPath = folder + "/brief.json"
    if FileManager.default.fileExists(atPath: briefPath) {
      brief = try Brief(json: Data(Input(path: briefPath).bytes()), name: briefPath)
    }
    let plan = try ScoringPlan(
      corpus,
      brief: brief,
      scope: .everyConversationOrList,
      isPart: false
    )
    var read: [Int: Post] = [:]
    try corpus.read { post, place, isKept -> Post? in
      guard isKept, let stand = plan.stand(at: place) else { return nil }
      let link = corpus.conversations.links[place]
      let tokens = Tokenizer.tokens(of: post.text)
      let position = plan.position(of: place)
      let author = corpus.index.entries[place].author
      return Post(
        id: post.id,
        text: tokens,
        language: post.language,
        evidence: TextEvidence(
          tokens,
          names: marksNames ? stand.names : RoleNames(Brief()),
          position: position
        ),
        position: position,
        parent: link.hasMissingParent || plan.isTopOfBranch(place) ? nil : link.parent,
        author: author,
        role: plan.isOwnRoot(place) ? .target : stand.role(of: author),
        isDeleted: post.isDeleted,
        gold: gold[post.id],
        taught: taught[post.id]
      )
    } consume: { line in
      if case .post(let place, let post?) = line { read[place] = post }
    }
    let source = folder.split(separator: "/").dropLast().last.map { String($0) } ?? folder
    let entries = corpus.index.entries
    return ConversationOrder(corpus).conversations.compactMap { places in
      let places = places.map { Int($0) }.sorted { entries[$0].id < entries[$1].id }
      let nodeOf = Dictionary(uniqueKeysWithValues: zip(places, 0...).map { ($0, $1) })
      let posts = places.compactMap { place -> Post? in
        guard var post = read[place] else { return nil }
        post.parent = post.parent.flatMap { nodeOf[$0] }
        return post
      }
      guard posts.count == places.count, let place = places.first,
        let stand = plan.stand(at: place)
      else { return nil }
      return LabelledConversation(
        source: source,
        id: (posts.first { $0.parent == nil } ?? posts[0]).id,
        direction: stand.direction,
        posts: posts
      )
    }
  }
}
