/// Sums of sixteen signed bytes each, lane by lane.
///
/// The bytes are taken in pairs and told apart by shifts: that needs no vector of another width, and
/// leaves the processor free to wait for many loads at once.
struct ByteSums {
  private var even: SIMD8<Int16> = .zero
  private var odd: SIMD8<Int16> = .zero

  /// So many numbers from -128 to 127 stay within 16 bits: nobody adds more.
  static let most = 255

  /// Adds sixteen bytes, read as eight pairs.
  @inline(__always)
  mutating func add(_ pairs: SIMD8<Int16>) {
    even &+= (pairs &<< 8) &>> 8
    odd &+= pairs &>> 8
  }

  /// The sums.
  var sums: SIMD16<Int32> {
    var lanes: SIMD16<Int16> = .zero
    (lanes.evenHalf, lanes.oddHalf) = (even, odd)
    return SIMD16<Int32>(truncatingIfNeeded: lanes)
  }
}
