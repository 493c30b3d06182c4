/// A post's text, read: its scores, or what became of the post that was not read.
package enum TextReading: Hashable, Sendable {
  case scores(TextScores)
  case unread(Status)
}
