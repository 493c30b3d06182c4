import Scoring
import Testing

struct TokenizerTests {
  private func words(_ text: String) -> [String] {
    let tokens = Tokenizer.tokens(of: text)
    return tokens.tokens.map { tokens.text(of: $0) }
  }

  @Test(arguments: [
    ("Well said!", ["well", "said", "!"]),
    ("Harker's right, isn’t she", ["harker", "'s", "right", ",", "isn't", "she"]),
    ("sooooo goooood", ["soo", "good"]),
    ("@jo_harker.bsky.example. Yes", ["jo_harker.bsky.example", ".", "yes"]),
    ("#LetThemIn", ["letthemin", "let", "them", "in"]),
    ("#letthemin", ["letthemin"]),
    ("see https://example.org/a?b=1 now", ["see", "", "now"]),
    ("👏🏽👏🏽 ❤️", ["👏", "👏", "❤"]),
    ("👩‍🏫!", ["👩🏫", "!"]),
    ("no!!!! what???", ["no", "!!", "what", "??"]),
    ("@ # 5", ["@", "#", "5"]),
    (":) <3", [":)", "<", "3"]),
    ("CAFÉ\u{0301}", ["café\u{0301}"]),
    ("", []),
    (" \n\t\u{200B}", []),
    ("𝐒𝐡𝐚𝐦𝐞 𝘰𝘯 𝑦𝑜𝑢, 𝔧𝔲𝔡𝔤𝔢 𝟒𝟐！ Ｎｏ", ["shame", "on", "you", ",", "judge", "42", "!", "no"]),
    ("> Close it.\n\nNo.", ["no", "."]),
    ("No.\n >> \"Close it,\" she says\n> now\n>\nWhy?", ["no", ".", "why", "?"]),
    ("> Close it.", [">", "close", "it", "."]),
    ("@jo\n> Close it.", ["jo", ">", "close", "it", "."]),
    (">>123 Yes\nNo", [">>", "123", "yes", "no"]),
    ("＞ she is\nright", ["＞", "she", "is", "right"]),
    ("＠jo 𝓈𝒽ℯ", ["＠", "jo", "she"]),
    (">:( no\n5 > 4\n>_< no", [">:(", "no", "5", ">", "4", ">_<", "no"]),
  ])
  func cutsTextsIntoTokens(text: String, expected: [String]) { #expect(words(text) == expected) }

  @Test func oneThingWrittenInManyWaysIsOneToken() {
    let hashes = { (text: String) in Tokenizer.tokens(of: text).tokens.map(\.hash) }
    #expect(hashes("SHAME") == hashes("shame"))
    #expect(hashes("don’t") == hashes("don't"))
    #expect(hashes("👍🏿") == hashes("👍"))
    #expect(hashes("jo") != hashes("@jo"))
  }

  @Test(arguments: 0..<200)
  func wordsOfLettersAndDigitsAreCutAsPlainly(seed: Int) {
    var random = RandomNumbers(seed: UInt64(seed))
    let signs = Array("abcdexyzABCDEXYZ0189aabb[`{^/: \t.,-")
    let count = Int.random(in: 0..<80, using: &random)
    let text = String((0..<count).compactMap { _ in signs.randomElement(using: &random) })
    let runs = text.split { !$0.isLetter && !$0.isNumber }
      .filter { $0.contains(where: \.isLetter) }
    let plain = runs.map { run -> (text: String, isShouted: Bool) in
      var letters = ""
      for letter in run.lowercased()
      where letter.isNumber || !letters.hasSuffix("\(letter)\(letter)") { letters.append(letter) }
      return (letters, run.count >= 3 && run.allSatisfy(\.isUppercase))
    }
    let tokens = Tokenizer.tokens(of: text)
    let words = tokens.tokens.filter { $0.kind == .word }
    #expect(words.map { tokens.text(of: $0) } == plain.map(\.text))
    #expect(words.map(\.isShouted) == plain.map(\.isShouted))
    let kind = UInt64(Token.Kind.word.rawValue)
    #expect(words.map(\.hash) == plain.map { FeatureHash.of($0.text.utf8, seed: kind) })
  }

  @Test func thereIsRoomForLettersThatGrow() {
    // The lower case of the first takes three bytes in place of two, and a hashtag comes twice.
    let tag = String(repeating: "\u{23A}", count: 100)
    #expect(words("#\(tag)_\(tag)").map(\.utf8.count) == [601, 300, 300])
  }

  @Test func formIsRemembered() throws {
    let token = try #require(Tokenizer.tokens(of: "NOOO").tokens.first)
    #expect(token.isShouted)
    #expect(token.isElongated)
    #expect(Tokenizer.tokens(of: "A no").tokens.allSatisfy { !$0.isShouted && !$0.isElongated })
  }

  @Test func anyTextComesToAnEnd() {
    var random = RandomNumbers(seed: 5)
    for _ in 0..<500 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0..<40, using: &random) {
        let wide = Bool.random(using: &random)
        let value = UInt32.random(in: 0...(wide ? 0x10FFFF : 0x7F), using: &random)
        if let scalar = Unicode.Scalar(value) { text.append(scalar) }
      }
      let tokens = Tokenizer.tokens(of: String(text))
      #expect(tokens.tokens.allSatisfy { $0.range.upperBound <= tokens.bytes.count })
    }
  }
}

struct RoundingTests {
  @Test func smallNumbersAreRoundedAsAllAre() {
    for number in -2_000...2_000 {
      let exact = Float(number) / 4
      for value in [exact.nextDown, exact, exact.nextUp] {
        #expect(value.roundedSmall == Int32(value.rounded()))
      }
    }
  }
}

struct RoleNamesTests {
  private let names = RoleNames(
    Brief(
      target: ["Jo Harker", "@jo_harker"],
      allies: ["the Larkmere Teachers Union"],
      opponents: ["the inspectorate", "@inspect_x"]
    )
  )

  /// The roles in a text by their first letter, other tokens as a dot.
  private func roles(_ text: String, _ names: RoleNames) -> String {
    names.marked(Tokenizer.tokens(of: text)).tokens.map { token in
      Role.allCases.first { $0.hash == token.hash }.map { String("\($0)".prefix(1)) } ?? "."
    }.joined()
  }

  @Test(arguments: [
    ("Jo Harker was right", "t.."), ("harker's right", "t.."), ("@jo_harker yes", "t."),
    ("#joharker now", "t."), ("the inspectorate lies", ".o."), ("INSPECTORATE", "o"),
    ("@inspect_x", "o"), ("LTU says", "a."), ("Larkmere Teachers Union", "a"), ("teachers", "a"),
    ("jo", "."), ("harkers", "."),
  ])
  func findsNamesAsPeopleWriteThem(text: String, expected: String) {
    #expect(roles(text, names) == expected)
  }

  @Test func emptyBriefMarksNothing() {
    #expect(roles("Jo Harker", RoleNames(Brief())) == "..")
  }
}

struct TextFeaturesTests {
  private func vector(_ text: String, _ position: ReplyPosition = .direct) -> FeatureVector {
    FeatureVector(of: Tokenizer.tokens(of: text), position: position)
  }

  @Test(arguments: [
    ("we stand with them", 2 as Float),
    // Words beside "you" have a vector of their own, 0.7 long.
    ("we stand with you", 2.49),
    // What is said twice counts once, but for character n-grams that two words share.
    ("we stand with them we stand with them we stand with them", 2),
  ])
  func kindsOfFeaturesHaveOneLengthEach(text: String, sum: Float) {
    let vector = vector(text)
    let marks = vector.values.filter { $0 == 0.3 }.count
    let squares = vector.values.dropLast(marks).reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares - sum) < 0.05)
    #expect(vector.indices.allSatisfy { $0 < TextFeatures.buckets })
  }

  @Test func youIsWhoeverIsAnswered() {
    let shared = { (text: String) in
      Set(vector(text, .direct).indices).intersection(vector(text, .nested).indices).count
    }
    let count = vector("shame on you").indices.count
    #expect(shared("shame on you") < count - 3)
    #expect(shared("shame on him") == vector("shame on him").indices.count - 1)
  }

  @Test func wordsOfASentenceStandBesideWhoIsSpokenOf() {
    let near = Set(vector("you are, as all of us here know well, wrong").indices)
    let same = near.intersection(vector("you wrong").indices).count
    let apart = Set(vector("you are. As all of us here know well, wrong").indices)
    #expect(same > apart.intersection(vector("you wrong").indices).count)
  }

  @Test func fastReadingIsThePlainOne() throws {
    let model = try Model.builtIn()
    var reader = TextReader(model)
    let texts = [
      "", "no", "You are RIGHT, Jo Harker! The inspectors are bullies?? #LetThemIn 👏👏 @jo 12",
      String(repeating: "na na na batman ", count: 200), "þetta er ekki enska",
      String(repeating: "x1y2z3", count: 100) + " https://example.org/a they, you, we: liars.",
    ]
    let brief = Brief(target: ["Jo Harker"], opponents: ["the inspectors"])
    let stand = Stand(brief, root: nil)
    let root = model.text.stance.root(
      WordVectors.builtIn.direction(of: Tokenizer.tokens(of: "the school refuses inspectors"))
    )
    let answered = WordVectors.builtIn.direction(of: Tokenizer.tokens(of: "they are liars"))
    // Twice, because a word is remembered after the first time.
    for text in texts + texts.reversed() {
      for position in ReplyPosition.allCases {
        let tokens = Tokenizer.tokens(of: text)
        let fast = reader.scores(
          of: tokens,
          stand: stand,
          root: root,
          position: position,
          answering: answered
        )
        let plain = model.text.scores(
          of: TextEvidence(tokens, names: stand.names, position: position),
          under: root,
          answering: answered
        )
        for (left, right) in [
          (fast.stance, plain.stance), (fast.stanceMadeUp, plain.stanceMadeUp),
          (fast.tone, plain.tone), (fast.agreement, plain.agreement),
        ] {
          let difference = (left - right)
          #expect(difference.max() < 1e-3 && difference.min() > -1e-3, "\(text.prefix(30))")
        }
        #expect(abs(fast.realness - plain.realness) < 1e-3)
      }
    }
  }

  @Test func emptyTextHasMarksOnly() {
    // The position, and five marks of form; the one pair of words is that of its two edges.
    #expect(vector("").values.sorted() == [0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 1])
  }
}

struct LanguageGateTests {
  @Test(arguments: [
    ("Good on you, about time somebody said it", nil as String?, nil as UnscoredReason?),
    ("ur all mad lol innit", nil, nil),
    ("👏👏", nil, nil),
    ("Good on you, about time somebody said it", "de", nil),
    ("@jo https://example.org", nil, .noWords),
    ("", nil, .noWords),
    (".", nil, .noWords),
    ("…", nil, .noWords),
    ("!!! — ^^", nil, .noWords),
    (":-)", nil, nil),
    ("🅿️🆗", nil, nil),
    ("Das ist nicht gut und ich bin sehr traurig", nil, .language),
    ("Qué pena, la biblioteca es el corazón de la ciudad", "und", .language),
    ("Brawo dla tej pani, w końcu ktoś ma odwagę", "pl", .language),
    ("図書館の時間が減るのは残念です", nil, .language),
    ("Это позор", "en", .language),
    // None of these has many of the words that its language uses most.
    ("Knihovna zavírá kvůli škrtům, ostuda radnice", nil, .language),
    ("Biblioteka zamknięta, wstyd radni miasta", nil, .language),
    ("Vergogna sindaco, biblioteche chiuse ovunque", nil, .language),
    ("Schließt lieber Rathäuser statt Büchereien", nil, .language),
    ("gonna cry, this mayor is proper bonkers fr fr", nil, nil),
    ("Aye, wee Morag fae the library telt them straight", nil, nil),
    ("Naw, wisnae wrang, thae numpties cannae haud oor heid teacher doon", nil, nil),
    ("Gwaan gyal, nuh mek dem tek di likkle pickney dem school", nil, nil),
    ("Abeg, oga no sabi wetin pikin dey chop", nil, nil),
    ("Councillor Brightwater-Nkemelu, Ottoline Fforde and Zebedee Quarshie voted for it", nil, nil),
  ])
  func knowsWhatItCanRead(text: String, tag: String?, reason: UnscoredReason?) throws {
    let gate = LanguageGate(english: try Model.builtIn().english)
    #expect(gate.refusal(of: Tokenizer.tokens(of: text), tag: tag) == reason)
  }
}
