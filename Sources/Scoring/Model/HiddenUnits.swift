/// The hidden units of a network, or what an input adds to them: 64 numbers.
struct HiddenUnits: Sendable {
  static let count = 64

  var lower: Half
  var upper: Half

  /// Half of the units: so many sums fit into the registers of a processor, those of all do not.
  struct Half: Sendable {
    var first: SIMD16<Float>
    var second: SIMD16<Float>

    @inline(__always)
    mutating func add(_ other: Half, times factor: Float) {
      first += factor * other.first
      second += factor * other.second
    }

    @inline(__always)
    mutating func add(_ rows: [Half], times factors: Span<Float>) {
      for place in factors.indices { add(rows[place], times: factors[place]) }
    }

    fileprivate var rectified: Half {
      Half(
        first: first.replacing(with: 0, where: first .< 0),
        second: second.replacing(with: 0, where: second .< 0)
      )
    }
  }

  /// What inputs add to the units, half by half, so that each is gone through as it lies in memory.
  struct Rows: Sendable {
    var lower: [Half]
    var upper: [Half]

    init(_ rows: [HiddenUnits]) {
      lower = rows.map(\.lower)
      upper = rows.map(\.upper)
    }

    subscript(place: Int) -> HiddenUnits { HiddenUnits(lower: lower[place], upper: upper[place]) }
  }

  init(lower: Half, upper: Half) { (self.lower, self.upper) = (lower, upper) }

  /// Takes a row of a matrix that has one number a unit in each.
  init(_ matrix: [Float], row: Int) {
    func part(_ number: Int) -> SIMD16<Float> {
      SIMD16(matrix[(row * Self.count + number * 16)...].prefix(16))
    }
    lower = Half(first: part(0), second: part(1))
    upper = Half(first: part(2), second: part(3))
  }

  @inline(__always)
  mutating func add(_ other: HiddenUnits, times factor: Float) {
    lower.add(other.lower, times: factor)
    upper.add(other.upper, times: factor)
  }

  /// The sum of the products with the units that are on.
  private func rectifiedProduct(_ other: HiddenUnits) -> Float {
    let lower = lower.rectified
    let upper = upper.rectified
    let first = lower.first * other.lower.first + lower.second * other.lower.second
    return (first + upper.first * other.upper.first + upper.second * other.upper.second).sum()
  }

  /// What the units that are on say of the answers: the second layer of a network.
  struct Answers: Sendable {
    private let weights: [HiddenUnits]
    private let biases: Triple

    /// Takes the weights unit by unit, those to each answer together, and last the biases.
    init(_ matrix: [Float]) {
      weights = (0..<3).map { answer in
        HiddenUnits((0..<HiddenUnits.count).map { matrix[$0 * 3 + answer] }, row: 0)
      }
      biases = Triple(matrix[(HiddenUnits.count * 3)...])
    }

    func scores(of units: HiddenUnits) -> Triple {
      biases
        + Triple(
          units.rectifiedProduct(weights[0]),
          units.rectifiedProduct(weights[1]),
          units.rectifiedProduct(weights[2])
        )
    }
  }
}
