internal import Glibc
internal import Ingest
internal import Report
internal import Scoring

extension Command {
  static let label = Command(
    name: "label",
    summary: "label posts drawn at random by hand, one key a post",
    operands: "FILE… --output LABELS",
    readsInput: false,
    examples: [
      (
        "groundswell label replies.jsonl --output labels.jsonl --brief brief.json",
        "200 posts, for 'analyse --labels', 'evaluate' and 'train'; stop and go on as you like"
      )
    ],
    flags: [
      Flag(
        name: "--output",
        value: "LABELS",
        file: .output,
        help: "where the labels go; what is labelled there is not asked again"
      ),
      Flag(name: "--count", value: "N", help: "how many labels to come to (default 200)"),
      Flag(
        name: "--seed",
        value: "N",
        help: "which posts are drawn, and in which order (default 1)"
      ),
    ] + StandFlags.flags + [.inputFormat, .fields, .assumedZone, .jobs],
    notes: """
      Each post is shown under those that it answers, and nothing shows what the program thinks of it. \
      Press s, c or n for supportive, critical or neutral towards the stand ('groundswell help labels' says \
      what they mean), the same as capitals where you are not sure; x to leave the post out, b to go back, q \
      to stop. Where keys are not pressed at a terminal, they are read from standard input. Posts that have no \
      stance, such as those of the target, are not asked about.
      With 30 labels and more, 'analyse --labels' corrects the shares of the report by them: 100 are worth the \
      while, 200 better. Stop where you like, but take posts as they come: the draw is what makes it right.
      """
  ) { arguments in
    guard let path = arguments.value("--output"), !arguments.operands.isEmpty,
      !arguments.operands.contains("-")
    else {
      throw UsageError(
        problem: "no export, or no file for the labels, is named",
        advice: "expected groundswell label FILE --output LABELS; keys come from standard input"
      )
    }
    let wanted = try arguments.number("--count", least: 1) ?? 200
    let seed = UInt64(try arguments.number("--seed", least: 0) ?? 1)
    let isNew = unsafe path == "-" || access(path, F_OK) != 0
    let known = isNew ? [:] : try LabelledConversation.goldLabels(path: path)
    let old = isNew ? [] : try File.read(path)
    let run = try Run(arguments)
    let posts = try run.drawn(by: seed).filter { known[$0.id] == nil }
    var session = LabelSession(posts: posts, known: known.count, wanted: wanted)
    while let post = session.next {
      Diagnostics.write(try run.shown(post) + session.prompt)
      let key = Keys.next()
      Diagnostics.write("\n")
      guard let key, session.take(key) else { break }
      if path != "-" { try File.write(try session.file(after: old), to: path) }
    }
    if path == "-" { try File.write(try session.file(after: old), to: path) }
    Diagnostics.say("\(DisplayText.counted(session.count, "post is", "posts are")) labelled")
    if path != "-" {
      let more = LabelFindings.least - session.count
      Diagnostics.say(
        more > 0
          ? "from \(more) more on, 'groundswell analyse --labels \(path)' corrects the shares by them"
          : "'groundswell analyse --labels \(path)', with the same export and brief, corrects the shares by them; "
            + "'groundswell evaluate --gold \(path)' says how right the program is"
      )
    }
  }
}

/// A post to be labelled.
private struct Drawn {
  var id: String
  var place: Int
}

/// The labels that were given, and what comes next.
private struct LabelSession {
  private struct Label: Encodable {
    var id: String
    var stance: Stance
    /// `false` where the labeller hesitated.
    var sure: Bool?
  }

  private let posts: [Drawn]
  private let known: Int
  private let wanted: Int
  /// One for each post that was shown; `nil` for one that was left out.
  private var labels: [Label?] = []

  init(posts: [Drawn], known: Int, wanted: Int) {
    (self.posts, self.known, self.wanted) = (posts, known, wanted)
  }

  /// How many posts are labelled.
  var count: Int { known + labels.count { $0 != nil } }

  /// The post that is asked about; `nil` where there are labels enough, or no posts.
  var next: Drawn? { count < wanted && labels.count < posts.count ? posts[labels.count] : nil }

  var prompt: String {
    "\n\(count + 1) of \(wanted)  [s]upportive [c]ritical [n]eutral, capital: not sure; "
      + "[x] leave out [b]ack [q]uit "
  }

  /// Takes a key; other keys than those of ``prompt`` do nothing.
  ///
  /// - Returns: Whether to go on.
  mutating func take(_ key: Character) -> Bool {
    let stances: [String: Stance] = ["s": .supportive, "c": .critical, "n": .neutral]
    switch key {
    // At a terminal also what usually breaks a program off, or ends its input.
    case "q", "\u{3}", "\u{4}": return false
    case "b": _ = labels.popLast()
    case "x": labels.append(nil)
    default:
      guard let post = next, let stance = stances[key.lowercased()] else { break }
      labels.append(Label(id: post.id, stance: stance, sure: key.isUppercase ? false : nil))
    }
    return true
  }

  /// The labels, one a line, after those that were there.
  func file(after old: [UInt8]) throws -> [UInt8] {
    let gap: [UInt8] = old.isEmpty || old.last == 0x0A ? [] : [0x0A]
    return try labels.compactMap { $0 }.reduce(into: old + gap) { $0 += try JSONText.line($1).utf8 }
  }
}

extension Run {
  /// The posts that have a stance, in an order that hangs on their ids and the seed alone.
  fileprivate func drawn(by seed: UInt64) throws -> [Drawn] {
    let scored = try scored(.everyConversationOrList, samplesTexts: false)
    var drawn: [(hash: UInt64, post: Drawn)] = []
    try corpus.read { post, _, isKept in
      isKept && !post.isContext && !post.id.isEmpty ? post.id : nil
    } consume: { line in
      guard case .post(let place, let id?) = line, scored.byPlace[place].status == .scored else {
        return
      }
      drawn.append((FeatureHash.of(id.utf8, seed: seed), Drawn(id: id, place: place)))
    }
    return drawn.sorted { ($0.hash, $0.post.id) < ($1.hash, $1.post.id) }.map(\.post)
  }

  /// A post as the labeller sees it, under those that it answers.
  fileprivate func shown(_ drawn: Drawn) throws -> String {
    var places = [drawn.place]
    while let above = places.last.flatMap({ corpus.conversations.links[$0].parent }) {
      places.append(above)
    }
    // Of a long chain the root and the last posts tell what it is about.
    if places.count > Self.mostShown {
      places.removeSubrange(Self.mostShown - 1..<places.count - 1)
    }
    var text = "\n" + String(repeating: "─", count: 60) + "\n"
    for (depth, place) in places.reversed().enumerated() {
      guard let post = try corpus.post(at: place) else { continue }
      let margin = String(repeating: "  ", count: depth)
      let author = DisplayText.label(post.author ?? "somebody")
      text += "\(margin)\(author)\(place == drawn.place ? " ← this one" : ""):\n"
      for line in post.text.split(whereSeparator: \.isNewline) {
        for row in DisplayText.wrapped(DisplayText.sanitized(String(line)), to: 76 - margin.count) {
          text += "\(margin)  \(row)\n"
        }
      }
    }
    return text
  }

  private static let mostShown = 4
}

/// Keys, one at a time: from a terminal as they are pressed, else from standard input.
private enum Keys {
  /// The next key, blanks and line ends left out; `nil` at the end.
  static func next() -> Character? {
    var old = termios()
    let isTerminal = unsafe tcgetattr(STDIN_FILENO, &old) == 0
    if isTerminal {
      var raw = old
      // Signals too: a program that ends by one would leave the terminal like this.
      raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
      _ = unsafe tcsetattr(STDIN_FILENO, TCSANOW, &raw)
    }
    defer { if isTerminal { _ = unsafe tcsetattr(STDIN_FILENO, TCSANOW, &old) } }
    var byte: UInt8 = 0
    while true {
      let count = unsafe read(STDIN_FILENO, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1 else { return nil }
      if byte != 0x20 && byte != 0x0A && byte != 0x0D { return Character(UnicodeScalar(byte)) }
    }
  }
}
