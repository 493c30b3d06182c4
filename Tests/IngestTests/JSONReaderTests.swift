import Ingest
import Scoring
import Testing

struct JSONReaderTests {
  private func read(_ text: String) throws -> Record {
    var reader = JSONReader()
    let bytes = Array(text.utf8)
    try reader.read(bytes, in: bytes.indices)
    return reader.record
  }

  private func rejection(of text: String) -> Rejection? {
    do {
      _ = try read(text)
      return nil
    } catch {
      return error as? Rejection
    }
  }

  @Test(arguments: [
    "{}", "[]", "0", "-0", "1.5e-7", "1E+2", "\"\"", "true", "null", " [1, 2] ",
    "{\"a\":{\"b\":[]}}",
    "\"\\u00e9\\ud83d\\ude00\\n\"", "[[],{}]", "\"\u{7F}\"",
  ])
  func acceptsWhatTheGrammarAllows(text: String) { #expect(rejection(of: text) == nil) }

  @Test(arguments: [
    ("", 1), ("01", 2), ("1.", 3), (".5", 1), ("+1", 1), ("1e", 3), ("-", 2), ("NaN", 1),
    ("[1,]", 4), ("{\"a\":1,}", 8), ("{a:1}", 2), ("{\"a\" 1}", 6), ("[1 2]", 4), ("1 2", 3),
    ("\"a", 3), ("\"\t\"", 2), ("\"\\x\"", 3), ("\"\\u12g4\"", 6), ("tru", 4), ("[", 2), ("]", 1),
    ("{\"a\"", 5), ("'a'", 1), ("[1}", 3),
  ])
  func rejectsAtTheWrongByte(text: String, byte: Int) {
    #expect(rejection(of: text)?.byte == byte)
  }

  @Test func cutTextsAreRejectedWhereverTheyAreCut() {
    let whole = #"{"id":"1\u00e9","n":[1.5e3,true,null,{"a":"b"}]}"#
    for length in 0..<whole.utf8.count {
      let cut = String(decoding: Array(whole.utf8.prefix(length)), as: UTF8.self)
      #expect(rejection(of: cut) != nil, "cut to \(length) bytes")
    }
  }

  @Test func nestingHasALimitAndNoStackToOverflow() {
    let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(rejection(of: deep(JSONReader.maximumDepth)) == nil)
    #expect(rejection(of: deep(JSONReader.maximumDepth + 1))?.code == .tooDeep)
    #expect(rejection(of: String(repeating: "[", count: 1_000_000))?.code == .tooDeep)
  }

  @Test func changedBytesParseOrAreRejectedInsideTheText() {
    var random = RandomNumbers(seed: 7)
    let text = Array(
      #"{"id":9007199254740993,"text":"caf\u00e9 \ud83d\ude00 \"x\"","a":[1,{}]}"#.utf8
    )
    for round in 0..<3_000 {
      var bytes = text
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
          in: 0...255,
          using: &random
        )
      }
      var reader = JSONReader()
      do throws(Rejection) {
        try reader.read(bytes, in: bytes.indices)
        let record = reader.record
        _ = record["text"]?.string
        _ = record["id"]?.scalar
      } catch {
        #expect((1...bytes.count + 1).contains(error.byte), "round \(round)")
      }
    }
  }

  @Test func onlyTheValueHasToFitAndNotWhatFollowsIt() throws {
    var reader = JSONReader(longest: 12)
    let bytes = Array(#"{"a":1},{"b":"long enough"}"#.utf8)
    #expect(try reader.readPrefix(bytes, in: bytes.indices) == 7)
    #expect(reader.record.text("a") == "1")
    do throws(Rejection) {
      _ = try reader.readPrefix(bytes, in: 8..<bytes.count)
      Issue.record("a value of 19 bytes was read")
    } catch {
      // Not as one that goes on in the next line.
      #expect(error.code == .badJSON)
      #expect(error.found == "more than 12 bytes in one value")
    }
  }

  @Test func numbersKeepAllTheirDigits() throws {
    let record = try read(#"{"id":9007199254740993,"big":1e400}"#)
    #expect(record["id"]?.scalar == "9007199254740993")
    #expect(record["big"]?.scalar == "1e400")
  }

  @Test func ofTwoMembersWithOneNameTheLastCounts() throws {
    #expect(try read(#"{"a":1,"b":0,"a":2}"#)["a"]?.scalar == "2")
  }

  @Test func namesFoldCaseAndSeparators() throws {
    var names: [FoldedName] = []
    try read(#"{"In-Reply_To ID":"7","in_reply_to_ids":"8"}"#).forEachMember { name, _ in
      names.append(name)
    }
    #expect(names.map { $0 == FoldedName("inReplyToId") } == [true, false])
  }

  @Test func namesWithEscapesAreFound() throws {
    #expect(try read(#"{"\u0069d":"7"}"#).text("id") == "7")
  }

  @Test func membersThatAreNullCountAsMissing() throws {
    let record = try read(#"{"a":null,"b":0}"#)
    #expect(!record.has("a"))
    #expect(record.has("b"))
  }

  @Test func whatPythonWritesForNoNumberIsReadOnlyWhereAsked() throws {
    let bytes = Array(#"{"a":NaN,"b":-Infinity,"c":[Infinity]}"#.utf8)
    var strict = JSONReader()
    #expect(throws: Rejection.self) { try strict.read(bytes, in: bytes.indices) }
    var lenient = JSONReader(acceptsNaN: true)
    try lenient.read(bytes, in: bytes.indices)
    let record = lenient.record
    #expect(!record.has("a"))
    #expect(record["c"]?.elements.count == 1)
  }

  @Test func escapesAreUndone() throws {
    let text = try #require(try read(#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#).string)
    #expect(text.text == "a\"\\/\u{8}\u{C}\n\r\té😀")
    #expect(!text.isMended)
  }

  @Test(arguments: [#""\ud83d""#, #""\ud83dx""#, #""\ude00""#, #""\ud83d\u0041""#])
  func halfASurrogatePairIsMended(text: String) throws {
    let string = try #require(try read(text).string)
    #expect(string.text.contains("\u{FFFD}"))
    #expect(string.isMended)
  }

  @Test func zeroCharactersAreDropped() throws {
    #expect(try read(#""a\u0000b""#).string?.text == "ab")
  }
}
