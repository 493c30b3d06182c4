extension Corpus {
  /// Reads all lines once more, and hands each to a part, so that a conversation lies in one part.
  ///
  /// A line with posts of several parts is taken apart, and so is one with a post of an author who is gone: the line
  /// that says so lies in one part, and the author's posts may lie in others. What is no post, or cannot be read, goes
  /// to the first part, as do blank lines, so that parts have as many lines as the whole; lines that hold only the
  /// brackets of an array go to none.
  ///
  /// - Parameters:
  ///   - count: The number of parts.
  ///   - line: A line of its own for a post; called on several threads at once.
  ///   - write: Takes bytes of whole lines for a part, from 0.
  /// - Throws: ``IngestError`` where an input can no longer be read, and whatever `write` throws.
  package func readLines(
    into count: Int,
    line: @Sendable (Post, RecordPosition) -> [UInt8],
    write: (_ part: Int, ArraySlice<UInt8>) throws -> Void
  ) throws {
    typealias Divided = (part: Int, line: [UInt8], isOfRemovedAuthor: Bool)
    try catalog.readLines { post, position -> Divided? in
      guard !post.isContext, let place = index.place(of: post.identity) else { return nil }
      return (
        part(of: place, of: count), line(catalog.marked(post), position),
        catalog.isOfRemovedAuthor(index.entries[place])
      )
    } consume: { content, bytes in
      let posts = content.values.compactMap { $0 }
      let removed = content.removedIDs.compactMap { index.place(of: Key($0)) }
      let parts = Set(posts.map(\.part) + removed.map { part(of: $0, of: count) })
      guard !content.isBlank || bytes.allSatisfy({ $0 <= 0x20 }) else { return }
      if parts.count <= 1, !posts.contains(where: \.isOfRemovedAuthor) {
        return try write(parts.first ?? 0, bytes + [0x0A])
      }
      for post in posts { try write(post.part, post.line[...]) }
    }
  }

  private func part(of place: Int, of count: Int) -> Int {
    let conversation = conversations.links[place].conversation
    return Int(conversations.conversations[conversation].id.value % UInt64(count))
  }
}
