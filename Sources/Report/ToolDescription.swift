public import Scoring

/// Which program and which model gave a result.
public struct ToolDescription: Hashable, Codable, Sendable {
  /// The version of the program.
  public var version: String
  /// The digest of the model.
  public var modelDigest: String
  /// What the model learned from.
  public var modelSources: String
  /// How far off shares are for what the model gets wrong, as multiples of what it doubts; no less than those of
  /// the built-in one.
  public var errorFactor: Double
  /// How many terms of the user's own had a say.
  public var ownTerms = 0
  /// Which terms these are: the hash of their file, empty where there is none.
  public var lexiconDigest = ""
  /// What an outside scorer was asked and said; `nil` where there was none.
  public var outside: OutsideCounts?

  /// Creates a description.
  public init(
    version: String,
    modelDigest: String,
    modelSources: String,
    errorFactor: Double = 0
  ) {
    self.version = version
    self.modelDigest = modelDigest
    self.modelSources = modelSources
    self.errorFactor = errorFactor
  }

  /// Describes a program that scores with a model.
  public init(version: String, model: Model) {
    self.init(
      version: version,
      modelDigest: model.digest,
      modelSources: model.sources,
      errorFactor: max(model.errorFactor, (try? Model.builtIn())?.errorFactor ?? 0)
    )
    ownTerms = model.lexicon.count
    lexiconDigest = model.lexicon.digest
  }
}

extension ToolDescription {
  /// Whether a model had a say that is not the one of the program.
  var hasOwnModel: Bool {
    !modelSources.isEmpty && modelDigest != (try? Model.builtIn())?.digest
  }

  /// Whether a scorer of the user's own decided about posts.
  var hasOwnScorer: Bool { outside.map { $0.answered > 0 } ?? false }

  /// Whether the built-in model alone decided, so that it is known how far off shares are.
  var errorsMeasured: Bool { !hasOwnModel && !hasOwnScorer && ownTerms == 0 }
}
