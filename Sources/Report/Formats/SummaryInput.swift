internal import Ingest

/// What was read, as the JSON outputs have it.
struct SummaryInput: Codable, Sendable {
  struct File: Codable, Sendable {
    var name: String
    var bytes: Int
    var lines: Int
    var blankLines: Int
    var posts: Int
    var rejected: Int
  }

  var files: [File]
  var posts: Int
  var contextPosts: Int
  var formats: [String: Int]
  var otherRecords: [String: Int]
  var rejected: Int
  var rejectedByReason: [String: Int]
  var firstRejections: [String]
  var duplicates: Int
  var collidingIds: Int
  var missingParents: Int
  var conversations: Int
  var withoutTime: Int
  var withoutZone: Int
  @Null var assumedZone: String?
  var mendedTexts: Int
  var languages: [String: Int]
  @Null var firstTime: String?
  @Null var lastTime: String?

  init(_ input: InputAccount) {
    files = input.files.map {
      File(
        name: $0.name,
        bytes: $0.bytes,
        lines: $0.lines,
        blankLines: $0.blankLines,
        posts: $0.posts,
        rejected: $0.rejected
      )
    }
    posts = input.posts
    contextPosts = input.contextPosts
    formats = input.formats
    otherRecords = input.otherRecords
    rejected = input.rejected
    rejectedByReason = input.rejectedByReason
    firstRejections = input.firstRejections
    duplicates = input.duplicates
    collidingIds = input.collidingIDs
    missingParents = input.missingParents
    conversations = input.conversations
    withoutTime = input.withoutTime
    withoutZone = input.withoutZone
    assumedZone = input.assumedZone
    mendedTexts = input.mendedTexts
    languages = input.languages
    firstTime = input.firstTime?.description
    lastTime = input.lastTime?.description
  }
}
