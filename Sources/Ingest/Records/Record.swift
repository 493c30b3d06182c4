/// One JSON value of an input, decoded only where it is asked for.
///
/// A missing member, or one of another kind than expected, costs that member and not the post: all
/// accessors return `nil`.
package struct Record: Sendable {
  private let document: JSONDocument
  private let index: Int

  init(_ document: JSONDocument) { self.init(document, 0) }

  private init(_ document: JSONDocument, _ index: Int) {
    self.document = document
    self.index = index
  }

  /// Reads a JSON text that stands inside a string, as stream protocols send it.
  package init?(text: String) {
    var reader = JSONReader()
    let bytes = Array(text.utf8)
    guard (try? reader.read(bytes, in: bytes.indices)) != nil else { return nil }
    self = reader.record
  }

  package var kind: JSONNode.Kind { document[index].kind }
  package var isObject: Bool { kind == .object }
  package var isArray: Bool { kind == .array }
  package var isString: Bool { kind == .string || kind == .escapedString }
  package var isNumber: Bool { kind == .number }
  /// Whether the value is the truth value `true`.
  package var isTrue: Bool { kind == .true }

  /// A place in the JSON text: cheaper to keep than the value.
  package struct Place: Sendable {
    fileprivate var index: Int
    package var kind: JSONNode.Kind
  }

  /// The value at a place of this record.
  package subscript(place: Place) -> Record { Record(document, place.index) }

  /// The place of the member that some names lead to, one level down after another.
  func place(at path: [FoldedName]) -> Place? {
    var place = Place(index: index, kind: kind)
    for wanted in path {
      var found: Place?
      self[place].forEachMember { name, member in if name == wanted { found = member } }
      guard let found else { return nil }
      place = found
    }
    return place
  }

  /// The name of the member at a place, as it is written.
  func name(of place: Place) -> String { Record(document, place.index - 1).scalar ?? "" }

  /// Whether the member at a place says what went wrong.
  func isErrors(_ place: Place) -> Bool { ["error", "errors"].contains(name(of: place)) }

  /// Whether the value at a place is `null` or a string of nothing.
  func isEmpty(_ place: Place) -> Bool {
    place.kind == .null || document.range(place.index).isEmpty
  }

  /// Whether the value at a place is `true`, or what tables have in its place.
  func isYes(_ place: Place) -> Bool {
    switch place.kind {
    case .true: return true
    case .string, .number:
      guard document.range(place.index).count <= 4, let text = self[place].scalar else {
        return false
      }
      return Self.yeses.contains(text.lowercased())
    default: return false
    }
  }

  private static let yeses = ["true", "yes", "y", "t", "1", "1.0"]

  /// Calls `body` with the folded name and the place of each member, in the order of the input.
  package func forEachMember(_ body: (FoldedName, Place) -> Void) {
    guard isObject else { return }
    let end = Int(document[index].next)
    var name = index + 1
    while name < end {
      let value = document[name + 1]
      body(document.foldedName(name), Place(index: name + 1, kind: value.kind))
      name = Int(value.next)
    }
  }

  /// The names and values of the members as they are written, in the order of the input; but for what
  /// is read as `null` and written otherwise, which no other reader takes.
  package var writtenMembers: [(name: String, source: [UInt8])] {
    guard isObject else { return [] }
    var members: [(String, [UInt8])] = []
    let end = Int(document[index].next)
    var name = index + 1
    while name < end {
      let value = document[name + 1]
      // The places of strings leave out their quotes.
      let isString = value.kind == .string || value.kind == .escapedString
      let start = document.range(name).lowerBound - 1
      let last = document.range(name + 1).upperBound + (isString ? 1 : 0)
      var source: [UInt8] = []
      var copied = start
      for inner in name + 1..<Int(value.next) where document[inner].kind == .null {
        source += document.bytes[copied..<document.range(inner).lowerBound] + Array("null".utf8)
        copied = document.range(inner).upperBound
      }
      source += document.bytes[copied..<last]
      members.append((Record(document, name).scalar ?? "", source))
      name = Int(value.next)
    }
    return members
  }

  /// Whether the value at a place is one of the ways in which exports write "nothing".
  package func isNothing(_ place: Place) -> Bool {
    switch place.kind {
    case .null, .array: true
    case .number, .true: false
    case .false: true
    case .object: self[place].scalar == nil
    case .string, .escapedString:
      document.range(place.index).count < 10 && Self.isNothing(self[place].scalar ?? "")
    }
  }

  /// Returns the value of the member with exactly that name; of several, the last.
  ///
  /// A member that is `null` counts as missing.
  package subscript(name: String) -> Record? {
    member(name).map { Record(document, $0) }
  }

  /// The index of the member with exactly that name.
  private func member(_ name: String) -> Int? {
    let container = document[index]
    guard container.kind == .object else { return nil }
    let wanted = name.utf8Span.span
    var found: Int?
    var key = index + 1
    while key < container.next {
      let node = document[key]
      if node.kind == .escapedString {
        if JSONString.unescaped(document.bytes[document.range(key)]).text == name {
          found = key + 1
        }
      } else if node.count == wanted.count,
        wanted.isEqual(to: document.bytes, at: document.base + Int(node.start))
      {
        found = key + 1
      }
      key = Int(document[key + 1].next)
    }
    guard let found, document[found].kind != .null else { return nil }
    return found
  }

  /// Whether there is a member with exactly that name whose value is not `null`.
  package func has(_ name: String) -> Bool { self[name] != nil }

  /// Returns the text of the member with that name: a string, or a number as it is written.
  package func text(_ name: String) -> String? { self[name]?.scalar }

  /// How many bytes of UTF-8 the text of the member with that name has, with escapes undone.
  package func byteCount(_ name: String) -> Int? {
    guard let member = member(name) else { return nil }
    return document[member].kind == .escapedString
      ? Record(document, member).string?.text.utf8.count : document.range(member).count
  }

  /// Returns the elements of an array.
  package var elements: [Record] {
    guard kind == .array else { return [] }
    var all: [Record] = []
    var element = index + 1
    while element < document[index].next {
      all.append(Record(document, element))
      element = Int(document[element].next)
    }
    return all
  }

  /// Returns the text of a string, with escapes undone, and whether it had to be mended: bytes
  /// that are no UTF-8 and halves of surrogate pairs become U+FFFD.
  package var string: (text: String, isMended: Bool)? {
    switch kind {
    case .string: Self.decoded(document.bytes[document.range(index)])
    case .escapedString: JSONString.unescaped(document.bytes[document.range(index)])
    default: nil
    }
  }

  /// Returns a string, or a number or truth value as it is written: ids keep all their digits.
  ///
  /// The wrappers of MongoDB's extended JSON are looked through.
  package var scalar: String? {
    switch kind {
    case .string, .escapedString: string?.text
    case .number, .true, .false: Self.decoded(document.bytes[document.range(index)]).text
    case .object: (self["$date"] ?? self["$numberLong"] ?? self["$oid"])?.scalar
    case .array, .null: nil
    }
  }

  static func decoded(_ bytes: ArraySlice<UInt8>) -> (text: String, isMended: Bool) {
    if let valid = try? UTF8Span(validating: bytes.span) { return (String(copying: valid), false) }
    return (String(decoding: bytes, as: UTF8.self), true)
  }
}
