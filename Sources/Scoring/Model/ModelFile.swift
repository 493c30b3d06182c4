/// What is wrong with a model file.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or what stands for it.
  public var name: String
  /// What was found and what was expected.
  public var problem: String

  /// One line: where, what was found, what was expected.
  public var description: String { "\(name): \(problem)" }
}

// The layout, all numbers little-endian:
//   "GRNDSWL" and one byte of version;
//   the length of the sources as 4 bytes, the sources in UTF-8;
//   floats: scales and biases of the questions, the temperature of the inference, the factor of errors;
//   the upper halves of floats: the networks of the stance, of the agreement and of each round of the context;
//   the bits of the English words;
//   the weights, row by row, and two bytes of 0;
//   8 bytes: the digest of all before.
extension Model {
  private static let magic = Array("GRNDSWL".utf8) + [10]

  /// A scale and three biases a question, the temperature and the factor of errors.
  private static let parameterCount = Question.allCases.count * 4 + 2
  private static let networkCount = DirectionNetwork.firstCount + DirectionNetwork.secondCount
  private static let contextCount = ContextNetwork.firstCount + ContextNetwork.secondCount
  private static let weightsOfNetworks = 2 * networkCount + ContextNetwork.rounds * contextCount

  /// The model as bytes; the same model gives the same bytes.
  package func encoded() -> [UInt8] {
    var bytes = Self.magic
    bytes.append(UInt32(sources.utf8.count))
    bytes += Array(sources.utf8)
    let networks = [text.stance, text.agreement].flatMap { $0.first + $0.second }
    let rounds = (0..<ContextNetwork.rounds).flatMap { round in
      let network = round < inference.context.count ? inference.context[round] : .silent
      return network.first + network.second
    }
    for value in parameters { bytes.append(value.bitPattern) }
    for value in networks + rounds { bytes.append(value.upperHalf) }
    bytes += english.bits
    bytes += text.linear.rows.array
    let digest = FeatureHash.of(bytes)
    bytes.append(UInt32(truncatingIfNeeded: digest))
    bytes.append(UInt32(digest >> 32))
    return bytes
  }

  private var parameters: [Float] {
    text.linear.scales + text.linear.biases.flatMap { [$0[0], $0[1], $0[2]] }
      + [inference.temperature, Float(errorFactor)]
  }

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - bytes: What ``encoded()`` returned.
  ///   - name: What to call it in an error.
  /// - Throws: ``ModelError`` where the bytes are no model, of another version, or damaged.
  package init(bytes: [UInt8], name: String) throws(ModelError) {
    try self.init(ConstantBytes(bytes), name: name)
    guard FeatureHash.of(bytes.dropLast(8)).hexadecimal == digest else {
      throw Self.damaged(name)
    }
  }

  private static func damaged(_ name: String) -> ModelError {
    ModelError(name: name, problem: "is damaged; expected the bytes that 'train' wrote")
  }

  /// Reads a model whose digest is taken to be right, as that of the built-in one is.
  init(_ bytes: ConstantBytes, name: String) throws(ModelError) {
    let head = bytes[0..<min(bytes.count, Self.magic.count)].array
    guard head.starts(with: Self.magic.dropLast()) else {
      throw ModelError(name: name, problem: "is no model; expected a file that 'train' wrote")
    }
    guard head == Self.magic else {
      throw ModelError(
        name: name,
        problem: "is a model of version \(head.last ?? 0); expected version 10"
      )
    }
    var cursor = ByteCursor(bytes[Self.magic.count..<bytes.count])
    guard let length = cursor.next(), let text = cursor.bytes(Int(length)),
      let numbers = cursor.bytes(4 * Self.parameterCount),
      let halves = cursor.bytes(2 * Self.weightsOfNetworks),
      let bits = cursor.bytes(EnglishWords.byteCount),
      let rows = cursor.bytes(LinearWeights.size), cursor.rest.count == 8
    else { throw Self.damaged(name) }
    let floats = (0..<Self.parameterCount).map {
      Float(bitPattern: numbers.load(at: 4 * $0, as: UInt32.self))
    }
    let weights = (0..<Self.weightsOfNetworks).map {
      Float(upperHalf: halves.load(at: 2 * $0, as: UInt16.self))
    }

    let questions = Question.allCases.count
    let biases = stride(from: questions, to: 4 * questions, by: 3).map { start in
      Triple(floats[start], floats[start + 1], floats[start + 2])
    }
    self.init(
      text: TextModel(
        linear: LinearWeights(
          rows: rows,
          scales: Array(floats[..<questions]),
          biases: biases
        ),
        stance: DirectionNetwork(weights.prefix(Self.networkCount)),
        agreement: DirectionNetwork(weights[Self.networkCount..<2 * Self.networkCount])
      ),
      inference: ConversationInference(
        temperature: floats[4 * questions],
        context: (0..<ContextNetwork.rounds).map { round in
          let start = 2 * Self.networkCount + round * Self.contextCount
          let numbers = weights[start..<start + Self.contextCount]
          return ContextNetwork(
            first: Array(numbers.prefix(ContextNetwork.firstCount)),
            second: Array(numbers.suffix(ContextNetwork.secondCount))
          )
        }
      ),
      english: EnglishWords(bits: bits.array),
      errorFactor: Double(floats[Self.parameterCount - 1]),
      sources: String(decoding: text.array, as: UTF8.self)
    )
    digest = cursor.rest.load(at: 0, as: UInt64.self).hexadecimal
  }
}

extension Float {
  /// The sign, the exponent and the seven upper bits of the significand, rounded.
  fileprivate var upperHalf: UInt16 {
    UInt16(truncatingIfNeeded: (bitPattern &+ 0x7FFF &+ (bitPattern >> 16 & 1)) >> 16)
  }

  fileprivate init(upperHalf: UInt16) { self.init(bitPattern: UInt32(upperHalf) << 16) }
}

extension DirectionNetwork {
  /// Takes the numbers of both layers.
  fileprivate init(_ numbers: ArraySlice<Float>) {
    self.init(
      first: Array(numbers.prefix(Self.firstCount)),
      second: Array(numbers.suffix(Self.secondCount))
    )
  }
}

extension UInt64 {
  /// As 16 digits.
  package var hexadecimal: String {
    let hex = String(self, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }
}

/// Reads bytes from the front; `nil` where too few are left.
private struct ByteCursor {
  private(set) var rest: ConstantBytes

  init(_ bytes: ConstantBytes) { rest = bytes }

  mutating func bytes(_ count: Int) -> ConstantBytes? {
    guard rest.count >= count else { return nil }
    defer { rest = rest[count..<rest.count] }
    return rest[0..<count]
  }

  mutating func next() -> UInt32? { bytes(4)?.load(at: 0, as: UInt32.self) }
}

extension [UInt8] {
  fileprivate mutating func append(_ value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
