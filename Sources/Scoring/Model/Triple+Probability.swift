internal import Glibc

extension Triple {
  /// All of the probability on one answer.
  package init(certain answer: Int) {
    self = .zero
    self[answer] = 1
  }

  /// Turns logarithms into probabilities that sum to 1.
  package var softmax: Triple {
    let powers = (self - self.max()).exponential
    return powers / powers.sum()
  }

  /// e to the power of each number.
  package var exponential: Triple { Triple(expf(self[0]), expf(self[1]), expf(self[2])) }

  /// The natural logarithms, with a floor that keeps one impossible answer from deciding alone.
  package var logarithm: Triple {
    Triple(logf(self[0] + 1e-6), logf(self[1] + 1e-6), logf(self[2] + 1e-6))
  }

  /// The probabilities scaled to sum to 1.
  package var normalized: Triple { self / Swift.max(sum(), .leastNormalMagnitude) }
}
