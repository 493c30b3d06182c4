internal import Scoring

extension Summary {
  /// The report as one page: no script, no request, nothing beside it.
  ///
  /// The page shows no handles but those that name the target; posts are quoted only where the summary has them, names and links
  /// masked.
  public func html() -> String {
    // The page is for anybody, and an id leads to its author.
    HTMLPage(file: file, tables: tables.map { $0.without("id") }).text
  }
}

/// The page, section by section in the order in which it is read.
private struct HTMLPage {
  let file: SummaryFile
  let tables: [Table]

  var text: String {
    let title = Markup.escaped(file.headline.text)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <title>\(title)</title>
      <style>\(PageStyle.css)</style>
      </head>
      <body>
      \(Charts.patterns)
      <main>
      \([
        head, mind, breakdown, overTime, events, exchanges, terms, representatives, wordings, accounted,
        sure, method, run,
      ].filter { !$0.isEmpty }.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  private var charts: Charts { Charts(file: file) }

  private var head: String {
    var text = "<header><h1>\(Markup.escaped(file.headline.text))</h1>"
    if !file.brief.stand.isEmpty {
      text += paragraph("The stand: \(DisplayText.label(file.brief.stand))")
    }
    if let sentence = file.robustness { text += paragraph(sentence) }
    return text + paragraph(file.extent) + "</header>"
  }

  private var mind: String {
    guard !file.warnings.isEmpty else { return "" }
    let items = file.warnings.map { Markup.item(Markup.escaped($0.message)) }
    return section("Mind", "<ul class=\"mind\">\(items.joined())</ul>")
  }

  private var breakdown: String {
    let people = file.stance.byPerson
    let posts = file.stance.byPost
    var body = ""
    if people.total > 0 {
      body +=
        "<h3>By person: \(file.votes)\(corrected(file.labels?.weightByPerson))</h3>"
        + charts.bars(
          people,
          title: file.labels?.weightByPerson == nil
            ? "Shares by person" : "Corrected shares by person"
        )
    }
    if posts.total > 0 {
      body +=
        "<h3>By post: \(DisplayText.counted(posts.total, "post"))\(corrected(file.labels?.weightByPost))</h3>"
        + charts.bars(
          posts,
          title: file.labels?.weightByPost == nil ? "Shares by post" : "Corrected shares by post"
        )
    }
    if let sentence = file.labels?.sentence { body += paragraph(sentence) }
    if let sentence = file.labels?.leftOut { body += paragraph(sentence) }
    if let sentence = file.asFound(file.copiesSentence) { body += paragraph(sentence) }
    if let sentence = file.asFound(file.stance.concentration) { body += paragraph(sentence) }
    if let sentence = file.asFound(file.reach.sentence) { body += paragraph(sentence) }
    return section("Who is on which side", body + table("shares"))
  }

  /// What stands behind the heading of shares that labels correct.
  private func corrected(_ weight: Double?) -> String {
    weight == nil ? "" : "; corrected by labels"
  }

  private var overTime: String {
    let chart = charts.timeline()
    guard !chart.isEmpty else {
      let sentence = SummaryFile.TimelinePart.sentence(
        bins: file.timeline.bins.count,
        of: file.timeline.bin
      )
      return sentence.map { section("Reaction over time", paragraph($0)) } ?? ""
    }
    let least = file.timeline.minimumPeople
    let fewPeople =
      file.stance.byPerson.total > 0
      ? "in no step did \(least) people post, of fewer no shares are shown" : "no author is named"
    var body = paragraph(
      "In steps of \(file.timeline.bin.stepName), by the clock of \(file.timeline.timeZone). "
        + (charts.hasShares
          ? "Above: shares of people, shown where at least \(least) posted. Below: posts. "
          : "Posts only: \(fewPeople). ")
        + "Numbers mark events, letters changes that were found."
    )
    body += (charts.hasShares ? Charts.legend : "") + chart
    if file.timeline.earlier + file.timeline.later > 0 {
      body += paragraph(
        SummaryFile.TimelinePart.outside(file.timeline.earlier, file.timeline.later)
      )
    }
    for burst in file.bursts { body += paragraph(file.sentence(of: burst)) }
    return section("Reaction over time" + file.asFound, body + table("timeline"))
  }

  private var events: String {
    guard !file.events.isEmpty || !file.changes.isEmpty else { return "" }
    var body = ""
    if !file.events.isEmpty {
      let items = file.events.map { event -> String in
        var sentence = event.sentence
        sentence = sentence.prefix(1).uppercased() + sentence.dropFirst()
        let text = "\(event.clock): \(DisplayText.label(event.label)). \(sentence)."
        return Markup.item(Markup.escaped(text))
      }
      body +=
        paragraph("Each with the change of the share of supportive people.")
        + "<ol>\(items.joined())</ol>" + table("events")
    }
    if !file.changes.isEmpty {
      let items = file.changes.map { Markup.item(Markup.escaped($0.sentence)) }
      body +=
        "<h3>Changes in the mix that nobody pointed at</h3>"
        + "<ol type=\"A\">\(items.joined())</ol>" + table("changes")
    }
    return section("Events and changes" + file.asFound, body)
  }

  private var exchanges: String {
    // Where all answer the target, the shares are those above.
    guard let exchanges = file.exchanges, exchanges.deeper.posts.total > 0 else { return "" }
    var body = ""
    for (name, level) in [
      ("Replies to the target", exchanges.direct), ("Replies to replies", exchanges.deeper),
    ] where level.posts.total > 0 {
      guard level.people.total > 0 else {
        body += "<h3>\(name)</h3>" + paragraph("\(level.posts.sentence).")
        continue
      }
      body +=
        "<h3>\(name): \(DisplayText.counted(level.posts.total, "post")) by \(file.people(level.people.total))</h3>"
      body += charts.bars(level.people, title: "Shares of people, \(name.lowercased())")
    }
    if let sentence = exchanges.answers.sentence { body += paragraph(sentence) }
    if !exchanges.arguedWith.isEmpty {
      let items = exchanges.arguedWith.map { post -> String in
        let quote = post.text.map { "<blockquote dir=\"auto\">\(Markup.escaped($0))</blockquote>" }
        return Markup.item(Markup.escaped(post.sentence(withID: false)) + (quote ?? ""))
      }
      body += "<h3>Replies that are argued with</h3><ol>\(items.joined())</ol>"
    }
    return section("Where people disagree" + file.asFound, body + table("levels") + table("argued"))
  }

  private var terms: String {
    let sides = ["supportive", "critical"].compactMap { stance -> String? in
      guard let terms = file.terms[stance], !terms.isEmpty else { return nil }
      let items = terms.map { term in
        "<li><bdi class=\"term\">\(Markup.escaped(term.term))</bdi> "
          + "<span class=\"count\">\(file.people(term.people)), \(term.othersPeople) of the other side</span></li>"
      }
      return
        "<div><h3>More often by \(stance) \(file.people)</h3><ul class=\"terms\">\(items.joined())</ul></div>"
    }
    guard !sides.isEmpty else { return "" }
    return section(
      "What each side says" + file.asFound,
      paragraph("By people; copies of a text count once.")
        + "<div class=\"sides\">\(sides.joined())</div>" + table("terms")
    )
  }

  private var representatives: String {
    let sides = ["supportive", "critical", "neutral"].compactMap { stance -> String? in
      let quotes = (file.representatives[stance] ?? []).compactMap(\.text)
      guard !quotes.isEmpty else { return nil }
      return "<h3>Among \(stance) posts</h3>"
        + quotes.map { "<blockquote dir=\"auto\">\(Markup.escaped($0))</blockquote>" }.joined()
    }
    guard !sides.isEmpty else { return "" }
    return section(
      "Posts that say what their side says",
      paragraph("Chosen for being nearest to the middle of their side; names and links are masked.")
        + sides.joined()
    )
  }

  private var wordings: String {
    guard let copied = file.wordings?.copied, !copied.isEmpty else { return "" }
    let items = copied.map { copied -> String in
      var text = copied.sentence
      if let quote = copied.text { text += ": “\(quote)”" }
      return Markup.item(Markup.escaped(text))
    }
    return section(
      "Texts that several accounts posted",
      "<ul>\(items.joined())</ul>" + table("copies")
    )
  }

  private var accounted: String {
    var body = table("accounted", isOpen: true)
    if !file.input.otherRecords.isEmpty {
      let others = file.input.otherRecords.sorted { $0.key < $1.key }.map {
        "\($0.key) (\($0.value))"
      }
      body += paragraph("Records that are no posts: \(others.joined(separator: ", ")).")
    }
    for rejection in file.sharedRejections { body += paragraph(rejection) }
    return section(
      "Every post accounted for",
      paragraph("What has no stance is counted here, and never called neutral.") + body
    )
  }

  private var sure: String {
    guard let robustness = file.robustness else { return "" }
    let rows = file.sensitivity.checks.map { check -> String in
      let shares = ["supportive", "critical", "neutral"].map { stance in
        "<td>\(check.shares[stance].map { DisplayText.percent($0) } ?? "")</td>"
      }
      return
        "<tr><th scope=\"row\">\(Markup.escaped(check.way))</th>\(shares.joined())<td>\(check.lead)</td></tr>"
    }
    return section(
      "How sure",
      paragraph(robustness)
        + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Counted in other ways\">"
        + "<table><caption>The same posts counted in other ways</caption>"
        + "<thead><tr><th scope=\"col\">counted</th><th scope=\"col\">supportive</th>"
        + "<th scope=\"col\">critical</th><th scope=\"col\">neutral</th><th scope=\"col\">result</th></tr></thead>"
        + "<tbody>\(rows.joined())</tbody></table></div>"
    )
  }

  private var method: String {
    section(
      "Method and limits",
      paragraph(file.caveat)
        + paragraph(
          "Stance is whose side the author of a post is on, towards the target and the stand they took; "
            + "it is not sentiment: anger at an opponent is support. One person has one vote: the stance of "
            + "most of their posts. Intervals by person are Wilson's, by post they allow for people who post "
            + "often. Changes are found by binary segmentation with a permutation test at 1 %, bursts by "
            + "Kleinberg's automaton, terms by log-odds with an informative Dirichlet prior, by people."
            + (file.labels?.isCorrecting ?? false
              ? " Shares are corrected by labels with the difference estimator (prediction-powered inference); by "
                + "person, the vote of whoever posted on several sides is then divided between these."
              : "")
        )
    )
  }

  private var run: String {
    let brief = file.brief
    var rows: [(String, String)] = [
      ("Program", "\(file.tool.name) \(file.tool.version)"),
      ("Model", file.tool.modelDigest),
      ("Learned from", file.tool.modelSources),
      ("Outside scorer", file.tool.outside?.sentence ?? ""),
      ("Terms of the user's own", file.tool.ownTerms > 0 ? "\(file.tool.ownTerms)" : ""),
      (
        "Target",
        brief.target.isEmpty ? "" : "\(brief.targetAssumed ? "assumed" : "named in the brief")"
      ),
      (
        "Root",
        brief.rootAssumed
          ? "assumed: the post with the most below it"
          : brief.root.isEmpty ? "each conversation's own" : "named in the brief"
      ),
      ("Time zone", file.timeline.timeZone),
    ]
    for file in file.input.files {
      rows.append(
        // Where a file lay on somebody's disk is nobody else's matter.
        (
          "File",
          "\(file.name.split(separator: "/").last ?? "-"): \(DisplayText.counted(file.lines, "line")), "
            + "\(DisplayText.counted(file.bytes, "byte")), \(DisplayText.counted(file.posts, "post"))"
        )
      )
    }
    let items = rows.filter { !$0.1.isEmpty }.map {
      "<dt>\($0.0)</dt><dd>\(Markup.escaped($0.1))</dd>"
    }
    return section("This run", "<dl>\(items.joined())</dl>")
  }

  /// Columns whose cells may be long, and break into lines.
  private static let textColumns: Set = ["event", "term", "text"]

  /// A table that opens, with its numbers as a file to download.
  private func table(_ name: String, isOpen: Bool = false) -> String {
    guard let table = tables.first(where: { $0.name == name }) else { return "" }
    let kinds = table.columns.indices.map { column -> String in
      if Self.textColumns.contains(table.columns[column]) { return " class=\"text\"" }
      let isNumeric = table.rows.allSatisfy { $0[column].isEmpty || Double($0[column]) != nil }
      return isNumeric ? " class=\"number\"" : ""
    }
    let head = zip(table.columns, kinds).map { name, kind in
      "<th scope=\"col\"\(kind)>\(Markup.escaped(name.replacing("_", with: " ")))</th>"
    }
    let rows = table.rows.map { row in
      let cells = zip(row, kinds).map { "<td\($1)>\(Markup.escaped($0))</td>" }
      return "<tr>\(cells.joined())</tr>"
    }
    let address = "data:text/csv;charset=utf-8," + Markup.percentEncoded(table.csv)
    return
      "<details\(isOpen ? " open" : "")><summary>The numbers: \(Markup.escaped(table.title))</summary>"
      + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(Markup.escaped(table.title))\">"
      + "<table><thead><tr>\(head.joined())</tr></thead>"
      + "<tbody>\(rows.joined())</tbody></table></div>"
      + "<p class=\"download\"><a download=\"\(name).csv\" href=\"\(address)\">Download \(name).csv</a></p></details>"
  }

  private func section(_ title: String, _ body: String) -> String {
    "<section><h2>\(Markup.escaped(title))</h2>\(body)</section>"
  }

  private func paragraph(_ text: String) -> String { "<p>\(Markup.escaped(text))</p>" }
}
