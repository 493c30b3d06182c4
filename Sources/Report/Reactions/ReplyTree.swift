internal import Ingest
internal import Scoring

/// The replies of an export that have a stance, and what they answer.
struct ReplyTree: Sendable {
  let corpus: Corpus
  let entries: SpooledArray<PostIndex.Entry>
  let posts: ScoredPlaces

  init(_ corpus: Corpus, _ posts: ScoredPlaces) {
    self.corpus = corpus
    entries = corpus.index.entries
    self.posts = posts
  }

  /// The stance of a reaction; `nil` of whatever is none.
  func stance(at place: Int) -> StanceProbabilities? {
    entries[place].isContext ? nil : posts.probabilities(at: place)
  }

  /// Where in the conversation a post stands.
  func level(_ place: Int) -> Reaction.Level {
    let link = corpus.conversations.links[place]
    let root = corpus.conversations.conversations[link.conversation].root
    // Without the root in the export, what hangs at the top answers it.
    guard let parent = link.parent else { return root == nil ? .direct : .unknown }
    if link.hasMissingParent { return .deeper }
    return parent == root || posts.status(at: parent) == .target ? .direct : .deeper
  }

  /// Whether a post answers one that is not in the export.
  func answersAbsentPost(_ place: Int) -> Bool {
    let link = corpus.conversations.links[place]
    let hasRoot = corpus.conversations.conversations[link.conversation].root != nil
    return link.hasMissingParent || link.parent == nil && !hasRoot
  }

  /// The reply of somebody else that a post answers, and how the two stand to each other.
  ///
  /// - Parameters:
  ///   - place: The place of the post.
  ///   - authors: The keys of all authors, which are looked up out of order; 0 where there is none.
  /// - Returns: The place of that reply, and how the two stand; `nil` where there is none.
  func answer(
    at place: Int,
    _ authors: [UInt64]
  ) -> (answered: Int, relation: WritableKeyPath<Exchanges.Answers, Int>)? {
    let link = corpus.conversations.links[place]
    guard let own = stance(at: place)?.stance, level(place) == .deeper, !link.hasMissingParent,
      let parent = link.parent, let other = posts.probabilities(at: parent)?.stance
    else { return nil }
    guard authors[place] == 0 || authors[place] != authors[parent] else { return nil }
    if own == .neutral || other == .neutral { return (parent, \.neutral) }
    return (parent, own == other ? \.sameSide : \.otherSide)
  }
}
