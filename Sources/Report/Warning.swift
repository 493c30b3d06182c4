internal import Ingest
internal import Scoring

/// Something that limits the result: what was seen, what it means, what to do.
public struct Warning: Hashable, Sendable {
  /// A stable name.
  public enum Code: String, CaseIterable, Sendable {
    case targetAssumed = "target_assumed"
    case targetAbsent = "target_absent"
    case rootAssumed = "root_assumed"
    case ownModel = "own_model"
    case fewPeople = "few_people"
    case manyUnscored = "many_unscored"
    case conversationsLeftOut = "conversations_left_out"
    case oneAuthorDominates = "one_author_dominates"
    case missingParents = "missing_parents"
    case capped
    case rejectedLines = "rejected_lines"
    case timesMissing = "times_missing"
    case timesWithoutZone = "times_without_zone"
    case mendedTexts = "mended_texts"
    case sampledPeople = "sampled_people"
    case conversationsCut = "conversations_cut"
  }

  /// Which kind it is.
  public let code: Code
  /// One or two sentences.
  public let message: String

  /// Of posts that could have a stance, the part without one that is worth a warning.
  private static let manyUnscored = 0.2
  /// The part of scored posts by one author that is worth a warning.
  private static let dominant = 0.1
  private static let manyMissing = 0.05

  static func all(
    tool: ToolDescription,
    input: InputAccount,
    assumptions: Assumptions,
    statuses: StatusCounts,
    byPerson: StanceShares,
    mostByOne: Int,
    minimumPeople: Int,
    sampling: Int,
    conversationsCut: Int
  ) -> [Warning] {
    var warnings: [Warning] = []
    func warn(_ code: Code, _ message: String) {
      warnings.append(Warning(code: code, message: message))
    }
    let brief = assumptions.brief
    if assumptions.targetAssumed, !assumptions.rootAssumed, brief.root.isEmpty {
      warn(
        .targetAssumed,
        "Each conversation counts towards the author of its own first post. Where all are about one "
          + "person or organisation, name it (--target)."
      )
    } else if assumptions.targetAssumed {
      let who = brief.target.first.map { "\($0), the author of the first post" }
      warn(
        .targetAssumed,
        "The target is taken to be \(who ?? "the author of a post that is not in the export"). "
          + "Name target, allies and opponents (--target, --ally, --opponent) for a better result."
      )
    }
    if !assumptions.targetAssumed, statuses["target"] == 0, statuses["scored"] > 0 {
      warn(
        .targetAbsent,
        "No post in the export is by \(brief.target.first ?? "the target"). If they post there, name them as the "
          + "export does (--target): what they say themselves is no reaction to them."
      )
    }
    if !tool.modelSources.isEmpty, tool.modelDigest != (try? Model.builtIn())?.digest {
      warn(
        .ownModel,
        "Scored by a model of your own (\(tool.modelSources)). Posts that it learned from are read more rightly than "
          + "others, and how far off its shares are was not measured on your labels."
      )
    }
    if assumptions.rootAssumed, let root = brief.root.first {
      warn(
        .rootAssumed,
        "The reactions are taken to be to post \(root), which has the most below it. "
          + "If it is another, name it (--root)."
      )
    }
    if assumptions.conversationsLeftOut > 0 {
      warn(
        .conversationsLeftOut,
        "\(assumptions.conversationsLeftOut) other conversations of the export are left out. "
          + "Count them too with --all-conversations."
      )
    }
    let scored = statuses["scored"]
    if byPerson.counts.total < minimumPeople {
      warn(
        .fewPeople,
        "Only \(byPerson.counts.total) people: too few for shares that mean anything."
      )
    }
    let words = scored + (statuses.unscored[.language] ?? 0) + (statuses.unscored[.deleted] ?? 0)
    if Double(words - scored) > manyUnscored * Double(words) {
      warn(
        .manyUnscored,
        "\(words - scored) of \(words) posts are deleted or in a language that is not read: what "
          + "they say is not in the shares."
      )
    }
    if Double(mostByOne) > dominant * Double(scored), mostByOne >= minimumPeople {
      warn(
        .oneAuthorDominates,
        "One account wrote \(mostByOne) of \(scored) scored posts. Go by the shares by person."
      )
    }
    if Double(input.missingParents) > manyMissing * Double(input.posts) {
      warn(
        .missingParents,
        "\(input.missingParents) replies answer a post that is not in the export: some of them can "
          + "only be understood with it. Capture the whole conversation if you can."
      )
    }
    if CheckFinding.isRound(input.posts) {
      warn(
        .capped,
        "The export holds exactly \(input.posts) posts: the program that collected may have stopped at "
          + "a limit, so that part of the conversation is missing."
      )
    }
    if input.rejected > 0 {
      warn(
        .rejectedLines,
        input.rejected == 1
          ? "1 line could not be read and is in no count. Keep it with --rejects."
          : "\(input.rejected) lines could not be read and are in no count. Keep them with --rejects."
      )
    }
    if input.withoutTime > 0 {
      warn(
        .timesMissing,
        (input.withoutTime == 1
          ? "1 post has no time that can be read: it is in the totals, and not in the timeline."
          : "\(input.withoutTime) posts have no time that can be read: they are in the totals, and "
            + "not in the timeline.")
          + (Double(input.withoutTime) > manyMissing * Double(input.posts)
            ? " If they have one, write it year first, such as 2026-05-31 14:05: of 05/06/2026 nobody knows "
              + "which is the month." : "")
      )
    }
    if input.withoutZone > 0 {
      warn(
        .timesWithoutZone,
        "The times of \(input.withoutZone) posts name no zone and are read as "
          + "\(input.assumedZone ?? "UTC, unless --assume-zone says otherwise")."
      )
    }
    if sampling > 1 {
      warn(
        .sampledPeople,
        "People, times and terms were counted among one in \(sampling) people and multiplied; posts by "
          + "status and by stance are counted in full."
      )
    }
    if conversationsCut > 0 {
      warn(
        .conversationsCut,
        "About \(conversationsCut) conversations lie in more than one of the parts that were merged: replies "
          + "were read without what they answer. Cut exports with 'groundswell split'."
      )
    }
    if input.mendedTexts > 0 {
      warn(
        .mendedTexts,
        "\(input.mendedTexts) texts hold bytes that are no UTF-8; they are shown as \u{FFFD}."
      )
    }
    return warnings
  }
}
