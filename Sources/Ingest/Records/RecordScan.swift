/// Finds the JSON objects in lines of bytes.
///
/// Exports are one object a line, and also arrays with an element a line, objects over many lines,
/// two objects on one line, and lines that a full disk cut short. All of these are objects with
/// separators between them, so that is what is looked for.
struct RecordScan {
  private var json = JSONReader(acceptsNaN: true)

  /// What stands at a place in a line.
  enum Piece {
    /// An object, and where it ends.
    case object(Record, end: Int)
    /// An object that opens here and does not close within the range.
    case unfinished(Rejection)
    /// Something else, and what is wrong with it.
    case broken(Rejection)
  }

  /// Skips what stands before and between objects and means nothing: blanks, commas, the brackets of
  /// arrays, NUL bytes of a file that was cut off, and byte order marks, which end up inside where
  /// files were joined.
  static func skipSeparators(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound {
      switch bytes[place] {
      case 0, 0x20, 0x09...0x0D, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: ";"):
        place += 1
      case 0xEF where bytes[place..<range.upperBound].starts(with: [0xEF, 0xBB, 0xBF]):
        place += 3
      case UInt8(ascii: "n") where bytes[place..<range.upperBound].starts(with: "null".utf8):
        place += 4
      default: return place
      }
    }
    return place
  }

  /// Skips an assignment such as `window.YTD.tweets.part0 =`, by which archives make their JSON
  /// JavaScript.
  static func skipAssignment(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    for place in range.prefix(200) {
      switch bytes[place] {
      case UInt8(ascii: "="): return place + 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
        UInt8(ascii: "."), UInt8(ascii: " "):
        continue
      default: return range.lowerBound
      }
    }
    return range.lowerBound
  }

  /// Whether bytes before an object are what logs and streams of events put there, such as `data: `, and
  /// no piece of another object.
  static func isLabel(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count <= longestLabel
      && !bytes.contains {
        [UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\"")].contains($0)
      }
  }

  private static let longestLabel = 100

  /// Reads what starts at the lower end of `range`, where no separator stands.
  mutating func piece(_ bytes: [UInt8], in range: Range<Int>) -> Piece {
    guard bytes[range.lowerBound] == UInt8(ascii: "{") else {
      return .broken(notAnObject(bytes, range))
    }
    do throws(Rejection) {
      let end = try json.readPrefix(bytes, in: range)
      return .object(json.record, end: end)
    } catch {
      return error.code == .cutShort ? .unfinished(error) : .broken(error)
    }
  }

  /// Finds the object that is glued to a broken one.
  ///
  /// It is the first from which on there are only whole objects and separators. What is nested in the broken one is followed by other members.
  ///
  /// A hostile line could make every `{` a long way to nowhere, so the search ends after reading as
  /// much as the line holds ``searchFactor`` times.
  mutating func firstWholeObject(_ bytes: [UInt8], after start: Int, in range: Range<Int>) -> Int? {
    var budget = Self.searchFactor * range.count
    var place = start + 1
    while place + 1 < range.upperBound, budget > 0 {
      if bytes[place] == UInt8(ascii: "{"), bytes[place + 1] == UInt8(ascii: "\"") {
        var next = place
        while next < range.upperBound, bytes[next] == UInt8(ascii: "{"), budget > 0 {
          do throws(Rejection) {
            let end = try json.readPrefix(bytes, in: next..<range.upperBound)
            let first = next
            next = Self.skipSeparators(bytes, end..<range.upperBound)
            budget -= next - first
          } catch {
            budget -= error.byte
            break
          }
        }
        if next == range.upperBound { return place }
      }
      place += 1
    }
    return nil
  }

  private static let searchFactor = 8

  /// What is wrong with something that is no object.
  private mutating func notAnObject(_ bytes: [UInt8], _ range: Range<Int>) -> Rejection {
    do throws(Rejection) {
      _ = try json.readPrefix(bytes, in: range)
      return Rejection(
        .notAnObject,
        byte: 1,
        found: "a value that is no object",
        expected: "one object in { } for each post"
      )
    } catch {
      guard error.code == .badJSON else { return error }
      // Rejections stand in reports, so no more than a word is shown.
      let word = bytes[range].prefix(Self.longestWord).prefix { $0.isWordOfASCII }
      let shown = "'\(String(decoding: word, as: UTF8.self))'"
      return Rejection(
        .badJSON,
        byte: 1,
        found: word.isEmpty ? JSONReader.shown(bytes[range.lowerBound]) : shown,
        expected: "one object in { } for each post"
      )
    }
  }

  private static let longestWord = 20
}

extension UInt8 {
  /// Whether it is a letter or digit of ASCII.
  fileprivate var isWordOfASCII: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
  }
}
