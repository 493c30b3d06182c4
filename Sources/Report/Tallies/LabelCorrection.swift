internal import Glibc
package import Scoring

/// Shares corrected by posts drawn at random and labelled by hand.
///
/// The difference estimator of survey sampling (Cassel, Särndal, Wretman 1976), also known as
/// prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan, Zrnic 2023): λ times the share that
/// the program found of all posts, and what the labelled posts say on top of λ times what the program found of
/// them. It is right on average whatever the program gets wrong and whatever λ is; λ is chosen to make
/// it vary least (power tuning: Angelopoulos, Duchi, Zrnic 2023), which by the same labels costs a part of 1/n.
public struct LabelCorrection: Hashable, Sendable {
  /// A labelled post, and how much it counts.
  package struct Post: Sendable {
    /// What the program found: of the post, or of all posts of its author.
    package var found: Stance
    package var hand: Stance
    package var weight: Double

    package init(found: Stance, hand: Stance, weight: Double = 1) {
      (self.found, self.hand, self.weight) = (found, hand, weight)
    }
  }

  /// How many labelled posts it is made of.
  public let count: Int
  /// How much what the program found counts (λ), from 0, the labels alone, to 1.
  public let weight: Double
  /// The corrected shares by the place of the stance, each from 0 to 1; they sum to 1.
  package let shares: SIMD3<Double>
  /// The covariances of the shares for which posts happened to be labelled.
  private let covariances: [SIMD3<Double>]
  /// The 97.5 % quantile that goes with them.
  private let quantile: Double

  /// Corrects shares.
  ///
  /// - Parameters:
  ///   - posts: The labelled posts; not empty.
  ///   - found: The shares that the program found of all, by the same weights.
  ///   - total: How many posts they were drawn from.
  package init(_ posts: [Post], found: SIMD3<Double>, of total: Int) {
    count = posts.count
    let size = Double(posts.count)
    let sum = posts.reduce(0) { $0 + $1.weight }
    let squares = posts.reduce(0) { $0 + $1.weight * $1.weight }
    func mean(_ value: (Post) -> SIMD3<Double>) -> SIMD3<Double> {
      posts.reduce(.zero) { $0 + $1.weight / sum * value($1) }
    }
    let (hand, read) = (mean(\.hand.certain), mean(\.found.certain))

    // Regression of the labels on what was found, of all three stances by one slope: the shares sum to 1.
    var (both, own) = (0.0, 0.0)
    for post in posts {
      let (y, x) = (post.hand.certain - hand, post.found.certain - read)
      both += post.weight * post.weight * (y * x).sum()
      own += post.weight * post.weight * (x * x).sum()
    }
    // Where one stance was found of all, sums are noise of rounding.
    let varies = Set(posts.map(\.found)).count > 1
    let slope = varies ? min(max(both / own, 0), 1) : 1
    weight = slope

    // Of a linearised ratio (Hájek 1971). One degree of freedom went into the slope.
    let drawn = max(1 - size / Double(max(total, 1)), 0)
    var covariances = [SIMD3<Double>](repeating: .zero, count: 3)
    for post in posts {
      let residual =
        (post.hand.certain - hand - slope * (post.found.certain - read)) * (post.weight / sum)
      for row in 0..<3 { covariances[row] += residual[row] * residual }
    }
    // Where no labelled post disagrees, others may: as Wilson's interval for none of n, this allows for z²/n of
    // a share, divided evenly between the pairs of stances that can be taken for each other.
    let unseen = Proportion.z * Proportion.z * squares * squares / (sum * sum * sum * sum) / 2
    for row in 0..<3 {
      var pairs = SIMD3<Double>(repeating: -unseen)
      pairs[row] = 2 * unseen
      covariances[row] = drawn * (covariances[row] * size / max(size - 2, 1) + pairs)
    }
    self.covariances = covariances
    let degrees = sum * sum / squares - 2
    quantile = degrees >= 1 ? min(Proportion.studentQuantile(degrees: degrees), 12.7) : 12.7

    var shares = slope * found + hand - slope * read
    for place in 0..<3 { shares[place] = max(shares[place], 0) }
    self.shares = shares / shares.sum()
  }

  /// How far a true share may be from the corrected one for which posts were labelled, in 95 of 100 cases, as a
  /// part of 1.
  package func reach(of stance: Stance) -> Double {
    quantile * max(covariances[stance.index][stance.index], 0).squareRoot()
  }

  /// The same of the lead of one stance over another.
  package func reach(of stance: Stance, over other: Stance) -> Double {
    let (own, others) = (stance.index, other.index)
    let variance =
      covariances[own][own] + covariances[others][others] - 2 * covariances[own][others]
    return quantile * max(variance, 0).squareRoot()
  }
}

extension Stance {
  /// 1 for this stance, 0 for the others.
  var certain: SIMD3<Double> {
    var shares = SIMD3<Double>.zero
    shares[index] = 1
    return shares
  }
}
