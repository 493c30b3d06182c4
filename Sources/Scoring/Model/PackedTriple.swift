extension Float {
  /// The nearest whole number, of two the one further from 0, of a number below 2 to the power of 22: what
  /// `rounded()` is, without the call that it takes on processors that have no instruction for it.
  package var roundedSmall: Int32 {
    Int32(self + Float(signOf: self, magnitudeOf: Float(0.5).nextDown))
  }
}

/// Three probabilities, or three scores up to a common constant, in four bytes.
struct PackedTriple: BitwiseCopyable, Sendable {
  private var first: Int16
  private var second: Int16

  private static let scoreUnit: Float = 1 / 512
  private static let probabilityUnit: Float = 1 / 32_767

  static let certainlySupportive = PackedTriple(probabilities: Triple(certain: 0))

  /// Packs logarithms of probabilities: by how much the first two are above the third, up to 64, to a 512th.
  init(scores: Triple) {
    first = Self.packed(scores[0] - scores[2], Self.scoreUnit)
    second = Self.packed(scores[1] - scores[2], Self.scoreUnit)
  }

  init(probabilities: Triple) {
    first = Self.packed(probabilities[0], Self.probabilityUnit)
    second = Self.packed(probabilities[1], Self.probabilityUnit)
  }

  var scores: Triple { Triple(Float(first), Float(second), 0) * Self.scoreUnit }

  var probabilities: Triple {
    let (first, second) = (
      Float(first) * Self.probabilityUnit, Float(second) * Self.probabilityUnit
    )
    return Triple(first, second, max(1 - first - second, 0)).normalized
  }

  static func packed(_ value: Float, _ unit: Float) -> Int16 {
    // A model of the user's own may hold anything.
    guard !value.isNaN else { return 0 }
    return Int16(max(min(value / unit, 32_767), -32_767).roundedSmall)
  }
}
