public import FoundationEssentials
internal import Ingest

/// What is wrong with a brief.
public struct BriefError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public var name: String
  /// What was found and what was expected.
  public var problem: String

  /// One line: where, what was found, what was expected.
  public var description: String { "\(name): \(problem)" }
}

extension Brief {
  /// Reads a brief as JSON: `target`, `allies`, `opponents`, `stand`, `root`, `events`.
  ///
  /// - Parameters:
  ///   - data: The bytes of the file.
  ///   - name: What to call it in an error.
  /// - Throws: ``BriefError`` where it is no JSON, a member has the wrong form, or its name is
  ///   none of these: a misspelt member must not be passed over in silence.
  public init(json data: Data, name: String) throws(BriefError) {
    do {
      let file = try JSONDecoder().decode(BriefFile.self, from: data)
      try self.init(file)
    } catch let error as BriefError {
      throw BriefError(name: name, problem: error.problem)
    } catch DecodingError.typeMismatch(_, let context), DecodingError.keyNotFound(_, let context),
      DecodingError.valueNotFound(_, let context)
    {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw BriefError(
        name: name,
        problem: "'\(path)': \(context.debugDescription); expected \(Self.form)"
      )
    } catch {
      throw BriefError(name: name, problem: "is no JSON object; expected \(Self.form)")
    }
  }

  private static let form =
    #"{"target": ["Jo", "@jo"], "allies": [], "opponents": [], "stand": "…", "#
    + #""root": ["1001"], "events": [{"at": "2024-05-01T09:30:00Z", "label": "…"}]}"#

  private init(_ file: BriefFile) throws(BriefError) {
    self.init(
      target: file.target ?? [],
      allies: file.allies ?? [],
      opponents: file.opponents ?? [],
      stand: file.stand ?? "",
      root: file.root ?? []
    )
    for event in file.events ?? [] {
      guard let at = Timestamp.parse(event.at) else {
        throw BriefError(
          name: "",
          problem: "'events.at' is \"\(event.at)\"; expected a time such as 2024-05-01T09:30:00Z"
        )
      }
      events.append(Event(at: at.moment, label: event.label))
    }
  }
}

private struct BriefFile: Decodable {
  var target: [String]?
  var allies: [String]?
  var opponents: [String]?
  var stand: String?
  var root: [String]?
  var events: [Event]?

  struct Event: Decodable {
    var at: String
    var label: String
  }

  private enum Key: String, CodingKey, CaseIterable {
    case target
    case allies
    case opponents
    case stand
    case root
    case events
  }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    if let unknown = names.sorted().first(where: { Key(rawValue: $0) == nil }) {
      let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
      throw BriefError(name: "", problem: "has a member '\(unknown)'; expected only \(known)")
    }
    let values = try decoder.container(keyedBy: Key.self)
    target = try Self.list(values, .target)
    allies = try Self.list(values, .allies)
    opponents = try Self.list(values, .opponents)
    stand = try values.decodeIfPresent(String.self, forKey: .stand)
    root = try Self.list(values, .root)
    events = try values.decodeIfPresent([Event].self, forKey: .events)
  }

  /// A list of strings; one string alone is a list of one.
  private static func list(
    _ values: KeyedDecodingContainer<Key>,
    _ key: Key
  ) throws -> [String]? {
    if let one = try? values.decodeIfPresent(String.self, forKey: key) { return [one] }
    return try values.decodeIfPresent([String].self, forKey: key)
  }
}
