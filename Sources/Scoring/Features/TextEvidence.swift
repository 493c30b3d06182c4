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
    var marks: [Float] = Array(repeating: 0, count: markCount)
    let roleCount = Role.allCases.count
    for token in text.tokens {
      if token.kind == .role {
        for role in Role.allCases where token.hash == role.hash { marks[Int(role.rawValue)] = 1 }
      } else if token.kind == .punctuation {
        for byte in text.bytes[token.range] {
          if byte == 0x3F { marks[roleCount + 2] = 1 }
          if byte == 0x21 { marks[roleCount + 3] = 1 }
        }
      }
    }
    if position == .nested { marks[roleCount] = 1 }
    if position == .direct { marks[roleCount + 1] = 1 }
    marks[roleCount + 4] = min(Float(text.bytes.count) / 300, 2)
    return marks
  }
}
