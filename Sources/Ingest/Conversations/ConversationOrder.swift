/// The posts of an export, conversation by conversation, and in each those of one author one after
/// another.
///
/// The order does not depend on that of the input: sums over it come out alike.
package struct ConversationOrder: Sendable {
  /// The places of the posts.
  package let places: [Int32]
  /// Where in ``places`` each conversation starts, and where the last ends.
  package let starts: [Int32]
  /// For each of ``places``, whether the post before it is by the same known author in the same
  /// conversation.
  package let continuesAuthor: [Bool]

  /// Orders the posts of an export.
  package init(_ corpus: Corpus) {
    let authors = corpus.index.entries.map { $0.author?.value ?? 0 }
    let byAuthor = Self.byAuthor(authors, ids: corpus.index.entries.map(\.id))
    let numbers = corpus.conversations.links.map { Int32($0.conversation) }
    // Into the room of each conversation, in that order.
    var starts: [Int32] = [0]
    for conversation in corpus.conversations.conversations {
      starts.append((starts.last ?? 0) + Int32(conversation.size))
    }
    var (places, next) = (byAuthor, starts)
    for place in byAuthor {
      let number = Int(numbers[Int(place)])
      places[Int(next[number])] = place
      next[number] += 1
    }
    self.init(places: places, starts: starts, authors: authors)
  }

  /// Orders the posts of one conversation; of one author they stay in the order in which they are given.
  package init(authors: [Key?]) {
    let authors = authors.map { $0?.value ?? 0 }
    self.init(
      places: Self.byAuthor(authors, ids: authors.indices.map { $0 }),
      starts: [0, Int32(authors.count)],
      authors: authors
    )
  }

  private init(places: [Int32], starts: [Int32], authors: [UInt64]) {
    self.places = places
    self.starts = starts
    var continues = Array(repeating: false, count: places.count)
    for (start, end) in zip(starts, starts.dropFirst()) where start < end {
      for number in Int(start) + 1..<max(Int(end), Int(start) + 1) {
        let author = authors[Int(places[number])]
        continues[number] = author != 0 && author == authors[Int(places[number - 1])]
      }
    }
    continuesAuthor = continues
  }

  private init(places: [Int32], starts: [Int32], continuesAuthor: [Bool]) {
    self.places = places
    self.starts = starts
    self.continuesAuthor = continuesAuthor
  }

  private static func byAuthor(_ authors: [UInt64], ids: [some Comparable]) -> [Int32] {
    var places = Array(0..<Int32(authors.count))
    places.sortInHashOrder {
      authors[Int($0)]
    } by: { left, right in
      let (first, second) = (authors[Int(left)], authors[Int(right)])
      return first == second ? ids[Int(left)] < ids[Int(right)] : first < second
    }
    return places
  }

  /// The places of the posts of each conversation.
  package var conversations: [ArraySlice<Int32>] {
    zip(starts, starts.dropFirst()).map { places[Int($0)..<Int($1)] }
  }

  /// For each of so many places, its index in ``places``; -1 where it is not among them.
  package func numbers(ofPlaces count: Int) -> [Int32] {
    var numbers: [Int32] = Array(repeating: -1, count: count)
    for (number, place) in places.enumerated() { numbers[Int(place)] = Int32(number) }
    return numbers
  }

  /// The conversation of the post at a place of ``places``.
  package func conversation(of number: Int) -> Int {
    var (low, high) = (0, starts.count - 1)
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= number { low = middle } else { high = middle }
    }
    return low
  }

  /// The places of all posts of a post's author in its conversation, its own among them.
  package func places(byAuthorOf place: Int) -> [Int] {
    guard let number = places.firstIndex(of: Int32(place)) else { return [] }
    var (first, end) = (number, number + 1)
    while continuesAuthor[first] { first -= 1 }
    while end < places.count, continuesAuthor[end] { end += 1 }
    return places[first..<end].map { Int($0) }
  }

  /// One conversation of them.
  package func only(_ conversation: Int) -> ConversationOrder {
    let range = Int(starts[conversation])..<Int(starts[conversation + 1])
    return ConversationOrder(
      places: Array(places[range]),
      starts: [0, Int32(range.count)],
      continuesAuthor: Array(continuesAuthor[range])
    )
  }
}
