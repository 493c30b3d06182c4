/// The escapes of JSON strings.
enum JSONString {
  /// Undoes the escapes of a string that ``JSONReader`` has accepted.
  ///
  /// Half a surrogate pair becomes U+FFFD. `\u0000` is dropped: databases write it between fields,
  /// and no author did.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> (text: String, isMended: Bool) {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var hasLoneSurrogate = false
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard bytes[index] == UInt8(ascii: "\\") else {
        plain.append(bytes[index])
        index += 1
        continue
      }
      let letter = bytes[index + 1]
      index += 2
      switch letter {
      case UInt8(ascii: "b"): plain.append(0x08)
      case UInt8(ascii: "f"): plain.append(0x0C)
      case UInt8(ascii: "n"): plain.append(0x0A)
      case UInt8(ascii: "r"): plain.append(0x0D)
      case UInt8(ascii: "t"): plain.append(0x09)
      case UInt8(ascii: "u"):
        let first = codeUnit(bytes, at: index)
        index += 4
        var scalar = Unicode.Scalar(UInt32(first))
        if scalar == nil, UTF16.isLeadSurrogate(first), index + 6 <= bytes.endIndex,
          bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        {
          let second = codeUnit(bytes, at: index + 2)
          if UTF16.isTrailSurrogate(second) {
            let value = 0x10000 + ((UInt32(first) & 0x3FF) << 10 | UInt32(second) & 0x3FF)
            scalar = Unicode.Scalar(value)
            index += 6
          }
        }
        hasLoneSurrogate = hasLoneSurrogate || scalar == nil
        if scalar?.value != 0 {
          plain.append(contentsOf: UTF8.encode(scalar ?? "\u{FFFD}") ?? .init())
        }
      default: plain.append(letter)
      }
    }
    let (text, isMended) = Record.decoded(plain[...])
    return (text, isMended || hasLoneSurrogate)
  }

  private static func codeUnit(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt16 {
    var unit: UInt16 = 0
    for offset in 0..<4 { unit = unit << 4 | UInt16(bytes[index + offset].hexDigitValue ?? 0) }
    return unit
  }
}
