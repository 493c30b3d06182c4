internal import Ingest

/// What the scorer took for granted because the brief does not say it.
public struct Assumptions: Hashable, Codable, Sendable {
  /// The brief as it was used, with the target and root that were found.
  public var brief: Brief
  /// Whether the target is taken from the author of the root.
  public var targetAssumed: Bool
  /// Whether the root is the post with the most reactions.
  public var rootAssumed: Bool
  /// Conversations of the export that were not scored; those of reposts alone do not count.
  public var conversationsLeftOut: Int
  /// The allies and opponents of the brief that neither a text nor an author of the export has.
  public var absentNames: [String] = []
  /// The names of the target that no post and no author has in whole, and the words of such names that
  /// none has.
  var absentTargetParts: [String] = []

  /// The names of the brief that are nowhere, those of the target first; of a name of which half the words
  /// or more are nowhere, these.
  public var misspeltNames: [String] {
    brief.target.compactMap { name in
      guard absentTargetParts.contains(name) else { return nil }
      let words = NameWatch.words(of: name)
      let absent = words.filter(absentTargetParts.contains)
      guard absent.count * 2 >= words.count else { return nil }
      return absent.count == words.count ? name : "\(absent.joined(separator: " ")) (of \(name))"
    } + absentNames
  }

  /// Keeps of the absent names those that another part of the export does not have either.
  package mutating func keepAbsentNames(of other: Assumptions) {
    absentNames.removeAll { !other.absentNames.contains($0) }
    absentTargetParts.removeAll { !other.absentTargetParts.contains($0) }
  }

  /// Creates what was assumed.
  public init(
    brief: Brief,
    targetAssumed: Bool,
    rootAssumed: Bool,
    conversationsLeftOut: Int
  ) {
    self.brief = brief
    self.targetAssumed = targetAssumed
    self.rootAssumed = rootAssumed
    self.conversationsLeftOut = conversationsLeftOut
  }
}

/// Why an export cannot be scored as asked.
public struct ScopeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The id that the brief gives as root.
  public var root: String
  /// In how many chats a post has that id; 0 where none has.
  public var chats: Int

  /// Creates an error.
  public init(root: String, chats: Int = 0) { (self.root, self.chats) = (root, chats) }

  /// One line: what was found, what was expected.
  public var description: String {
    chats > 0
      ? "the root '\(root)' stands in \(chats) chats; expected CHAT/\(root), as 'groundswell posts' prints it"
      : "the root '\(root)' is not in the export; expected the address of a post that others answer, or its id "
        + "(an \"id\" or \"root_id\" that 'groundswell posts' prints)"
  }
}

/// Which conversations are scored, and towards whom.
///
/// It is asked about each post, by all threads, and so is not a value with parts to be copied.
final class ScoringPlan: Sendable {
  private let entries: SpooledArray<PostIndex.Entry>
  private let links: SpooledArray<Conversations.Link>
  private let conversations: [Conversations.Conversation]
  /// For each conversation, whether it is of the brief, or the largest.
  private let isPrimary: [Bool]
  /// Posts that the brief names as roots, and that are in a conversation that another post began: what is
  /// below them is of the brief, and the rest of that conversation is another one.
  private let branches: Branches
  private let scope: Scorer.Scope
  /// Of the primary conversations, and of all where the brief names a target.
  let stand: Stand
  /// Of other conversations, towards the authors of their own roots.
  private let ownStands: [Int: Stand]
  private let hasBrief: Bool
  private let hasNamedRoot: Bool
  /// Whether no post names another, so that all answer one that is not there.
  private let isList: Bool
  /// Whether the export is a collection about the brief, such as a search for a hashtag.
  private let isCollection: Bool
  let assumptions: Assumptions
  /// The names of whoever wrote the post that the reactions are to.
  let rootAuthor: [String]

  init(_ corpus: Corpus, brief: Brief, scope: Scorer.Scope, isPart: Bool) throws {
    entries = corpus.index.entries
    links = corpus.conversations.links
    let conversations = corpus.conversations.conversations
    self.conversations = conversations
    self.scope = scope
    hasBrief = !brief.target.isEmpty
    hasNamedRoot = !brief.root.isEmpty
    isList = corpus.conversations.isUnlinked && scope != .everyConversation
    var isPrimary = Array(repeating: false, count: conversations.count)
    guard scope != .everyConversation else {
      // What is true of one conversation must not depend on which others are in the export.
      (self.isPrimary, isCollection, branches) = (isPrimary, false, Branches())
      stand = Stand(brief, root: nil)
      rootAuthor = []
      ownStands = try Self.stands(corpus, brief, except: isPrimary)
      assumptions = Assumptions(
        brief: brief,
        targetAssumed: !hasBrief,
        rootAssumed: false,
        conversationsLeftOut: 0
      )
      return
    }
    let roots = try Self.roots(corpus, brief, isPart: isPart)
    isCollection =
      hasBrief && brief.root.isEmpty && !roots.isByTarget
      && roots.conversations.allSatisfy { conversations[$0].size * 2 < corpus.index.entries.count }
    // Posts that name no other are one conversation about a post that is not there.
    let isWhole = isCollection || isList && brief.root.isEmpty
    for conversation in isWhole ? Array(conversations.indices) : roots.conversations {
      isPrimary[conversation] = true
    }
    self.isPrimary = isPrimary
    branches = Branches(roots.branches, links)
    var rootPost: Post?
    if !isWhole, let place = roots.first { rootPost = try corpus.post(at: place) }
    stand = Stand(brief, root: rootPost)
    rootAuthor = [rootPost?.author, rootPost?.authorName].compactMap { $0 }

    var used = brief
    if let rootPost {
      // What has a blank in it is a name, and no handle.
      if used.target.isEmpty, let author = rootPost.author {
        used.target = [
          author.hasPrefix("@") || author.contains(where: \.isWhitespace) ? author : "@\(author)"
        ]
      }
      if used.root.isEmpty { used.root = [rootPost.id] }
    }
    assumptions = Assumptions(
      brief: used,
      targetAssumed: brief.target.isEmpty,
      rootAssumed: brief.root.isEmpty,
      conversationsLeftOut: scope == .oneConversation
        ? Self.leftOut(corpus, isPrimary, branches) : 0
    )

    ownStands =
      scope == .everyConversationOrList && !hasBrief
      ? try Self.stands(corpus, brief, except: isPrimary) : [:]
  }

  /// How many conversations hold posts, and not only reposts, that are in none of the primary ones.
  private static func leftOut(
    _ corpus: Corpus,
    _ isPrimary: [Bool],
    _ branches: Branches
  ) -> Int {
    var isLeftOut = Array(repeating: false, count: isPrimary.count)
    let posts = zip(corpus.index.entries, corpus.conversations.links).enumerated()
    for (place, (entry, link)) in posts
    where !entry.isRepost && !entry.isContext && !isPrimary[link.conversation]
      && !branches.hold(place)
    {
      isLeftOut[link.conversation] = true
    }
    return isLeftOut.count { $0 }
  }

  /// The stands of conversations whose roots are there.
  private static func stands(
    _ corpus: Corpus,
    _ brief: Brief,
    except others: [Bool]
  ) throws -> [Int: Stand] {
    var stands: [Int: Stand] = [:]
    for (number, conversation) in corpus.conversations.conversations.enumerated()
    where !others[number] && conversation.size > 1 {
      guard let root = conversation.root else { continue }
      stands[number] = Stand(brief, root: try corpus.post(at: root), isOneOfMany: true)
    }
    return stands
  }

  func link(at place: Int) -> Conversations.Link { links[place] }

  func author(at place: Int) -> Key? { entries[place].author }

  /// Whether a post is the root of what the brief is about, though it answers another.
  func isTopOfBranch(_ place: Int) -> Bool { branches.tops.contains(place) }

  private func isPrimary(at place: Int) -> Bool {
    isPrimary[links[place].conversation] || branches.hold(place)
  }

  /// Whose stand a post is scored against; `nil` where it is not scored.
  func stand(at place: Int) -> Stand? {
    if isPrimary(at: place) { return stand }
    return scope == .oneConversation ? nil : ownStands[links[place].conversation] ?? stand
  }

  /// Whether a post is the root of a conversation that is scored towards its own root, or the one that the
  /// brief names as root: no reaction to itself, whoever wrote it.
  func isOwnRoot(_ place: Int) -> Bool {
    if isTopOfBranch(place) { return true }
    let conversation = links[place].conversation
    let isNamed = hasNamedRoot && isPrimary[conversation]
    return (isNamed || !hasBrief && !isList) && conversations[conversation].root == place
  }

  /// The brief that a post is scored by; empty for one of a conversation that is scored towards its own
  /// root.
  func brief(at place: Int) -> Brief {
    isPrimary(at: place) || hasBrief ? assumptions.brief : Brief()
  }

  /// The post that the one at a place answers, where that is not the target's.
  func answered(by place: Int) -> Int? {
    position(of: place) == .nested && !links[place].hasMissingParent ? links[place].parent : nil
  }

  func position(of place: Int) -> ReplyPosition {
    let link = links[place]
    if link.hasMissingParent { return .nested }
    guard let parent = link.parent else {
      let isUnderAbsentRoot = conversations[link.conversation].root == nil
      let isAnswer = !isCollection && (isUnderAbsentRoot || isList)
      return isAnswer ? .direct : .unattached
    }
    return stand(at: place)?.isTarget(entries[parent].author) ?? false
      || isOwnRoot(parent) ? .direct : .nested
  }

  /// What the reactions are to.
  private struct Roots {
    /// The conversations that are counted as a whole.
    var conversations: [Int] = []
    /// The places of posts that are in the conversation of another, and below which is counted.
    var branches: [Int] = []
    /// The place of the first root; `nil` where it is not in the export.
    var first: Int?
    /// Whether the target began the conversation.
    var isByTarget = false
  }

  /// What the brief is about.
  private static func roots(_ corpus: Corpus, _ brief: Brief, isPart: Bool) throws -> Roots {
    let conversations = corpus.conversations.conversations
    var roots = Roots()
    guard !brief.root.isEmpty else {
      let own = Stand(brief, root: nil)
      let ofTarget = corpus.conversations.largest { root in
        own.isTarget(corpus.index.entries[root].author)
      }
      let largest = ofTarget ?? corpus.conversations.largest(where: nil)
      roots.conversations = [largest].compactMap { $0 }
      roots.first = largest.flatMap { conversations[$0].root }
      roots.isByTarget = ofTarget != nil
      return roots
    }
    for (number, name) in brief.root.enumerated() {
      var named = try named(Self.ids(named: name), as: name, corpus)
      if named == nil, let id = try idAtEnd(ofAddress: name, corpus) {
        named = try Self.named([id], as: name, corpus)
      }
      guard let named else {
        if isPart { continue }
        throw ScopeError(root: name)
      }
      if let place = named.place, conversations[named.conversation].root != place {
        roots.branches.append(place)
      } else {
        roots.conversations.append(named.conversation)
      }
      if number == 0 { roots.first = named.place ?? conversations[named.conversation].root }
    }
    return roots
  }

  /// The post of one of some ids, or the conversation about a post of such an id that is not in the export.
  private static func named(
    _ ids: [String],
    as name: String,
    _ corpus: Corpus
  ) throws(ScopeError) -> (place: Int?, conversation: Int)? {
    for id in ids {
      let places = corpus.index.places(ofID: id)
      guard places.count < 2 else { throw ScopeError(root: name, chats: places.count) }
      if let place = places.first { return (place, corpus.conversations.links[place].conversation) }
    }
    let keys = Set(ids.map { Key($0) })
    return corpus.conversations.conversations.firstIndex { keys.contains($0.id) }.map { (nil, $0) }
  }

  /// The ids that a root may have in an export, the likeliest first: a user names it by its id, with or
  /// without what Reddit puts before it, or by its address, in which the id is one of the last parts, or a
  /// code that stands for it.
  static func ids(named name: String) -> [String] {
    let own = [name, "t3_\(name)", "t1_\(name)"]
    guard let parts = parts(ofAddress: name) else { return own }
    let code = zip(parts, parts.dropFirst()).first { ["post", "p", "reel", "tv"].contains($0.0) }
    return [name] + parts.reversed().flatMap { [$0, "t3_\($0)", "t1_\($0)"] }
      + [code.flatMap { Snowflake.id(fromShortCode: $0.1) }].compactMap { $0 }
  }

  /// The parts of an address, with or without what it begins with; `nil` where a name is none.
  private static func parts(ofAddress name: String) -> [String]? {
    let parts = name.split { "/?&=#".contains($0) }.map { String($0) }
    let isAddress =
      name.contains("://") || parts.count > 1 && parts[0].contains(".") && !name.hasPrefix("/")
    return isAddress ? parts : nil
  }

  /// The id that ends in a part of an address, as those of Bluesky and Facebook do, after an account; `nil`
  /// where there is none or several.
  private static func idAtEnd(ofAddress name: String, _ corpus: Corpus) throws -> String? {
    guard let parts = parts(ofAddress: name)?.filter({ $0.contains(where: \.isNumber) }) else {
      return nil
    }
    @Sendable func end(_ id: String) -> String? {
      id.lastIndex { $0 == "/" || $0 == "_" }.map { String(id[id.index(after: $0)...]) }
    }
    var found: [String: Set<String>] = [:]
    try corpus.read { post, _, _ in
      [post.id, post.parentID, post.conversationID].compactMap { id -> (id: String, end: String)? in
        guard let id, let end = end(id), parts.contains(end) else { return nil }
        return (id, end)
      }
    } consume: { line in
      guard case .post(_, let ids) = line else { return }
      for (id, end) in ids { found[end, default: []].insert(id) }
    }
    let ids = parts.last { found[$0] != nil }.flatMap { found[$0] } ?? []
    return ids.count == 1 ? ids.first : nil
  }
}

/// Parts of conversations, each below a post that answers another.
private struct Branches {
  /// The places of these posts.
  let tops: Set<Int>
  /// For each place, whether it is one of them or below one; empty where there are none.
  private let isHeld: [Bool]

  init() { (tops, isHeld) = ([], []) }

  init(_ tops: [Int], _ links: SpooledArray<Conversations.Link>) {
    self.tops = Set(tops)
    guard !tops.isEmpty else {
      isHeld = []
      return
    }
    let conversations = Set(tops.map { links[$0].conversation })
    var known: [Int: Bool] = Dictionary(uniqueKeysWithValues: self.tops.map { ($0, true) })
    var isHeld = Array(repeating: false, count: links.count)
    for (place, link) in links.enumerated() where conversations.contains(link.conversation) {
      var path: [Int] = []
      var above: Int? = place
      while let next = above, known[next] == nil {
        path.append(next)
        above = links[next].hasMissingParent ? nil : links[next].parent
      }
      let holds = above.flatMap { known[$0] } ?? false
      for place in path { known[place] = holds }
      isHeld[place] = holds
    }
    self.isHeld = isHeld
  }

  func hold(_ place: Int) -> Bool { !isHeld.isEmpty && isHeld[place] }
}
