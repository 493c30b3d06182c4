import Ingest
import Scoring
import TestSupport
import Testing

struct SpooledArrayTests {
  @Test(arguments: [0, 1, 3, 1000, 100_000])
  func holdsWhatAnArrayHoldsWhereverItIsKept(limit: Int) throws {
    var random = RandomNumbers(seed: UInt64(limit) + 1)
    var plain: [Int64] = []
    var spooled = SpooledArray<Int64>(holding: limit)
    for round in 0..<60_000 {
      plain.append(Int64(round))
      spooled.append(Int64(round))
      let place = Int.random(in: plain.indices, using: &random)
      plain[place] = -Int64(round)
      spooled[place] = -Int64(round)
    }
    try spooled.check()
    #expect(spooled.elementsEqual(plain))
    try spooled.hold(limit / 2)
    #expect(spooled.elementsEqual(plain))
  }

  @Test func valuesOfAnySizeComeBackFromTheFile() throws {
    var spooled = SpooledArray(repeating: SIMD3<Float>(1, 2, 3), count: 5_000, holding: 10)
    for place in stride(from: 0, to: 5_000, by: 7) { spooled[place] *= Float(place) }
    try spooled.check()
    for place in spooled.indices {
      let factor = place % 7 == 0 ? Float(place) : 1
      #expect(spooled[place] == SIMD3(1, 2, 3) * factor)
    }
  }

  @Test func catalogInAFileIsTheCatalogInMemory() throws {
    let folder = try TemporaryFolder()
    var lines = ""
    for number in 0..<3_000 {
      // Chains of answers, versions of one post, and a cycle.
      let id = number % 700
      let parent = number % 7 == 0 ? "null" : "\"\((id * 31 + number / 700) % 700)\""
      lines += #"{"id":"\#(id)","in_reply_to":\#(parent),"author":"a\#(number % 50)","#
      lines += #""text":"\#(String(repeating: "x", count: number % 40))"}"# + "\n"
    }
    let path = try folder.write(lines, to: "posts.jsonl")
    func links(_ limit: Int) throws -> [String] {
      let corpus = try Corpus(Catalog(paths: [path], jobs: 2, holding: limit))
      return corpus.conversations.links.map { "\($0)" }
    }
    func listing(_ limit: Int) throws -> [String] {
      let catalog = try Catalog(paths: [path], jobs: 2, holding: limit)
      let roots = try ReplyRoots(catalog)
      var listing: [String] = []
      try catalog.read { post, place, isKept in
        (post, place, isKept)
      } consume: { line in
        switch line {
        case .post(_, let (post, place, isKept)), .duplicate(_, let (post, place, isKept)):
          let root = try roots.rootID(of: post, at: place) ?? "-"
          listing.append("\(post.id) \(place) \(isKept) \(root) \(post.text.count)")
        }
      }
      return listing
    }
    let inMemory = try listing(.max)
    #expect(inMemory.count == 3_000)
    let linksInMemory = try links(.max)
    for limit in [1, 64, 500] {
      #expect(try listing(limit) == inMemory, "\(limit) held")
      #expect(try links(limit) == linksInMemory, "\(limit) held")
    }
  }
}
