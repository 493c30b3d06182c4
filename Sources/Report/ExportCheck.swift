public import Ingest

/// Whether an export can be trusted: what is in it, and what in it limits a result.
///
///     let check = try ExportCheck(corpus)
///     check.isClean  // false where a finding is a problem
public struct ExportCheck: Sendable {
  /// What was read.
  public let input: InputAccount
  /// Posts by kind, duplicates left out.
  public private(set) var kinds: [Post.Kind: Int] = [:]
  /// Posts that are deleted or withheld.
  public private(set) var deleted = 0
  /// Posts without a text, though not deleted: pictures and films.
  public private(set) var withoutText = 0
  /// Posts whose time is known to the day only.
  public private(set) var dayExact = 0
  /// How many different authors are named.
  public private(set) var authors = 0
  /// Posts whose author is not named.
  public private(set) var withoutAuthor = 0
  /// The part of posts with an author that the most active one wrote, from 0 to 1.
  public private(set) var topAuthorShare = 0.0
  /// The part of posts with an author that the ten most active ones wrote, from 0 to 1.
  public private(set) var topTenShare = 0.0
  /// Posts without an id.
  public private(set) var withoutID = 0
  /// The names of the members that home-made posts are read from, for `id`, `text`, `author`, `time` and
  /// `parent`; of each the names that the first posts have, sorted.
  public let members: [String: [String]]
  /// The names of members of home-made posts of which nobody knows what they are, sorted.
  public let unusedMembers: [String]
  /// Conversations whose first post is not in the export.
  public let missingRoots: Int
  /// The order of the posts in the inputs.
  public private(set) var order = Order.none
  /// When the first and the last post was collected, where the export says so.
  public private(set) var collected: ClosedRange<Timestamp>?
  /// What limits a result, problems first.
  public private(set) var findings: [CheckFinding] = []

  /// The order of posts by time.
  public enum Order: String, Sendable {
    /// Fewer than two posts have a time.
    case none
    case oldestFirst = "oldest_first"
    case newestFirst = "newest_first"
    case mixed
  }

  /// Whether no finding is a problem.
  public var isClean: Bool { !findings.contains { $0.isProblem } }

  /// Checks an export; reads it once more.
  ///
  /// - Throws: `IngestError` where an input can no longer be read.
  public init(_ corpus: Corpus) throws {
    input = corpus.account
    let conversations = corpus.conversations.conversations
    missingRoots = conversations.count { $0.root == nil }
    let use = try corpus.memberUse(
      of: corpus.index.entries.indices.prefix(Self.postsForMembers)
    )
    members = (use?.all ?? [:]).filter { Self.fieldsShown.contains($0.key) }
      .mapValues { $0.sorted() }
    unusedMembers = use?.unused.sorted() ?? []
    var facts = Facts()
    let roots = Set(conversations.compactMap(\.root))
    try corpus.read { post, place, isKept in
      isKept ? PostFacts(post, isRoot: roots.contains(place)) : nil
    } consume: { line in
      if case .post(let place, let post?) = line { facts.add(post, at: place) }
    }
    kinds = facts.kinds
    deleted = facts.deleted
    withoutText = facts.withoutText
    dayExact = facts.dayExact
    withoutAuthor = facts.withoutAuthor
    withoutID = facts.withoutID
    authors = facts.byAuthor.count
    let counts = facts.byAuthor.values.sorted(by: >)
    let named = max(counts.reduce(0, +), 1)
    topAuthorShare = Double(counts.first ?? 0) / Double(named)
    topTenShare = Double(counts.prefix(10).reduce(0, +)) / Double(named)
    if let first = facts.firstCollected, let last = facts.lastCollected {
      collected = first...last
    }
    order = facts.order
    findings = try CheckFinding.all(self, facts, corpus)
  }

  /// The fields of home-made posts whose members are named, in the order in which they are shown.
  package static let fieldsShown = ["id", "text", "author", "time", "parent"]

  /// Records of one export have the same members.
  private static let postsForMembers = 100

  /// What is kept of one post until all are seen.
  fileprivate struct PostFacts: Sendable {
    var kind: Post.Kind
    var isDeleted: Bool
    var isContext: Bool
    var hasText: Bool
    var author: Key?
    var createdAt: Timestamp?
    var collectedAt: Timestamp?
    var hasID: Bool
    var hasDamagedID: Bool
    var isTruncated: Bool
    /// What the platform showed as the number of answers, for the root of a conversation.
    var shownReplies: Int?

    init(_ post: Post, isRoot: Bool) {
      kind = post.kind
      isDeleted = post.isDeleted
      isContext = post.isContext
      hasText = !post.text.trimmed.isEmpty
      author = post.author.flatMap { PostIndex.authorKey($0) }
      createdAt = post.createdAt
      collectedAt = post.collectedAt
      hasID = !post.id.isEmpty
      hasDamagedID = Self.isDamaged(post.id) || post.parentID.map(Self.isDamaged) == true
      isTruncated = post.isTruncated || post.text.hasSuffix("…") && post.text.count == 140
      shownReplies = isRoot ? post.replies : nil
    }

    /// Whether an id was rounded: a spreadsheet keeps 15 digits, and a column with gaps 53 bits.
    private static func isDamaged(_ id: String) -> Bool {
      let digits = id.utf8
      if id.contains("E+") || id.contains("e+") { return Double(id) != nil }
      if id.hasSuffix(".0") { return digits.count > 17 && Double(id) != nil }
      return digits.count >= 16 && digits.allSatisfy { (0x30...0x39).contains($0) }
        && digits.suffix(digits.count - 15).allSatisfy { $0 == 0x30 }
    }
  }

  /// Sums over the posts.
  fileprivate struct Facts {
    var kinds: [Post.Kind: Int] = [:]
    var deleted = 0
    var withoutText = 0
    var dayExact = 0
    var withoutAuthor = 0
    var truncated = 0
    var withoutID = 0
    var damagedIDs = 0
    var byAuthor: [Key: Int] = [:]
    var byDay: [Int64: Int] = [:]
    var firstCollected: Timestamp?
    var lastCollected: Timestamp?
    var shownReplies: [Int: Int] = [:]
    /// The place of the first post without a time that could be read.
    var firstWithoutTime: Int?
    private var previous: Timestamp?
    private var risesAndFalls = (rises: 0, falls: 0)

    var order: Order {
      switch risesAndFalls {
      case (0, 0): .none
      case (_, 0): .oldestFirst
      case (0, _): .newestFirst
      default: .mixed
      }
    }

    fileprivate mutating func add(_ post: PostFacts, at place: Int) {
      if let shown = post.shownReplies { shownReplies[place] = shown }
      guard !post.isContext else { return }
      kinds[post.kind, default: 0] += 1
      if post.isDeleted { deleted += 1 } else if !post.hasText { withoutText += 1 }
      if post.isTruncated { truncated += 1 }
      if !post.hasID { withoutID += 1 }
      if post.hasDamagedID { damagedIDs += 1 }
      if let author = post.author { byAuthor[author, default: 0] += 1 } else { withoutAuthor += 1 }
      if let time = post.collectedAt {
        firstCollected = min(firstCollected ?? time, time)
        lastCollected = max(lastCollected ?? time, time)
      }
      guard let time = post.createdAt else {
        firstWithoutTime = firstWithoutTime ?? place
        return
      }
      if time.precision == .day { dayExact += 1 }
      byDay[time.seconds / 86_400, default: 0] += 1
      if let previous, previous.seconds != time.seconds {
        if previous.seconds < time.seconds {
          risesAndFalls.rises += 1
        } else {
          risesAndFalls.falls += 1
        }
      }
      previous = time
    }
  }
}

/// One thing about an export that limits a result.
public struct CheckFinding: Hashable, Sendable {
  /// A stable name.
  public enum Code: String, CaseIterable, Sendable {
    /// The export is empty.
    case noPosts = "no_posts"
    /// Lines could not be read.
    case unreadLines = "unread_lines"
    /// One of the files holds no posts.
    case fileWithoutPosts = "file_without_posts"
    /// Posts have no id.
    case withoutID = "without_id"
    /// Different posts have one id.
    case collidingIDs = "colliding_ids"
    /// A spreadsheet has rounded ids.
    case damagedIDs = "damaged_ids"
    /// The number of posts is round, as if a limit had been reached.
    case roundCount = "round_count"
    /// The platform showed more replies than the export holds.
    case fewerReplies = "fewer_replies_than_shown"
    /// No post for days, between busy ones.
    case emptyDays = "empty_days"
    /// The last post is hardly older than the collection.
    case collectedEarly = "collected_early"
    /// Replies answer posts that are not in the export.
    case missingParents = "missing_parents"
    /// The first posts of conversations are not in the export.
    case missingRoots = "missing_roots"
    /// No post names another.
    case noConversation = "no_conversation"
    /// Texts are cut short.
    case truncatedTexts = "truncated_texts"
    /// Posts have no time that can be read.
    case withoutTime = "without_time"
    /// Times name no zone.
    case withoutZone = "without_zone"
    /// Times are known to the day or worse.
    case dayExactTimes = "day_exact_times"
    /// Posts name no author.
    case withoutAuthor = "without_author"
    /// Few authors wrote a large part of the posts.
    case fewAuthors = "few_authors"
    /// Texts held bytes that are no text.
    case mendedTexts = "mended_texts"
    /// Posts are there more than once.
    case duplicates
    /// Records are no posts.
    case otherRecords = "other_records"
    /// Posts are deleted or withheld.
    case deletedPosts = "deleted_posts"
    /// There is more than one conversation.
    case severalConversations = "several_conversations"
  }

  /// Which kind it is.
  public let code: Code
  /// Whether it can make a result wrong; else it is only good to know.
  public let isProblem: Bool
  /// What was seen.
  public let seen: String
  /// What it means for the result.
  public let meaning: String
  /// What to do; `nil` where there is nothing to do.
  public let advice: String?
}

extension CheckFinding {
  /// A count that is a multiple of this is likely a limit of the program that collected: by chance
  /// one count in a hundred is.
  private static let roundStep = 100
  /// The part of posts from which on missing things are a problem.
  private static let manyMissing = 0.05
  /// How much of what the platform showed an export should hold.
  private static let expectedReplies = 0.8
  /// So many members that are not used are named.
  private static let membersShown = 20
  /// An empty day is a gap where the days around it had at least this many posts.
  private static let busyDay = 20

  // One list, in the order in which a reader is told, is easier to check than a rule spread out.
  // swift-format-ignore
  fileprivate static func all(
    _ check: ExportCheck,
    _ facts: ExportCheck.Facts,
    _ corpus: Corpus
  ) throws -> [CheckFinding] {
    var findings: [CheckFinding] = []
    func find(
      _ code: Code, _ isProblem: Bool, _ seen: String, _ meaning: String, _ advice: String?
    ) {
      findings.append(
        CheckFinding(
          code: code, isProblem: isProblem, seen: seen, meaning: meaning, advice: advice
        )
      )
    }
    let input = check.input
    let posts = max(input.posts - input.duplicates, 1)
    func many(_ count: Int) -> Bool { Double(count) > manyMissing * Double(posts) }
    func isOrAre(_ count: Int) -> String { count == 1 ? "is" : "are" }
    /// What to do where a field of posts is missing, which may stand under a name that is not known.
    func advice(_ advice: String, for field: String) -> String {
      guard check.members[field] == nil, !check.unusedMembers.isEmpty else { return advice }
      return "Members not used: \(check.unusedMembers.prefix(membersShown).joined(separator: ", ")). "
        + "If one is the \(field), say so: --fields \(field)=NAME; if none is, export it too."
    }

    if input.posts == 0 {
      find(
        .noPosts, true, "No posts",
        "There is nothing to analyse.",
        "Is the file empty, or the collection not finished?"
      )
    }
    if input.rejected > 0 {
      find(
        .unreadLines, true,
        "\(DisplayText.counted(input.rejected, "line")) could not be read, first \(input.firstRejections.first ?? "")",
        "What stands on them is missing from every count.",
        "Keep them with --rejects FILE and look; a last line that is cut off means the download broke off."
      )
    }
    for file in input.files where file.posts == 0 && file.bytes > 0 && input.posts > 0 {
      find(
        .fileWithoutPosts, true, "\(file.name) holds no posts",
        "It adds nothing to the result.",
        "Is it the right file? Lists of accounts, counts and notices hold no posts."
      )
    }
    if check.withoutID > 0 {
      find(
        .withoutID, many(check.withoutID),
        "\(DisplayText.counted(check.withoutID, "post has", "posts have")) no id",
        "No reply can name them, and two with one author, time and text count as one.",
        advice("Export the id of each post, and say where it stands: --fields id=NAME.", for: "id")
      )
    }
    if input.collidingIDs > 0 {
      let places = try collisions(corpus)
      find(
        .collidingIDs, true,
        "\(DisplayText.counted(input.collidingIDs, "id stands", "ids stand")) for different posts by different people, first \(places)",
        "Only one post of each is counted, and replies may hang on the wrong one.",
        "If these are different exports, analyse each alone. If each thread or file counts its posts from 1, export the platform's ids, "
          + "or put a name of its own in front of each id and of the ids that replies name."
      )
    }
    if facts.damagedIDs > 0, many(facts.damagedIDs) {
      find(
        .damagedIDs, true,
        DisplayText.counted(facts.damagedIDs, "id ends", "ids end")
          + " in zeros or \(isOrAre(facts.damagedIDs)) written as 1.7E+18",
        "A spreadsheet or data frame has rounded them: different posts look like one, and replies lose their parents.",
        "Export again, do not open and save the file in a spreadsheet, and read ids as text (in pandas dtype=str)."
      )
    }
    for (name, count) in roundCounts(input) {
      find(
        .roundCount, true, "\(name) holds exactly \(count) posts",
        "The program that collected may have stopped at a limit, so that the newest or oldest posts are missing.",
        "Look at its settings, and at what it says about limits."
      )
    }
    for (place, shown) in facts.shownReplies.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(3) {
      let conversation = corpus.conversations.links[place].conversation
      let held = corpus.conversations.conversations[conversation].reactions
      guard shown >= 10, Double(held) < expectedReplies * Double(shown) else { continue }
      let position = corpus.index.position(of: place)
      let file = input.files.count > 1 ? " of \(input.files[position.input].name)" : ""
      find(
        .fewerReplies, true,
        "the platform showed \(shown) replies to the post on line \(position.line)\(file), "
          + "the export holds \(held)",
        "Which replies are missing is not known; platforms hide some, and programs stop early.",
        "Collect again, or say in public what part was seen."
      )
    }
    if let gap = emptyDays(facts.byDay) {
      find(
        .emptyDays, true, gap,
        "Either nobody wrote, or the collection paused: a curve cannot tell.",
        "Look whether the program that collected ran on these days."
      )
    }
    if let collected = check.collected, let last = input.lastTime,
      collected.upperBound.seconds - last.seconds < 3_600, input.posts >= 10
    {
      find(
        .collectedEarly, false,
        "the last post was written within an hour of the collection (\(collected.upperBound))",
        "The conversation was still running: later replies are missing.",
        "Say when it was collected, or collect again."
      )
    }
    if input.missingParents > 0 {
      find(
        .missingParents, many(input.missingParents),
        "\(DisplayText.counted(input.missingParents, "reply", "replies")) \(input.missingParents == 1 ? "is to a post that is" : "are to posts that are") not in the export",
        "Short answers cannot be understood without what they answer.",
        "Collect whole conversations; deleted posts cannot be had back."
      )
    }
    if corpus.conversations.isUnlinked && input.posts > 1 {
      find(
        .noConversation, true, "no post names another",
        "This is a list of posts, not a conversation: all are taken as reactions to one that is not there.",
        "Say whom they are about: --target, --ally, --opponent."
      )
    } else if check.missingRoots > 0 {
      let several = check.missingRoots == 1 ? "one conversation" : "\(check.missingRoots) conversations"
      find(
        .missingRoots, false, "the first post of \(several) is not in the export",
        "Its author, and so the target, is not known from the file.",
        "Add the post to the export, or name the target: --target."
      )
    }
    if facts.truncated > 0 {
      find(
        .truncatedTexts, many(facts.truncated),
        "\(DisplayText.counted(facts.truncated, "text")) \(isOrAre(facts.truncated)) cut short",
        "The end, where people often say what they think, is missing.",
        "Collect with full texts (extended mode)."
      )
    }
    if input.withoutTime > 0 {
      let unread = try facts.firstWithoutTime.flatMap { try corpus.memberUse(of: [$0])?.unreadTime }
      let example = unread.map { ", such as \"\($0.time)\" in \($0.member)" } ?? ""
      find(
        .withoutTime, many(input.withoutTime),
        "\(DisplayText.counted(input.withoutTime, "post")) \(input.withoutTime == 1 ? "has" : "have") no time that could be read\(example)",
        "They are in the totals, but not on the timeline.",
        unread?.time.prefix(4).allSatisfy(\.isNumber) == true
          ? "Times from 2004 to 2039 are read: look at how these were exported."
          : advice("Export the time of each post, year first (2026-05-31 14:05): of 05/06/2026 nobody knows what comes first.", for: "time")
      )
    }
    if input.withoutZone > 0 {
      find(
        .withoutZone, input.assumedZone == nil,
        DisplayText.counted(input.withoutZone, "time names", "times name")
          + " no zone and \(isOrAre(input.withoutZone)) read as \(input.assumedZone ?? "UTC")",
        "The timeline may be some hours off.",
        input.assumedZone == nil
          ? "Name the zone that the exporting program wrote: --assume-zone." : nil
      )
    }
    if check.dayExact > 0 {
      find(
        .dayExactTimes, false,
        "\(DisplayText.counted(check.dayExact, "time")) \(isOrAre(check.dayExact)) exact to the day or worse",
        "A timeline by the hour would show hours that nobody knows.",
        "Read it by the day: --bin day."
      )
    }
    if check.withoutAuthor > 0 {
      find(
        .withoutAuthor, many(check.withoutAuthor),
        "\(DisplayText.counted(check.withoutAuthor, "post")) name\(check.withoutAuthor == 1 ? "s" : "") no author",
        "They count as posts, but not as people.",
        advice("Export the author of each post, if only as a number.", for: "author")
      )
    }
    if check.authors > 0, input.posts >= 20, check.topAuthorShare > 0.1 {
      find(
        .fewAuthors, false,
        "one author wrote \(DisplayText.percent(check.topAuthorShare)) of the posts, the ten busiest \(DisplayText.percent(check.topTenShare))",
        "Counts of posts say what few people think.",
        "Read the shares by person."
      )
    }
    if input.mendedTexts > 0 {
      find(
        .mendedTexts, many(input.mendedTexts),
        "\(DisplayText.counted(input.mendedTexts, "text")) held bytes that are no text",
        "They were replaced by �; words with them are not understood.",
        "Export as UTF-8."
      )
    }
    if input.duplicates > 0 {
      find(
        .duplicates, false,
        input.collidingIDs == 0
          ? "\(DisplayText.counted(input.duplicates, "post")) \(isOrAre(input.duplicates)) there more than once"
          : "\(DisplayText.counted(input.duplicates, "post has", "posts have")) an id that was read before",
        input.collidingIDs == 0 ? "Each is counted once." : "One post of each id is counted.", nil
      )
    }
    if !input.otherRecords.isEmpty {
      let kinds = input.otherRecords.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      find(
        .otherRecords, false,
        "\(DisplayText.counted(kinds.reduce(0) { $0 + $1.value }, "record")) \(kinds.count == 1 && kinds[0].value == 1 ? "is no post" : "are no posts"): "
          + kinds.prefix(4).map { "\($0.key) (\($0.value))" }.joined(separator: ", "),
        "They are left out.", nil
      )
    }
    if check.deleted > 0 {
      find(
        .deletedPosts, false, "\(DisplayText.counted(check.deleted, "post")) \(isOrAre(check.deleted)) deleted or withheld",
        "They have no stance; the harshest posts are often the ones removed.",
        "Say so beside the result."
      )
    }
    let conversations = corpus.conversations.conversations.count { $0.size > 1 }
    if conversations > 1 {
      find(
        .severalConversations, false, "\(conversations) conversations of several posts",
        "Only the largest is analysed unless asked otherwise.",
        "Name the one you mean (--root), or count all (--all-conversations)."
      )
    }
    return findings.filter(\.isProblem) + findings.filter { !$0.isProblem }
  }

  /// The first ids that are of several posts, with the lines of two of them.
  private static func collisions(_ corpus: Corpus) throws -> String {
    let files = corpus.account.files
    return try corpus.index.firstCollisions.map { collision in
      let lines = [collision.first, collision.second].map {
        "line \($0.line)" + (files.count > 1 ? " of \(files[$0.input].name)" : "")
      }
      let id = try corpus.post(at: collision.place)?.id ?? ""
      return "\(id) (\(lines.joined(separator: " and ")))"
    }.joined(separator: ", ")
  }

  /// Files whose number of posts is suspiciously round.
  private static func roundCounts(_ input: InputAccount) -> [(name: String, count: Int)] {
    input.files.filter { isRound($0.posts) }.map { ($0.name, $0.posts) }
  }

  /// Whether a number of posts is likely a limit of the program that collected them.
  static func isRound(_ posts: Int) -> Bool { posts >= roundStep && posts % roundStep == 0 }

  /// The longest run of days without a post between two busy ones, in words.
  private static func emptyDays(_ byDay: [Int64: Int]) -> String? {
    let days = byDay.keys.sorted()
    var longest: (from: Int64, to: Int64)?
    for (day, next) in zip(days, days.dropFirst()) where next > day + 1 {
      guard (byDay[day] ?? 0) >= busyDay, (byDay[next] ?? 0) >= busyDay else { continue }
      if next - day > (longest.map { $0.to - $0.from } ?? 0) { longest = (day, next) }
    }
    guard let longest else { return nil }
    let first = Timestamp(seconds: (longest.from + 1) * 86_400, precision: .day)
    let last = Timestamp(seconds: (longest.to - 1) * 86_400, precision: .day)
    return first == last
      ? "no post on \(first), between busy days"
      : "no post from \(first) to \(last), between busy days"
  }
}
