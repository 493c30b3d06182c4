internal import Ingest
internal import Synchronization

/// Looks which names of a brief are in an export at all: a name that is written in another way there has no
/// effect, and must not be passed over in silence.
///
/// An ally or opponent is there where a word of the name is. Of a target, whose first names and offices many
/// texts have, each word is looked for.
final class NameWatch: Sendable {
  private struct Name {
    var text: String
    var isOfTarget = false
    var forms: RoleNames
    var accounts: Set<Key>
  }

  private let names: [Name]
  /// A bit for each name that no text has had yet; more names than bits are not watched.
  private let unseen: Atomic<UInt64>

  /// Watches for the names of a brief; the target may also be there as the author of the root.
  init(_ brief: Brief, rootAuthor: [String] = []) {
    let others = (brief.allies + brief.opponents).map { name in
      Name(text: name, forms: RoleNames(Brief(target: [name])), accounts: Self.accounts(name))
    }
    let ofTarget = brief.target.flatMap { name in
      // In small letters a name counts whole.
      ([name] + Self.words(of: name)).map { part in
        Name(
          text: part,
          isOfTarget: true,
          forms: RoleNames(Brief(target: [part.lowercased()])),
          accounts: Self.accounts(part)
        )
      }
    }
    names = Array((others + ofTarget).prefix(UInt64.bitWidth))
    unseen = Atomic(names.isEmpty ? 0 : .max >> UInt64(UInt64.bitWidth - names.count))
    for name in rootAuthor { look(at: Tokenizer.tokens(of: name)) }
  }

  /// The words by which a name is also known; none of a handle or of a single word.
  static func words(of name: String) -> [String] {
    guard !name.hasPrefix("@") else { return [] }
    let words = name.split { !$0.isLetter && !$0.isNumber }
    return words.count < 2
      ? [] : words.filter { $0.count >= 4 && $0.first?.isUppercase ?? false }.map { String($0) }
  }

  private static func accounts(_ name: String) -> Set<Key> {
    Set(Stand.handles(name).compactMap { PostIndex.authorKey($0) })
  }

  /// Looks for the names that were not seen yet.
  func look(at text: TokenizedText) {
    let left = unseen.load(ordering: .relaxed)
    guard left != 0 else { return }
    for (number, name) in names.enumerated()
    where left >> UInt64(number) & 1 == 1 && !name.forms.mentions(in: text).isEmpty {
      unseen.bitwiseAnd(~(1 << UInt64(number)), ordering: .relaxed)
    }
  }

  /// Notes the names that neither a text nor an author had, in the order of the brief.
  func note(in assumptions: inout Assumptions, of corpus: Corpus) {
    let left = unseen.load(ordering: .relaxed)
    var absent = names.indices.filter { left >> UInt64($0) & 1 == 1 }
    for entry in corpus.index.entries where !absent.isEmpty {
      guard let author = entry.author else { continue }
      absent.removeAll { names[$0].accounts.contains(author) }
    }
    assumptions.absentNames = absent.filter { !names[$0].isOfTarget }.map { names[$0].text }
    assumptions.absentTargetParts = absent.filter { names[$0].isOfTarget }.map { names[$0].text }
  }
}
