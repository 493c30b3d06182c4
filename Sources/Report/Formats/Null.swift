/// A value that is written as `null` where there is none: a reader finds every key.
@propertyWrapper
struct Null<Value: Codable & Sendable>: Codable, Sendable {
  var wrappedValue: Value?

  init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension KeyedDecodingContainer {
  /// Reads a value; a key that older files do not have is none.
  func decode<Value>(_ type: Null<Value>.Type, forKey key: Key) throws -> Null<Value> {
    try decodeIfPresent(type, forKey: key) ?? Null(wrappedValue: nil)
  }
}
