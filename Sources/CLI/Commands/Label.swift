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
    ] + StandFlags.flags + [.allConversations, .inputFormat, .fields, .assumedZone, .jobs],
    notes: """
      First it says whose stand it is. Each post is shown under those that it answers, and nothing shows what \
      the program thinks of it. \
      Press s, c or n for supportive, critical or neutral towards the stand ('groundswell help labels' says \
      what they mean), the same as capitals where you are not sure; x to leave the post out for good, b to go \
      back, also into earlier sessions, q to stop. Where keys are not pressed at a terminal, they are \
      read from standard input. Posts that have no stance, such as those of the target, are not asked about.
      A label that you are not sure of counts like any other for 'analyse' and 'evaluate'; 'train' learns half as \
      much from it, and leaves it out of what it measures. A post that is left out is written with "status": \
      "left_out": it is not asked about again, and no command takes it for a label.
      Who labels together with others gives each their own --seed and file, and all files to 'analyse' and \
      'evaluate'.
      Posts are drawn from those that 'analyse' counts: the conversation with the most posts, or that of --root, or \
      with --all-conversations all; give 'analyse' the same.
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
    let known =
      isNew ? [:] : try LabelledConversation.goldLabels(paths: [path], keepsLeftOut: true)
    let old = isNew ? [] : try File.read(path)
    let run = try Run(arguments)
    let scored = try run.scored(arguments.scope, samplesTexts: false, keepsBuiltIn: false)
    var session = try LabelSession(run.corpus, scored, seed: seed, old: old, wanted: wanted)
    guard session.drawn > 0 else {
      let stances = scored.posts.count { $0.status == .scored }
      throw RunError(
        description: stances > 0
          ? "none of the \(DisplayText.counted(stances, "post")) that have a stance has an id by which a label could name it"
          : "no post of the export has a stance to be labelled; 'groundswell analyse' says what became of each"
      )
    }
    HandLabelFiles(byID: known, name: path).sayLost { run.corpus.index.place(ofID: $0) != nil }
    if !isNew { Interrupt.isWhole(path) }
    Progress.shared.finish()
    Diagnostics.write(try run.whoseStand(scored.assumptions, arguments.scope))
    var shown: Int?
    asking: while let post = session.next {
      if shown != post.place { Diagnostics.write(try run.shown(post)) }
      shown = post.place
      Diagnostics.write(session.prompt)
      let key = Keys.next()
      Diagnostics.write("\n")
      guard let key else { break }
      switch try session.take(key) {
      case .stop: break asking
      case .nothing(let why): Diagnostics.write(why + "\n")
      case .changed: if path != "-" { try File.write(session.file, to: path) }
      }
    }
    if path == "-" { try File.write(session.file, to: path) }
    Diagnostics.say("\(DisplayText.counted(session.count, "post is", "posts are")) labelled")
    if path != "-" {
      let more = min(LabelFindings.least, session.drawn) - session.count
      Diagnostics.say(
        more > 0
          ? "\(more) more, and 'groundswell analyse --labels \(path)' corrects the shares"
          : "'groundswell analyse --labels \(path)', with the same export, brief and conversations, corrects the shares by them; "
            + "'groundswell evaluate --gold \(path)' says how right the program is"
      )
    }
  }
}

extension LabelSession {
  /// What a key does.
  fileprivate enum Effect {
    case changed
    case stop
    /// Nothing, for a reason.
    case nothing(String)
  }

  fileprivate var prompt: String {
    "\n\(count + 1) of \(wanted)  [s]upportive [c]ritical [n]eutral, capital: not sure; "
      + "[x] leave out [b]ack [q]uit "
  }

  /// Takes a key, one of those of ``prompt``.
  fileprivate mutating func take(_ key: Character) throws -> Effect {
    let stances: [String: Stance] = ["s": .supportive, "c": .critical, "n": .neutral]
    switch key.lowercased() {
    // At a terminal also what usually breaks a program off, or ends its input.
    case "q", "\u{3}", "\u{4}": return .stop
    case "b":
      guard goBack() else {
        return .nothing("There is nothing to go back to: no post is labelled.")
      }
    case "x": try leaveOut()
    case let name:
      guard let stance = stances[name] else {
        return .nothing(
          "That key means nothing here. Press s, c or n, as a capital where you are not sure; x, b or q."
        )
      }
      try label(stance, isSure: !key.isUppercase)
    }
    return .changed
  }
}

extension Run {
  /// Whose stand labels are towards, so that a wrong one is noticed before the first.
  fileprivate func whoseStand(
    _ assumptions: Assumptions,
    _ scope: Scorer.Scope
  ) throws -> String {
    let brief = assumptions.brief
    var target = brief.target.joined(separator: ", ")
    if target.isEmpty {
      target =
        scope == .everyConversation
        ? "in each conversation the author of its first post"
        : "nobody is named; --target or --brief names somebody"
    }
    if assumptions.targetAssumed, !brief.target.isEmpty {
      target +=
        " (assumed: the author of the post \(assumptions.rootAssumed ? "with the most answers" : "that is the root"))"
    }
    var stand = brief.stand
    if stand.isEmpty {
      let root = try brief.root.first.flatMap(corpus.index.place(ofID:)).flatMap {
        try corpus.post(at: $0)
      }
      stand =
        root.map { "not put in words; as in the first post, \"\(DisplayText.label($0.text))\"" }
        ?? "not put in words; what the target says"
    }
    let absent = assumptions.misspeltNames
    let rows = [
      "Target: \(target)",
      "Stand: \(stand)",
      absent.isEmpty
        ? nil : "No post and no author of the export has \(absent.joined(separator: ", ")).",
    ]
    return rows.compactMap { $0 }.flatMap {
      DisplayText.wrapped(DisplayText.sanitized($0), to: 78)
    }.joined(separator: "\n") + "\n"
  }

  /// A post as the labeller sees it, under those that it answers.
  fileprivate func shown(_ drawn: LabelSession.Post) throws -> String {
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
      // An arrow sends letters too, all at once: those are no keys.
      var more = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      while isTerminal, byte == 0x1B, unsafe poll(&more, 1, 0) > 0 {
        var ignored: UInt8 = 0
        guard unsafe read(STDIN_FILENO, &ignored, 1) == 1 else { return nil }
      }
      if byte != 0x20 && byte != 0x0A && byte != 0x0D { return Character(UnicodeScalar(byte)) }
    }
  }
}
