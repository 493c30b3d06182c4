/// What a text alone is scored by: the linear models, and the network beside that of the stance.
package struct TextModel: Sendable {
  package var linear: LinearWeights
  package var network: StanceNetwork

  package init(linear: LinearWeights, network: StanceNetwork) {
    self.linear = linear
    self.network = network
  }

  /// The scores of a text.
  package func scores(of evidence: TextEvidence, under root: StanceNetwork.Root) -> TextScores {
    var scores = linear.scores(of: evidence.features)
    let added = network.scores(of: evidence.direction, marks: evidence.marks, under: root)
    scores.stance += added.real
    scores.stanceMadeUp += added.madeUp
    return scores
  }
}
