/// The drawings of the report, as SVG without scripts.
///
/// The three stances differ in colour and in pattern, so that they are told apart in print and by
/// whoever sees no colours. What lies along the width is given in hundredths of it, all else in
/// pixels: the drawing fits every screen, and its letters keep their size.
struct Charts {
  let file: SummaryFile

  private static let stances = ["supportive", "critical", "neutral"]

  /// The patterns, once for the page.
  static let patterns = """
    <svg width="0" height="0" aria-hidden="true" focusable="false" class="defs"><defs>
    <pattern id="p-critical" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect width="6" height="6" class="critical"/>\
    <rect width="2" height="6" class="ink"/></pattern>
    <pattern id="p-neutral" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect width="6" height="6" class="neutral"/><circle cx="3" cy="3" r="1.2" class="ink"/></pattern>
    </defs></svg>
    """

  /// What the three stances look like.
  static var legend: String {
    let items = stances.map { stance in
      "<li><svg class=\"key\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\" "
        + "\(fill(stance))/></svg> \(stance)</li>"
    }
    return "<ul class=\"legend\">\(items.joined())</ul>"
  }

  private static func fill(_ stance: String) -> String {
    stance == "supportive" ? "class=\"supportive\"" : "fill=\"url(#p-\(stance))\""
  }

  /// Bars with their 95 % intervals, on an axis from 0 to 100 %; where too few were counted, the counts
  /// in words.
  func bars(_ shares: SummaryFile.SharesPart, title: String) -> String {
    guard shares.supportive.share != nil else {
      let counts = shares.all.map { "\($1.count) \($0)" }
      return "<p>Too few people to show shares: \(counts.joined(separator: ", ")).</p>"
    }
    let rows = shares.all.compactMap { stance, part -> String? in
      guard let share = part.share, let low = part.low, let high = part.high else { return nil }
      let halo = whisker(low, high, "halo")
      return "<div class=\"bar\"><span class=\"name\">\(stance)</span><svg class=\"track\">"
        + line(0.5, 0...24, "grid")
        + "<rect y=\"3\" width=\"\(p(share))\" height=\"18\" \(Self.fill(stance))/>"
        + halo + whisker(low, high, "interval") + "</svg><span class=\"figure\">"
        + "<b>\(percent(share))</b> (\(percent(low))–\(percent(high)))</span></div>"
    }
    let description = shares.all.map { stance, part in
      "\(stance) \(part.share.map(percent) ?? "not shown"), \(part.count) of \(shares.total) found"
    }
    return image("bars", "\(title): \(description.joined(separator: "; "))", rows.joined())
  }

  private func whisker(_ low: Double, _ high: Double, _ kind: String) -> String {
    "<line class=\"\(kind)\" x1=\"\(p(low))\" x2=\"\(p(high))\" y1=\"12\" y2=\"12\"/>"
      + line(low, 7...17, kind) + line(high, 7...17, kind)
  }

  // The heights of the drawing over time, from its top, in pixels.
  private static let sharesTop = 36.0
  private static let sharesHeight = 180.0
  private static let volumeHeight = 64.0
  private var volumeTop: Double { Self.sharesTop + (hasShares ? Self.sharesHeight + 16 : 0) }
  private var bottom: Double { volumeTop + Self.volumeHeight }

  /// Whether any step of the timeline has enough people to show shares of.
  var hasShares: Bool { file.timeline.bins.contains { $0.people.supportive.share != nil } }

  /// Shares over time as stacked columns, the number of posts beneath, events above.
  func timeline() -> String {
    let bins = file.timeline.bins
    guard bins.count > 1 else { return "" }
    let step = 1 / Double(bins.count)
    let most = max(bins.map(\.posts.total).max() ?? 1, 1)
    var (axis, body) = ("", "")
    for share in hasShares ? [0.0, 0.5, 1.0] : [] {
      let y = Self.sharesTop + Self.sharesHeight * (1 - share)
      body += "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(n(y))\" y2=\"\(n(y))\"/>"
      axis += text("100%", y + 4, percent(share), "end")
    }
    axis += text("100%", volumeTop + 10, "\(most)", "end")
    axis += text("100%", bottom, "0", "end")
    for (number, bin) in bins.enumerated() {
      let x = Double(number) * step
      let place = "x=\"\(p(x))\" width=\"\(p(step * 0.95))\""
      var y = Self.sharesTop + Self.sharesHeight
      for (stance, part) in bin.people.all {
        guard let share = part.share, share > 0 else { continue }
        let height = Self.sharesHeight * share
        y -= height
        body += "<rect \(place) y=\"\(n(y))\" height=\"\(n(height))\" \(Self.fill(stance))/>"
      }
      guard bin.posts.total > 0 else { continue }
      let volume = Self.volumeHeight * Double(bin.posts.total) / Double(most)
      body +=
        "<rect class=\"volume\" \(place) y=\"\(n(bottom - volume))\" height=\"\(n(volume))\"/>"
    }
    let shown = bins.count { $0.people.supportive.share != nil }
    return image(
      hasShares ? "plot" : "plot low",
      (hasShares
        ? "Shares of people over time, and the number of posts: "
        : "The number of posts over time: ")
        + "\(bins.count) steps of \(file.timeline.bin.stepName)"
        + (hasShares
          ? ", shares shown for the \(shown) with at least \(file.timeline.minimumPeople) people"
          : "")
        + ". The numbers stand in the table below.",
      "<svg>\(axis)</svg><svg>\(body)\(clock(step))\(marks(step))</svg>"
    )
  }

  /// The clock beneath, where there is room: a quarter of the width for each label, and half of it
  /// on narrow screens, where every second one goes.
  private func clock(_ step: Double) -> String {
    let every = max(Int((0.25 / step).rounded(.up)), 1)
    let bins = file.timeline.bins
    var body = ""
    for (number, bin) in stride(from: 0, to: bins.count, by: every).enumerated() {
      let x = Double(bin) * step
      guard x <= 0.85 else { break }
      // A label that would reach beyond the right edge ends at its place instead.
      let anchor = x > 0.66 && Double(every) * step >= 0.33 ? "end" : "start"
      let isOdd = number % 2 == 1
      body += text(p(x), bottom + 17, bins[bin].label, anchor, isOdd ? "wide" : nil)
    }
    return body
  }

  /// Numbered lines for events, letters for changes that were found; one line for all in a bin.
  private func marks(_ step: Double) -> String {
    var marks: [Int: (events: [Int], changes: [Int])] = [:]
    for (number, event) in file.events.enumerated() {
      guard let bin = bin(of: event.at) else { continue }
      marks[bin, default: ([], [])].events.append(number + 1)
    }
    for (number, change) in file.changes.enumerated() {
      guard let bin = bin(of: change.at) else { continue }
      marks[bin, default: ([], [])].changes.append(number)
    }
    var body = ""
    // Labels that would run into each other stand in two rows; what has no room even there is
    // named by the lists below only.
    var free = [-1.0, -1.0]
    for (bin, mark) in marks.sorted(by: { $0.key < $1.key }) {
      let x = (Double(bin) + 0.5) * step
      let letters = mark.changes.map {
        String(UnicodeScalar(UInt8(ascii: "A") + UInt8($0 % 26)))
      }
      let parts = [Self.run(mark.events.map(String.init)), Self.run(letters)]
      let label = parts.filter { !$0.isEmpty }.joined(separator: ",")
      let half = 0.012 * Double(label.count) + 0.005
      let row = free.indices.first { x - half >= free[$0] }
      let top = row == 1 ? 30.0 : 16
      body += line(x, top...bottom, "halo")
      body += line(x, top...bottom, mark.events.isEmpty ? "change" : "event")
      guard let row else { continue }
      body += text(p(x), top - 4, label, "middle")
      free[row] = x + half
    }
    return body
  }

  /// Labels that follow each other, the many as `1–9`.
  private static func run(_ labels: [String]) -> String {
    guard labels.count > 2, let first = labels.first, let last = labels.last else {
      return labels.joined(separator: ",")
    }
    return "\(first)–\(last)"
  }

  /// The bin in which a moment lies; times are in one form, so their order is that of the texts.
  private func bin(of time: String) -> Int? {
    file.timeline.bins.firstIndex { $0.start <= time && time < $0.end }
  }

  private func image(_ kind: String, _ description: String, _ body: String) -> String {
    "<div class=\"\(kind)\" role=\"img\" aria-label=\"\(Markup.escaped(description))\">\(body)</div>"
  }

  private func line(_ x: Double, _ span: ClosedRange<Double>, _ kind: String) -> String {
    "<line class=\"\(kind)\" x1=\"\(p(x))\" x2=\"\(p(x))\" y1=\"\(n(span.lowerBound))\" "
      + "y2=\"\(n(span.upperBound))\"/>"
  }

  private func text(
    _ x: String,
    _ y: Double,
    _ text: String,
    _ anchor: String,
    _ kind: String? = nil
  ) -> String {
    let kind = kind.map { " class=\"\($0)\"" } ?? ""
    return "<text x=\"\(x)\" y=\"\(n(y))\" text-anchor=\"\(anchor)\"\(kind)>"
      + Markup.escaped(text) + "</text>"
  }

  /// A share as hundredths of the width.
  private func p(_ share: Double) -> String { "\((share * 10_000).rounded() / 100)%" }
  private func n(_ value: Double) -> String { Markup.number(value) }
  private func percent(_ share: Double) -> String { DisplayText.percent(share) }
}

extension String {
  /// The name of a length as it follows "steps of": `one hour`, `3 hours`.
  var stepName: String { first?.isNumber ?? false ? self : "one \(self)" }
}
