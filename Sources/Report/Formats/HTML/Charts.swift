/// The drawings of the report, as SVG without scripts.
///
/// The three stances differ in colour and in pattern, so that they are told apart in print and by
/// whoever sees no colours.
struct Charts {
  let file: SummaryFile

  private static let width = 720.0
  /// What a label of the time axis takes, with room around it, on the narrowest screens.
  private static let labelWidth = 200.0
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

  private static func fill(_ stance: String) -> String {
    stance == "supportive" ? "class=\"supportive\"" : "fill=\"url(#p-\(stance))\""
  }

  /// Bars with their 95 % intervals.
  func bars(_ shares: SummaryFile.SharesPart, title: String) -> String {
    let height = 40.0
    let (left, right) = (110.0, 150.0)
    let scale = Self.width - left - right
    var body = ""
    for (row, (stance, part)) in shares.all.enumerated() {
      guard let share = part.share, let low = part.low, let high = part.high else { continue }
      let top = Double(row) * height
      let middle = top + height / 2
      body += text(left - 10, middle + 5, stance, anchor: "end")
      body +=
        "<rect x=\"\(n(left))\" y=\"\(n(top + 8))\" width=\"\(n(scale * share))\" "
        + "height=\"\(n(height - 16))\" \(Self.fill(stance))/>"
      body +=
        "<path class=\"interval\" d=\"M\(n(left + scale * low)) \(n(middle))H\(n(left + scale * high))"
        + "M\(n(left + scale * low)) \(n(middle - 6))v12M\(n(left + scale * high)) \(n(middle - 6))v12\"/>"
      body += text(
        left + scale * max(share, high) + 10,
        middle + 5,
        "\(percent(share)) (\(percent(low))–\(percent(high)))",
        anchor: "start"
      )
    }
    let description = shares.all.map { stance, part in
      "\(stance) \(part.share.map(percent) ?? "not shown"), \(part.count) of \(shares.total)"
    }
    return svg(
      height: height * 3,
      title: title,
      description: description.joined(separator: "; "),
      body
    )
  }

  /// Shares over time as stacked columns, the number of posts beneath, events above.
  func timeline() -> String {
    let bins = file.timeline.bins
    guard bins.count > 1 else { return "" }
    let (left, right, top) = (44.0, 10.0, 26.0)
    let (sharesHeight, gap, volumeHeight) = (180.0, 14.0, 70.0)
    let step = (Self.width - left - right) / Double(bins.count)
    let most = Double(max(bins.map(\.posts.total).max() ?? 1, 1))
    let volumeTop = top + sharesHeight + gap
    var body = ""
    for share in [0.0, 0.5, 1.0] {
      let y = top + sharesHeight * (1 - share)
      body += "<path class=\"grid\" d=\"M\(n(left)) \(n(y))H\(n(Self.width - right))\"/>"
      body += text(left - 6, y + 4, percent(share), anchor: "end")
    }
    body += text(left - 6, volumeTop + 10, "\(Int(most))", anchor: "end")
    body += text(left - 6, volumeTop + volumeHeight, "0", anchor: "end")
    for (number, bin) in bins.enumerated() {
      let x = left + Double(number) * step
      let width = max(step - min(step * 0.1, 2), 0.5)
      var y = top + sharesHeight
      for (stance, part) in bin.people.all {
        guard let share = part.share else { continue }
        y -= sharesHeight * share
        body +=
          "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" "
          + "height=\"\(n(sharesHeight * share))\" \(Self.fill(stance))/>"
      }
      let volume = volumeHeight * Double(bin.posts.total) / most
      body +=
        "<rect class=\"volume\" x=\"\(n(x))\" y=\"\(n(volumeTop + volumeHeight - volume))\" "
        + "width=\"\(n(width))\" height=\"\(n(volume))\"/>"
    }
    let labelEvery = max(Int((Self.labelWidth / step).rounded(.up)), 1)
    for number in stride(from: 0, to: bins.count, by: labelEvery) {
      let x = left + Double(number) * step
      let anchor = x > Self.width - 90 ? "end" : "start"
      body += text(
        x,
        volumeTop + volumeHeight + 16,
        bins[number].label,
        anchor: anchor,
        isSmall: true
      )
    }
    body += marks(left: left, step: step, bottom: volumeTop + volumeHeight)
    let shown = bins.count { $0.people.supportive.share != nil }
    return svg(
      height: volumeTop + volumeHeight + 22,
      title: "Shares of people over time, and the number of posts",
      description:
        "\(bins.count) steps of one \(file.timeline.bin), shares shown for the \(shown) with "
        + "at least \(file.timeline.minimumPeople) people. The numbers stand in the table below.",
      body
    )
  }

  /// Numbered lines for events, letters for changes that were found.
  private func marks(left: Double, step: Double, bottom: Double) -> String {
    var body = ""
    func mark(_ time: String, _ label: String, _ kind: String) {
      guard let x = place(of: time).map({ left + $0 * step }) else { return }
      body +=
        "<path class=\"\(kind)\" d=\"M\(n(x)) 20V\(n(bottom))\"/>"
        + text(x, 14, label, anchor: "middle")
    }
    for (number, event) in file.events.enumerated() { mark(event.at, "\(number + 1)", "event") }
    for (number, change) in file.changes.enumerated() {
      let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(number % 26)))
      mark(change.at, letter, "change")
    }
    return body
  }

  /// Where on the axis a moment lies, in bins; times are in one form, so their order is that of the
  /// texts.
  private func place(of time: String) -> Double? {
    let bins = file.timeline.bins
    guard let bin = bins.firstIndex(where: { $0.start <= time && time < $0.end }) else {
      return nil
    }
    return Double(bin) + 0.5
  }

  private func svg(height: Double, title: String, description: String, _ body: String) -> String {
    "<svg viewBox=\"0 0 \(n(Self.width)) \(n(height))\" role=\"img\" aria-label=\""
      + Markup.escaped("\(title): \(description)") + "\">\(body)</svg>"
  }

  private func text(
    _ x: Double,
    _ y: Double,
    _ text: String,
    anchor: String,
    isSmall: Bool = false
  ) -> String {
    "<text x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\"\(isSmall ? " class=\"small\"" : "")>"
      + Markup.escaped(text) + "</text>"
  }

  private func n(_ value: Double) -> String { Markup.number(value) }
  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
