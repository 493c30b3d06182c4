/// What is read from which members of home-made records.
package struct MemberUse: Sendable {
  /// The names of the members that each field is read from, by the name of the field.
  package var all: [String: Set<String>] = [:]
  /// The names of members of which nobody knows what they are.
  package var unused: Set<String> = []
  /// A time that could not be read, and the name of its member.
  package var unreadTime: (member: String, time: String)?

  /// Adds the use of a further record.
  mutating func merge(_ other: MemberUse) {
    all.merge(other.all) { $0.union($1) }
    unused.formUnion(other.unused)
    unreadTime = unreadTime ?? other.unreadTime
  }
}
