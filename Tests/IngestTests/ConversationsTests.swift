import Ingest
import Scoring
import Testing

struct ConversationsTests {
  /// A post as `id`, what it answers, and its conversation.
  private func index(
    _ posts: [(id: String, parent: String?, conversation: String?)],
    quotes: [String: String] = [:]
  ) -> PostIndex {
    var index = PostIndex()
    for (line, row) in posts.enumerated() {
      var post = Post()
      post.id = row.id
      post.parentID = row.parent
      post.conversationID = row.conversation
      post.quoteOf = quotes[row.id]
      post.text = row.id
      post.createdAt = Timestamp(seconds: 1_700_000_000 + Int64(line))
      _ = index.add(
        PostIndex.Entry(post),
        PostIndex.Record(post, at: RecordPosition(input: 0, line: line + 1, offset: line)),
        PostIndex.Ties(post)
      )
    }
    return index
  }

  /// For each id: the ids of its parent and of its conversation's root.
  private func outline(_ index: PostIndex, _ ids: [String]) throws -> [String] {
    let conversations = try Conversations(index)
    let name = Dictionary(uniqueKeysWithValues: ids.map { (Key($0), $0) })
    return try ids.map { id in
      let place = try #require(index.place(of: Key(id)))
      let link = conversations.links[place]
      let parent = link.parent.flatMap { name[index.entries[$0].id] } ?? "-"
      let root = conversations.conversations[link.conversation]
      return "\(id)<\(parent)<\(name[root.id] ?? "absent")\(link.hasMissingParent ? "?" : "")"
    }
  }

  @Test func repliesHangOnWhatTheyAnswer() throws {
    let index = index([("b", "a", "a"), ("a", nil, "a"), ("c", "b", "a")])
    #expect(try outline(index, ["a", "b", "c"]) == ["a<-<a", "b<a<a", "c<b<a"])
  }

  @Test func replyToAMissingPostHangsOnItsRoot() throws {
    let index = index([("a", nil, "a"), ("c", "gone", "a")])
    #expect(try outline(index, ["a", "c"]) == ["a<-<a", "c<a<a?"])
    #expect(try Conversations(index).missingParents == 1)
  }

  @Test func repliesToAnAbsentRootAreOneConversation() throws {
    let index = index([("b", "root", nil), ("c", "root", "root"), ("d", "b", nil)])
    let conversations = try Conversations(index)
    #expect(conversations.conversations.count == 1)
    #expect(conversations.conversations.first?.root == nil)
    #expect(conversations.conversations.first?.size == 3)
  }

  @Test(arguments: [["a"], ["a", "b"], ["a", "b", "c", "d"]])
  func cyclesAreCutAboveTheOldest(ids: [String]) throws {
    let rows = ids.enumerated().map { ($1, ids[($0 + 1) % ids.count], nil as String?) }
    let conversations = try Conversations(index(rows))
    #expect(conversations.conversations.count == 1)
    #expect(conversations.links.count { $0.parent == nil } == 1)
    #expect(conversations.links.first?.parent == nil)
  }

  @Test func quoteJoinsTheLargerConversation() throws {
    let rows: [(String, String?, String?)] = [
      ("a", nil, "a"), ("b", "a", "a"), ("c", "a", "a"), ("q", nil, "q"), ("r", "q", "q"),
    ]
    #expect(
      try outline(index(rows, quotes: ["q": "a"]), ["a", "q", "r"]) == ["a<-<a", "q<a<a", "r<q<a"]
    )
    // The other way round, `a` stays the root although it quotes.
    #expect(try outline(index(rows, quotes: ["a": "q"]), ["a", "q"]) == ["a<-<a", "q<-<q"])
  }

  @Test func postsThatNameNoOtherAreUnlinked() throws {
    let unlinked = try Conversations(index([("a", nil, nil), ("b", nil, "b")]))
    #expect(unlinked.isUnlinked)
    let linked = try Conversations(index([("a", nil, nil), ("b", "x", nil)]))
    #expect(!linked.isUnlinked)
  }

  @Test func orderOfLinesMeansNothing() throws {
    var random = RandomNumbers(seed: 11)
    for round in 0..<200 {
      let ids = (0..<12).map { "p\($0)" }
      var rows = ids.map { id -> (id: String, parent: String?, conversation: String?) in
        let parent = Bool.random(using: &random) ? ids.randomElement(using: &random) : nil
        let conversation =
          Int.random(in: 0..<3, using: &random) == 0 ? ids.randomElement(using: &random) : nil
        return (id, parent ?? (Bool.random(using: &random) ? nil : "gone"), conversation)
      }
      // One time for all: which of a cycle is the oldest must not hang on the order either.
      let quotes = [ids[0]: ids[5], ids[1]: ids[0], ids[7]: "away"]
      let first = try outline(timeless(rows, quotes), ids)
      rows.shuffle(using: &random)
      #expect(try outline(timeless(rows, quotes), ids) == first, "round \(round)")
      let conversations = try Conversations(timeless(rows, quotes))
      #expect(conversations.conversations.reduce(0) { $0 + $1.size } == ids.count)
      for start in conversations.links.indices {
        var (place, steps) = (start, 0)
        while let parent = conversations.links[place].parent {
          (place, steps) = (parent, steps + 1)
          try #require(steps <= ids.count, "a walk upwards does not end")
        }
      }
    }
  }

  private func timeless(
    _ rows: [(id: String, parent: String?, conversation: String?)],
    _ quotes: [String: String]
  ) -> PostIndex {
    var index = PostIndex()
    for row in rows {
      var post = Post()
      (post.id, post.parentID, post.conversationID) = row
      post.quoteOf = quotes[row.id]
      _ = index.add(
        PostIndex.Entry(post),
        PostIndex.Record(post, at: RecordPosition(input: 0, line: 1, offset: 0)),
        PostIndex.Ties(post)
      )
    }
    return index
  }
}
