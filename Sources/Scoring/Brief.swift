public import Ingest

/// Whom and what the reactions are to, as the user says it.
///
/// Everything may be left out: the target is then the author of the root post, and the root the
/// post with the most reactions below it.
public struct Brief: Hashable, Codable, Sendable {
  /// Names and handles of the person or organisation whose stand is judged.
  public var target: [String]
  /// Names and handles of those on the target's side.
  public var allies: [String]
  /// Names and handles of those whom the target stands against.
  public var opponents: [String]
  /// The stand in one sentence; empty where the user gave none.
  public var stand: String
  /// Ids of the root posts of the conversation to analyse.
  public var root: [String]
  /// Moments to show on the timeline.
  public var events: [Event]

  /// Something that happened, shown on the timeline.
  public struct Event: Hashable, Codable, Sendable {
    /// When it happened.
    public var at: Timestamp
    /// What happened, in a few words.
    public var label: String
    /// Whether the time was written with a zone; one without is read by an assumed clock.
    public var hasZone: Bool

    /// Creates an event.
    public init(at: Timestamp, label: String, hasZone: Bool = true) {
      self.at = at
      self.label = label
      self.hasZone = hasZone
    }
  }

  /// The first member that holds a name, or an id, without a letter, number or other sign; `nil` where none
  /// does.
  package var emptyMember: String? {
    let members = [
      ("target", target), ("allies", allies), ("opponents", opponents), ("root", root),
    ]
    return members.first { _, names in
      names.contains { $0.allSatisfy { $0.isWhitespace || $0 == "@" } }
    }?.0
  }

  /// A name that is on both sides; `nil` where none is.
  package var contradiction: String? {
    func keys(_ names: [String]) -> Set<String> {
      Set(names.map { ($0.hasPrefix("@") ? String($0.dropFirst()) : $0).lowercased() })
    }
    let others = keys(target + allies)
    return opponents.first { !keys([$0]).isDisjoint(with: others) }
  }

  /// Creates a brief.
  public init(
    target: [String] = [],
    allies: [String] = [],
    opponents: [String] = [],
    stand: String = "",
    root: [String] = [],
    events: [Event] = []
  ) {
    self.target = target
    self.allies = allies
    self.opponents = opponents
    self.stand = stand
    self.root = root
    self.events = events
  }
}
