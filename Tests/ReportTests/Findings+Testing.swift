import Ingest
import Report
import Scoring

/// A post with a stance.
func post(
  _ stance: Stance,
  by author: Int?,
  _ confidence: Double = 0.8,
  at time: Timestamp? = nil
) -> ScoredPost {
  let rest = (1 - confidence) / 2
  return ScoredPost(
    status: .scored,
    author: author.map { UInt64($0 + 1) },
    createdAt: time,
    probabilities: StanceProbabilities(
      supportive: stance == .supportive ? confidence : rest,
      critical: stance == .critical ? confidence : rest,
      neutral: stance == .neutral ? confidence : rest
    ),
    sentiment: stance == .supportive ? 0.5 : -0.25
  )
}

extension Findings {
  /// The findings of posts about one Jo Harker.
  static func of(
    _ posts: [ScoredPost],
    brief: Brief = Brief(target: ["Jo Harker"]),
    input: InputAccount = InputAccount(),
    errorFactor: Double = 0,
    labels: [Int: Stance]? = nil,
    options: Options = Options(),
    holding most: Int = Reactions.mostReactions
  ) throws -> Findings {
    var input = input
    var file = InputAccount.File(name: "replies.jsonl")
    (file.lines, file.posts) = (posts.count, posts.count)
    input.files = [file]
    return try Findings(
      posts: posts,
      input: input,
      assumptions: Assumptions(
        brief: brief,
        targetAssumed: false,
        rootAssumed: false,
        conversationsLeftOut: 0
      ),
      tool: ToolDescription(
        version: "0",
        modelDigest: "0123456789abcdef",
        modelSources: "",
        errorFactor: errorFactor
      ),
      labels: labels,
      options: options,
      holding: most
    )
  }
}
