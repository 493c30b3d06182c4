extension Post {
  /// The id of a post where posts are numbered from 0; where there is none, exports write it for "none".
  static let zeroID = "0"

  /// Takes links to a post ``zeroID`` as none.
  package mutating func dropLinksToZero() {
    if conversationID == Self.zeroID { conversationID = nil }
    // As in all home-made lines, what names a conversation and no parent answers its first post.
    if parentID == Self.zeroID {
      parentID = isRepost || conversationID == id ? nil : conversationID
    }
  }
}
