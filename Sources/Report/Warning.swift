package import Ingest
package import Scoring

/// Something that limits the result: what was seen, what it means, what to do.
public struct Warning: Hashable, Sendable {
  /// A stable name.
  public enum Code: String, CaseIterable, Sendable {
    /// Nobody named the target.
    case targetAssumed = "target_assumed"
    /// No post is by the target that was named.
    case targetAbsent = "target_absent"
    /// Names of the brief are neither in a text nor those of an author.
    case namesAbsent = "names_absent"
    /// Nobody named the post that the reactions are to.
    case rootAssumed = "root_assumed"
    /// The model is not the one of the program.
    case ownModel = "own_model"
    /// A scorer or words of the user's own had a say.
    case errorsUnmeasured = "errors_unmeasured"
    /// Labels by hand are too few to correct shares.
    case fewLabels = "few_labels"
    /// The posts that were labelled by hand are unlike all others.
    case labelsNotRandom = "labels_not_random"
    /// Fewer people than show shares.
    case fewPeople = "few_people"
    /// Many posts are deleted, or in a language that is not read.
    case manyUnscored = "many_unscored"
    /// The export holds conversations that were not counted.
    case conversationsLeftOut = "conversations_left_out"
    /// One account wrote a large part of the posts.
    case oneAuthorDominates = "one_author_dominates"
    /// Many replies answer posts that are not in the export.
    case missingParents = "missing_parents"
    /// The number of posts is round, as if a limit had been reached.
    case capped
    /// Different posts have one id.
    case collidingIDs = "colliding_ids"
    /// Lines could not be read.
    case rejectedLines = "rejected_lines"
    /// Posts name no author.
    case authorsMissing = "authors_missing"
    /// Posts have no time.
    case timesMissing = "times_missing"
    /// Times name no zone.
    case timesWithoutZone = "times_without_zone"
    /// Times of events name no zone.
    case eventsWithoutZone = "events_without_zone"
    /// Texts held bytes that are no UTF-8.
    case mendedTexts = "mended_texts"
    /// The export is so large that people were drawn.
    case sampledPeople = "sampled_people"
    /// The export is so large that what the posts say was looked at among people who were drawn.
    case sampledTexts = "sampled_texts"
    /// Conversations lie in several of the parts that were merged.
    case conversationsCut = "conversations_cut"
    /// Posts lie in several of the parts that were merged.
    case countedTwice = "counted_twice"
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

  package static func all(
    tool: ToolDescription,
    input: InputAccount,
    assumptions: Assumptions,
    statuses: StatusCounts,
    byPost: StanceShares,
    byPerson: StanceShares,
    labels: LabelFindings? = nil,
    withoutAuthor: Int,
    withoutTime: Int,
    missingParents: Int,
    mostByOne: Int,
    minimumPeople: Int,
    sampling: Int,
    textSampling: Int = 1,
    conversationsCut: Int,
    countedTwice: Int
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
      let root =
        statuses["target"] > 0
        ? "the first post, which names none" : "a post that is not in the export"
      let who = brief.target.first.map { "\($0), the author of the first post" }
      warn(
        .targetAssumed,
        "The target is taken to be \(who ?? "the author of \(root)"). "
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
    let absent = assumptions.misspeltNames
    if !absent.isEmpty {
      warn(
        .namesAbsent,
        "No post and no author of the export has the \(absent.count == 1 ? "name" : "names") "
          + "\(absent.joined(separator: ", ")): write names as the posts do."
      )
    }
    let isMeasured = labels?.correctsAll ?? false
    if tool.hasOwnModel {
      warn(
        .ownModel,
        "Scored by a model of your own (\(tool.modelSources)). "
          + (isMeasured
            ? "Labels correct its shares only if it did not learn from them: posts that it learned from are read more "
              + "rightly than others."
            : "Posts that it learned from are read more rightly than others, and how far off its shares are was not "
              + "measured on your labels: intervals allow for no less than the errors of the program's own model.")
      )
    }
    if tool.hasOwnScorer || tool.ownTerms > 0 {
      let readers = [
        tool.hasOwnScorer ? "a scorer" : nil, tool.ownTerms > 0 ? "words" : nil,
      ].compactMap { $0 }.joined(separator: " and ")
      warn(
        .errorsUnmeasured,
        isMeasured
          ? "Labels correct the shares by person and by post alone: how far off the course over time, levels, events "
            + "and terms are with \(readers) of your own was not measured."
          : "How far off shares are with \(readers) of your own was not measured: intervals allow for no less than the "
            + "errors of the program's own model. 'groundswell evaluate' with the same options says how right they are, "
            + "and 'analyse --labels' corrects the shares by your labels."
      )
    }
    if let labels { warnings += all(labels) }
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
        "\(DisplayText.counted(assumptions.conversationsLeftOut, "other conversation")) of the export "
          + "\(assumptions.conversationsLeftOut == 1 ? "is" : "are") left out; --all-conversations counts all."
      )
    }
    let scored = statuses["scored"]
    // Where no author is known, posts are all there is.
    let hasPeople = byPerson.counts.total > 0
    let counted = (hasPeople ? byPerson : byPost).counts.total
    if counted < minimumPeople {
      let people =
        hasPeople
        ? DisplayText.counted(counted, "person", "people") : DisplayText.counted(counted, "post")
      warn(.fewPeople, "Only \(people): too few for shares that mean anything.")
    }
    if withoutAuthor > 0 {
      warn(
        .authorsMissing,
        hasPeople
          ? "\(withoutAuthor) of \(DisplayText.counted(scored, "scored post")) \(withoutAuthor == 1 ? "names" : "name") "
            + "no author: they are in the shares by post and not in those by person, and among terms each counts as "
            + "one person. If some are the target's own, they count as reactions."
          : "No scored post names an author: shares are those of posts, and nothing is counted by person. "
            + "If the export has authors, say where (--fields author=NAME)."
      )
    }
    let words = scored + (statuses.unscored[.language] ?? 0) + (statuses.unscored[.deleted] ?? 0)
    if Double(words - scored) > manyUnscored * Double(words) {
      warn(
        .manyUnscored,
        "\(words - scored) of \(DisplayText.counted(words, "post")) \(words - scored == 1 ? "is" : "are") deleted or "
          + "in a language that is not read, and not in the shares."
      )
    }
    if Double(mostByOne) > dominant * Double(scored), mostByOne >= minimumPeople {
      warn(
        .oneAuthorDominates,
        "One account wrote \(mostByOne) of \(scored) scored posts. Go by the shares by person."
      )
    }
    if Double(missingParents) > manyMissing * Double(scored) {
      warn(
        .missingParents,
        "\(DisplayText.counted(missingParents, "reply answers", "replies answer")) a post that is not in the "
          + "export, and may only be understood with it. Capture the whole conversation if you can."
      )
    }
    if CheckFinding.isRound(input.posts) {
      warn(
        .capped,
        "The export holds exactly \(input.posts) posts: the program that collected may have stopped at "
          + "a limit, so that part of the conversation is missing."
      )
    }
    if input.collidingIDs > 0 {
      warn(
        .collidingIDs,
        "\(DisplayText.counted(input.collidingIDs, "id stands", "ids stand")) for different posts by different "
          + "people, and only one post of each is counted. 'groundswell check' says where they are and what to do."
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
    if withoutTime > 0 {
      warn(
        .timesMissing,
        (withoutTime == 1
          ? "1 scored post has no time that can be read: it is in the totals, and not in the timeline."
          : "\(withoutTime) scored posts have no time that can be read: they are in the totals, and "
            + "not in the timeline.")
          + (Double(withoutTime) > manyMissing * Double(scored)
            ? " If they have one, write it year first, such as 2026-05-31 14:05: of 05/06/2026 nobody knows "
              + "which is the month." : "")
      )
    }
    if input.withoutZone > 0 {
      warn(
        .timesWithoutZone,
        "The times of \(DisplayText.counted(input.withoutZone, "post")) name no zone and are read as "
          + "\(input.assumedZone ?? "UTC, unless --assume-zone says otherwise")."
      )
    }
    let withoutZone = brief.events.count { !$0.hasZone }
    if withoutZone > 0 {
      warn(
        .eventsWithoutZone,
        "The times of \(DisplayText.counted(withoutZone, "event")) of the brief name no zone and are read as "
          + "\(input.assumedZone ?? "UTC, unless --assume-zone says otherwise")."
      )
    }
    if sampling > 1 {
      warn(
        .sampledPeople,
        "People and times were counted among one in \(sampling) people and multiplied; posts by status and by stance "
          + "are counted in full."
      )
    }
    if textSampling > 1 {
      warn(
        .sampledTexts,
        "What the posts say was looked at among one in \(textSampling) people: terms, wordings and copies are theirs, "
          + "and not multiplied; likes are."
      )
    }
    if countedTwice > 0 {
      warn(
        .countedTwice,
        "About \(DisplayText.counted(countedTwice, "post was", "posts were")) counted more than once: the parts that "
          + "were merged overlap. Merge each part once, and no sum beside its own parts."
      )
    } else if conversationsCut > 0 {
      warn(
        .conversationsCut,
        "About \(DisplayText.counted(conversationsCut, "conversation lies", "conversations lie")) in more than one of "
          + "the parts that were merged: replies were read without what they answer. Cut exports with "
          + "'groundswell split'."
      )
    }
    if input.mendedTexts > 0 {
      warn(
        .mendedTexts,
        "\(DisplayText.counted(input.mendedTexts, "text holds", "texts hold")) bytes that are no UTF-8; they are "
          + "shown as \u{FFFD}."
      )
    }
    return warnings
  }

  private static func all(_ labels: LabelFindings) -> [Warning] {
    var warnings: [Warning] = []
    if labels.count < labels.needed.byPost || labels.count == 0 {
      warnings.append(
        Warning(
          code: .fewLabels,
          message: DisplayText.counted(labels.count, "labelled post counts", "labelled posts count")
            + " here, and \(max(labels.needed.byPost, 1)) \(labels.needed.byPost > 1 ? "are" : "is") needed to correct "
            + "shares: they are as the program found them."
            + (labels.needed.byPost < LabelFindings.least
              ? "" : " 100 to 200 are worth the work ('groundswell label').")
        )
      )
    } else if labels.byPost != nil, !labels.correctsAll {
      warnings.append(
        Warning(
          code: .fewLabels,
          message: "Only \(labels.authored) of the \(labels.count) labelled posts are of people "
            + "who are counted, and \(labels.needed.byPerson) \(labels.needed.byPerson == 1 ? "is" : "are") needed to "
            + "correct shares by person: these are as the program found them."
        )
      )
    }
    let difference: String? =
      switch labels.oddity {
      case .stance(let stance, let labelled, let all):
        "the program finds \(DisplayText.percent(labelled)) of them \(stance.rawValue), and "
          + "\(DisplayText.percent(all)) of all"
      case .earlier: "they are earlier than the others"
      case .later: "they are later than the others"
      case .authors(let people, let expected):
        "they are by \(DisplayText.counted(people, "person", "people")), and some "
          + "\(DisplayText.decimal(expected, digits: 0)) would be expected"
      case nil: nil
      }
    if let difference {
      warnings.append(
        Warning(
          code: .labelsNotRandom,
          message:
            "The labelled posts do not look drawn at random: \(difference), by more than chance makes "
            + "(p < 0.001). So the labels are not used, and all shares are as the program found them. Label posts as "
            + "'groundswell label' draws them."
        )
      )
    }
    return warnings
  }
}
