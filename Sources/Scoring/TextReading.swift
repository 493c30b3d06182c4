/// A post's text, read: its scores, or why it has none.
package enum TextReading: Hashable, Sendable {
  case scores(TextScores)
  case refused(UnscoredReason)
}
