/// Times that ids hold.
///
/// The layouts are those that the platforms, or the authors of the id generators, published.
package enum Snowflake {
  /// The moment inside the id of a post, where its platform puts one there.
  static func time(of post: Post) -> Timestamp? {
    switch post.platform {
    case "x": x(post.id)
    case "mastodon", "truthsocial": mastodon(post.id)
    case "tiktok": tikTok(post.id)
    case "bluesky": bluesky(post.id)
    case "threads", "instagram": instagram(post.id)
    default: nil
    }
  }

  /// Milliseconds since 4 November 2010 above 22 bits; ids before that were counted up.
  static func x(_ id: String) -> Timestamp? {
    guard let value = UInt64(id), value > 1 << 40 else { return nil }
    return moment(milliseconds: value >> 22 + 1_288_834_974_657)
  }

  /// Milliseconds since 1970 above 16 bits.
  static func mastodon(_ id: String) -> Timestamp? {
    guard let value = UInt64(id) else { return nil }
    return moment(milliseconds: value >> 16)
  }

  /// Seconds since 1970 above 32 bits.
  static func tikTok(_ id: String) -> Timestamp? {
    guard let value = UInt64(id) else { return nil }
    return moment(milliseconds: (value >> 32) * 1_000)
  }

  /// Milliseconds since 25 August 2011 above 23 bits.
  static func instagram(_ id: String) -> Timestamp? {
    guard let value = UInt64(id), value > 1 << 40 else { return nil }
    return moment(milliseconds: value >> 23 + 1_314_220_021_721)
  }

  /// A record key of 13 characters in base 32, microseconds since 1970 above 10 bits; the address
  /// of a post ends in it.
  static func bluesky(_ address: String) -> Timestamp? {
    guard let key = address.split(separator: "/").last, key.utf8.count == 13 else { return nil }
    let digits = Array("234567abcdefghijklmnopqrstuvwxyz".utf8)
    var value: UInt64 = 0
    for character in key.utf8 {
      guard let digit = digits.firstIndex(of: character) else { return nil }
      value = value << 5 | UInt64(digit)
    }
    return moment(milliseconds: (value >> 10) / 1_000)
  }

  /// The id that a short code of Instagram or Threads stands for: base 64, most significant first.
  package static func id(fromShortCode code: String) -> String? {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var value: UInt64 = 0
    guard (1...11).contains(code.utf8.count) else { return nil }
    for character in code.utf8 {
      guard let digit = digits.firstIndex(of: character), value < 1 << 58 else { return nil }
      value = value << 6 | UInt64(digit)
    }
    return String(value)
  }

  private static func moment(milliseconds: UInt64) -> Timestamp? {
    let seconds = Int64(milliseconds / 1_000)
    return Timestamp.plausible.contains(seconds) ? Timestamp(seconds: seconds) : nil
  }
}
