internal import Synchronization

/// The ids of the posts that started the conversations, as the answers alone tell them.
///
/// Unlike in ``Conversations``, a quote starts a conversation of its own here: that is how the
/// platforms themselves see it.
package final class ReplyRoots: Sendable {
  private let catalog: Catalog
  private let tops: SpooledArray<Int32>
  /// What the uppermost posts that were asked for last say of themselves: answers to one post stand
  /// close together.
  private let known = Mutex<[Int: Names]>([:])

  fileprivate struct Names {
    var id: String
    var parent: String?
    var isReply: Bool
  }

  private static let mostKnown = 4096

  /// Finds the roots of an export.
  package init(_ catalog: Catalog) throws(IngestError) {
    self.catalog = catalog
    tops = try ParentPlaces(catalog.index).tops()
  }

  /// The id of the root of a post; `nil` where the export does not tell.
  package func rootID(of post: Post, at place: Int) throws(IngestError) -> String? {
    if let known = post.conversationID { return known }
    let top = Int(tops[place])
    guard let names = top == place ? Names(post) : try names(ofPostAt: top) else { return nil }
    // The chain ends at a post that is not in the export, but is named.
    if let absent = names.parent { return absent }
    return names.isReply || names.id.isEmpty ? nil : names.id
  }

  private func names(ofPostAt place: Int) throws(IngestError) -> Names? {
    if let names = known.withLock({ $0[place] }) { return names }
    guard let names = try catalog.post(at: place).map(Names.init) else { return nil }
    known.withLock { known in
      if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
      known[place] = names
    }
    return names
  }
}

extension ReplyRoots.Names {
  fileprivate init(_ post: Post) {
    self.init(id: post.id, parent: post.parentID, isReply: post.isReply)
  }
}
