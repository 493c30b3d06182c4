import Ingest
import Testing

/// Posts that stand inside records: pages, wrappers, nested answers.
extension QuirkTests {
  private static let three =
    #"{"id":"1","text":"a","author":"x"},{"id":"2","text":"b","author":"y","in_reply_to":"1"},{"id":"3","text":"c","author":"z","in_reply_to":"2"}"#

  @Test(arguments: [
    #"{"comments":[LIST],"count":3}"#, #"{"data":{"items":[LIST]}}"#, #"{"content":[LIST]}"#,
    #"{"result":{"page":{"list":[LIST]}}}"#,
    #"{"edges":[{"node":POST1},{"node":POST2},{"node":POST3}]}"#,
    #"{"a":POST1,"b":POST2,"c":POST3}"#,
    // What is said of a page is no post.
    #"{"code":0,"message":"success","timestamp":1709542800,"data":[LIST]}"#,
    #"{"code":0,"message":"success","timestamp":1709542800,"comments":[LIST]}"#,
    #"{"id":"t9","title":"Ferry fares","created_at":"2024-03-04T08:00:00Z","posts":[LIST]}"#,
  ])
  func pagesOfPostsAreRead(page: String) throws {
    let each = Self.three.replacing("},{", with: "}\n{").split(separator: "\n")
    var line = page.replacing("LIST", with: Self.three)
    for (number, post) in each.enumerated() { line.replace("POST\(number + 1)", with: post) }
    let posts = try posts(line)
    #expect(posts.map(\.id) == ["1", "2", "3"])
    #expect(posts.map(\.parentID) == [nil, "1", "2"])
  }

  @Test func pagesAreReadByTheFormatOfWhatIsInThem() throws {
    let account = try corpus([
      #"{"data":[{"id":"c1","body":"a","link_id":"t3_a","parent_id":"t3_a","subreddit":"x"}]}"#,
      #"{"status_code":0,"comments":[{"cid":"7","aweme_id":"1","text":"b"}]}"#,
      #"{"statuses":[{"id_str":"5","full_text":"c","user":{"screen_name":"a"}}]}"#,
      #"{"_type":"playlist","id":"PL","title":"t","entries":[{"id":"v","extractor":"youtube","title":"film","comments":[]}]}"#,
    ]).account
    #expect(
      account.formats == [
        "reddit-dump": 1, "tiktok-comments": 1, "twitter-v1.1": 1, "yt-dlp-info": 1,
      ]
    )
    #expect(account.otherRecords == ["heading of a list of posts": 1])
  }

  @Test func whatCannotBeReadInAPageIsRejectedAlone() throws {
    let account = try corpus([
      #"{"items":[{"id":"1","text":"a"},{"id":"2","media":"x.jpg"},{"id":"3","text":"c"}]}"#,
      #"{"hits":{"hits":[{"_id":"4","_source":{"message":"d"}},{"_id":"5","_source":{"x":1}}]}}"#,
    ]).account
    #expect(account.posts == 3)
    #expect(account.rejectedByReason == ["no_text": 2])
  }

  @Test func listsOfSomethingElseAreNamedInTheRejection() throws {
    let error = #expect(throws: IngestError.self) {
      try self.corpus([#"{"ok":true,"rows":[{"Nr":1,"Kommentar":"a"}]}"#])
    }
    #expect(
      error?.description.contains(
        "found in the list 'rows' an object without a text, an id or a time, but with Nr, Kommentar"
      ) == true
    )
    // With the names of its members it is read.
    let format = try #require(InputFormat.homeMade(fields: ["id": "Nr", "text": "Kommentar"]))
    let line = #"{"ok":true,"rows":[{"Nr":1,"Kommentar":"a"},{"Nr":2,"Kommentar":"b"}]}"#
    #expect(try corpus([line], format: format).account.posts == 2)
  }

  @Test func quotedPostsOfRecordsWithoutATextAreNotTakenForThem() throws {
    let account = try corpus([
      #"{"id":"1","text":"a"}"#, #"{"id":"2","quoted":{"id":"3","text":"c","author":"z"}}"#,
    ]).account
    #expect(account.posts == 1)
    #expect(account.rejected == 1)
  }

  @Test(arguments: [
    #"{"id":"9","text":"top","author":"q","comments":[{"text":"a","author":"b"},{"text":"c","author":"d"}]}"#,
    #"{"id":"9","text":"top","author":"q","replies":{"data":[{"text":"a","author":"b"},{"text":"c","author":"d"}]}}"#,
    #"{"id":"9","text":"top","author":"q","comments":{"edges":[{"node":{"text":"a","author":"b"}},{"node":{"text":"c","author":"d"}}]}}"#,
    #"{"id":"9","caption":"top","owner":"q","latestComments":[{"text":"a","owner":"b"},{"text":"c","owner":"d"}]}"#,
    #"{"id":"9","image":"x.jpg","author":"q","answers":[{"text":"a","author":"b"},{"text":"c","author":"d"}]}"#,
  ])
  func nestedAnswersNeedNoId(line: String) throws {
    let posts = try posts(line)
    #expect(posts.map(\.id) == ["9", "9/1", "9/2"])
    #expect(posts.map(\.parentID) == [nil, "9", "9"])
    #expect(posts.dropFirst().map(\.text) == ["a", "c"])
  }

  @Test func postsWithoutAnIdHaveTheirAnswers() throws {
    let corpus = try corpus([
      #"{"text":"top","author":"q","date":"2024-03-04","comments":[{"text":"a","author":"b"}]}"#
    ])
    #expect(corpus.conversations.conversations.map(\.size) == [2])
    #expect(corpus.account.missingParents == 0)
  }

  @Test func nestedAnswersWithoutWordsArePosts() throws {
    let corpus = try corpus([
      #"{"id":"9","text":"top","comments":[{"id":"10","media":"x.jpg","author":"cy"},{"text":"nobody's"},"plain words","10"]}"#
    ])
    #expect(corpus.account.posts == 2)
    #expect(corpus.account.otherRecords == ["answer without an id, a time or an author": 2])
  }

  @Test func documentsHaveTheIdThatTheirDatabaseGivesThem() throws {
    let posts = try posts(
      #"{"_id":"x1","_source":{"message":"We cut","author":"q","@timestamp":"2024-03-04T09:00:00Z"}}"#,
      #"{"_id":"x2","_source":{"message":"good","author":"b","parent_id":"x1"}}"#
    )
    #expect(posts.map(\.id) == ["x1", "x2"])
    #expect(posts.map { $0.createdAt != nil } == [true, false])
    #expect(posts[1].parentID == "x1")
  }
}
