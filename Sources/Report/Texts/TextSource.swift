internal import Ingest
internal import Scoring

/// Where the words of sampled texts come from when they are shown: a sample holds hashes.
struct TextSource: Sendable {
  /// As some words of a post are written; `nil` where that is not known.
  var words: @Sendable ([SampledText.Word], _ post: UInt64) throws -> [String]?
  /// The id of a post, and its text where that is at hand.
  var post: @Sendable (_ post: UInt64) throws -> (id: String, text: String?)?

  init(_ corpus: Corpus) {
    words = { words, key in
      guard let post = try corpus.post(withKey: key) else { return nil }
      let text = Tokenizer.tokens(of: post.text)
      let spellings = words.compactMap { word in
        text.tokens.first { SampledText.Word($0) == word }
          .map { SampledText.spelling(of: $0, in: text) }
      }
      return spellings.count == words.count ? spellings : nil
    }
    post = { key in try corpus.post(withKey: key).map { ($0.id, $0.text) } }
  }

  /// Looks the words up in the names that a partial result brings along.
  init(_ names: SampleNames) {
    words = { words, _ in
      let spellings = words.compactMap { names.words[$0.bits] }
      return spellings.count == words.count ? spellings : nil
    }
    post = { key in names.ids[key].map { ($0, nil) } }
  }
}
