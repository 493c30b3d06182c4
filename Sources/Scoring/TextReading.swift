/// A post's text, read: its scores, or why it has none.
package enum TextReading: Hashable, Sendable {
  case scores(TextScores)
  case refused(UnscoredReason)
}

extension Model {
  /// Reads the text of a post.
  ///
  /// - Parameters:
  ///   - tokens: The text.
  ///   - language: The platform's language tag.
  ///   - stand: Whose stand it is about.
  ///   - root: What the network knows of it.
  ///   - position: How the post stands to the target.
  /// - Returns: What the text says by itself, or why it is not read.
  package func reading(
    of tokens: TokenizedText,
    language: String?,
    stand: Stand,
    root: StanceNetwork.Root,
    position: ReplyPosition
  ) -> TextReading {
    if let reason = LanguageGate(english: english).refusal(of: tokens, tag: language) {
      return .refused(reason)
    }
    return .scores(scores(of: tokens, stand: stand, root: root, position: position))
  }

  /// What a text that can be read says by itself, the user's own words among it.
  func scores(
    of tokens: TokenizedText,
    stand: Stand,
    root: StanceNetwork.Root,
    position: ReplyPosition
  ) -> TextScores {
    let evidence = TextEvidence(tokens, stand: stand, position: position)
    var scores = text.scores(of: evidence, under: root)
    lexicon.adjust(&scores, of: tokens)
    return scores
  }
}
