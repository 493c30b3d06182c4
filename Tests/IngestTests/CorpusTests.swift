import Foundation
import Ingest
import Scoring
import TestSupport
import Testing

struct CorpusTests {
  private func corpus(_ lines: String...) throws -> (Corpus, TemporaryFolder) {
    let folder = try TemporaryFolder()
    let paths = try lines.enumerated().map { try folder.write($1, to: "\($0).jsonl") }
    return (try Corpus(paths: paths), folder)
  }

  private func posts(_ corpus: Corpus) throws -> [Post] {
    var posts: [Post] = []
    try corpus.read { post, _, isKept in
      isKept ? post : nil
    } consume: { line in
      if case .post(_, let post?) = line { posts.append(post) }
    }
    return posts
  }

  @Test func everyLineIsAccountedFor() throws {
    let (corpus, folder) = try corpus(
      "\u{FEFF}{\"id\":1,\"text\":\"a\"}\r\n\n{\"id\":1,\"text\":\"a\"}\nx{}\n[1]\n{\"id\":2}\n"
        + "{\"text\":\"no id\"}\n\u{FEFF}{\"id\":3,\"text\":\"b\"}\u{0}\n{\"id\":4,\"te"
    )
    let file = try #require(corpus.account.files.first)
    #expect(file.lines == 9)
    #expect(file.blankLines == 1)
    #expect(file.posts == 3)
    #expect(file.rejected == 5)
    #expect(file.lines == file.blankLines + file.posts + file.rejected)
    #expect(
      corpus.account.rejectedByReason == [
        "bad_json": 1, "not_an_object": 1, "no_text": 1, "no_identity": 1, "cut_short": 1,
      ]
    )
    #expect(corpus.account.duplicates == 1)
    #expect(
      corpus.account.firstRejections.first
        == "\(folder.path)/0.jsonl:4: byte 1: found 'x'; expected one object in { } for each post"
    )
  }

  @Test(arguments: [0, 1, .max])
  func anyNumberOfThreadsReadsAll(_ jobs: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(#"{"id":1,"text":"a"}"#, to: "a.jsonl")
    #expect(try Corpus(paths: [path], jobs: jobs).account.posts == 1)
  }

  @Test func languagesAreCountedInAnyOrder() throws {
    let (corpus, _) = try corpus(
      (0..<60).map { #"{"id":\#($0),"text":"a","lang":"\#(["en", "fr", "en", "de"][$0 % 4])"}"# }
        .joined(separator: "\n")
    )
    #expect(corpus.account.languages == ["en": 30, "fr": 15, "de": 15])
  }

  /// Records of one id: of each the author, the text and the second.
  private static let recordsOfOneID: [([(String, String, Int)], collides: Bool)] = [
    ([("ann", "Yes", 1), ("bob", "No", 2)], true),
    // Of three records two are of different posts.
    ([("ann", "Yes", 1), ("ann", "Yes, of course", 1), ("bob", "No", 2)], true),
    ([("ann", "Yes", 1), ("@Ann", "Yes, I meant", 2)], false),
    ([("ann", "Yes", 1), ("bob", "Yes", 2)], false),
    // Another program wrote the author and the text in another way.
    ([("ann", "Tea & cake", 1), ("1234", "Tea &amp; cake", 1)], false),
    ([("ann", "Yes", 1), ("[deleted]", "[removed]", 2)], false),
  ]

  @Test(arguments: recordsOfOneID.indices)
  func recordsOfDifferentPostsWithOneIDCollideInAnyOrder(_ number: Int) throws {
    let (records, collides) = Self.recordsOfOneID[number]
    let lines = records.map {
      #"{"id":7,"author":"\#($0.0)","text":"\#($0.1)","created_at":\#(1_709_542_800 + $0.2)}"#
    }
    for lines in [lines, lines.reversed(), lines + lines] {
      let (corpus, _) = try corpus(lines.joined(separator: "\n"))
      #expect(corpus.account.collidingIDs == (collides ? 1 : 0), "\(lines)")
      #expect(corpus.account.duplicates == lines.count - 1)
      var sum = corpus.account
      sum.merge(corpus.account)
      #expect(sum.collidingIDs == 2 * corpus.account.collidingIDs)
    }
  }

  @Test func severalFilesAreOneExport() throws {
    let (whole, _) = try corpus(
      "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\",\"in_reply_to\":1}"
    )
    let (cut, _) = try corpus(
      "{\"id\":1,\"text\":\"a\"}",
      "{\"id\":2,\"text\":\"b\",\"in_reply_to\":1}"
    )
    #expect(whole.conversations.conversations.count == 1)
    #expect(cut.conversations.conversations.count == 1)
    #expect(cut.account.missingParents == 0)
  }

  @Test func exportWithoutAPostSaysWhatItLooksLike() throws {
    for (text, word) in [
      ("<!DOCTYPE html>\n<html>{", "web page"),
      ("id,text,author\n1,hello,jo\n", "table of values"),
      ("\u{FEFF}ID;Date;Text\n1;31.05.2026;{a\n", #"encoding="utf-8-sig""#),
      ("PK\u{3}\u{4}\(String(repeating: "x", count: 26))[Content_Types].xml", "spreadsheet"),
      ("well, well, well\n", "table of values"), ("well, well\n", "found 'well'; expected one"),
      (#"{"id":"1","name":"Jo","username":"jo","followers_count":3}"#, "only accounts (1)"),
      (#"{"data":[{"start":"2024","end":"2025","tweet_count":3}]}"#, "only counts of posts (1)"),
    ] {
      let error = #expect(throws: IngestError.self) { try self.corpus(text) }
      #expect(error?.description.contains(word) == true, "\(text)")
    }
  }

  @Test func emptyInputIsAnExportOfNothing() throws {
    let (corpus, _) = try corpus("")
    #expect(corpus.account.posts == 0)
    #expect(corpus.conversations.conversations.isEmpty)
  }

  @Test func fieldsAreFoundUnderTheirManyNames() throws {
    let (corpus, _) = try corpus(
      #"{"comment_id":"A","post_id":"p1","author":"@maria","created_at":"2024-03-04 09:03:12","comment":"hm","parent_id":null,"likes":"31"}"#
        + "\n"
        + #"{"data":{"ID":5,"Full Text":"inside","User":{"name":"Jo","screen_name":"jo_h"},"inReplyTo":"A","lang":"EN"}}"#
        + "\n"
        + #"{"_id":{"$oid":"64"},"body":"[removed]","username":"[deleted]","date":{"$date":"2024-03-04T09:00:00Z"}}"#
    )
    let posts = try posts(corpus)
    try #require(posts.count == 3)
    #expect(posts[0].id == "A")
    #expect(posts[0].conversationID == "p1")
    #expect(posts[0].author == "maria")
    #expect(posts[0].parentID == "p1")
    #expect(posts[0].likes == 31)
    #expect(posts[0].hasZonelessTime)
    #expect(posts[1].id == "5")
    #expect(posts[1].text == "inside")
    #expect(posts[1].author == "jo_h")
    #expect(posts[1].parentID == "A")
    #expect(posts[1].language == "en")
    #expect(posts[2].id == "64")
    #expect(posts[2].isDeleted)
    #expect(posts[2].author.flatMap { PostIndex.authorKey($0) } == nil)
    #expect(posts[2].createdAt?.description == "2024-03-04T09:00:00Z")
  }

  @Test func whatOnlyBeginsLikeATableIsRead() throws {
    let post = #"{"id":1,"text":"x"}"#
    for text in ["a, b, c\n  \(post)", "[1,2,3]\n[\(post)]"] {
      #expect(try corpus(text).0.account.posts == 1)
    }
  }

  @Test(arguments: [
    (#"{"\ufeffid":"7","text":"a"}"#, "7", "a"),
    ("{\"\u{FEFF}id\":\"7\",\"text\":\"a\"}", "7", "a"),
    (#"{"id":7.0,"text":"","body":"real"}"#, "7", "real"),
    (#"{"id":7,"text":null,"body":"real"}"#, "7", "real"),
    (#"{"id":7,"text":"","body":null}"#, "7", ""),
  ])
  func membersOfTablesAreFound(line: String, id: String, text: String) throws {
    let post = try #require(try posts(corpus(line).0).first)
    #expect(post.id == id)
    #expect(post.text == text)
  }

  @Test func textThatIsANumberIsNamedAsSuch() throws {
    let error = #expect(throws: IngestError.self) { try self.corpus(#"{"id":"15","text":12345}"#) }
    #expect(error?.description.contains("found a \"text\" that is no string") == true)
  }

  @Test(arguments: [
    ("<p>You&#8217;ve &amp; me<br>too</p>", "You’ve & me\ntoo"), ("a<p>b", "a\n\nb"),
    ("see <a href=\"x\">this</a>", "see this"),
    ("fish &amp; chips &amp;lt;3", "fish & chips &lt;3"),
    ("a < b and c > d", "a < b and c > d"), ("<3 you all > them", "<3 you all > them"),
    ("sure <sarcasm>lovely</sarcasm>", "sure <sarcasm>lovely</sarcasm>"),
    ("if (a<b) then c>d", "if (a<b) then c>d"), ("AT&T &c; &", "AT&T &c; &"),
  ])
  func markupOfHomeMadeLinesBecomesText(written: String, text: String) throws {
    let line = "{\"id\":1,\"text\":\"\(written.replacing("\"", with: "\\\""))\"}"
    #expect(try posts(corpus(line).0).map(\.text) == [text])
  }

  @Test(arguments: ["0", "\"0\"", "0.0"])
  func postsMayBeNumberedFromZero(zero: String) throws {
    let root = "{\"id\":\(zero),\"author\":\"vane\",\"text\":\"I am closing the street\"}"
    let lines = [
      root, "{\"id\":1,\"in_reply_to\":\(zero),\"text\":\"Well done\"}",
      "{\"id\":2,\"in_reply_to\":\(zero),\"root_id\":\(zero),\"text\":\"Shame\"}",
    ]
    for order in [lines, lines.reversed()] {
      let corpus = try corpus(order.joined(separator: "\n")).0
      #expect(try posts(corpus).count { $0.parentID == "0" } == 2)
      #expect(corpus.conversations.conversations.map(\.size) == [3])
      #expect(corpus.account.missingParents == 0)
      #expect(corpus.index.place(ofID: "0") != nil)
    }
    // Without a post 0 it means none, and comments that name a conversation answer its first post.
    let others = [
      "{\"id\":5,\"in_reply_to\":\(zero),\"text\":\"a\"}",
      "{\"id\":6,\"in_reply_to\":\(zero),\"root_id\":5,\"text\":\"b\"}",
      "{\"id\":7,\"in_reply_to\":5,\"root_id\":\(zero),\"text\":\"c\"}",
    ]
    let corpus = try corpus(others.joined(separator: "\n")).0
    #expect(try posts(corpus).map(\.parentID) == [nil, "5", "5"])
    #expect(try posts(corpus).map(\.kind) == [.post, .reply, .reply])
    #expect(corpus.conversations.conversations.map(\.size) == [3])
    #expect(corpus.account.missingParents == 0)
  }

  @Test(arguments: [
    #"{"id":2,"text":"","repost_of":1}"#, #"{"id":2,"text":"x","is_retweet":true}"#,
    #"{"id":2,"text":"RT @jo: as she says"}"#, #"{"id":2,"retweeted_status":{"id":1},"text":"x"}"#,
    #"{"id":2,"text":"MT @jo_h as she says"}"#, #"{"id":2,"text":"RT“@jo: as she says”"}"#,
    #"{"id":2,"text":"“@jo: as she says” @ann #news https://example.org"}"#,
    #"{"id":"2","author_id":"7","created_at":"2024-03-04T09:15:00.000Z","edit_history_tweet_ids":["2"],"text":"MT @jo as she says"}"#,
    #"{"id_str":"2","created_at":"Mon Mar 04 09:15:00 +0000 2024","full_text":"\"@jo: as she says\"","user":{"screen_name":"a"}}"#,
  ])
  func repostsAreKnown(line: String) throws {
    let (corpus, _) = try corpus(line)
    #expect(try posts(corpus).first?.isRepost == true)
  }

  @Test(arguments: [
    "@jo as she says", "RT @jo", "RTs are no endorsement @jo", "“@jo: as she says” and so do I",
    "“Right” is what @jo says", "so true “@jo: as she says”", "@jo: as she says", "\"", "“@", "",
    "\"@jo\" is no \"expert\"",
    "\"@jo: as she says\" and so do \"they\"",
  ])
  func wordsOfOnesOwnAreNoRepost(text: String) throws {
    var post = Post()
    post.text = text
    #expect(!post.isManualRepost)
  }

  @Test(arguments: ["\"\"", "null", "\"None\"", "\"nan\"", "0", "\"root\"", "\" \""])
  func nothingIsWrittenInManyWays(value: String) throws {
    let (corpus, _) = try corpus("{\"id\":2,\"text\":\"x\",\"in_reply_to\":\(value)}")
    #expect(try posts(corpus).first?.parentID == nil)
  }

  @Test func bytesThatAreNoTextAreMendedAndCounted() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      Data(Array(#"{"id":1,"text":"na"#.utf8) + [0xFF] + Array(#"me"}"#.utf8)),
      to: "a"
    )
    let corpus = try Corpus(paths: [path])
    #expect(corpus.account.mendedTexts == 1)
    #expect(try posts(corpus).first?.text == "na\u{FFFD}me")
  }

  @Test(arguments: [
    [#""likes":1"#, #""likes":50"#], [#""likes":3,"replies":1"#, #""likes":2,"replies":2"#],
    [#""lang":"en""#, #""lang":"fr""#], [#""quoted_id":"7""#, #""quoted_id":"8""#],
  ])
  func ofTwoLikeRecordsOneIsKeptInAnyOrder(members: [String]) throws {
    let lines = members.map { #"{"id":1,"text":"a","author":"b",\#($0)}"# }
    let kept = try [lines, lines.reversed()].map { order in
      try posts(corpus(order.joined(separator: "\n")).0)
    }
    #expect(kept[0] == kept[1])
    if members[1].contains("50") { #expect(kept[0].map(\.likes) == [50]) }
  }

  @Test func whatADroppedRecordLacksIsNotMissing() throws {
    let (corpus, _) = try corpus(
      #"{"id":1,"text":"a"}"# + "\n" + #"{"id":1,"text":"a","date":"2024-03-04 10:00Z"}"#
    )
    #expect(corpus.account.withoutTime == 0)
  }

  @Test func ofTwoRecordsTheLongerTextIsKeptInAnyOrder() throws {
    let lines = [#"{"id":1,"text":"short…"}"#, #"{"id":1,"text":"short and the rest"}"#]
    for order in [lines, lines.reversed()] {
      let (corpus, _) = try corpus(order.joined(separator: "\n"))
      #expect(try posts(corpus).map(\.text) == ["short and the rest"])
      #expect(corpus.account.duplicates == 1)
    }
  }
}
