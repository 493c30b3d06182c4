internal import FoundationEssentials
internal import ModelWeights

/// A trained scorer: what a text says, what the conversation adds, and what English looks like.
public struct Model: Sendable {
  package var text: TextModel
  package var inference: ConversationInference
  package var english: EnglishWords
  /// How far off its shares are: in conversations that it had not seen, 95 of 100 by no more than so many
  /// times what it doubts of them (``Doubt``).
  public internal(set) var errorFactor: Double
  /// Words of the user's own, beside what was learned; no part of the model's file.
  public var lexicon = Lexicon()
  /// What the model learned from, as text: the names of the sources and how much of each.
  public package(set) var sources: String
  /// FNV-1a of the model's bytes, 16 hexadecimal digits: which model gave a result.
  public internal(set) var digest = ""

  package init(
    text: TextModel,
    inference: ConversationInference,
    english: EnglishWords,
    errorFactor: Double,
    sources: String
  ) {
    self.text = text
    self.inference = inference
    self.english = english
    self.errorFactor = errorFactor
    self.sources = sources
  }

  /// Reads the model that is built into the program.
  ///
  /// - Throws: ``ModelError`` where the program was built without one.
  public static func builtIn() throws(ModelError) -> Model { try read.get() }

  /// Reads a model from a file that `train` wrote.
  ///
  /// - Throws: ``ModelError`` where the file cannot be read, or is no model.
  public init(path: String) throws(ModelError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw ModelError(name: path, problem: "cannot be read; expected a file that 'train' wrote")
    }
    try self.init(bytes: Array(data), name: path)
  }

  /// Whether it is the one that is built into the program, without words of the user's own.
  package var isBuiltIn: Bool {
    lexicon.count == 0 && digest == (try? Self.builtIn())?.digest
  }

  private static let read = Result { () throws(ModelError) -> Model in
    let bytes = unsafe ConstantBytes(
      binary: groundswell_model_bytes(),
      count: groundswell_model_size()
    )
    return try Model(bytes, name: "the built-in model")
  }
}
