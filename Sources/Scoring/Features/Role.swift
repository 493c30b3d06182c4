/// The part that someone plays in the matter, whoever they are.
///
/// "*opponent* are bullies" learned on one topic holds on every other.
package enum Role: UInt8, CaseIterable, Sendable {
  case target
  case ally
  case opponent

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

  /// Replaces each name in a text by its role.
  package func marked(_ text: TokenizedText) -> TokenizedText {
    guard text.tokens.contains(where: { starts.mayContain($0.hash) }) else { return text }
    var marked = text
    marked.tokens.removeAll(keepingCapacity: true)
    var index = 0
    while index < text.tokens.count {
      let token = text.tokens[index]
      let candidates = starts.mayContain(token.hash) ? names[token.hash] : nil
      let name = candidates?.first { name in
        text.tokens[index...].prefix(name.hashes.count).lazy.map(\.hash).elementsEqual(name.hashes)
      }
      guard let name else {
        marked.tokens.append(token)
        index += 1
        continue
      }
      marked.tokens.append(
        Token(
          kind: .role,
          range: token.range.lowerBound..<token.range.lowerBound,
          hash: name.role.hash
        )
      )
      index += name.hashes.count
    }
    return marked
  }
}
