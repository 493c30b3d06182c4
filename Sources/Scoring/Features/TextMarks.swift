/// Who is spoken of in a text, who is answered, whether it asks or calls out, and how long it is: two bytes.
package struct TextMarks: Hashable, BitwiseCopyable, Sendable {
  /// The number of marks.
  package static let count = 8

  private var marks: UInt8 = 0
  /// In hundredths.
  private var packedLength: UInt8 = 0

  private static let nested = Role.allCases.count
  private static let direct = nested + 1
  private static let question = nested + 2
  private static let exclamation = nested + 3
  private static let length = nested + 4

  package init() {}

  /// Finds the marks of a text whose names are marked.
  init(_ text: TokenizedText, _ position: ReplyPosition) {
    for token in text.tokens {
      if token.kind == .role {
        for role in Role.allCases where token.hash == role.hash { set(Int(role.rawValue)) }
      } else if token.kind == .punctuation {
        for byte in text.bytes[token.range] {
          if byte == 0x3F { set(Self.question) }
          if byte == 0x21 { set(Self.exclamation) }
        }
      }
    }
    if position == .nested { set(Self.nested) }
    if position == .direct { set(Self.direct) }
    packedLength = UInt8(min(text.bytes.count / 3, 200))
  }

  private mutating func set(_ mark: Int) { marks |= 1 << UInt8(mark) }

  /// A mark: 0 or 1; the last is the length in 300 bytes, from 0 to 2.
  package subscript(place: Int) -> Float {
    place == Self.length ? Float(packedLength) / 100 : Float(marks >> UInt8(place) & 1)
  }

  /// All marks.
  package var values: [Float] { (0..<Self.count).map { self[$0] } }

  /// The length in 300 bytes, from 0 to 2.
  var length: Float { self[Self.length] }
  /// 1 where the text asks, else 0.
  var isQuestion: Float { self[Self.question] }
  /// 1 where the text answers somebody other than the target, else 0.
  var isNested: Float { self[Self.nested] }
}
