import Foundation
import Ingest
import TestSupport
import Testing

/// The samples in `Fixtures/formats`: one small invented file of each format, all telling one
/// conversation, with what a reader is to make of each in `expected.json`.
struct FormatTests {
  /// What is expected of one file.
  struct Expectation: Decodable, Sendable {
    struct Post: Decodable, Sendable {
      var id: String
      var author: String?
      var createdAt: String?
      var parentID: String?
      var rootID: String?
      var kind: String?
      var deleted: Bool?
      var text: String?

      private enum CodingKeys: String, CodingKey {
        case id, author, kind, deleted, text
        case createdAt = "created_at"
        case parentID = "parent_id"
        case rootID = "root_id"
      }
    }

    var format: String
    var posts: [Post]?
    var sameAs: String?
    var duplicatePosts: Int?
    var contextPosts: Int?
    var nonPostRecords: Int?
    var badLines: Int?

    private enum CodingKeys: String, CodingKey {
      case format, posts
      case sameAs = "same_as"
      case duplicatePosts = "duplicate_posts"
      case contextPosts = "context_posts"
      case nonPostRecords = "non_post_records"
      case badLines = "bad_lines"
    }
  }

  static let folder = "\(Program.repository)/Tests/IngestTests/Fixtures/formats"

  static let expectations: [String: Expectation] = {
    let data = FileManager.default.contents(atPath: "\(folder)/expected.json") ?? Data()
    return (try? JSONDecoder().decode([String: Expectation].self, from: data)) ?? [:]
  }()

  /// Files that lack the posts above some replies, so that the root cannot be known from them.
  private static let withoutRoots: Set = ["elasticsearch-hits.jsonl", "twitter-archive-tweets.js"]

  @Test func expectationsAreThere() { #expect(Self.expectations.count == 37) }

  @Test(arguments: expectations.keys.sorted())
  func sampleReadsAsExpected(file: String) throws {
    let expectation = try #require(Self.expectations[file])
    let expected = expectation.posts ?? expectation.sameAs.flatMap { Self.expectations[$0]?.posts }
    let catalog = try Catalog(paths: ["\(Self.folder)/\(file)"])
    let roots = try ReplyRoots(catalog)
    var posts: [String: (post: Post, root: String?)] = [:]
    try catalog.read { post, place, isKept in
      isKept && !post.isContext ? (post, place) : nil
    } consume: { line in
      guard case .post(_, let (post, place)?) = line else { return }
      posts[post.id] = (post, try roots.rootID(of: post, at: place))
    }
    let wanted = try #require(expected)
    #expect(Set(posts.keys) == Set(wanted.map(\.id)))
    for want in wanted {
      let (post, root) = try #require(posts[want.id], "\(want.id)")
      let time = post.createdAt.map { Timestamp(seconds: $0.seconds).description }
      #expect(time == want.createdAt, "\(want.id)")
      #expect(post.parentID == want.parentID, "\(want.id)")
      // The file of hostile lines says no more.
      guard let kind = want.kind else { continue }
      #expect(post.kind.rawValue == kind, "\(want.id)")
      #expect(post.author == want.author, "\(want.id)")
      #expect(post.isDeleted == want.deleted, "\(want.id)")
      #expect(post.text == want.text, "\(want.id)")
      if !Self.withoutRoots.contains(file) { #expect(root == want.rootID, "\(want.id)") }
    }
    let account = catalog.account
    #expect(account.formats[expectation.format] ?? 0 > 0)
    #expect(account.rejected == expectation.badLines ?? 0)
    if expectation.sameAs == nil {
      #expect(account.duplicates == expectation.duplicatePosts ?? 0)
      #expect(account.collidingIDs == 0)
      #expect(account.otherRecords.values.reduce(0, +) == expectation.nonPostRecords ?? 0)
    }
    if let context = expectation.contextPosts { #expect(account.contextPosts == context) }
  }

  @Test func everyFormatHasANameOfItsOwn() {
    let names = InputFormat.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.last == "generic")
  }

  @Test func mixedFilesAreReadRecordByRecord() throws {
    let folder = try TemporaryFolder()
    var all = Data()
    for name in [
      "mastodon.jsonl", "reddit-dump.jsonl", "twarc2-pages.jsonl", "telegram-desktop.json",
    ] {
      all += try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name)"))
      all += [0x0A]
    }
    let corpus = try Corpus(paths: [folder.write(all, to: "all")])
    #expect(corpus.account.rejected == 0)
    #expect(
      corpus.account.formats == [
        "mastodon-status": 10, "reddit-dump": 10, "twarc2-page": 12, "telegram-desktop": 10,
      ]
    )
  }
}
