/// The ids of the posts that started the conversations, as the answers alone tell them.
///
/// Unlike in ``Conversations``, a quote starts a conversation of its own here: that is how the
/// platforms themselves see it.
package struct RootNames: Sendable {
  /// By the place of the uppermost post that is in the export: its id and what it answers.
  private let ids: [Int: (id: String, parent: String?)]
  private let tops: [Int]
  private let entries: [PostIndex.Entry]

  /// Finds the roots of an export; reads it once more unless every answer names its root.
  package init(_ corpus: Corpus) throws {
    let index = corpus.index
    let entries = index.entries
    var parents = entries.indices.map { place -> Int? in
      let above = entries[place].parent.flatMap(index.place)
      return above == place ? nil : above
    }
    Conversations.breakCycles(&parents, entries)
    let tops = Conversations.tops(parents)
    let wanted = Set(
      entries.indices.filter { entries[$0].conversation == nil }.map { tops[$0] }
    )
    var ids: [Int: (id: String, parent: String?)] = [:]
    if !wanted.isEmpty {
      try corpus.read { post, place, isKept -> (id: String, parent: String?)? in
        isKept && wanted.contains(place) ? (post.id, post.parentID) : nil
      } consume: { line in
        if case .post(let place, let names?) = line { ids[place] = names }
      }
    }
    self.ids = ids
    self.tops = tops
    self.entries = entries
  }

  /// The id of the root of a post; `nil` where the export does not tell.
  package func rootID(of post: Post, at place: Int) -> String? {
    if let known = post.conversationID { return known }
    let top = tops[place]
    guard let names = ids[top] else { return nil }
    // The chain ends at a post that is not in the export, but is named.
    if let absent = names.parent { return absent }
    return entries[top].isReply || names.id.isEmpty ? nil : names.id
  }
}
