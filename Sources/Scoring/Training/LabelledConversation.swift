internal import FoundationEssentials
package import Ingest

/// What a labeller said about a post.
package struct GoldLabel: Hashable, Sendable, Decodable {
  package var id: String
  package var status: String
  package var stance: Stance?
  /// -1, 0 or 1.
  package var tone: Int?
  /// `agree`, `disagree` or `neither`.
  package var toParent: String?
  /// Whether the labeller hesitated not.
  package var sure: Bool?

  private enum CodingKeys: String, CodingKey {
    case id
    case status
    case stance
    case tone
    case toParent = "to_parent"
    case sure
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

    package var isTarget: Bool { role == .target }
  }

  /// The source that its folder belongs to: the name of the folder above.
  package var source: String
  /// Where the words of the root point to.
  package var direction: [Float]
  package var posts: [Post]

  /// Whether real people wrote it; the sources of made-up conversations are known by name.
  var manner: LinearTrainer.Manner {
    ["vivid", "plain", "made"].contains(source) ? .madeUp : .real
  }
}

extension LabelledConversation {
  /// Reads the gold labels of a file, one JSON object a line.
  package static func goldLabels(path: String) throws -> [String: GoldLabel] {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw LabelError(place: path, problem: "cannot be read; expected the gold labels of a corpus")
    }
    var labels: [String: GoldLabel] = [:]
    for (number, line) in data.split(separator: 0x0A).enumerated() {
      do {
        let label = try JSONDecoder().decode(GoldLabel.self, from: Data(line))
        labels[label.id] = label
      } catch {
        throw LabelError(
          place: "\(path):\(number + 1)",
          problem: "is no gold label; expected {\"id\": …, \"status\": …, \"stance\": …}"
        )
      }
    }
    return labels
  }

  /// Finds the folders below `path` that hold `posts.jsonl` and `gold.jsonl`, in sorted order.
  package static func folders(below path: String) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    var folders = names.contains("gold.jsonl") ? [path] : []
    for name in names.sorted() where !name.contains(".") {
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

  /// Reads the conversations of one folder: `posts.jsonl`, `gold.jsonl`, and `brief.json` where
  /// there is one.
  package static func conversations(in folder: String) throws -> [LabelledConversation] {
    let corpus = try Corpus(paths: [folder + "/posts.jsonl"])
    let gold = try goldLabels(path: folder + "/gold.jsonl")
    var brief = Brief()
    let briefPath = folder + "/brief.json"
    if let data = try? Data(contentsOf: URL(filePath: briefPath)) {
      brief = try Brief(json: data, name: briefPath)
    }
    let plan = try ScoringPlan(corpus, brief: brief, scope: .everyConversation)
    var read: [Int: Post] = [:]
    try corpus.read { post, place, isKept -> Post? in
      guard isKept, let stand = plan.stand(at: place) else { return nil }
      let link = corpus.conversations.links[place]
      let tokens = Tokenizer.tokens(of: post.text)
      let position = plan.position(of: place)
      let author = corpus.index.entries[place].author
      return Post(
        text: tokens,
        language: post.language,
        evidence: TextEvidence(tokens, stand: stand, position: position),
        position: position,
        parent: link.hasMissingParent ? nil : link.parent,
        author: author,
        role: plan.isOwnRoot(place) ? .target : stand.role(of: author),
        isDeleted: post.isDeleted,
        gold: gold[post.id]
      )
    } consume: { line in
      if case .post(let place, let post?) = line { read[place] = post }
    }
    let source = folder.split(separator: "/").dropLast().last.map { String($0) } ?? folder
    return corpus.placesByConversation.compactMap { places in
      let nodeOf = Dictionary(uniqueKeysWithValues: zip(places, 0...).map { ($0, $1) })
      let posts = places.compactMap { place -> Post? in
        guard var post = read[place] else { return nil }
        post.parent = post.parent.flatMap { nodeOf[$0] }
        return post
      }
      guard posts.count == places.count, let place = places.first,
        let stand = plan.stand(at: place)
      else { return nil }
      return LabelledConversation(source: source, direction: stand.direction, posts: posts)
    }
  }
}
