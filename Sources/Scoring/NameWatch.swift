internal import Ingest
internal import Synchronization

/// Looks which allies and opponents of a brief are in an export at all: a name that is written in another way
/// there has no effect, and must not be passed over in silence.
final class NameWatch: Sendable {
  private struct Name {
    var text: String
    var forms: RoleNames
    var accounts: Set<Key>
  }

  private let names: [Name]
  /// A bit for each name that no text has had yet; more names than bits are not watched.
  private let unseen: Atomic<UInt64>

  init(_ brief: Brief) {
    names = (brief.allies + brief.opponents).prefix(UInt64.bitWidth).map { name in
      Name(
        text: name,
        forms: RoleNames(Brief(target: [name])),
        accounts: Set(Stand.handles(name).compactMap { PostIndex.authorKey($0) })
      )
    }
    unseen = Atomic(names.isEmpty ? 0 : .max >> UInt64(UInt64.bitWidth - names.count))
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

  /// The names that neither a text nor an author had, in the order of the brief.
  func absent(from corpus: Corpus) -> [String] {
    let left = unseen.load(ordering: .relaxed)
    var absent = names.indices.filter { left >> UInt64($0) & 1 == 1 }
    for entry in corpus.index.entries where !absent.isEmpty {
      guard let author = entry.author else { continue }
      absent.removeAll { names[$0].accounts.contains(author) }
    }
    return absent.map { names[$0].text }
  }
}
