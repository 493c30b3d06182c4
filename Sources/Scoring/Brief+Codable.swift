public import FoundationEssentials
public import Ingest

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
  ///   - clock: The clock of times that name no zone; `nil` for UTC.
  /// - Throws: ``BriefError`` where it is no JSON, a member has the wrong form, or its name is
  ///   none of these: a misspelt member must not be passed over in silence.
  public init(json data: Data, name: String, clock: LocalClock? = nil) throws(BriefError) {
    func problem(_ context: DecodingError.Context, _ found: String) -> BriefError {
      let path = context.codingPath.map { key in
        key.intValue.map { "\($0 + 1)" } ?? key.stringValue
      }
      let place = path.isEmpty ? "" : "'\(path.joined(separator: "."))' "
      return BriefError(name: name, problem: "\(place)\(found); expected \(Self.form)")
    }
    do {
      let file = try JSONDecoder().decode(BriefFile.self, from: data)
      try self.init(file, clock)
    } catch let error as BriefError {
      throw BriefError(name: name, problem: error.problem)
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context)
    {
      throw problem(context, "is of another type")
    } catch DecodingError.keyNotFound(let key, let context) {
      throw problem(context, "has no '\(key.stringValue)'")
    } catch {
      throw BriefError(name: name, problem: "is no JSON object; expected \(Self.form)")
    }
  }

  private static let form =
    #"{"target": ["Jo", "@jo"], "allies": [], "opponents": [], "stand": "…", "#
    + #""root": ["1001"], "events": [{"at": "2024-05-01T09:30:00Z", "label": "…"}]}"#

  private init(_ file: BriefFile, _ clock: LocalClock?) throws(BriefError) {
    self.init(
      target: file.target ?? [],
      allies: file.allies ?? [],
      opponents: file.opponents ?? [],
      stand: file.stand ?? "",
      root: file.root ?? []
    )
    if let empty = emptyMember {
      throw BriefError(name: "", problem: "'\(empty)' holds an empty name; expected \(Self.form)")
    }
    for event in file.events ?? [] {
      guard let at = Timestamp.parse(event.at) else {
        throw BriefError(
          name: "",
          problem: "'events.at' is \"\(event.at)\"; expected a time such as 2024-05-01T09:30:00Z"
        )
      }
      // A day begins where its clock says.
      let hasZone = at.hasZone && at.moment.precision == .second
      var moment = Timestamp(seconds: at.moment.seconds)
      if let clock, !hasZone { moment.seconds = clock.moment(moment.seconds) }
      events.append(Event(at: moment, label: event.label, hasZone: hasZone))
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
    root = try Self.list(values, .root, of: PostID.self)?.map(\.text)
    events = try values.decodeIfPresent([Event].self, forKey: .events)
  }

  /// A list; one value alone is a list of one.
  private static func list<Item: Decodable>(
    _ values: KeyedDecodingContainer<Key>,
    _ key: Key,
    of kind: Item.Type = String.self
  ) throws -> [Item]? {
    if let one = try? values.decodeIfPresent(Item.self, forKey: key) { return [one] }
    return try values.decodeIfPresent([Item].self, forKey: key)
  }

  /// The id of a post, as text or as a number.
  private struct PostID: Decodable {
    var text: String

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let number = try? value.decode(UInt64.self) {
        text = "\(number)"
      } else {
        text = try value.decode(String.self)
      }
    }
  }
}
