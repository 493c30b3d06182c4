/// The posts of an export, each once, found again by a small fixed record of each.
///
/// Texts are not held. Whoever needs them reads the inputs again with ``read(transform:consume:)``.
package struct Catalog: Sendable {
  /// What was read, line by line accounted for.
  package let account: InputAccount
  package private(set) var index: PostIndex
  private let reader: PostReader
  /// Posts that the export reports as removed after they were published.
  private let removed: Set<Key>
  /// Authors of whom it reports all posts as removed.
  private let removedAuthors: Set<Key>
  /// The texts, where they were wanted.
  private let texts: TextSpool?

  /// Reads an export.
  ///
  /// - Parameters:
  ///   - paths: Files, or `-` for standard input; together they are one export.
  ///   - format: The format of all records; `nil` tells it from each.
  ///   - clock: The clock of times that name no zone; `nil` for UTC.
  ///   - jobs: How many threads read.
  ///   - limit: What is known of more posts than these is kept in a file, and not in memory.
  ///   - isPart: Whether more of the export is elsewhere, so that there may be no post here.
  ///   - keepsTexts: Whether the texts are kept aside, for ``readTexts(transform:consume:)``.
  ///   - onProgress: Called now and then with the number of bytes that were read since, and that of all
  ///     bytes, 0 where nobody knows; the inputs are read several times.
  ///   - onRejection: Called for each line that could not be read, in the order of the inputs.
  /// - Throws: ``IngestError`` where an input cannot be read, lines were read and none is a post, or none
  ///   has a member that the format's fields name; and whatever `onRejection` throws.
  package init(
    paths: [String],
    format: InputFormat? = nil,
    clock: LocalClock? = nil,
    jobs: Int = 1,
    holding limit: Int = .max,
    isPart: Bool = false,
    keepsTexts: Bool = false,
    onProgress: @escaping @Sendable (_ bytes: Int, _ total: Int) -> Void = { _, _ in },
    onRejection: Corpus.RejectionHandler = { _, _ in }
  ) throws {
    try self.init(
      inputs: paths.map { path throws(IngestError) in try Input(path: path) },
      format: format,
      clock: clock,
      jobs: jobs,
      holding: limit,
      isPart: isPart,
      keepsTexts: keepsTexts,
      onProgress: onProgress,
      onRejection: onRejection
    )
  }

  /// Reads an export from inputs that are open.
  init(
    inputs: [Input],
    format: InputFormat?,
    clock: LocalClock?,
    jobs: Int,
    holding limit: Int,
    isPart: Bool = false,
    keepsTexts: Bool,
    onProgress: @escaping @Sendable (_ bytes: Int, _ total: Int) -> Void,
    onRejection: Corpus.RejectionHandler
  ) throws {
    var reader = PostReader(
      inputs: inputs,
      format: format,
      clock: clock,
      jobs: jobs,
      onProgress: onProgress
    )
    var account = InputAccount()
    account.assumedZone = clock?.zone
    account.files = inputs.map { InputAccount.File(name: $0.name) }
    var index = PostIndex(holding: limit)
    var (removed, removedAuthors): (Set<Key>, Set<Key>) = ([], [])
    var texts = TextSpool()
    var (formats, languages) = (RunCount(), RunCount())
    try reader.read { post, position in
      IndexedPost(post, at: position, keepsText: keepsTexts)
    } consume: { position, content, bytes in
      account.files[position.input].lines = content.lastLine
      if content.isBlank { account.files[position.input].blankLines += 1 }
      for rejection in content.rejections {
        account.add(rejection, input: position.input)
        try onRejection(rejection, bytes)
      }
      for kind in content.otherRecords { account.otherRecords[kind, default: 0] += 1 }
      for id in content.removedIDs { removed.insert(Key(id)) }
      for author in content.removedAuthors {
        if let key = PostIndex.authorKey(author) { removedAuthors.insert(key) }
      }
      for post in content.values {
        let added = index.add(
          post.entry,
          post.record,
          post.ties,
          editedAt: post.editedAt,
          alias: post.alias,
          scope: post.scope
        )
        if added.isKept, let text = post.text {
          texts.add(text, at: added.place, post.record.position)
        }
        guard !post.entry.isContext else { continue }
        account.files[position.input].posts += 1
        account.add(post)
        formats.add(post.format)
        languages.add(post.language)
        if added.isDuplicate { account.duplicates += 1 }
      }
    }
    (account.formats, account.languages) = (formats.counts, languages.counts)
    for (number, input) in inputs.enumerated() {
      account.files[number].bytes = try input.size()
      guard let damage = input.damage else { continue }
      var rejection = Rejection(
        .damagedArchive,
        byte: 1,
        found: "damaged compressed data (\(damage))",
        expected: "a whole file: download it again"
      )
      rejection.file = input.name
      rejection.line = account.files[number].lines
      account.add(rejection, input: number)
      try onRejection(rejection, [])
    }
    reader.zeroIsNone = index.dropLinksToZero()
    try index.check()
    account.collidingIDs = index.collidingIDs
    for entry in index.entries {
      if entry.isContext {
        account.contextPosts += 1
      } else if entry.createdAt == nil {
        account.withoutTime += 1
      }
    }
    // A part may lack what other parts have, such as replies.
    if !isPart { try reader.checkFields() }
    let isNoExport = account.rejected > 0 || !account.otherRecords.isEmpty
    if account.posts == 0, isNoExport, !isPart {
      throw IngestError(
        file: inputs.count == 1 ? inputs[0].name : "\(inputs.count) inputs",
        reason: .noPosts(detail: Self.others(account))
      )
    }
    self.reader = reader
    self.removed = removed
    self.removedAuthors = removedAuthors
    self.texts = keepsTexts && !texts.isBroken ? texts : nil
    self.index = index
    self.account = account
  }

  /// Holds no more than is needed once the posts are tied.
  mutating func didTie() throws(IngestError) { try index.didTie() }

  /// What a record of a post is to the catalog.
  package enum Line<Value: Sendable>: Sendable {
    /// The record that is kept of the post at a place in the index.
    case post(place: Int, Value)
    /// Another record of the post at that place.
    case duplicate(place: Int, Value)
  }

  /// Reads all posts once more.
  ///
  /// Of posts that stand inside others, only those are handed over that the catalog knows from
  /// nowhere else, and each once.
  ///
  /// - Parameters:
  ///   - transform: What is wanted of a post, given the place of its entry; called on several
  ///     threads at once.
  ///   - consume: Takes the posts in the order of the inputs.
  /// - Throws: ``IngestError`` where an input can no longer be read, and whatever `consume` throws.
  package func read<Value: Sendable>(
    transform: @Sendable (Post, _ place: Int, _ isKept: Bool) -> Value,
    consume: (Line<Value>) throws -> Void
  ) throws {
    try read(
      transform: transform,
      consumeLine: { lines, _ in for line in lines { try consume(line) } }
    )
  }

  /// The same, with the bytes of the line on which the posts stand.
  package func read<Value: Sendable>(
    transform: @Sendable (Post, _ place: Int, _ isKept: Bool) -> Value,
    consumeLine consume: ([Line<Value>], ArraySlice<UInt8>) throws -> Void
  ) throws {
    try reader.read { post, position -> Line<Value>? in
      // A file that grew since the first pass has posts that are not in the index.
      guard let place = index.place(of: post.identity) else { return nil }
      let isKept = index.position(of: place) == position
      if post.isContext && !isKept { return nil }
      let value = transform(marked(post), place, isKept)
      return isKept ? .post(place: place, value) : .duplicate(place: place, value)
    } consume: { _, content, bytes in
      try consume(content.values.compactMap { $0 }, bytes)
    }
  }

  /// Reads the texts of all posts once more, each post once.
  ///
  /// - Parameters:
  ///   - transform: What is wanted of some texts, each with the place of its post; called on several
  ///     threads at once.
  ///   - consume: Takes that; in the order of the inputs.
  /// - Throws: ``IngestError`` where an input can no longer be read, and whatever `consume` throws.
  package func readTexts<Value: Sendable>(
    transform: @Sendable ([(text: PostText, place: Int)]) -> Value,
    consume: (Value) throws -> Void
  ) throws {
    guard let texts else {
      return try read { post, place, isKept in
        isKept ? transform([(PostText(post), place)]) : nil
      } consume: { line in
        if case .post(_, let value?) = line { try consume(value) }
      }
    }
    try texts.read(reader.workers) { [index] records in
      transform(
        records.compactMap { text, place, position in
          // A better record of the post came later.
          guard index.position(of: place).isSameRecord(as: position) else { return nil }
          guard isRemoved(index.entries[place]) else { return (text, place) }
          var text = text
          text.isDeleted = true
          text.utf8 = []
          return (text, place)
        }
      )
    } consume: { value in
      try consume(value)
    }
  }

  /// Reads all lines once more, each with its bytes.
  ///
  /// - Parameters:
  ///   - transform: What is wanted of a post; called on several threads at once.
  ///   - consume: Takes what each line gave and its bytes, in the order of the inputs.
  /// - Throws: ``IngestError`` where an input can no longer be read, and whatever `consume` throws.
  func readLines<Value: Sendable>(
    transform: @Sendable (Post, RecordPosition) -> Value,
    consume: (LineContent<Value>, ArraySlice<UInt8>) throws -> Void
  ) throws {
    try reader.read(transform: transform) { _, content, bytes in try consume(content, bytes) }
  }

  /// A post, marked as deleted where the export reports so.
  func marked(_ post: Post) -> Post {
    guard !removed.isEmpty || !removedAuthors.isEmpty, isRemoved(PostIndex.Entry(post)) else {
      return post
    }
    var post = post
    post.isDeleted = true
    post.text = ""
    return post
  }

  private func isRemoved(_ entry: PostIndex.Entry) -> Bool {
    !removed.isEmpty && removed.contains(entry.id) || isOfRemovedAuthor(entry)
  }

  /// Whether the export reports all posts of the author of a post as removed.
  func isOfRemovedAuthor(_ entry: PostIndex.Entry) -> Bool {
    !removedAuthors.isEmpty && entry.author.map(removedAuthors.contains) == true
  }

  /// Reads one post again.
  package func post(at place: Int) throws(IngestError) -> Post? {
    try reader.post(at: index.position(of: place)).map(marked)
  }

  /// What is read from which members of home-made records.
  ///
  /// - Parameter places: The places of the posts that are looked at.
  /// - Returns: `nil` where no record is home-made.
  /// - Throws: ``IngestError`` where an input can no longer be read.
  package func memberUse(of places: some Sequence<Int>) throws(IngestError) -> MemberUse? {
    guard account.formats[FlatForm.format.name] != nil else { return nil }
    var use = MemberUse()
    for place in places {
      if let more = try reader.memberUse(at: index.position(of: place)) { use.merge(more) }
    }
    return use
  }

  /// What there is in the place of posts, in a few words.
  private static func others(_ account: InputAccount) -> String {
    if let first = account.firstRejections.first { return first }
    let kinds = account.otherRecords.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return "only " + kinds.prefix(3).map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
  }
}

/// What the index and the account of the input need to know of a post.
private struct IndexedPost: Sendable {
  var entry: PostIndex.Entry
  var record: PostIndex.Record
  var ties: PostIndex.Ties
  var editedAt: Int64
  var alias: Key?
  var scope: String
  var format: String
  var language: String
  var hasZonelessTime: Bool
  var hasMendedText: Bool
  var text: PostText?

  init(_ post: Post, at position: RecordPosition, keepsText: Bool) {
    text = keepsText ? PostText(post) : nil
    entry = PostIndex.Entry(post)
    record = PostIndex.Record(post, at: position)
    ties = PostIndex.Ties(post)
    // Ids of versions count up, as their times do.
    let version = post.versionOf == nil ? nil : Int64(post.id)
    editedAt = version ?? post.editedAt?.seconds ?? 0
    alias = post.versionOf == nil ? post.address.map { Key($0) } : post.key(of: post.id)
    scope = post.idScope
    format = post.format
    language = post.language ?? "und"
    hasZonelessTime = post.hasZonelessTime
    hasMendedText = post.hasMendedText
  }
}

/// How often each of some names came, most of which are the one before: that is not looked up for each.
private struct RunCount {
  private var before: [String: Int] = [:]
  private var last = ""
  private var count = 0

  var counts: [String: Int] {
    count == 0 ? before : before.merging([last: count], uniquingKeysWith: +)
  }

  mutating func add(_ name: String) {
    if name != last {
      if count > 0 { before[last, default: 0] += count }
      (last, count) = (name, 0)
    }
    count += 1
  }
}

extension InputAccount {
  fileprivate mutating func add(_ rejection: Rejection, input: Int) {
    files[input].rejected += 1
    rejectedByReason[rejection.code.rawValue, default: 0] += 1
    if firstRejections.count < Self.shownRejections {
      firstRejections.append(rejection.description)
    }
  }

  fileprivate mutating func add(_ post: IndexedPost) {
    if post.hasZonelessTime { withoutZone += 1 }
    if post.hasMendedText { mendedTexts += 1 }
    guard let time = post.entry.createdAt else { return }
    firstTime = min(firstTime ?? time, time)
    lastTime = max(lastTime ?? time, time)
  }
}
