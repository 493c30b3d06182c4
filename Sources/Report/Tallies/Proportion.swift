internal import Glibc

/// A share with its 95 % confidence interval.
public struct Proportion: Hashable, Sendable {
  /// From 0 to 1.
  public var share: Double
  /// The lower end of the interval, from 0 to 1.
  public var low: Double
  /// The upper end of the interval, from 0 to 1.
  public var high: Double
  /// How many independent observations the share is worth; more than 0.
  let size: Double

  /// The 97.5 % quantile of the normal distribution.
  static let z = 1.959_963_984_540_054

  /// The score interval of Wilson (1927): holds its level for small counts and at 0 and 1.
  ///
  /// It holds all true shares p with (share − p)² ≤ z² p (1 − p) / size + error², the error being that of
  /// the side on which p lies.
  ///
  /// - Parameters:
  ///   - share: From 0 to 1.
  ///   - size: How many independent observations the share is worth; more than 0.
  ///   - error: How far the true share may be below and above for what the scorer gets wrong, in 95 of 100
  ///     cases, as parts of 1.
  init(share: Double, size: Double, error: (below: Double, above: Double) = (0, 0)) {
    let spread = Self.z * Self.z / size
    let center = (share + spread / 2) / (1 + spread)
    func reach(_ error: Double) -> Double {
      let square = center * center - (share * share - error * error) / (1 + spread)
      return max(square, 0).squareRoot()
    }
    self.share = share
    self.size = size
    // At 0 and 1 the rounding of the sums may leave out the share itself.
    low = max(min(center - reach(error.below), share), 0)
    high = min(max(center + reach(error.above), share), 1)
  }

  /// The share of one in `total` independent observations.
  init(count: Int, of total: Int) {
    self.init(share: Double(count) / Double(total), size: Double(total))
  }

  /// The 97.5 % quantile of Student's t distribution.
  ///
  /// The expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5), within 0.02 from 3 degrees
  /// of freedom on.
  static func studentQuantile(degrees: Double) -> Double {
    let z2 = z * z
    let first = z * (z2 + 1) / 4
    let second = z * (5 * z2 * z2 + 16 * z2 + 3) / 96
    let third = z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384
    return z + first / degrees + second / pow(degrees, 2) + third / pow(degrees, 3)
  }
}

/// The difference of two independent shares with its 95 % interval: the second less the first.
///
/// The hybrid of two score intervals (Newcombe 1998, method 10).
public struct Change: Hashable, Sendable {
  /// From -1 to 1.
  public var difference: Double
  /// The lower end of the interval.
  public var low: Double
  /// The upper end of the interval.
  public var high: Double

  init(from before: Proportion, to after: Proportion) {
    difference = after.share - before.share
    low =
      difference
      - hypot(after.share - after.low, before.high - before.share)
    high = difference + hypot(after.high - after.share, before.share - before.low)
  }

  /// Whether the interval leaves out 0.
  public var isClear: Bool { low > 0 || high < 0 }
}
