import Glibc
import Ingest
import Report
import Scoring

/// What labels make of one export whose posts all have a true stance.
enum Labels {
  /// How far off shares of one export are that labels correct.
  static func printPrecision(rounds: Int) throws {
    let (posts, wrong) = (10_000, 0.3)
    print(
      "corrected shares of \(rounds) exports of \(posts) posts, one each, \(Int(wrong * 100)) of 100 read wrongly"
    )
    print("(off by, points, on average and in 95 of 100 cases; off by more than 3 points)")
    for count in [50, 100, 200, 400, 800] {
      var random = RandomNumbers(seed: 7)
      var errors: [Double] = []
      for _ in 0..<rounds {
        let mix = Coverage.dirichlet(SIMD3(repeating: 2), &random)
        let taken = (0..<3).map { ($0 + (Bool.random(using: &random) ? 1 : 2)) % 3 }
        var (truth, found) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
        // The first posts of an export drawn at random are a draw of it.
        var labelled: [LabelCorrection.Post] = []
        for number in 0..<posts {
          let hand = Coverage.pick(mix, &random)
          var read = hand
          if Double.random(in: 0..<1, using: &random) < wrong {
            read =
              Double.random(in: 0..<1, using: &random) < 0.8 ? taken[hand] : 3 - hand - taken[hand]
          }
          truth[hand] += 1 / Double(posts)
          found[read] += 1 / Double(posts)
          if number < count {
            labelled.append(
              LabelCorrection.Post(found: Stance.allCases[read], hand: Stance.allCases[hand])
            )
          }
        }
        let shares = LabelCorrection(labelled, found: found, of: posts).shares
        for place in 0..<3 { errors.append(100 * abs(shares[place] - truth[place])) }
      }
      errors.sort()
      let mean = errors.reduce(0, +) / Double(errors.count)
      let most = errors[errors.count * 95 / 100]
      let beyond = 100 * Double(errors.count { $0 > 3 }) / Double(errors.count)
      print("  \(count) labels: \(rounded(mean)), \(rounded(most)); \(rounded(beyond)) %")
    }
  }

  /// How often posts that were drawn at random look as if they were not.
  static func printDraws(rounds: Int) throws {
    print("of \(rounds) true draws each, so many look odd (at most 0.1 % should)")
    for total in [60, 120, 400] {
      for (name, shares) in [
        ("even stances", SIMD3(0.4, 0.35, 0.25)), ("rare ones", SIMD3(0.96, 0.03, 0.01)),
      ] {
        for count in Set([30, total / 2, total - 1]).sorted() {
          var random = RandomNumbers(seed: 7)
          var odd = 0
          for _ in 0..<rounds {
            // A few write most, and most posts come in the first hours.
            let posts = (0..<total).map { _ in
              ScoredPost(
                Stance.allCases[Coverage.pick(shares, &random)],
                by: UInt64(pow(Double.random(in: 0..<1, using: &random), 3) * Double(total)),
                at: Timestamp(
                  seconds: Int64(-log(Double.random(in: 1e-12..<1, using: &random)) * 4) * 3_600
                )
              )
            }
            let drawn = posts.indices.shuffled(using: &random).prefix(count)
            let labels = Dictionary(uniqueKeysWithValues: drawn.map { ($0, Stance.neutral) })
            let findings = try Findings(posts, errorFactor: 0, labels: labels)
            if findings.warnings.contains(where: { $0.code == .labelsNotRandom }) { odd += 1 }
          }
          let percent = (10_000 * Double(odd) / Double(rounds)).rounded() / 100
          print("  \(count) of \(total) posts, \(name): \(percent) %")
        }
      }
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
