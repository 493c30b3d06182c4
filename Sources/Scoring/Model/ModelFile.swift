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
//   floats: scales, biases, temperature and weights of the inference, its tables, the errors of shares,
//   the network;
//   the bits of the English words;
//   the weights, as runs: one byte that is not 0 stands for itself, a 0 is followed by the length
//   of the run of zeros less 1. Nine of ten weights are 0.
//   8 bytes: the digest of all before.
extension Model {
  private static let magic = Array("GRNDSWL".utf8) + [4]

  /// A scale and three biases a question, four weights and fourteen rows of the inference, and the
  /// errors of shares.
  private static let parameterCount = Question.allCases.count * 4 + 4 + 14 * 3 + 2
  private static let networkCount = StanceNetwork.firstCount + StanceNetwork.secondCount

  /// The model as bytes; the same model gives the same bytes.
  package func encoded() -> [UInt8] {
    var bytes = Self.magic
    bytes.append(UInt32(sources.utf8.count))
    bytes += Array(sources.utf8)
    let numbers = parameters + text.network.first + text.network.second
    for value in numbers { bytes.append(value.bitPattern) }
    bytes += english.bits
    var zeros = 0
    for weight in text.linear.weights + [1] {
      if weight == 0 && zeros < 256 {
        zeros += 1
        continue
      }
      if zeros > 0 { bytes += [0, UInt8(zeros - 1)] }
      zeros = weight == 0 ? 1 : 0
      if weight != 0 { bytes.append(UInt8(bitPattern: weight)) }
    }
    bytes.removeLast()
    let digest = FeatureHash.of(bytes)
    bytes.append(UInt32(truncatingIfNeeded: digest))
    bytes.append(UInt32(digest >> 32))
    return bytes
  }

  private var parameters: [Float] {
    let triples =
      text.linear.biases + inference.replyTables.flatMap { $0 } + inference.authorTable
      + inference.roleTable
    let chosen = inference.weights
    return text.linear.scales + [
      chosen.temperature, chosen.parent, chosen.replies, chosen.author,
    ]
      + triples.flatMap { [$0[0], $0[1], $0[2]] } + [
        Float(shareErrors.share), Float(shareErrors.lead),
      ]
  }

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - bytes: What ``encoded()`` returned.
  ///   - name: What to call it in an error.
  /// - Throws: ``ModelError`` where the bytes are no model, of another version, or damaged.
  package init(bytes: [UInt8], name: String) throws(ModelError) {
    guard bytes.starts(with: Self.magic.dropLast()) else {
      throw ModelError(name: name, problem: "is no model; expected a file that 'train' wrote")
    }
    guard bytes.starts(with: Self.magic) else {
      throw ModelError(
        name: name,
        problem: "is a model of version \(bytes.count > 7 ? bytes[7] : 0); expected version 4"
      )
    }
    let damaged = ModelError(
      name: name,
      problem: "is damaged; expected the bytes that 'train' wrote"
    )
    guard bytes.count > 16 else { throw damaged }
    let body = bytes.dropLast(8)
    var tail = ByteCursor(bytes[body.endIndex...])
    let digest = FeatureHash.of(body)
    guard let low = tail.next(), let high = tail.next(),
      digest == UInt64(high) << 32 | UInt64(low)
    else { throw damaged }

    var cursor = ByteCursor(body.dropFirst(Self.magic.count))
    guard let length = cursor.next(), let text = cursor.bytes(Int(length)) else { throw damaged }
    var floats: [Float] = []
    for _ in 0..<Self.parameterCount + Self.networkCount {
      guard let value = cursor.next() else { throw damaged }
      floats.append(Float(bitPattern: value))
    }
    guard let bits = cursor.bytes(EnglishWords.byteCount) else { throw damaged }
    var unpacked: [Int8] = []
    let count = TextFeatures.buckets * LinearWeights.stride
    unpacked.reserveCapacity(count)
    let packed = cursor.rest
    var index = packed.startIndex
    while index < packed.endIndex {
      if packed[index] != 0 {
        unpacked.append(Int8(bitPattern: packed[index]))
        index += 1
      } else {
        guard index + 1 < packed.endIndex else { throw damaged }
        unpacked.append(contentsOf: repeatElement(0, count: Int(packed[index + 1]) + 1))
        index += 2
      }
    }
    guard unpacked.count == count else { throw damaged }

    let questions = Question.allCases.count
    let chosen = Array(floats[questions..<questions + 4])
    let triples = stride(from: questions + 4, to: Self.parameterCount - 2, by: 3).map { start in
      Triple(floats[start], floats[start + 1], floats[start + 2])
    }
    let tables = Array(triples[questions...])
    self.init(
      text: TextModel(
        linear: LinearWeights(
          weights: unpacked,
          scales: Array(floats[..<questions]),
          biases: Array(triples[..<questions])
        ),
        network: StanceNetwork(
          first: Array(floats[Self.parameterCount...].prefix(StanceNetwork.firstCount)),
          second: Array(floats.suffix(StanceNetwork.secondCount))
        )
      ),
      inference: ConversationInference(
        replyTables: (0..<3).map { Array(tables[$0 * 3..<$0 * 3 + 3]) },
        authorTable: Array(tables[9..<12]),
        roleTable: Array(tables[12..<14]),
        weights: ConversationInference.Weights(
          temperature: chosen[0],
          parent: chosen[1],
          replies: chosen[2],
          author: chosen[3]
        )
      ),
      english: EnglishWords(bits: Array(bits)),
      shareErrors: ShareErrors(
        share: Double(floats[Self.parameterCount - 2]),
        lead: Double(floats[Self.parameterCount - 1])
      ),
      sources: String(decoding: text, as: UTF8.self)
    )
    self.digest = digest.hexadecimal
  }
}

extension UInt64 {
  /// As 16 digits.
  var hexadecimal: String {
    let hex = String(self, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }
}

/// Reads bytes from the front; `nil` where too few are left.
private struct ByteCursor {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func next() -> UInt32? {
    bytes(4).map { $0.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ value: UInt32) {
    for shift in stride(from: 0, to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
    }
  }
}
