package import Ingest

/// What became of the posts of an export, by their places in its index: eight bytes each.
package struct ScoredPlaces: RandomAccessCollection, Sendable {
  /// What was found of a post.
  private struct Verdict {
    var status: Status
    var stanceOfText: Stance?
    /// As ``StanceProbabilities/inUnits(_:)`` gives them.
    var supportive: UInt16 = 0
    var critical: UInt16 = 0
    var sentiment: Int16 = 0

    static let tone = 32_767.0

    init(_ post: ScoredPost) {
      status = post.status
      stanceOfText = post.stanceOfText
      sentiment = Int16(((post.sentiment ?? 0) * Self.tone).rounded())
      guard let stance = post.probabilities else { return }
      supportive = StanceProbabilities.inUnits(stance.supportive)
      critical = StanceProbabilities.inUnits(stance.critical)
    }

    var probabilities: StanceProbabilities? {
      guard status == .scored else { return nil }
      let units = Double(StanceProbabilities.units)
      let (supportive, critical) = (Double(supportive) / units, Double(critical) / units)
      return StanceProbabilities(
        supportive: supportive,
        critical: critical,
        neutral: Swift.max(1 - supportive - critical, 0)
      )
    }
  }

  private let entries: SpooledArray<PostIndex.Entry>
  private var verdicts: [Verdict]

  /// Takes what became of each post.
  package init(_ posts: some Sequence<ScoredPost>, in corpus: Corpus) {
    entries = corpus.index.entries
    verdicts = posts.map { Verdict($0) }
  }

  /// What became of the post at a place.
  package func status(at place: Int) -> Status { verdicts[place].status }

  /// How likely each stance of the post at a place is; `nil` unless it was scored.
  package func probabilities(at place: Int) -> StanceProbabilities? {
    verdicts[place].probabilities
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { verdicts.count }

  /// The post at a place; its author and time are those of the export.
  package subscript(place: Int) -> ScoredPost {
    get {
      let (verdict, entry) = (verdicts[place], entries[place])
      return ScoredPost(
        status: verdict.status,
        author: entry.author?.value,
        createdAt: entry.createdAt,
        probabilities: verdict.probabilities,
        sentiment: verdict.status == .scored ? Double(verdict.sentiment) / Verdict.tone : nil,
        stanceOfText: verdict.stanceOfText
      )
    }
    set { verdicts[place] = Verdict(newValue) }
  }
}
