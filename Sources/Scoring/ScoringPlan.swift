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

  /// How many chats, or the like, have a post with that id, where it says no more.
  public var chats: Int

  /// Creates an error.
  public init(root: String, chats: Int = 0) { (self.root, self.chats) = (root, chats) }

  /// One line: what was found, what was expected.
  public var description: String {
    chats > 1
      ? "the root '\(root)' stands in \(chats) chats; expected CHAT/\(root), as 'groundswell posts' prints it"
      : "the root '\(root)' is not in the export; expected the id or address of a post that others answer"
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
      (self.isPrimary, isCollection) = (isPrimary, false)
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
    let (roots, isByTarget) = try Self.roots(corpus, brief, isPart: isPart)
    isCollection =
      hasBrief && brief.root.isEmpty && !isByTarget
      && roots.allSatisfy { conversations[$0].size * 2 < corpus.index.entries.count }
    // Posts that name no other are one conversation about a post that is not there.
    let isWhole = isCollection || isList && brief.root.isEmpty
    for conversation in isWhole ? Array(conversations.indices) : roots {
      isPrimary[conversation] = true
    }
    self.isPrimary = isPrimary
    var rootPost: Post?
    if !isWhole, let place = roots.first.flatMap({ conversations[$0].root }) {
      rootPost = try corpus.post(at: place)
    }
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
      conversationsLeftOut: scope == .oneConversation ? Self.leftOut(corpus, isPrimary) : 0
    )

    ownStands =
      scope == .everyConversationOrList && !hasBrief
      ? try Self.stands(corpus, brief, except: isPrimary) : [:]
  }

  /// How many conversations hold posts, and not only reposts, that are in none of the primary ones.
  private static func leftOut(_ corpus: Corpus, _ isPrimary: [Bool]) -> Int {
    var isLeftOut = Array(repeating: false, count: isPrimary.count)
    for (entry, link) in zip(corpus.index.entries, corpus.conversations.links)
    where !entry.isRepost && !entry.isContext && !isPrimary[link.conversation] {
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

  /// Whose stand a post is scored against; `nil` where it is not scored.
  func stand(at place: Int) -> Stand? {
    let conversation = links[place].conversation
    if isPrimary[conversation] { return stand }
    return scope == .oneConversation ? nil : ownStands[conversation] ?? stand
  }

  /// Whether a post is the root of a conversation that is scored towards its own root, or the one that the
  /// brief names as root: no reaction to itself, whoever wrote it.
  func isOwnRoot(_ place: Int) -> Bool {
    let conversation = links[place].conversation
    let isNamed = hasNamedRoot && isPrimary[conversation]
    return (isNamed || !hasBrief && !isList) && conversations[conversation].root == place
  }

  /// The brief that a post is scored by; empty for one of a conversation that is scored towards its own
  /// root.
  func brief(at place: Int) -> Brief {
    isPrimary[links[place].conversation] || hasBrief ? assumptions.brief : Brief()
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

  /// The conversations that the brief is about, and whether the target began them.
  private static func roots(
    _ corpus: Corpus,
    _ brief: Brief,
    isPart: Bool
  ) throws -> (conversations: [Int], isByTarget: Bool) {
    guard brief.root.isEmpty else {
      let named = try brief.root.compactMap { name throws(ScopeError) -> Int? in
        let ids = Self.ids(named: name)
        if let place = ids.lazy.compactMap(corpus.index.place(ofID:)).first {
          return corpus.conversations.links[place].conversation
        }
        let keys = Set(ids.map { Key($0) })
        let absent = corpus.conversations.conversations.firstIndex { keys.contains($0.id) }
        guard absent != nil || isPart else {
          throw ScopeError(root: name, chats: corpus.index.scopes(ofID: name).count)
        }
        return absent
      }
      return (named, false)
    }
    let own = Stand(brief, root: nil)
    let ofTarget = corpus.conversations.largest { root in
      own.isTarget(corpus.index.entries[root].author)
    }
    if let ofTarget { return ([ofTarget], true) }
    return ([corpus.conversations.largest(where: nil)].compactMap { $0 }, false)
  }

  /// The ids that a root may have in an export, the likeliest first: a user names it by its id, with or
  /// without what Reddit puts before it, or by its address, in which the id is one of the last parts.
  static func ids(named name: String) -> [String] {
    guard name.contains("://") else { return [name, "t3_\(name)", "t1_\(name)"] }
    let parts = name.split { "/?&=#".contains($0) }.map { String($0) }
    return [name] + parts.reversed().flatMap { [$0, "t3_\($0)", "t1_\($0)"] }
  }
}
