extension Post {
  /// How a platform writes texts.
  enum TextForm {
    case plain
    /// Plain, but `&`, `<` and `>` are written as entities.
    case withEntities
    case html
    /// Whatever the maker of an export left in them: markup where they have tags, else entities.
    case unknown
  }

  /// Takes the text from a string.
  mutating func setText(_ record: Record?, _ form: TextForm) {
    guard let (text, isMended) = record?.string else { return }
    hasMendedText = isMended
    setText(text, form)
  }

  /// Creates a post of a plain text, and of nothing else.
  package init(text: String) {
    self.init()
    setText(text, .plain)
  }

  /// Takes the text; what stands in the place of one that is gone, or of a picture, is none.
  mutating func setText(_ text: String, _ form: TextForm) {
    switch form {
    case .plain: self.text = text
    case .withEntities: self.text = HTML.decodedEntities(text)
    case .html: self.text = HTML.plainText(text)
    case .unknown:
      let plain = HTML.isMarkup(text) ? HTML.plainText(text) : HTML.decodedEntities(text)
      self.text = HTML.withQuotedLines(plain)
    }
    switch Placeholder(self.text) {
    case nil: return
    case .removed: isDeleted = true
    case .media: break
    }
    self.text = ""
  }

  /// Takes the time of publication from a value.
  mutating func setTime(_ text: String?) {
    guard let text, let parsed = Timestamp.parse(text) else { return }
    createdAt = parsed.moment
    hasZonelessTime = !parsed.hasZone && parsed.moment.precision != .day
  }

  /// Marks the time as one that the exporting program made from words such as "2 days ago".
  mutating func roughenTime() { createdAt?.precision = .day }

  /// Takes the handle or name of the author, without `@` where a handle has one in front.
  mutating func setAuthor(_ handle: String?, name: String? = nil, id: String? = nil) {
    let handle = handle?.trimmed ?? ""
    author = handle.isEmpty ? (name?.trimmed).flatMap { $0.isEmpty ? nil : $0 } : handle
    if let first = author?.first, first == "@", author?.count ?? 0 > 1 { author?.removeFirst() }
    authorName = name?.trimmed
    authorID = id
  }

  /// Makes this a repost with the text of the original, which exports cut short in reposts.
  mutating func repeatText(of original: Post) {
    isRepost = true
    repostOf = original.id
    text = original.text
    hasMendedText = original.hasMendedText
    isTruncated = original.isTruncated
  }
}
