import Foundation
import Ingest
import TestSupport
import Testing

/// What is peculiar to each format, one small record each.
struct QuirkTests {
  func corpus(_ lines: [String], format: InputFormat? = nil) throws -> Corpus {
    let folder = try TemporaryFolder()
    return try Corpus(
      paths: [folder.write(lines.joined(separator: "\n"), to: "export")],
      format: format
    )
  }

  func posts(_ lines: String...) throws -> [Post] {
    var posts: [Post] = []
    try corpus(lines).read { post, _, isKept in
      isKept ? post : nil
    } consume: { line in
      if case .post(_, let post?) = line { posts.append(post) }
    }
    return posts
  }

  @Test func graphQLTweetsAreUnwrapped() throws {
    let posts = try posts(
      #"{"__typename":"TweetWithVisibilityResults","tweet":{"rest_id":"1764638208684986738","legacy":{"full_text":"a &lt; b","conversation_id_str":"1","user_id_str":"7"},"note_tweet":{"note_tweet_results":{"result":{"text":"whole &amp; long"}}}}}"#
    )
    #expect(posts.map(\.text) == ["whole &amp; long"])
    #expect(posts.first?.createdAt?.description == "2024-03-04T13:05:09Z")
    #expect(posts.first?.authorID == "7")
  }

  @Test func commentsOfInstagramAnswerAPostThatTheyDoNotName() throws {
    let comments = (0..<3).map { number in
      #"{"id":"1\#(number)","text":"a","timestamp":"2024-03-04T09:00:00+0000","username":"u\#(number)""#
    }
    let answers = (0..<4).map { number in
      #"{"id":"2\#(number)","text":"b","timestamp":"2024-03-04T10:00:00+0000","username":"v\#(number)"}"#
    }
    let page =
      #"{"data":["# + comments[0] + "}," + comments[1] + #","replies":{"data":["#
      + answers.joined(separator: ",") + "]}}," + comments[2] + "}]}"
    let corpus = try corpus([page])
    #expect(corpus.account.posts == 7)
    #expect(corpus.conversations.conversations.map(\.size) == [7])
    #expect(corpus.conversations.conversations.first?.root == nil)
    let post = try #require(try posts(page).first { $0.id == "20" })
    #expect(post.parentID == "11" && post.conversationID == nil)
  }

  @Test func advertsAndTombstonesAreNoPosts() throws {
    let corpus = try corpus([
      #"{"source_platform":"twitter.com","nav_index":"1","data":{"rest_id":"1","promoted":true,"legacy":{"full_text":"buy"}}}"#,
      #"{"source_platform":"twitter.com","nav_index":"1","data":{"__typename":"TweetTombstone","rest_id":"2"}}"#,
      #"{"id":"3","text":"a"}"#,
    ])
    #expect(corpus.account.otherRecords == ["advert": 1, "removed post": 1])
    #expect(corpus.account.posts == 1)
  }

  @Test func repostsOfRepostsEnd() throws {
    let included = (2...60).map {
      #"{"id":"\#($0)","text":"t\#($0)","referenced_tweets":[{"type":"retweeted","id":"\#($0)"},{"type":"retweeted","id":"\#($0 % 60 + 1)"}]}"#
    }
    let posts = try posts(
      #"{"data":[{"id":"1","text":"x","author_id":"7","referenced_tweets":[{"type":"retweeted","id":"2"}]}],"includes":{"tweets":[\#(included.joined(separator: ","))]}}"#
    )
    let post = try #require(posts.first)
    #expect(post.text == "t2")
    #expect(post.repostOf == "2")
    #expect(posts.count == 60)
  }

  @Test func authorsWithoutANameAreTheirNumbers() throws {
    let posts = try posts(
      #"{"data":[{"id":"1","text":"x","author_id":"7"}],"includes":{"tweets":[]}}"#,
      #"{"id":"2","text":"y","author_id":"8","conversation_id":"1"}"#
    )
    #expect(posts.map(\.author) == ["7", "8"])
    let corpus = try corpus([
      #"{"rest_id":"3","core":{"user_results":{}},"legacy":{"full_text":"a","user_id_str":"11"}}"#,
      #"{"_":"Message","id":4,"peer_id":{"channel_id":1},"message":"b","from_id":{"user_id":12}}"#,
      #"{"id":5,"type":"message","from":null,"from_id":"user13","text":"c"}"#,
    ])
    #expect(corpus.index.entries.allSatisfy { $0.author != nil })
  }

  @Test func filmsHaveTheDayOnWhichTheyWerePublished() throws {
    let posts = try posts(
      #"{"id":"v","extractor":"youtube","extractor_key":"Youtube","webpage_url":"x","title":"t","uploader_id":"@vane","upload_date":"20240304"}"#
    )
    #expect(posts.first?.createdAt?.description == "2024-03-04")
    #expect(posts.first?.author == "@vane", "on YouTube the sign belongs to the handle")
  }

  @Test func editsOfAPostAreOnePostAndTheLastCounts() throws {
    let edits = ["10", "11", "12"].map {
      #"{"id":"\#($0)","text":"version \#($0)","author_id":"1","edit_history_tweet_ids":["10","11","12"]}"#
    }
    for order in [edits, edits.reversed()] {
      let corpus = try corpus(
        order + [
          #"{"id":"20","text":"re","author_id":"2","conversation_id":"10","referenced_tweets":[{"type":"replied_to","id":"11"}]}"#
        ]
      )
      #expect(corpus.index.entries.count == 2)
      #expect(corpus.account.missingParents == 0)
      let place = try #require(corpus.index.place(ofID: "10"))
      #expect(try corpus.post(at: place)?.text == "version 12")
    }
  }

  @Test func deletionNoticesMarkThePostTheyName() throws {
    let posts = try posts(
      #"{"id_str":"5","full_text":"to go","user":{"screen_name":"a"}}"#,
      #"{"id_str":"6","full_text":"to stay","user":{"screen_name":"b"}}"#,
      #"{"delete":{"status":{"id_str":"5"}}}"#
    )
    #expect(posts.map(\.isDeleted) == [true, false])
    #expect(posts.map(\.text) == ["", "to stay"])
  }

  @Test func redditParentsMayBeNumbersInBase36() throws {
    let posts = try posts(
      #"{"id":"j71tfff","body":"re","link_id":"t3_a","parent_id":41785179015,"subreddit":"x","author":"b","created_utc":"1709543000.5"}"#,
      #"{"id":"j71tggg","body":"[removed]","link_id":"t3_a","parent_id":null,"author":"[deleted]","created_utc":1709543001}"#
    )
    #expect(posts.map(\.parentID) == ["t1_j71teh3", "t3_a"])
    #expect(posts.map(\.isDeleted) == [false, true])
    #expect(posts[0].createdAt?.seconds == 1_709_543_000)
  }

  @Test func blueskyTimesThatCannotBeAreReplaced() throws {
    let posts = try posts(
      #"{"uri":"at://did:plc:a/app.bsky.feed.post/3kmubtp732222","author":{"handle":"a.example"},"record":{"text":"x","createdAt":"0000-01-01T00:00:00Z"},"indexedAt":"2024-03-04T09:00:01Z"}"#,
      #"{"uri":"at://did:plc:a/app.bsky.feed.post/3kmubzgch2h2z","author":{"handle":"a.example"},"record":{"text":"y","createdAt":"2031-01-01T00:00:00Z"},"indexedAt":"2024-03-04T09:03:13Z"}"#
    )
    #expect(
      posts.map { $0.createdAt?.description } == ["2024-03-04T09:00:01Z", "2024-03-04T09:03:13Z"]
    )
  }

  @Test func blueskyLinksAreShownWhole() throws {
    let text = "é see example.org/watch?v=Ab3... now"
    let start = "é see ".utf8.count
    let end = start + "example.org/watch?v=Ab3...".utf8.count
    let posts = try posts(
      #"{"uri":"at://did:plc:a/app.bsky.feed.post/3kmubtp732222","author":{"handle":"a"},"record":{"text":"\#(text)","createdAt":"2024-03-04T09:00:00Z","facets":[{"index":{"byteStart":\#(start),"byteEnd":\#(end)},"features":[{"uri":"https://example.org/watch?v=Ab3456"}]},{"index":{"byteStart":90,"byteEnd":99},"features":[{"uri":"x"}]}]}}"#
    )
    #expect(posts.first?.text == "é see https://example.org/watch?v=Ab3456 now")
  }

  @Test func mastodonMarkupBecomesText() throws {
    let posts = try posts(
      #"{"id":"112036596940801000","content":"<p class=\"quote-inline\">RE: x</p><p>a &lt;b&gt; <br />c &amp;amp; d</p><p>e</p>","account":{"acct":"jo@town.example"},"in_reply_to_id":null}"#
    )
    #expect(posts.first?.text == "a <b> \nc &amp; d\n\ne")
    #expect(posts.first?.createdAt?.description.hasPrefix("2024-03-04T") == true)
  }

  @Test func mastodonStreamsHoldStatusesInStrings() throws {
    let posts = try posts(
      #"{"event":"update","payload":"{\"id\":\"9\",\"content\":\"<p>hi</p>\",\"account\":{\"acct\":\"a\"},\"created_at\":\"2024-03-04T09:00:00.000Z\",\"in_reply_to_id\":null}"}"#,
      #"{"event":"delete","payload":"8"}"#
    )
    #expect(posts.map(\.text) == ["hi"])
  }

  @Test func telegramIdsCountWithinTheirChat() throws {
    let corpus = try corpus([
      #"{"_type":"Message","id":1,"peer_id":{"channel_id":5},"message":"a","date":1709542800}"#,
      #"{"_type":"Message","id":1,"peer_id":{"channel_id":6},"message":"b","date":1709542800}"#,
      #"{"_type":"Message","id":2,"peer_id":{"channel_id":6},"message":"c","date":1709542900,"reply_to":{"reply_to_msg_id":1}}"#,
    ])
    #expect(corpus.account.duplicates == 0)
    #expect(corpus.index.entries.count == 3)
    #expect(corpus.account.missingParents == 0)
    #expect(try (0..<3).map { try corpus.post(at: $0)?.id } == ["5/1", "6/1", "6/2"])
    // A number alone will do where it means one post.
    #expect(corpus.index.place(ofID: "2") == 2)
    #expect(corpus.index.place(ofID: "1") == nil)
    #expect(corpus.index.places(ofID: "1").count == 2)
  }

  @Test func repliesToAnotherChatAreNotHungOnThisOne() throws {
    let posts = try posts(
      #"{"name":"c","type":"public_supergroup","id":5,"messages":[{"id":2,"type":"message","date_unixtime":"1709542920","from":"Q","text":"a"},{"id":3,"type":"message","date_unixtime":"1709542980","from":"B","reply_to_message_id":2,"reply_to_peer_id":"channel77","text":"b"}]}"#,
      #"{"_type":"Message","id":4,"peer_id":{"channel_id":5},"message":"c","date":1709542900,"reply_to":{"reply_to_msg_id":2,"reply_to_peer_id":{"channel_id":77}}}"#
    )
    #expect(posts.map(\.parentID) == [nil, "77/2", "77/2"])
  }

  @Test func messagesOfOldTelegramExportsAreReadAlone() throws {
    let corpus = try corpus([
      #"{"id":1,"type":"service","date":"2019-03-04T09:00:00","actor":"Q","actor_id":"channel9","action":"create_channel","title":"Q","text":""}"#,
      #"{"id":2,"type":"message","date":"2019-03-04T10:02:00","from":"Q","from_id":"channel9","text":["We cut ",{"type":"bold","text":"fares"}]}"#,
      #"{"_":"MessageService","id":5,"peer_id":{"_":"PeerChannel","channel_id":1},"date":"2024-03-04T09:05:00+00:00","action":{"_":"MessageActionChatAddUser"}}"#,
    ])
    #expect(corpus.account.otherRecords == ["service message": 2])
    #expect(try corpus.post(at: 0)?.text == "We cut fares")
  }

  @Test func youTubeCountsAndThreads() throws {
    let posts = try posts(
      #"{"cid":"Ug1","text":"top","time":"1 day ago","time_parsed":1709539200.4,"author":"@a","votes":"1.2K","replies":"3"}"#,
      #"{"cid":"Ug1.2","text":"below","time":"1 day ago","time_parsed":1709539200.4,"author":"@b","votes":"0","replies":""}"#
    )
    #expect(posts.map(\.likes) == [1_200, 0])
    #expect(posts.map(\.parentID) == [nil, "Ug1"])
    #expect(posts.allSatisfy { $0.createdAt?.precision == .day })
  }

  @Test func discourseAnswersNameNumbersAndNotIds() throws {
    let posts = try posts(
      #"{"id":4,"post_stream":{"posts":[{"id":71,"post_number":1,"cooked":"<p>first</p>","username":"a","created_at":"2024-03-04T04:00:00.000-05:00"},{"id":72,"post_number":2,"cooked":"<p>second</p>","username":"b","created_at":"2024-03-04T09:05:00Z"},{"id":75,"post_number":3,"cooked":"<p>third</p>","username":"c","reply_to_post_number":2,"created_at":"2024-03-04T09:06:00Z"}]}}"#
    )
    #expect(posts.map(\.parentID) == [nil, "71", "72"])
    #expect(posts.first?.createdAt?.description == "2024-03-04T09:00:00Z")
  }

  @Test func pagesOfATopicAreOneConversation() throws {
    let corpus = try corpus([
      #"{"id":77,"posts_count":30,"post_stream":{"posts":[{"id":901,"topic_id":77,"post_number":1,"cooked":"<p>first</p>","username":"a"},{"id":902,"topic_id":77,"post_number":2,"cooked":"b","username":"b"}]}}"#,
      #"{"post_stream":{"posts":[{"id":921,"topic_id":77,"post_number":21,"cooked":"c","username":"c","reply_to_post_number":2}]}}"#,
      #"{"id":922,"topic_id":77,"post_number":22,"raw":"d","cooked":"d","username":"d"}"#,
      #"{"id":950,"topic_id":78,"post_number":1,"cooked":"e","username":"e"}"#,
    ])
    #expect(corpus.conversations.conversations.map(\.size).sorted() == [1, 4])
    #expect(corpus.account.missingParents == 0)
    let place = try #require(corpus.index.place(ofID: "77/21"))
    #expect(try corpus.post(at: place)?.parentID == "77/2")
    #expect(try corpus.post(at: 0)?.replies == 29)
  }

  @Test func boardsAnswerByNumbersInTheText() throws {
    let posts = try posts(
      #"{"posts":[{"no":100,"resto":0,"sub":"Library","com":"cuts &amp; all","time":1709542800,"name":"Anonymous"},{"no":101,"resto":100,"com":"<a href=\"p100\" class=\"quotelink\">&gt;&gt;100</a><br>good","time":1709542900,"name":"Anonymous"},{"no":102,"resto":100,"com":"<a class=\"quotelink\">&gt;&gt;101</a><br>why","time":1709543000,"name":"Anonymous","id":"AbC"}]}"#
    )
    #expect(posts.map(\.parentID) == [nil, "100", "101"])
    #expect(posts.map(\.author) == [nil, nil, "AnonymousAbC"])
    #expect(posts[0].text == "Library\n\ncuts & all")
  }

  @Test func activityStreamsHoldLongTextsAndShares() throws {
    let posts = try posts(
      #"{"id":"tag:search.twitter.com,2005:77","objectType":"activity","verb":"post","body":"cut…","long_object":{"body":"the whole"},"actor":{"preferredUsername":"jo","id":"id:twitter.com:5"},"postedTime":"2024-03-04T09:00:00.000Z","inReplyTo":{"link":"http://twitter.com/x/statuses/70"}}"#,
      #"{"id":"tag:search.twitter.com,2005:78","objectType":"activity","verb":"share","body":"RT @jo: the who…","actor":{"preferredUsername":"al"},"object":{"id":"tag:search.twitter.com,2005:77","body":"the whole","actor":{"preferredUsername":"jo"}}}"#
    )
    #expect(posts.map(\.text) == ["the whole", "the whole"])
    #expect(posts.map(\.kind) == [.reply, .repost])
    #expect(posts[0].parentID == "70")
  }

  @Test func nestedAnswersOfHomeMadeExportsAreRead() throws {
    let posts = try posts(
      #"{"id":"1","text":"top","author":"a","replies":[{"id":"2","text":"below","author":"b","replies":[{"id":"3","text":"deep","author":"c"}]}]}"#
    )
    #expect(posts.map(\.parentID) == [nil, "1", "2"])
  }

  @Test func aFormatCanBeForced() throws {
    let line = #"{"id":"1","text":"a","body":"b","link_id":"t3_x","parent_id":"t3_x"}"#
    let generic = try #require(InputFormat.named("generic"))
    #expect(try corpus([line]).account.formats == ["reddit-dump": 1])
    #expect(try corpus([line], format: generic).account.formats == ["generic": 1])
  }

  @Test func recordsOfAnotherFormatThanTheForcedOneAreRejected() throws {
    let reddit = try #require(InputFormat.named("reddit-dump"))
    let account = try corpus(
      [
        #"{"id":"1","text":"hello","author":"a"}"#, #"{"id":"2","body":"b","link_id":"t3_x"}"#,
        // Not all that tells the format, but enough to be read.
        #"{"id":"3","body":"c"}"#,
      ],
      format: reddit
    ).account
    #expect(account.posts == 2)
    #expect(account.rejectedByReason == ["other_format": 1])
    #expect(account.firstRejections.first?.contains("it is read as 'generic'") == true)
  }

  @Test func fieldsStandWhereTheUserSays() throws {
    let line =
      #"{"No":4,"text":"not this","data":{"Comment":"this"},"Who":"@vane","nr":3,"when":""}"#
    let format = try #require(
      InputFormat.homeMade(
        fields: [
          "id": "no", "text": "data.Comment", "author": "Who", "parent": "nr", "time": "when",
        ]
      )
    )
    let corpus = try corpus([line], format: format)
    let post = try #require(try corpus.post(at: 0))
    #expect(post.id == "4")
    #expect(post.text == "this")
    #expect(post.author == "vane")
    #expect(post.parentID == "3")
    let use = try corpus.memberUse(of: corpus.index.entries.indices)
    #expect(
      use?.all == ["id": ["No"], "text": ["Comment"], "author": ["Who"], "parent": ["nr"]]
    )
    #expect(use?.unused.isEmpty == true)
    #expect(InputFormat.homeMade(fields: ["mood": "x"]) == nil)
    #expect(throws: IngestError.self) { try self.corpus([#"{"id":1,"text":"a"}"#], format: format) }
  }

  @Test func fieldsThatNoLineHasAreAnError() throws {
    let line = #"{"No":4,"Comment":"this","Wer":"vane"}"#
    func error(_ fields: [String: String]) throws -> String? {
      let format = try #require(InputFormat.homeMade(fields: fields))
      do {
        _ = try corpus([line, #"{"No":5,"Comment":"that","answers":4}"#], format: format)
      } catch let error as IngestError {
        return error.reason == .noPosts(detail: "") ? nil : error.description
      }
      return nil
    }
    #expect(try error(["id": "No", "author": "Wer", "parent": "answers"]) == nil)
    let typo = try #require(try error(["id": "No", "author": "Wr"]))
    #expect(typo.contains("no line has a member 'Wr', named by --fields author=Wr"))
    // A part may lack what others have.
    let folder = try TemporaryFolder()
    let part = try Catalog(
      paths: [folder.write(line, to: "part")],
      format: InputFormat.homeMade(fields: ["id": "No", "parent": "answers"]),
      isPart: true
    )
    #expect(part.account.posts == 1)
    // Also where nothing is a post without it.
    #expect(try error(["id": "No", "text": "Kommentar"])?.contains("'Kommentar'") == true)
  }

  @Test func membersOfCommentTablesAreFound() throws {
    let posts = try posts(
      #"{"Comment ID":"2","Commenter":"Ida Vane","Comment":"Well done","Posted":"14 Apr 2026 17:37","Reply to":"1","Likes":"3"}"#,
      #"{"Name":"Town council","author":"","Commenter":"Al","Comment ID":"3","Message":"No","Comment Date":"2026-04-14 18:00"}"#
    )
    #expect(posts.map(\.author) == ["Ida Vane", "Al"])
    #expect(
      posts.map(\.createdAt?.description) == ["2026-04-14T17:37:00Z", "2026-04-14T18:00:00Z"]
    )
    #expect(posts.map(\.parentID) == ["1", nil])
  }

  @Test func postsWhoseTimeCannotBeReadArePosts() throws {
    let corpus = try corpus([
      #"{"Nr":"1","Name":"Ida","Date":"01/04/2026 10:05","Message":"Oh wonderful","Level":"0"}"#,
      #"{"Nr":"2","Name":"Al","Date":"02/04/2026 10:05","Message":"A joke","Level":"0"}"#,
    ])
    #expect(corpus.account.posts == 2)
    #expect(corpus.account.withoutTime == 2)
    let use = try #require(try corpus.memberUse(of: corpus.index.entries.indices))
    #expect(use.unused == ["Nr", "Level"])
    #expect(use.unreadTime?.member == "Date")
    #expect(use.unreadTime?.time == "01/04/2026 10:05")
    #expect(throws: IngestError.self) { try self.corpus([#"{"text":"a","published":true}"#]) }
  }

  @Test func rejectionsNameTheMembersThatARecordHas() throws {
    let account = try corpus([
      #"{"id":"1","text":"a"}"#, #"{"Nr":"1","Kommentar":"b"}"#, #"{"Nr":"2","Message":"c"}"#,
      "{\((1...20).map { #""column \#($0)":0"# }.joined(separator: ","))}",
    ]).account
    let text =
      #"expected a string in a member such as "text", "body" or "content", or --fields text=NAME"#
    let columns = (1...12).map { "column \($0)" }.joined(separator: ", ")
    let found = account.firstRejections.map { $0.split(separator: "found ").last ?? "" }
    #expect(
      found == [
        "an object without a text, an id or a time, but with Nr, Kommentar; \(text),id=NAME",
        "a post without an id or a time, but with Nr, Message; "
          + #"expected a member such as "id" or "created_at", or --fields id=NAME"#,
        "an object without a text, an id or a time, but with \(columns) and 8 more; \(text),id=NAME",
      ]
    )
  }

  @Test func flagsMayBeWrittenAsWords() throws {
    let posts = try posts(
      #"{"id":"1","text":"a","is_retweet":"True","deleted":"False"}"#,
      #"{"id":"2","text":"b","is_retweet":"False","deleted":"yes"}"#,
      #"{"id":"3","text":"c","in_reply_to":"1.0","is_retweet":1}"#,
      #"{"id":"4","text":"d","in_reply_to":"Ug1.0","is_retweet":0}"#
    )
    #expect(posts.map(\.isRepost) == [true, false, true, false])
    #expect(posts.map(\.isDeleted) == [false, true, false, false])
    #expect(posts.map(\.parentID) == [nil, nil, "1", "Ug1.0"])
    let format = try #require(InputFormat.homeMade(fields: ["repost": "shared"]))
    let shared = try corpus([#"{"id":"1","text":"a","shared":"True"}"#], format: format)
    let post = try #require(try shared.post(at: 0))
    #expect(post.isRepost && post.repostOf == nil)
  }

  @Test func parentsMayBeObjectsOrLists() throws {
    let posts = try posts(
      #"{"id":"a2","text":"x","in_reply_to":{"id":"a1","author":"q"}}"#,
      #"{"id":"a3","text":"x","reply_to":{"post_id":"a1"}}"#,
      #"{"id":"a4","text":"x","in_reply_to":["a1"]}"#,
      #"{"id":"a5","text":"x","parent":{"$oid":"a1"}}"#,
      #"{"id":"a6","text":"x","reply_to":{"id":"7","username":"q"}}"#
    )
    #expect(posts.map(\.parentID) == ["a1", "a1", "a1", "a1", nil])
  }

  @Test func theTitleAboveACommentWithoutWordsIsNotItsText() throws {
    let posts = try posts(
      #"{"id":"1","title":"Your view?","comment":"","author":"bo"}"#,
      #"{"id":"2","title":"My view","body":"","author":"cy"}"#
    )
    #expect(posts.map(\.text) == ["", "My view"])
  }

  @Test func theAddressOfAPostIsNotItsConversation() throws {
    let own = try posts(
      #"{"id":"1","author":"q","text":"a","post_url":"https://soc.example/p/1"}"#,
      #"{"id":"2","author":"c","text":"b","post_url":"https://soc.example/p/b","in_reply_to":"1"}"#
    )
    #expect(own.map(\.conversationID) == [nil, nil])
    #expect(own.map(\.parentID) == [nil, "1"])
    let comments = try posts(
      #"{"id":"7","comment":"a","post_url":"https://soc.example/p/1"}"#,
      #"{"id":"8","comment":"b","post_url":"https://soc.example/p/1"}"#
    )
    #expect(comments.allSatisfy { $0.parentID == "https://soc.example/p/1" })
  }

  @Test func editsOfHomeMadePostsCount() throws {
    let lines = [
      #"{"id":"3","text":"shame on you all","author":"c"}"#,
      #"{"id":"3","text":"sorry","author":"c","edited_at":"2024-03-04T10:00:00Z"}"#,
    ]
    for order in [lines, lines.reversed()] {
      #expect(try corpus(order).post(at: 0)?.text == "sorry")
    }
  }

  @Test func commentsHaveTheirOwnAuthorsAndTimes() throws {
    let posts = try posts(
      #"{"comment_user":"bo","comment_date":"2024-03-04T09:01:00.000Z","comment":"a","comment_id":"1","post_user":"q","timestamp":"2024-03-06T08:00:00Z"}"#,
      #"{"comment_author":"cy","comment_date":"2024-03-04T09:01:00Z","comment_text":"b","comment_id":"2","post_id":"p"}"#
    )
    #expect(posts.map(\.author) == ["bo", "cy"])
    #expect(posts.allSatisfy { $0.createdAt?.description == "2024-03-04T09:01:00Z" })
  }

  @Test func accountsAreNoPosts() throws {
    let account = try corpus([
      #"{"id":"1","text":"a"}"#,
      #"{"did":"did:plc:a","handle":"bo.example","description":"boats","createdAt":"2024-03-01T00:00:00Z"}"#,
      #"{"data":[{"id":"1","username":"q","name":"Q"},{"id":"2","username":"b","name":"B"}]}"#,
      #"{"username":"a","tweet":"a post","verified":true,"date":"2024-03-01"}"#,
    ]).account
    #expect(account.posts == 2)
    #expect(account.otherRecords == ["accounts": 2])
  }

  @Test func commentsOfFacebookAreKnownByTheirAddress() throws {
    let posts = try posts(
      #"{"created_time":"2024-03-04T09:01:00+0000","from":{"name":"N1"},"message":"a","permalink_url":"https://social.example/55/posts/8777/?comment_id=991"}"#,
      #"{"created_time":"2024-03-04T09:02:00+0000","from":{"name":"N2"},"message":"b","permalink_url":"https://social.example/55/posts/8777/?comment_id=991&reply_comment_id=992"}"#
    )
    #expect(posts.map(\.id) == ["991", "992"])
    #expect(posts.map(\.parentID) == ["8777", "991"])
    #expect(posts.map(\.conversationID) == ["8777", "8777"])
  }

  @Test func postsThatAScraperOfFacebookGivesAreNoComments() throws {
    let posts = try posts(
      #"{"facebookUrl":"https://social.example/q","postId":"8777","time":"2024-03-04T09:00:00.000Z","user":{"id":"55","name":"Q"},"text":"We cut fares","comments":2,"topComments":[{"id":"991","date":"2024-03-04T09:01:00.000Z","text":"good","profileName":"Bo"}]}"#
    )
    #expect(posts.map(\.id) == ["8777", "991"])
    #expect(posts.map(\.author) == ["Q", "Bo"])
    #expect(posts.map(\.kind) == [.post, .reply])
  }

  @Test func answersInsideCommentsOfTikTokAreRead() throws {
    let posts = try posts(
      #"{"aweme_id":"1","cid":"7","text":"why","user":{"unique_id":"bo"},"reply_id":"0","reply_comment":[{"aweme_id":"1","cid":"8","reply_id":"7","text":"well done","user":{"unique_id":"cy"}}]}"#
    )
    #expect(posts.map(\.parentID) == ["1", "7"])
  }

  @Test func postsOfAccountsThatAreGoneAreRemoved() throws {
    func event(_ did: String, _ key: String) -> String {
      #"{"did":"\#(did)","time_us":1709542800000000,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"\#(key)","record":{"createdAt":"2024-03-04T09:00:00.000Z","text":"words"}}}"#
    }
    let corpus = try corpus([
      event("did:plc:aa", "3kmubtp732222"), event("did:plc:bb", "3kmuc2u3c2222"),
      event("did:plc:cc", "3kmuc2u3c2222"),
      #"{"did":"did:plc:bb","kind":"account","account":{"active":false,"status":"takendown"}}"#,
      #"{"did":"did:plc:cc","kind":"account","account":{"active":false,"status":"deactivated"}}"#,
    ])
    #expect(try (0..<3).map { try corpus.post(at: $0)?.isDeleted } == [false, true, false])
    var texts: [Int: Bool] = [:]
    try corpus.readTexts {
      $0.map { ($0.place, $0.text.isDeleted) }
    } consume: { some in
      for (place, isDeleted) in some { texts[place] = isDeleted }
    }
    #expect(texts == [0: false, 1: true, 2: false])
  }

  @Test func wordsOfAWarningAloneAreAText() throws {
    let posts = try posts(
      #"{"id":"1","content":"","spoiler_text":"Shame on you","account":{"acct":"a"}}"#,
      #"{"id":"2","content":"<p>b</p>","spoiler_text":"food","account":{"acct":"a"}}"#
    )
    #expect(posts.map(\.text) == ["Shame on you", "b"])
  }

  @Test func postsOfXWithTheLeastMembersHaveTheTimeOfTheirId() throws {
    let posts = try posts(
      #"{"id":"1764576514667446273","text":"a","edit_history_tweet_ids":["1764576514667446273"]}"#
    )
    #expect(posts.first?.createdAt?.description == "2024-03-04T09:00:00Z")
  }

  @Test func rowsOfErrorsAreNoPosts() throws {
    let account = try corpus([
      #"{"id":"1","text":"a"}"#, #"{"url":"x","error":"no_items","errorDescription":"Empty"}"#,
    ]).account
    #expect(account.otherRecords == ["error row": 1])
    #expect(account.rejected == 0)
  }

  @Test func threadsOfYouTubeSayHowManyAnswersTheyHave() throws {
    let posts = try posts(
      #"{"kind":"youtube#commentThread","snippet":{"videoId":"v","totalReplyCount":300,"topLevelComment":{"id":"c","snippet":{"textOriginal":"a"}}}}"#
    )
    #expect(posts.first?.replies == 300)
  }

  @Test func quotedPassagesAreMarkedAsQuoted() throws {
    let posts = try posts(
      ##"{"id":"1","content":"<p>Oh.</p>\n<blockquote>\n<p>a &amp; b</p>\n<blockquote>c</blockquote><p>d<br>e</p></blockquote><p>no</p>","account":{"acct":"q"}}"##,
      ##"{"id":5,"topic_id":3,"post_number":2,"username":"b","cooked":"<aside class=\"quote\"><div class=\"title\"> q:</div>\n<blockquote>\n<p>a</p>\n</blockquote>\n</aside>\n<p>yes</p>"}"##,
      ##"{"id":6,"topic_id":3,"post_number":3,"username":"c","cooked":"x","raw":"[quote=\"b, post:2\"]\n[quote]a[/quote]\nyes\n[/quote]\n\nmaybe [sic]"}"##,
      ##"{"id":7,"type":"message","from":"d","date_unixtime":"1709542800","text":[{"type":"blockquote","text":"a\nb"},"why"]}"##,
      ##"{"id":"8","text":"<blockquote>never closed","author":"e"}"##,
      ##"{"id":"9","text":"<p>a</blockquote>b [/quote] [quote] c</p>","author":"f"}"##
    )
    #expect(
      posts.map(\.text) == [
        "Oh.\n\n> a & b\n> c\n> d\n> e\n\nno", "> q:\n> a\n\nyes",
        "> a\n> yes\n\nmaybe [sic]", "> a\n> b\n\nwhy", "<blockquote>never closed",
        "a\n\nb [/quote] \n c",
      ]
    )
  }

  @Test func commentsOfRedditNeedNotNameTheirForum() throws {
    let corpus = try corpus([
      #"{"id":"1b6","title":"a","selftext":"b","author":"q","created_utc":1709542800.0}"#,
      #"{"id":"k1","body":"c","author":"None","created_utc":1709542900.0,"parent_id":"t3_1b6"}"#,
      #"{"comment_id":"k2","body":"d","author":"bo","created_utc":1709542900.0,"parent_id":"t1_k1","link_id":"t3_1b6"}"#,
    ])
    #expect(corpus.conversations.conversations.map(\.size) == [3])
    #expect(corpus.account.missingParents == 0)
    #expect(try corpus.post(at: 1)?.author == nil)
  }

  @Test func noticesOfForumsAreNoPosts() throws {
    let corpus = try corpus([
      #"{"id":"1","text":"a"}"#,
      #"{"post_stream":{"posts":[{"id":9,"topic_id":3,"post_number":2,"username":"system","cooked":"closed","action_code":"closed.enabled"}]}}"#,
    ])
    #expect(corpus.account.posts == 1)
    #expect(corpus.account.otherRecords == ["notice of the forum": 1])
  }

  @Test func answersOfScrapedFacebookCommentsHaveTheirParents() throws {
    let comment = { (number: Int, address: String, parent: String) in
      #"{"facebookUrl":"https://www.facebook.com/q/posts/pfbid02","commentUrl":"https://www.facebook.com/q/posts/pfbid02?comment_id=\#(address)","id":"Y2\#(number)","text":"a","profileName":"b","facebookId":"456","postTitle":"t"\#(parent)}"#
    }
    let corpus = try corpus([
      comment(1, "111", ""), comment(2, "111&reply_comment_id=112", #","replyToCommentId":"Y21""#),
    ])
    let place = try #require(corpus.index.place(ofID: "112"))
    #expect(try corpus.post(at: place)?.parentID == "111")
    let root = corpus.index.place(ofID: "https://www.facebook.com/q/posts/pfbid02")
    #expect(root != nil && root == corpus.index.place(ofID: "456"))
  }

  @Test func topicsAreNamedByTheirAddresses() throws {
    let corpus = try corpus([
      #"{"post_stream":{"posts":[{"id":901,"topic_id":77,"post_number":1,"cooked":"a","username":"a"},{"id":902,"topic_id":77,"post_number":2,"cooked":"b","username":"b"}]}}"#
    ])
    let topic = "https://forum.example/t/a-topic/77"
    #expect(corpus.index.place(ofID: topic) == 0)
    #expect(corpus.index.place(ofID: topic + "/2?u=c") == 1)
    #expect(corpus.index.place(ofID: topic + "/3") == nil)
  }

  @Test func postsOfThreadsNameWhatTheyAnswer() throws {
    let post = try #require(
      try posts(
        #"{"data":[{"id":"18002","text":"a","username":"bo","timestamp":"2024-03-04T09:02:00+0000","root_post":{"id":"18000"},"replied_to":{"id":"18001"},"is_reply":true}]}"#
      ).first
    )
    #expect(post.parentID == "18001" && post.conversationID == "18000")
    #expect(post.platform == "threads")
  }

  @Test func commentsOfLemmyAreBelowTheLastOfTheirPath() throws {
    let posts = try posts(
      #"{"comments":[{"comment":{"id":21,"post_id":10,"creator_id":2,"content":"a","path":"0.21","published":"2024-03-04T09:11:00.5Z"},"creator":{"id":2,"name":"bo"},"post":{"id":10,"name":"t","body":"b","creator_id":1}},{"comment":{"id":22,"post_id":10,"creator_id":3,"content":"c","path":"0.21.22","removed":true},"creator":{"id":3,"name":"cy"},"post":{"id":10,"name":"t","body":"b","creator_id":1}}]}"#,
      #"{"post_view":{"post":{"id":10,"name":"t","body":"b","creator_id":1},"creator":{"id":1,"name":"q"},"counts":{"comments":2}}}"#
    )
    #expect(posts.map(\.id) == ["comment/21", "comment/22", "post/10"])
    #expect(posts.map(\.parentID) == ["post/10", "comment/21", nil])
    #expect(posts.map(\.author) == ["bo", "cy", "q"])
    #expect(posts.map(\.isDeleted) == [false, true, false])
    #expect(posts.last?.text == "t\n\nb")
  }

  @Test func answersAndCommentsOfStackExchangeAreBelowTheirQuestion() throws {
    let posts = try posts(
      #"{"items":[{"question_id":500,"title":"a &amp; b?","body":"<p>c</p>","owner":{"user_id":1,"display_name":"q"},"creation_date":1709542800,"comments":[{"comment_id":500,"post_id":500,"owner":{"user_id":2,"display_name":"bo"},"creation_date":1709542900,"body":"d"}],"answers":[{"answer_id":501,"question_id":500,"owner":{"user_id":3,"display_name":"cy"},"creation_date":1709543000,"body":"<blockquote><p>c</p></blockquote><p>e</p>"}]}],"quota_max":300}"#
    )
    #expect(posts.map(\.id) == ["500", "comment/500", "501"])
    #expect(posts.map(\.parentID) == [nil, "500", "500"])
    #expect(posts.map(\.text) == ["a & b?\n\nc", "d", "> c\n\ne"])
  }

  @Test func commentsOfWordPressAreNumberedApartFromPosts() throws {
    let posts = try posts(
      #"[{"id":77,"date":"2024-03-04T10:00:00","date_gmt":"2024-03-04T09:00:00","title":{"rendered":"a"},"content":{"rendered":"<p>b</p>"},"author":1},{"id":77,"post":77,"parent":0,"author_name":"bo","date_gmt":"2024-03-04T09:01:00","content":{"rendered":"<p>c &#8211; d</p>"}},{"id":78,"post":77,"parent":77,"author_name":"cy","date_gmt":"2024-03-04T09:02:00","content":{"rendered":"<p>e</p>"}}]"#
    )
    #expect(posts.map(\.id) == ["77", "comment-77", "comment-78"])
    #expect(posts.map(\.parentID) == [nil, "77", "comment-77"])
    #expect(posts.map(\.text) == ["a\n\nb", "c – d", "e"])
    #expect(posts.allSatisfy { !$0.hasZonelessTime })
  }

  @Test func messagesOfDiscordAnswerByReference() throws {
    let message = { (id: Int, type: String, more: String) in
      #"{"id":"\#(id)","type":\#(type),"timestamp":"2024-03-04T09:00:00+00:00","content":"a\#(id)","author":{"id":"7","name":"bo"},"embeds":[]\#(more)}"#
    }
    let lines = [
      #"{"guild":{"id":"9"},"channel":{"id":"8"},"messages":["#
        + message(1, #""Default""#, "") + "," + message(2, #""GuildMemberJoin""#, "") + ","
        + message(3, #""Reply""#, #","reference":{"messageId":"1"}"#) + "]}",
      message(4, "19", #","message_reference":{"message_id":"3"}"#),
    ]
    let corpus = try corpus(lines)
    #expect(corpus.account.otherRecords == ["service message": 1])
    #expect(corpus.account.formats == ["discord": 3])
    #expect(corpus.conversations.conversations.map(\.size) == [3])
  }

  @Test func listsOfAnswersAreBelowThePostBesideThem() throws {
    let posts = try posts(
      #"{"post":{"id":"1","text":"a","author":"q"},"comments":[{"id":"2","text":"b","author":"bo","replies":[{"id":"3","text":"c","author":"cy"}]},{"id":"4","text":"d","author":"di","parent_id":"2"}]}"#
    )
    #expect(posts.map(\.parentID) == [nil, "1", "2", "2"])
    #expect(posts.prefix(3).map(\.conversationID) == [nil, "1", "1"])
  }

  @Test func authorsOfHomeMadeLinesAreNamedWhereverTheyAre() throws {
    let posts = try posts(
      #"{"id":"1","text":"a","author":{"firstName":"Bo","lastName":"Lind"}}"#,
      #"{"id":"2","text":"a","author":{"avatar":"x"},"authorName":"Cy"}"#,
      #"{"id":"3","text":"a","account":{"id":9,"name":"The Paper","handle":"paper"}}"#,
      #"{"id":"4","text":"a","author":"None","user_id":"7"}"#
    )
    #expect(posts.map(\.author) == ["Bo Lind", "Cy", "paper", "7"])
  }

  @Test func addressesOfPostsOfXAreTheirNumbers() throws {
    let posts = try posts(
      #"{"url":"https://twitter.com/bo/statuses/12","fullText":"a","author":"bo","replyTo":"http://twitter.com/q/statuses/11","threadId":"11"}"#,
      #"{"id":"8","text":null,"renoteId":"7"}"#,
      #"{"id":"9","text":"c","renoteId":"7"}"#
    )
    #expect(posts.map(\.id) == ["12", "8", "9"])
    #expect(posts.map(\.parentID) == ["11", nil, nil])
    #expect(posts.map(\.kind) == [.reply, .repost, .quote])
  }

  @Test func tablesWrittenByTheColumnAreNamed() throws {
    for table in [
      #"{"id":{"0":1,"1":2},"text":{"0":"a","1":"b"}}"#,
      #"{"columns":["id","text"],"index":[0],"data":[[1,"a"]]}"#,
    ] {
      let error = #expect(throws: IngestError.self) { try self.corpus([table]) }
      #expect(error?.description.contains(#"orient="records""#) == true)
    }
  }

  @Test(arguments: [
    #"{"comment_id":"1","text":"a","author":"bo","published_at":"2024-03-04T09:01:00Z","parent_id":"0a"}"#,
    #"{"commentId":"1","text":"a","author":"bo","date":"2024-03-04T09:01:00Z","parentId":"0a"}"#,
    #"{"id":"1","body":"a","from":"bo","created_time":"2024-03-04T09:01:00Z","in_reply_to":"0a"}"#,
    #"{"id":"1","message":"a","author":"bo","created_time":"2024-03-04T09:01:00Z","reply_to":"0a"}"#,
    #"{"id":"1","comment_text":"a","author":"bo","date_created":"2024-03-04T09:01:00Z","parent":"0a"}"#,
    #"{"id":"1","text":"a","username":"bo","create_time":"2024-03-04T09:01:00Z","video_id":"v","parent_comment_id":"0a"}"#,
    #"{"status_id":"1","text":"a","screen_name":"bo","created_at":"2024-03-04T09:01:00Z","reply_to_status_id":"0a"}"#,
    #"{"uri":"1","text":"a","did":"bo","created_at":"2024-03-04T09:01:00Z","reply_parent":"0a","reply_root":"r"}"#,
  ])
  func tablesOfSomebodysOwnAreTakenForNoPlatforms(line: String) throws {
    let post = try #require(try posts(line).first)
    #expect(post.format == "generic")
    #expect(post.id == "1" && post.text == "a" && post.author == "bo" && post.parentID == "0a")
    #expect(post.createdAt?.description == "2024-03-04T09:01:00Z")
  }

  @Test(arguments: [
    #"{"id":"1","text":"a","owner":{"username":"bo"},"edge_threaded_comments":{"edges":[{"node":{"id":"2","text":"b","owner":{"username":"cy"}}}]}}"#,
    #"{"pk":"1","text":"a","user":{"username":"bo"},"preview_child_comments":[{"pk":"2","text":"b","user":{"username":"cy"}}]}"#,
    #"{"id":"1","from_id":"bo","owner_id":"q","text":"a","thread":{"count":1,"items":[{"id":"2","from_id":"cy","owner_id":"q","text":"b","reply_to_comment":"1"}]}}"#,
    #"{"id":1,"body":"a","userProfile":{"userId":"7","displayName":"bo"},"responses":[{"id":2,"body":"b","userProfile":{"displayName":"cy"},"isoDateTime":"2024-03-04T09:01:00Z"}]}"#,
  ])
  func answersInsideCommentsAreFoundUnderAllNames(line: String) throws {
    let posts = try posts(line)
    #expect(posts.map(\.id) == ["1", "2"])
    #expect(posts.map(\.author) == ["bo", "cy"])
    #expect(posts.map(\.parentID) == [nil, "1"])
  }

  @Test func storiesOfTheSearchOfHackerNewsHaveTheirTitle() throws {
    let posts = try posts(
      #"{"id":100,"created_at_i":1709542800,"type":"story","author":"q","title":"a &amp; b","text":"<p>c","parent_id":null,"story_id":100,"children":[{"id":101,"created_at_i":1709542860,"type":"comment","author":"bo","text":"d<p>e","parent_id":100,"story_id":100,"children":[]},{"id":102,"created_at_i":1709542861,"type":"comment","author":null,"text":null,"parent_id":100,"story_id":100}]}"#,
      #"{"objectID":"103","created_at_i":1709542900,"author":"cy","comment_text":"f","parent_id":101,"story_id":100,"story_title":"a"}"#
    )
    #expect(posts.map(\.id) == ["100", "101", "102", "103"])
    #expect(posts.map(\.text) == ["a & b\n\nc", "d\n\ne", "", "f"])
    #expect(posts.map(\.parentID) == [nil, "100", "100", "101"])
    #expect(posts.map(\.isDeleted) == [false, false, true, false])
  }

  @Test func listsOfCommentsAreOneConversation() throws {
    let comment = { (id: Int) in
      #"{"id":\#(id),"body":"a","author":"b\#(id)","replies":[{"id":\#(id + 1),"body":"c","author":"d"}]}"#
    }
    let page = #"{"discussion":{"comments":["# + comment(1) + "," + comment(3) + "]}}"
    #expect(try corpus([page]).conversations.conversations.map(\.size) == [4])
    let thread =
      #"{"response":[{"id":"1","message":"a","thread":"7"},{"id":"2","message":"b","thread":"7"}]}"#
    #expect(try corpus([thread]).conversations.conversations.map(\.size) == [2])
  }

  @Test func tablesWithMembersLikeThoseOfAPlatformAreReadAsTheyAre() throws {
    let posts = try posts(
      #"{"id":11,"platform_id":1,"text":"a","author":"q"}"#,
      #"{"channel":"news","messages":[{"id":12,"text":"a","from":"q"}]}"#,
      #"{"id":"13","owner":"q","creation_date":"2024-01-01","post_id":"5","text":"a"}"#,
      #"{"id":"14","body":"a","parent_id":"13","subreddit":"s","username":"q"}"#,
      #"{"id":"15","text":"a","author":"q","user_profile":"https://example.org/q"}"#
    )
    #expect(posts.map(\.id) == ["11", "12", "13", "14", "15"])
    #expect(posts.map(\.author) == ["q", "q", "q", "q", "q"])
    #expect(posts[3].parentID == "13")
  }

  @Test func whatStandsBesideCommentsIsAnsweredOnlyWhereItIsNamedAPost() throws {
    let beside = { (name: String) in
      #"{"\#(name)":{"id":"9","text":"a","user":"mod"},"comments":[{"id":"1","text":"b","user":"bo"}]}"#
    }
    #expect(try self.posts(beside("post")).last?.parentID == "9")
    #expect(try self.posts(beside("pinned")).last?.parentID == nil)
    let thread = try self.posts(
      #"{"thread":[{"id":"1","text":"a","user":"jo"},{"id":"2","text":"b","user":"bo","parent":"1"}]}"#
    )
    #expect(thread.map(\.kind) == [.post, .reply])
  }

  @Test func errorsOfAServiceAreToldInItsWords() throws {
    for line in [
      #"{"error":{"message":"Invalid access token","code":190}}"#,
      #"{"errors":[{"message":"Invalid access token"}]}"#,
      #"{"message":"Invalid access token","error":401}"#,
    ] {
      let error = #expect(throws: IngestError.self) { try self.corpus([line]) }
      #expect(error?.description.contains("an error of a service: Invalid access token;") == true)
    }
    #expect(
      try self.corpus([
        #"{"error":false,"results":[{"id":1,"text":"a","user":"b"}]}"#,
        #"{"errors":[],"tweets":[{"id":2,"text":"a","user":"b"}]}"#,
        #"{"comment_id":"3","message":"a","created_at":"2024-01-01","error":false}"#,
      ]).index.entries.count == 3
    )
    let empty = #expect(throws: IngestError.self) {
      try self.corpus([#"{"id":"","text":"a","date":null,"author":"b"}"#])
    }
    #expect(empty?.description.contains("but with text, author;") == true)
  }
}
