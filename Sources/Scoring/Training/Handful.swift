internal import Glibc
internal import Ingest

/// A few posts of a labelled conversation, as an export of a few posts would hold them.
package struct Handful {
  /// The posts in order: those drawn, and all above them.
  package let places: [Int]
  /// The labelled ones that are learned from here, and in no other handful of the conversation.
  package let drawn: Set<Int>

  /// As few posts as one and as many as this are drawn, with logarithms that are spread evenly.
  private static let most: Float = 16

  /// How many posts to draw.
  fileprivate static func size(_ random: inout RandomNumbers) -> Int {
    Int(expf(.random(in: 0..<logf(most + 1), using: &random)))
  }
}

extension LabelledConversation {
  /// Deals the labelled posts into handfuls.
  ///
  /// What comes next is as often an answer to a post of the handful, where there is one, as any post.
  ///
  /// - Parameters:
  ///   - labelled: The places of the labelled posts.
  ///   - random: Draws them.
  /// - Returns: The handfuls.
  package func handfuls(of labelled: [Int], using random: inout RandomNumbers) -> [Handful] {
    let isLabelled = Set(labelled)
    var answers: [Int: [Int]] = [:]
    for place in labelled {
      if let parent = posts[place].parent, !posts[parent].isTarget {
        answers[parent, default: []].append(place)
      }
    }
    var rest = labelled.shuffled(using: &random)
    var dealt: Set<Int> = []
    func nextOfRest() -> Int? {
      while let place = rest.popLast() {
        if !dealt.contains(place) { return place }
      }
      return nil
    }
    var handfuls: [Handful] = []
    while let first = nextOfRest() {
      let size = Handful.size(&random)
      var (places, drawn): (Set<Int>, Set<Int>) = ([], [])
      var next: Int? = first
      while let place = next {
        var above: Int? = place
        while let taken = above, places.insert(taken).inserted {
          if isLabelled.contains(taken), dealt.insert(taken).inserted { drawn.insert(taken) }
          above = posts[taken].parent
        }
        guard drawn.count < size else { break }
        let open = places.sorted().flatMap { answers[$0] ?? [] }.filter { !places.contains($0) }
        next = Bool.random(using: &random) ? open.randomElement(using: &random) : nil
        next = next ?? nextOfRest()
      }
      handfuls.append(Handful(places: places.sorted(), drawn: drawn))
    }
    return handfuls
  }

  /// What some of the posts are as a graph of their own, each by its place among them.
  func graph(of places: [Int], in whole: ConversationGraph) -> ConversationGraph {
    let numbers = Dictionary(uniqueKeysWithValues: zip(places, 0...))
    let nodes = places.map { place in
      var node = whole.nodes[place]
      node.parent = node.parent.flatMap { numbers[$0] }
      return node
    }
    return ConversationGraph(nodes: nodes, authors: places.map { posts[$0].author })
  }
}
