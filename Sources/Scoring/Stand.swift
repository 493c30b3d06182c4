package import Ingest

/// Whose stand the reactions of a conversation are to, and how those concerned are named.
///
/// It is looked at for each post, by all threads, and so is not a value with parts to be copied.
package final class Stand: Sendable {
  package let names: RoleNames
  /// Where the words of the root point to, or without it those of the stand in the brief.
  package let direction: [Float]
  /// The accounts that speak for the target, its allies and its opponents.
  private let roles: [Key: Role]
  private let keys: HashFilter

  /// Creates a stand.
  ///
  /// - Parameters:
  ///   - brief: What the user says; may be empty.
  ///   - root: The post that started the conversation, where it is known.
  ///   - isOneOfMany: Whether the brief is about many conversations, so that whoever started this one
  ///     need not be the target that it names.
  package init(_ brief: Brief, root: Post?, isOneOfMany: Bool = false) {
    var brief = brief
    let isByTarget = !isOneOfMany || brief.target.isEmpty
    if let root, isByTarget, Self.speaksForTarget(root, brief) {
      brief.target += [root.author, root.authorName].compactMap { $0 }
    }
    names = RoleNames(brief)
    direction = WordVectors.builtIn.direction(
      of: names.marked(Tokenizer.tokens(of: root?.text ?? brief.stand))
    )
    var roles: [Key: Role] = [:]
    for (role, names) in [
      (Role.opponent, brief.opponents), (.ally, brief.allies), (.target, brief.target),
    ] {
      for handle in names.flatMap(Self.handles) {
        if let key = PostIndex.authorKey(handle) { roles[key] = role }
      }
    }
    self.roles = roles
    keys = HashFilter(roles.keys.lazy.map(\.value))
  }

  /// The part that an author plays; `nil` for the public.
  package func role(of author: Key?) -> Role? {
    guard let author, keys.mayContain(author.value) else { return nil }
    return roles[author]
  }

  /// Whether an author is the target.
  package func isTarget(_ author: Key?) -> Bool { role(of: author) == .target }

  /// Whether the author of the root is the target: yes, unless the brief gives the target's handle
  /// and it is another.
  package static func speaksForTarget(_ root: Post, _ brief: Brief) -> Bool {
    guard let author = root.author else { return false }
    let given = brief.target.filter { $0.hasPrefix("@") }
    let key = PostIndex.authorKey(author)
    return given.isEmpty
      || brief.target.flatMap(handles).contains { PostIndex.authorKey($0) == key }
  }

  /// The handles that a name may stand for: "Jo Harker" is also `jo_harker`, `joharker`.
  static func handles(_ name: String) -> [String] {
    var bare = name.hasPrefix("@") ? String(name.dropFirst()) : name
    if bare.lowercased().hasPrefix("the ") { bare.removeFirst(4) }
    let words = bare.split { !$0.isLetter && !$0.isNumber }
    return [bare] + ["", "_", ".", "-"].map { words.joined(separator: $0) }
  }
}
