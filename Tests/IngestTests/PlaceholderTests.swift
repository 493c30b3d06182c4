import Ingest
import Testing

struct PlaceholderTests {
  @Test(arguments: [
    "[deleted]", " [removed] ", "[ Removed by Reddit ]", "[deleted by user]", "(deleted)",
    "[removed by moderator]", "[unavailable]", "This comment has been deleted",
    "This comment was removed by a moderator", "This content isn’t available right now",
    "This content isn't available right now.", "Comment deleted by user", "comment removed",
    "This Post was deleted by the Post author", "This message was deleted", "Message deleted.",
    "You deleted this message", "(post deleted by author)", "Content unavailable",
    "This Tweet is unavailable", "Sorry, this post has been removed by the moderators.",
    "This Post is from an account that no longer exists. Learn more",
    "This comment was removed by a moderator because it didn’t abide by our community standards. "
      + "Replies may also be deleted. For more detail see our FAQs.",
  ])
  func noticesOfDeletionAreNoTexts(_ text: String) {
    let post = Post(text: text)
    #expect(post.isDeleted)
    #expect(post.text.isEmpty)
  }

  @Test(arguments: [
    "[GIF]", "[Photo]", "(video)", "[animated gif]", "[GIF] [GIF]", "<Media omitted>",
    "\u{200E}image omitted", "[link]",
  ])
  func namesOfMediaAreNoWords(_ text: String) {
    let post = Post(text: text)
    #expect(!post.isDeleted)
    #expect(post.text.isEmpty)
  }

  @Test(arguments: [
    "deleted", "Removed by Twitter", "They deleted this comment", "this was removed", "photo",
    "GIF", "Comment deleted‼",
    "This comment should be deleted", "This comment was deleted?", "This post was removed 😡",
    "This comment was removed by a moderator because they cannot take the truth",
    "Why was this comment removed by a moderator", "[GIF] so true", "Comment removed by cowards",
    "You deleted this", "This is deleted", "[sic]", "the video was removed", "", "[]", "Sorry",
    "(this)", "Card removed, app gone, review left.", "the content isn't available right now",
    "Nice photo", "[photo of the queue]", "Это сообщение удалено", "Post", "[post]",
  ])
  func whatPeopleSayStays(_ text: String) {
    let post = Post(text: text)
    #expect(!post.isDeleted)
    #expect(post.text == text)
  }

  @Test func authorsOfRemovedPostsAreNobody() {
    #expect(PostIndex.authorKey("[deleted]") == nil)
    #expect(PostIndex.authorKey("[removed]") == nil)
    #expect(PostIndex.authorKey("Post deleted") != nil)
  }
}
