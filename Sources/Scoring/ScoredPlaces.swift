package import Ingest

/// What became of the posts of an export, by their places in its index: eight bytes each.
package struct ScoredPlaces: RandomAccessCollection, Sendable {
  /// What was found of a post.
  private struct Verdict {
    var status: Status
    var stanceOfText: Stance?
    /// In units of 1 / ``certainty``.
    var supportive: UInt16 = 0
    var critical: UInt16 = 0
    var sentiment: Int16 = 0

    static let certainty = 65_535.0
    static let tone = 32_767.0

    init(_ post: ScoredPost) {
      status = post.status
      stanceOfText = post.stanceOfText
      sentiment = Int16(((post.sentiment ?? 0) * Self.tone).rounded())
      guard let stance = post.probabilities else { return }
      supportive = UInt16((stance.supportive * Self.certainty).rounded())
      critical = UInt16((stance.critical * Self.certainty).rounded())
    }

    var probabilities: StanceProbabilities? {
      guard status == .scored else { return nil }
      let (supportive, critical) = (
        Double(supportive) / Self.certainty, Double(critical) / Self.certainty
      )
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
