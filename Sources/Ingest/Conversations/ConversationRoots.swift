internal import Synchronization

/// The ids of the roots of conversations, as the export spells them.
package final class ConversationRoots: Sendable {
  private let corpus: Corpus
  /// By the index of the conversation; answers to one post stand close together.
  private let known = Mutex<[Int: String?]>([:])

  private static let mostKnown = 4096

  package init(_ corpus: Corpus) { self.corpus = corpus }

  /// The id of the root of a post; `nil` where no post of the export tells.
  package func rootID(of post: Post, at place: Int) throws(IngestError) -> String? {
    let number = corpus.conversations.links[place].conversation
    let conversation = corpus.conversations.conversations[number]
    if conversation.root == place { return post.id }
    if let id = conversation.id(namedBy: post) { return id }
    if let id = known.withLock({ $0[number] }) { return id }
    // The root itself, or whatever hangs on it, names it.
    var top = place
    while let above = corpus.conversations.links[top].parent { top = above }
    let id = try corpus.post(at: top).flatMap { conversation.id(namedBy: $0) }
    known.withLock { known in
      if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
      known[number] = .some(id)
    }
    return id
  }
}

extension Conversations.Conversation {
  fileprivate func id(namedBy post: Post) -> String? {
    [post.id, post.conversationID, post.parentID, post.quoteOf, post.repostOf]
      .compactMap { $0 }.first { !$0.isEmpty && post.key(of: $0) == id }
  }
}
