/// What stands in the place of a text.
///
/// Only a whole text is one, written as platforms, exporters and moderators write it: "This comment was
/// deleted" is, and "they deleted this comment" is what somebody says.
enum Placeholder {
  /// The text is gone, or withheld: "[deleted]", "Comment removed by a moderator".
  case removed
  /// There was a picture or film, and no words: "[GIF]", "image omitted".
  case media

  /// Finds what a text stands for; `nil` where it is words of somebody's own.
  init?(_ text: String) {
    guard text.utf8.count <= Self.longest, Self.mayOpen(text), let words = Self.words(of: text)
    else { return nil }
    let isBracketed = Self.isBracketed(text)
    if isBracketed && Self.mediaNames.isSuperset(of: words) || Self.isOmission(words) {
      self = .media
    } else if Self.isNotice(words, isBracketed: isBracketed) {
      self = .removed
    } else {
      return nil
    }
  }

  /// Whether a handle is what stands in the place of the author of a post that is gone.
  static func isRemovedAuthor(_ handle: String) -> Bool {
    guard handle.utf8.first == UInt8(ascii: "[") else { return false }
    if case .removed? = Placeholder(handle) { return true }
    return false
  }

  /// No notice has more bytes.
  private static let longest = 160

  /// Whether the first letters of a text are those of a placeholder: of nearly all texts that is all that
  /// needs to be looked at.
  private static func mayOpen(_ text: String) -> Bool {
    var start: UInt32 = 0
    for byte in text.utf8 {
      let letter = byte | 0x20
      guard letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") else {
        if start != 0 { return false }
        continue
      }
      start = start << 8 | UInt32(letter)
      if start >= 1 << 16 { return starts.contains(start) }
    }
    return false
  }

  /// The words in lower case; `nil` where the first two show that it is no placeholder, or where there
  /// is more than words in brackets, commas and full stops: somebody exclaims, asks or laughs.
  private static func words(of text: String) -> [String]? {
    var words: [String] = []
    var word: [UInt8] = []
    /// Ends a word; `false` where it cannot stand in a placeholder.
    func endWord() -> Bool {
      guard !word.isEmpty else { return true }
      let ended = String(decoding: word, as: UTF8.self)
      word.removeAll(keepingCapacity: true)
      words.append(ended)
      return switch words.count {
      case 1: openings.contains(ended)
      case 2 where words[0] == "this": texts.contains(ended)
      default: true
      }
    }
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): word.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
      case 0x00...0x20, UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'"):
        guard endWord() else { return nil }
      case 0xE2:
        // Apostrophes, dots, and marks of the direction of writing: U+2000 to U+202F.
        guard bytes.next() == 0x80, bytes.next() ?? 0xFF < 0xB0, endWord() else { return nil }
      default: return nil
      }
    }
    return endWord() && !words.isEmpty ? words : nil
  }

  private static func isBracketed(_ text: String) -> Bool {
    let text = text.trimmed.utf8
    guard let first = text.first, let last = text.last else { return false }
    return [("[", "]"), ("(", ")"), ("<", ">")]
      .contains { (open: Unicode.Scalar, close: Unicode.Scalar) in
        first == UInt8(ascii: open) && last == UInt8(ascii: close)
      }
  }

  /// "image omitted", as WhatsApp exports it.
  private static func isOmission(_ words: [String]) -> Bool {
    words.count == 2 && words[1] == "omitted" && mediaNames.contains(words[0])
  }

  /// "[Sorry,] [this] comment [was] deleted [by the author]", "this post is unavailable", and in brackets
  /// "[deleted]" and "[removed by Reddit]".
  private static func isNotice(_ words: [String], isBracketed: Bool) -> Bool {
    var rest = words[...]
    func take(_ set: Set<String>) -> Bool {
      guard let first = rest.first, set.contains(first) else { return false }
      rest.removeFirst()
      return true
    }
    _ = take(["sorry"])
    if take(["you"]) { return take(gone) && take(["this"]) && take(texts) && rest.isEmpty }
    let isThis = take(["this"])
    let isNamed = take(texts)
    guard isNamed || isBracketed && !isThis else { return false }
    if rest.suffix(2) == ["learn", "more"] { rest.removeLast(2) }
    if isNamed, unavailable.contains(rest.joined(separator: " ")) { return true }
    if isNamed { _ = take(["was", "is"]) || take(["has"]) && take(["been"]) }
    guard take(gone) else { return false }
    guard take(["by"]) else { return rest.isEmpty }
    _ = take(["a", "an", "the", "its"])
    _ = take(texts) || take(["original", "account"])
    guard take(removers) else { return false }
    return rest.isEmpty || rest.joined(separator: " ") == communityStandards
  }

  private static let openings = texts.union(gone).union(mediaNames).union(["sorry", "this", "you"])
  /// The first three letters of each.
  private static let starts = Set(
    openings.map { $0.utf8.prefix(3).reduce(0) { $0 << 8 | UInt32($1) } }
  )

  private static let gone: Set = ["deleted", "removed", "withdrawn", "unavailable"]
  private static let texts: Set = [
    "comment", "content", "message", "post", "reply", "review", "status", "submission", "tweet",
  ]
  private static let removers: Set = [
    "admin", "administrator", "administrators", "admins", "author", "automoderator", "facebook",
    "instagram", "mod", "moderation", "moderator", "moderators", "mods", "owner", "poster",
    "reddit", "sender", "tiktok", "twitter", "user", "x", "youtube",
  ]
  private static let mediaNames: Set = [
    "animated", "attachment", "audio", "gif", "gifs", "image", "images", "img", "link", "media",
    "photo", "photos", "pic", "picture", "pictures", "sticker", "stickers", "url", "video",
    "videos",
  ]
  /// What follows the name of a text that cannot be had.
  private static let unavailable: Set = [
    "is unavailable", "is currently unavailable", "is not available", "is no longer available",
    "isn t available", "isn t available anymore", "isn t available at the moment",
    "isn t available right now", "not available", "is from a suspended account",
    "is from an account that no longer exists",
  ]
  /// What newspapers add.
  private static let communityStandards =
    "because it didn t abide by our community standards replies may also be deleted "
    + "for more detail see our faqs"
}
