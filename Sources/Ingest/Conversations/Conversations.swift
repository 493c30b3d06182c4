/// The posts of an export, tied into conversations.
///
/// A post hangs on the post that it answers. Where that is not in the export, the post hangs on the
/// root of its conversation, and is counted as one whose parent is missing; the root itself may be
/// missing too. A post that answers none hangs on the one that it quotes.
public struct Conversations: Sendable {
  /// How a post stands to the others.
  package struct Link: BitwiseCopyable, Sendable {
    /// -1 where there is none.
    private let above: Int32
    /// Twice the index of the conversation, and 1 more where the parent is missing.
    private let conversationAndMark: Int32

    init(parent: Int?, conversation: Int, hasMissingParent: Bool) {
      above = Int32(parent ?? -1)
      conversationAndMark = Int32(conversation * 2 + (hasMissingParent ? 1 : 0))
    }

    /// The place of the post above, or `nil` for a root, and for a post right under a root that is
    /// not in the export.
    package var parent: Int? { above < 0 ? nil : Int(above) }
    /// The index of the conversation.
    package var conversation: Int { Int(conversationAndMark >> 1) }
    /// Whether the post answers a post that is not in the export and is not known to be the root.
    package var hasMissingParent: Bool { conversationAndMark & 1 == 1 }
  }

  /// One conversation.
  package struct Conversation: Sendable {
    /// The id of the root.
    package var id: Key
    /// The place of the root, or `nil` where it is not in the export.
    package var root: Int?
    /// The number of posts, the root among them.
    package var size: Int
  }

  package private(set) var links: SpooledArray<Link>
  package private(set) var conversations: [Conversation] = []
  /// Posts whose parent is named, but not in the export.
  package private(set) var missingParents: Int
  /// Whether no post names another: a list of posts rather than a conversation.
  package private(set) var isUnlinked: Bool

  package init(_ index: PostIndex) throws(IngestError) {
    let (entries, ties) = (index.entries, index.ties)
    isUnlinked = zip(entries, ties).allSatisfy { entry, ties in
      ties.isRoot(entry.id) && ties.quoteOf == nil && !entry.isReply
    }
    var parents = try ParentPlaces(index)
    let missing = Self.hangOnRoots(&parents, index)
    try Self.hangQuotes(&parents, index)
    missingParents = parents.missing
    links = SpooledArray(holding: min(index.entries.limit, PostIndex.held))

    var isAnswered = Array(repeating: false, count: entries.count)
    for place in entries.indices {
      if let parent = parents[place] { isAnswered[parent] = true }
    }
    var indices: [Key: Int] = [:]
    func conversation(_ id: Key, root: Int?) -> Int {
      let known = indices[id] ?? conversations.count
      if known == conversations.count {
        indices[id] = known
        conversations.append(Conversation(id: id, root: nil, size: 0))
      }
      if let root { conversations[known].root = root }
      return known
    }
    /// Makes the conversation under a top.
    func conversation(under top: Int) -> Int {
      let (entry, tie) = (entries[top], ties[top])
      var absent = tie.conversation.flatMap { $0 == entry.id ? nil : $0 } ?? tie.parent
      // Comments of a film or post that the export does not name are about one and the same.
      if absent == nil, entry.isReply { absent = Key("") }
      // A post that nobody answered and that quotes an absent post is a reaction to that post.
      if absent == nil, !isAnswered[top] { absent = tie.quoteOf }
      if let id = absent, index.place(of: id) == nil { return conversation(id, root: nil) }
      return conversation(entry.id, root: top)
    }
    // Where the conversation is known, its complement stands in the place of the top.
    var tops = try parents.tops()
    for place in tops.indices {
      let top = tops[place]
      let known = top < 0 ? top : tops[Int(top)]
      let number = known < 0 ? Int(~known) : conversation(under: Int(top))
      if known >= 0 { tops[Int(top)] = ~Int32(number) }
      conversations[number].size += 1
      links.append(
        Link(parent: parents[place], conversation: number, hasMissingParent: missing[place])
      )
    }
    try links.check()
  }

  /// The conversation with the most reactions; of equals, the one with the smallest key.
  ///
  /// - Parameter isWanted: Given the place of a root, whether its conversation may be chosen;
  ///   conversations whose root is not in the export may where all may.
  /// - Returns: The index of the conversation, or `nil` where none may be chosen.
  package func largest(where isWanted: ((_ root: Int) -> Bool)?) -> Int? {
    let wanted = conversations.indices.filter { number in
      guard let isWanted else { return true }
      return conversations[number].root.map(isWanted) ?? false
    }
    return wanted.max { left, right in
      let (a, b) = (conversations[left], conversations[right])
      return (a.reactions, b.id) < (b.reactions, a.id)
    }
  }

  /// The number of posts under each top, itself among them.
  private static func sizes(_ tops: SpooledArray<Int32>) -> [Int32] {
    var sizes: [Int32] = Array(repeating: 0, count: tops.count)
    for top in tops { sizes[Int(top)] += 1 }
    return sizes
  }

  /// Hangs each post whose parent is absent on the root of its conversation, where that is there.
  ///
  /// - Returns: For each post, whether what it answers is unknown.
  private static func hangOnRoots(_ parents: inout ParentPlaces, _ index: PostIndex) -> [Bool] {
    index.entries.indices.map { place in
      let ties = index.ties[place]
      guard parents[place] == nil, let id = ties.conversation, id != index.entries[place].id else {
        return false
      }
      if let root = index.place(of: id), index.ties[root].isRoot(index.entries[root].id) {
        parents[place] = root
      }
      return ties.parent != nil && ties.parent != id
    }
  }

  /// Hangs a post that quotes another on it, where the quoted post drew the larger conversation.
  ///
  /// A politician who quotes a rival's post starts a conversation; whoever quotes the politician
  /// joins it.
  private static func hangQuotes(
    _ parents: inout ParentPlaces,
    _ index: PostIndex
  ) throws(IngestError) {
    guard index.ties.contains(where: { $0.quoteOf != nil }) else { return }
    let tops = try parents.tops()
    let sizes = sizes(tops)
    func rank(_ top: Int) -> (Int32, Int64, Key) {
      let entry = index.entries[top]
      return (sizes[top], -(entry.createdAt?.seconds ?? 0), entry.id)
    }
    for place in tops.indices where tops[place] == place {
      guard let quoted = index.ties[place].quoteOf.flatMap(index.place),
        rank(Int(tops[quoted])) > rank(place)
      else { continue }
      parents[place] = quoted
    }
  }
}

extension Conversations.Conversation {
  /// The number of posts without the root.
  package var reactions: Int { root == nil ? size : size - 1 }
}
