/// The part that someone plays in the matter, whoever they are.
///
/// "*opponent* are bullies" learned on one topic holds on every other.
package enum Role: UInt8, CaseIterable, Sendable {
  case target
  case ally
  case opponent

  /// As briefs call it.
  package var name: String {
    switch self {
    case .target: "target"
    case .ally: "ally"
    case .opponent: "opponent"
    }
  }

  /// The token that stands in the place of a name.
  package var hash: UInt64 { Self.hashes[Int(rawValue)] }

  private static let hashes = allCases.map {
    FeatureHash.of([$0.rawValue], seed: UInt64(Token.Kind.role.rawValue))
  }
}

/// The names by which target, allies and opponents are mentioned.
package struct RoleNames: Sendable {
  /// A name as a run of tokens.
  private struct Name: Sendable {
    var hashes: [UInt64]
    var role: Role
  }

  /// Names by their first token, longest first.
  private var names: [UInt64: [Name]] = [:]
  /// The first tokens of names.
  private var starts = HashFilter()

  /// Creates the names of a brief.
  ///
  /// - Parameter brief: Each name counts whole, without a leading "the", as a handle, as a hashtag,
  ///   by each of its capitalised words of four letters or more, and by its initials.
  package init(_ brief: Brief) {
    // Where two roles share a word, the whole names still tell them apart; the word goes to the
    // first in this order.
    for (role, names) in [
      (Role.target, brief.target), (.ally, brief.allies), (.opponent, brief.opponents),
    ] {
      for name in names { add(name, role) }
    }
    for key in names.keys {
      names[key]?.sort { $0.hashes.count > $1.hashes.count }
    }
  }

  private mutating func add(_ name: String, _ role: Role) {
    let bare = name.hasPrefix("@") ? String(name.dropFirst()) : name
    let whole = bare.lowercased().hasPrefix("the ") ? String(bare.dropFirst(4)) : bare
    addForm(whole, role)
    let words = whole.split { !$0.isLetter && !$0.isNumber }
    let joined = words.joined()
    addHandle(bare, role)
    addHandle(joined, role)
    guard words.count > 1 else { return }
    let capitalised = words.filter { $0.first?.isUppercase ?? false }
    for word in capitalised where word.count >= 4 { addForm(String(word), role) }
    if capitalised.count >= 3 { addForm(String(capitalised.compactMap(\.first)), role) }
  }

  private mutating func addForm(_ text: String, _ role: Role) {
    insert(Tokenizer.tokens(of: text).tokens.map(\.hash), role)
  }

  private mutating func addHandle(_ text: String, _ role: Role) {
    guard !text.contains(" ") else { return }
    let bytes = text.lowercased().utf8
    for kind in [Token.Kind.mention, .hashtag] {
      insert([FeatureHash.of(bytes, seed: UInt64(kind.rawValue))], role)
    }
  }

  private mutating func insert(_ hashes: [UInt64], _ role: Role) {
    guard let first = hashes.first else { return }
    guard !(names[first] ?? []).contains(where: { $0.hashes == hashes }) else { return }
    names[first, default: []].append(Name(hashes: hashes, role: role))
    starts.insert(first)
  }

  /// The names in a text: the places of the tokens of each, and the part of whom it names.
  package func mentions(in text: TokenizedText) -> [(tokens: Range<Int>, role: Role)] {
    var mentions: [(tokens: Range<Int>, role: Role)] = []
    var end = 0
    for (place, token) in text.tokens.enumerated()
    where place >= end && starts.mayContain(token.hash) {
      let rest = text.tokens[place...]
      let name = names[token.hash]?.first { name in
        rest.prefix(name.hashes.count).lazy.map(\.hash).elementsEqual(name.hashes)
      }
      guard let name else { continue }
      end = place + name.hashes.count
      mentions.append((place..<end, name.role))
    }
    return mentions
  }

  /// Replaces each name in a text by its role.
  package func marked(_ text: TokenizedText) -> TokenizedText {
    let mentions = mentions(in: text)
    guard !mentions.isEmpty else { return text }
    var marked = text
    marked.tokens.removeAll(keepingCapacity: true)
    var end = 0
    for (places, role) in mentions {
      marked.tokens += text.tokens[end..<places.lowerBound]
      let start = text.tokens[places.lowerBound].range.lowerBound
      marked.tokens.append(Token(kind: .role, range: start..<start, hash: role.hash))
      end = places.upperBound
    }
    marked.tokens += text.tokens[end...]
    return marked
  }
}
