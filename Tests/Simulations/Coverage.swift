import Glibc
import Report
import Scoring

/// How often 95 % intervals hold the true share, over exports drawn from populations that are known.
///
/// A population holds people of different leanings, of whom a few post very often and lean otherwise
/// than most, and some paste one text of one side. The scorer finds shares that scatter around the true
/// ones from conversation to conversation as those of the built-in model do (`Model.errorFactor`), which
/// `scripts/evaluate` measures.
enum Coverage {
  /// What a population is like.
  private struct Population {
    var name: String
    /// The most posts by one person.
    var mostPosts: Int
    /// The part of people who paste one text.
    var pasting: Double
    var errorFactor: Double
    /// Whether everybody posts as often as the most, on one side.
    var isSteady = false
  }

  private struct Person {
    var leaning: SIMD3<Double>
    var posts: Int
    var pastes: Bool
  }

  static func print(rounds: Int) throws {
    let model = try Model.builtIn()
    let populations = [
      Population(name: "one post each", mostPosts: 1, pasting: 0, errorFactor: 0),
      Population(name: "some post often", mostPosts: 60, pasting: 0, errorFactor: 0),
      Population(name: "and some paste", mostPosts: 60, pasting: 0.1, errorFactor: 0),
      Population(
        name: "and the scorer errs",
        mostPosts: 60,
        pasting: 0.1,
        errorFactor: model.errorFactor
      ),
    ]
    Swift.print("95 % intervals that hold the true share, in \(rounds) exports of 40 to 400 people")
    Swift.print(
      "(where the scorer errs, 95 of 100 shares are off by \((model.errorFactor * 10).rounded() / 10) times what it doubts, or less)"
    )
    for population in populations {
      var random = RandomNumbers(seed: 7)
      var held = (byPerson: 0, byPost: 0)
      for _ in 0..<rounds { try draw(population, &random, &held) }
      let all = Double(rounds * Stance.allCases.count)
      let percents = [held.byPerson, held.byPost].map { (1_000 * Double($0) / all).rounded() / 10 }
      Swift.print("  \(population.name): by person \(percents[0]) %, by post \(percents[1]) %")
    }
  }

  /// How much a scorer errs whose shares are corrected by labels: so many of 100 posts it reads wrongly, most of
  /// them in one direction that differs from export to export.
  private struct Reader {
    var name: String
    var wrong: Double
    /// Whether it is wrong of people, all of whose posts of a stance it takes for another, not of single posts.
    var byPerson = false
  }

  static func printLabelled(rounds: Int) throws {
    let populations = [
      Population(name: "one post each", mostPosts: 1, pasting: 0, errorFactor: 0),
      Population(
        name: "some post often, and some paste",
        mostPosts: 60,
        pasting: 0.1,
        errorFactor: 0
      ),
      Population(
        name: "steady people, 5 posts each",
        mostPosts: 5,
        pasting: 0,
        errorFactor: 0,
        isSteady: true
      ),
    ]
    let readers = [
      Reader(name: "3 of 100 posts wrong", wrong: 0.03),
      Reader(name: "30 of 100 posts wrong", wrong: 0.3),
      Reader(name: "30 of 100 people wrong", wrong: 0.3, byPerson: true),
    ]
    Swift.print(
      "95 % intervals that hold the true share, corrected by labels, in \(rounds) exports of 40 to 400 people"
    )
    Swift.print(
      "(mean error of the shares in points: as found, labels alone, corrected; by person, as found of votes)"
    )
    for population in populations {
      for reader in readers {
        for labels in [50, 100, 200] {
          var random = RandomNumbers(seed: 7)
          var sums = Labelled()
          for _ in 0..<rounds { try draw(population, reader, labels, &random, &sums) }
          let kind = "\(population.name), \(reader.name), \(labels) labels"
          Swift.print("  \(kind): \(sums.line(rounds))")
        }
      }
    }
  }

  private struct Labelled {
    var held = (byPerson: 0, byPost: 0)
    /// Of the shares by person, and by post.
    var found = (byPerson: 0.0, byPost: 0.0)
    var corrected = (byPerson: 0.0, byPost: 0.0)
    var labelsAlone = 0.0

    func line(_ rounds: Int) -> String {
      func shown(_ sum: Double) -> Double {
        (1_000 * sum / Double(rounds * Stance.allCases.count)).rounded() / 10
      }
      return "by person \(shown(Double(held.byPerson))) %, by post \(shown(Double(held.byPost))) % "
        + "(by person \(shown(found.byPerson)), \(shown(corrected.byPerson)); "
        + "by post \(shown(found.byPost)), \(shown(labelsAlone)), \(shown(corrected.byPost)))"
    }
  }

  /// Draws one conversation, labels some of its posts, and counts the shares that its intervals hold.
  private static func draw(
    _ population: Population,
    _ reader: Reader,
    _ count: Int,
    _ random: inout RandomNumbers,
    _ sums: inout Labelled
  ) throws {
    let (people, truth) = drawn(from: population, &random)
    // Each stance is mostly taken for one other.
    let taken = (0..<3).map { own in
      (own + (Bool.random(using: &random) ? 1 : 2)) % 3
    }
    func read(_ stance: Int) -> Int {
      Double.random(in: 0..<1, using: &random) < 0.8
        ? taken[stance] : (0..<3).filter { $0 != stance && $0 != taken[stance] }[0]
    }
    var posts: [ScoredPost] = []
    var hands: [Int] = []
    for (number, person) in people.enumerated() {
      let isMisread = Double.random(in: 0..<1, using: &random) < reader.wrong
      let misread = (0..<3).map(read)
      for _ in 0..<person.posts {
        let stance = person.pastes ? 1 : pick(person.leaning, &random)
        var found = stance
        if reader.byPerson {
          if isMisread { found = misread[stance] }
        } else if Double.random(in: 0..<1, using: &random) < reader.wrong {
          found = read(stance)
        }
        hands.append(stance)
        posts.append(ScoredPost(Stance.allCases[found], by: UInt64(number)))
      }
    }
    let drawn = hands.indices.shuffled(using: &random).prefix(count)
    let labels = Dictionary(uniqueKeysWithValues: drawn.map { ($0, Stance.allCases[hands[$0]]) })
    let findings = try Findings(posts, errorFactor: 0, labels: labels)
    for stance in Stance.allCases {
      let index = stance.index
      if findings.byPerson.holds(truth.byPart[index], stance) { sums.held.byPerson += 1 }
      if findings.byPost.holds(truth.byPost[index], stance) { sums.held.byPost += 1 }
      func error(_ shares: StanceShares?, _ real: SIMD3<Double>) -> Double {
        abs((shares?.shares[stance]?.share ?? 0) - real[index])
      }
      sums.found.byPerson += error(findings.labels?.foundByPerson, truth.byPerson)
      sums.found.byPost += error(findings.labels?.foundByPost, truth.byPost)
      sums.corrected.byPerson += error(findings.byPerson, truth.byPart)
      sums.corrected.byPost += error(findings.byPost, truth.byPost)
      let alone = Double(labels.values.count { $0 == stance }) / Double(labels.count)
      sums.labelsAlone += abs(alone - truth.byPost[index])
    }
  }

  /// Those of an export, and the truth, which is that of all who might have answered.
  private static func drawn(from population: Population, _ random: inout RandomNumbers)
    -> (people: [Person], truth: Truth)
  {
    let mix = dirichlet(SIMD3(repeating: 2), &random)
    let everybody = (0..<4_000).map { _ in person(population, mix, &random) }
    let people = (0..<Int.random(in: 40...400, using: &random)).map { _ in
      everybody[Int.random(in: everybody.indices, using: &random)]
    }
    return (people, Truth(everybody, &random))
  }

  /// Draws one conversation and counts the shares that its intervals hold.
  private static func draw(
    _ population: Population,
    _ random: inout RandomNumbers,
    _ held: inout (byPerson: Int, byPost: Int)
  ) throws {
    let (people, truth) = drawn(from: population, &random)
    let error = Flips(truth.byPost, error: population.errorFactor * doubt(of: truth), &random)
    var posts: [ScoredPost] = []
    for (number, person) in people.enumerated() {
      for _ in 0..<person.posts {
        let stance = person.pastes ? 1 : pick(person.leaning, &random)
        posts.append(ScoredPost(Stance.allCases[error.found(stance, &random)], by: UInt64(number)))
      }
    }
    let findings = try Findings(posts, errorFactor: population.errorFactor)
    for stance in Stance.allCases {
      let index = Stance.allCases.firstIndex(of: stance) ?? 0
      if findings.byPerson.holds(truth.byPerson[index], stance) { held.byPerson += 1 }
      if findings.byPost.holds(truth.byPost[index], stance) { held.byPost += 1 }
    }
  }

  /// What the scorer doubts of a share, on average.
  private static func doubt(of truth: Truth) -> Double {
    var doubt = Doubt()
    for stance in Stance.allCases {
      if let found = ScoredPost(stance, by: 0).probabilities { doubt.add(found) }
    }
    return Stance.allCases.reduce(0) { sum, stance in
      let reach = doubt.reach(of: stance, in: truth.byPost)
      return sum + (reach.below + reach.above) / 6
    }
  }

  private static func person(
    _ population: Population,
    _ mix: SIMD3<Double>,
    _ random: inout RandomNumbers
  ) -> Person {
    guard !population.isSteady else {
      var leaning = SIMD3<Double>.zero
      leaning[pick(mix, &random)] = 1
      return Person(leaning: leaning, posts: population.mostPosts, pastes: false)
    }
    let pastes = Double.random(in: 0..<1, using: &random) < population.pasting
    // Pareto's law with an exponent of 1.2: most post once, a few very often, and these are angrier.
    let rate = pow(Double.random(in: 0.0001..<1, using: &random), -1 / 1.2)
    let count = pastes ? 1 : min(Int(rate), population.mostPosts)
    let center = count > 5 ? mix + SIMD3(0, 0.5, 0) : mix
    return Person(leaning: dirichlet(2 * center, &random), posts: count, pastes: pastes)
  }

  /// The shares of the whole population.
  private struct Truth {
    /// Of votes.
    var byPerson = SIMD3<Double>.zero
    /// Of votes that are divided where somebody's posts differ.
    var byPart = SIMD3<Double>.zero
    var byPost = SIMD3<Double>.zero

    init(_ people: [Person], _ random: inout RandomNumbers) {
      for person in people {
        var counts = SIMD3<Double>.zero
        for _ in 0..<person.posts { counts[person.pastes ? 1 : pick(person.leaning, &random)] += 1 }
        byPost += counts
        byPart += counts / counts.sum()
        let vote =
          counts.max() == counts[2] ? 2 : counts[0] > counts[1] ? 0 : counts[0] == counts[1] ? 2 : 1
        byPerson[vote] += 1
      }
      byPerson /= byPerson.sum()
      byPart /= byPart.sum()
      byPost /= byPost.sum()
    }
  }

  /// What a scorer makes of stances in one conversation: it moves as many posts from one stance to
  /// another as take the true mix to the mix that it finds.
  private struct Flips {
    var rows: [SIMD3<Double>]

    init(_ mix: SIMD3<Double>, error: Double, _ random: inout RandomNumbers) {
      rows = (0..<3).map { row in
        var certain = SIMD3<Double>.zero
        certain[row] = 1
        return certain
      }
      guard error > 0 else { return }
      // Normal errors that sum to 0, of which 95 in 100 are within that error.
      var errors = SIMD3(normal(&random), normal(&random), normal(&random))
      errors = (errors - errors.sum() / 3) * (error / 1.96 * 1.5.squareRoot())
      var found = mix + errors
      for index in 0..<3 { found[index] = max(found[index], 0) }
      found /= found.sum()
      let (excess, lack) = (mix - found, found - mix)
      let gains = SIMD3(max(lack[0], 0), max(lack[1], 0), max(lack[2], 0))
      guard gains.sum() > 0 else { return }
      for row in 0..<3 where excess[row] > 0 && mix[row] > 0 {
        let moved = excess[row] / mix[row]
        rows[row] = gains * (moved / gains.sum())
        rows[row][row] += 1 - moved
      }
    }

    func found(_ stance: Int, _ random: inout RandomNumbers) -> Int { pick(rows[stance], &random) }
  }

  static func pick(_ shares: SIMD3<Double>, _ random: inout RandomNumbers) -> Int {
    let place = Double.random(in: 0..<shares.sum(), using: &random)
    return place < shares[0] ? 0 : place < shares[0] + shares[1] ? 1 : 2
  }

  static func dirichlet(
    _ weights: SIMD3<Double>,
    _ random: inout RandomNumbers
  ) -> SIMD3<Double> {
    var sums = SIMD3<Double>.zero
    for index in 0..<3 { sums[index] = gamma(max(weights[index], 0.01), &random) }
    return sums.sum() > 0 ? sums / sums.sum() : SIMD3(repeating: 1 / 3)
  }

  /// A normal variable (Box and Muller 1958).
  private static func normal(_ random: inout RandomNumbers) -> Double {
    let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &random))).squareRoot()
    return radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
  }

  /// A gamma variable of scale 1 (Marsaglia and Tsang 2000).
  private static func gamma(_ shape: Double, _ random: inout RandomNumbers) -> Double {
    guard shape >= 1 else {
      let power = pow(Double.random(in: 1e-12..<1, using: &random), 1 / shape)
      return gamma(shape + 1, &random) * power
    }
    let scale = shape - 1.0 / 3
    while true {
      let normal = normal(&random)
      let cube = pow(1 + normal / (9 * scale).squareRoot(), 3)
      guard cube > 0 else { continue }
      let uniform = Double.random(in: 1e-12..<1, using: &random)
      if log(uniform) < normal * normal / 2 + scale * (1 - cube + log(cube)) { return scale * cube }
    }
  }
}

extension StanceShares {
  fileprivate func holds(_ share: Double, _ stance: Stance) -> Bool {
    shares[stance].map { $0.low <= share && share <= $0.high } ?? false
  }
}
