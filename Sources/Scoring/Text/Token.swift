/// The smallest part of a text that carries meaning of its own.
package struct Token: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case word
    case number
    /// A run of punctuation, emoticons such as `:)` among them.
    case punctuation
    case emoji
    case mention
    case hashtag
    case link
    /// A mention of someone whose side is known; see ``Role``.
    case role
  }

  package var kind: Kind
  /// Where the token stands in ``TokenizedText/bytes``, in lower case and without `@` or `#`.
  package var range: Range<Int>
  /// Of the bytes, different for tokens of different kinds.
  package var hash: UInt64
  /// Whether the token was written in capitals only; words of three letters and more.
  package var isShouted = false
  /// Whether a letter was repeated, as in "sooo".
  package var isElongated = false
}

/// A text cut into tokens.
package struct TokenizedText: Sendable {
  /// The tokens' own bytes one after another.
  package var bytes: [UInt8] = []
  package var tokens: [Token] = []

  package func text(of token: Token) -> String {
    String(decoding: bytes[token.range], as: UTF8.self)
  }
}

/// The hash that features and names are looked up by.
package enum FeatureHash {
  package static func of(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
    var sum = Sum(seed: seed)
    for byte in bytes { sum.add(byte) }
    return sum.value
  }

  /// The hash of bytes that come one after another: FNV-1a, then a finaliser.
  struct Sum {
    private var hash: UInt64

    init(seed: UInt64) { hash = 0xCBF2_9CE4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15) }

    @inline(__always)
    mutating func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    /// Adds the lowest bytes of a number, at most eight, above which it has zeros.
    ///
    /// Says the same as ``add(_:)`` for each byte, without a loop whose length nothing foretells: the zeros are
    /// added too, each of which multiplies, and these multiplications are undone.
    @inline(__always)
    mutating func add(_ bytes: UInt64, count: Int) {
      for place in 0..<8 { add(UInt8(truncatingIfNeeded: bytes >> UInt64(8 * place))) }
      hash &*= Self.undoing[8 - count]
    }

    /// The inverse of the factor of ``add(_:)``, modulo 2 to the power of 64, to the powers from 0 to 8.
    private static let undoing: InlineArray<9, UInt64> = [
      1, 0xCE96_5057_AFF6_957B, 0x501D_877B_C9AC_6919,
      0x9AF1_53DF_5408_0C03, 0xB10F_8D2C_A6BD_8471, 0xBA88_EB8D_EEBA_674B,
      0xF30A_275C_B8C0_4809, 0x3750_2627_0DF5_D953, 0x48E2_54E7_5F5E_B9E1,
    ]

    var value: UInt64 { mixed(hash) }
  }

  package static func combined(_ first: UInt64, _ second: UInt64) -> UInt64 {
    mixed((first &* 0x9E37_79B9_7F4A_7C15) ^ second)
  }

  /// A cheaper combination, for hashes that are good themselves and go through a multiplication later.
  @inline(__always)
  package static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
    (first &* 0xA24B_AED4_963E_E407) ^ second
  }

  /// The finaliser of MurmurHash3: every bit of the input moves every bit of the result.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var hash = value
    hash ^= hash >> 33
    hash &*= 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 33
    hash &*= 0xC4CE_B9FE_1A85_EC53
    return hash ^ hash >> 33
  }
}
