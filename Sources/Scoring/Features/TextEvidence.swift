/// What a text says for itself: all that the models look at; training and scoring share this code.
package struct TextEvidence: Sendable {
  package var features: FeatureVector
  /// Where the words point to; see ``WordVectors``.
  package var direction: [Float]
  /// From 0 to 1 or a little more; see ``marks(_:_:)``.
  package var marks: [Float]

  /// Collects the evidence of a text.
  ///
  /// - Parameters:
  ///   - tokens: The text.
  ///   - stand: Whose stand it is about.
  ///   - position: How the post stands to the target.
  package init(_ tokens: TokenizedText, stand: Stand, position: ReplyPosition) {
    let text = stand.names.marked(tokens)
    features = FeatureVector(of: text, position: position)
    direction = WordVectors.builtIn.direction(of: text)
    marks = Self.marks(text, position)
  }

  /// The number of marks.
  package static let markCount = 8

  /// Who is spoken of, who is answered, whether the text asks or calls out, and how long it is.
  static func marks(_ text: TokenizedText, _ position: ReplyPosition) -> [Float] {
    let roles = Role.allCases.map { role in text.tokens.contains { $0.hash == role.hash } }
    let signs = text.tokens.filter { $0.kind == .punctuation }
    let asks = signs.contains { text.bytes[$0.range].contains(0x3F) }
    let calls = signs.contains { text.bytes[$0.range].contains(0x21) }
    let facts = roles + [position == .nested, position == .direct, asks, calls]
    return facts.map { $0 ? 1 : 0 } + [min(Float(text.bytes.count) / 300, 2)]
  }
}
