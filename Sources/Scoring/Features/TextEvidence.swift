/// What a text says for itself: all that the models look at; training and scoring share this code.
package struct TextEvidence: Sendable {
  package var features: FeatureVector
  /// Where the words point to; see ``WordVectors``.
  package var direction: [Float]
  package var marks: TextMarks

  /// Collects the evidence of a text.
  ///
  /// - Parameters:
  ///   - tokens: The text.
  ///   - names: The names of those whom the stand is about.
  ///   - position: How the post stands to the target.
  package init(_ tokens: TokenizedText, names: RoleNames, position: ReplyPosition) {
    let text = names.marked(tokens)
    features = FeatureVector(of: text, position: position)
    direction = WordVectors.builtIn.direction(of: text)
    marks = TextMarks(text, position)
  }
}
