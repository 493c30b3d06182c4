/// Tells posts that the scorer reads from those in another language.
package struct LanguageGate: Sendable {
  private let english: EnglishWords

  package init(english: EnglishWords) { self.english = english }

  /// What a word says about the language, wherever it stands.
  package struct WordFacts: Sendable {
    /// A bit for each other language that uses it often.
    fileprivate var languages: UInt32 = 0
    /// Letters of the Latin script, at most 255.
    fileprivate var latin: UInt8 = 0
    /// Other letters, at most 255.
    fileprivate var other: UInt8 = 0
    fileprivate var isEnglish = false

    package init() {}
  }

  /// Looks at a word.
  package func facts(of hash: UInt64, _ bytes: ArraySlice<UInt8>) -> WordFacts {
    let scripts = Self.scripts(bytes)
    var facts = WordFacts()
    facts.latin = UInt8(clamping: scripts.latin)
    facts.other = UInt8(clamping: scripts.other)
    facts.isEnglish = english.contains(hash) || Self.dialects.contains(hash)
    facts.languages = Self.languages[hash] ?? 0
    return facts
  }

  /// Whether a text can be scored; see ``refusal(of:tag:facts:)``.
  package func refusal(of text: TokenizedText, tag: String?) -> UnscoredReason? {
    refusal(of: text, tag: tag) { facts(of: $0.hash, text.bytes[$0.range]) }
  }

  /// Whether a text can be scored: it has words, and enough of them are English.
  ///
  /// - Parameters:
  ///   - text: The text before names are marked.
  ///   - tag: What the platform takes the language to be: a hint, often wrong for short posts.
  ///   - facts: What ``facts(of:_:)`` says of a word.
  /// - Returns: Why not, or `nil` where it can.
  package func refusal(
    of text: TokenizedText,
    tag: String?,
    facts: (Token) -> WordFacts
  ) -> UnscoredReason? {
    var letters = 0
    var foreignLetters = 0
    var words = 0
    var known = 0
    // By language.
    var foreign = InlineArray<32, UInt8>(repeating: 0)
    var mostForeign = 0
    var hasMeaning = false
    for token in text.tokens {
      switch token.kind {
      case .emoji, .hashtag, .number: hasMeaning = true
      case .punctuation: hasMeaning = hasMeaning || Self.isExpressive(text.bytes[token.range])
      case .word:
        hasMeaning = true
        let word = facts(token)
        letters += Int(word.latin) + Int(word.other)
        foreignLetters += Int(word.other)
        guard word.latin >= 2, word.other == 0 else { continue }
        words += 1
        if word.isEnglish { known += 1 }
        var languages = word.languages
        while languages != 0 {
          let language = languages.trailingZeroBitCount
          foreign[language] &+= foreign[language] < 255 ? 1 : 0
          mostForeign = max(mostForeign, Int(foreign[language]))
          languages &= languages - 1
        }
      case .mention, .link, .role: break
      }
    }
    guard hasMeaning else { return .noWords }
    if foreignLetters * 2 > letters { return .language }
    let isTaggedForeign = tag.map { !Self.isEnglishOrUnknown($0) } ?? false
    if isTaggedForeign, known * 5 < words * 3 || mostForeign * 3 >= words { return .language }
    guard words > 0 else { return nil }
    // Short posts are full of names and slang: of these it takes more to be foreign.
    var evidence = words <= 3 ? 3 : 2.0
    evidence += Double(known) * Self.known + Double(words - known) * Self.unknown
    evidence += Double(mostForeign) * Self.foreign + Double(words - mostForeign) * Self.notForeign
    return evidence < 0 ? .language : nil
  }

  // What a word says for English, as logarithms of ratios of how often it is so in English and in other
  // languages; chosen on a fifth of the texts of `scripts/language-gate`.
  private static let known = 1.3
  private static let unknown = -2.0
  private static let foreign = -1.6
  private static let notForeign = 0.24

  /// Punctuation that says something alone: emoticons that have eyes and a mouth, such as `:-)`.
  static func isExpressive(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.contains { eyes.contains($0) } && bytes.contains { mouths.contains($0) }
  }

  private static let eyes = Set(":;=".utf8)
  private static let mouths = Set("()[]|/\\*".utf8)

  /// Tags of platforms for English and for "cannot tell".
  private static func isEnglishOrUnknown(_ tag: String) -> Bool {
    if tag == "en" { return true }
    let language = tag.prefix { $0 != "-" && $0 != "_" }
    return englishOrUnknown.contains(language.lowercased())
  }

  private static let englishOrUnknown: Set = [
    "en", "und", "zxx", "mis", "mul", "qme", "qht", "qam", "qct", "qst", "art", "sco", "english",
    "",
  ]

  private static func scripts(_ bytes: ArraySlice<UInt8>) -> (latin: Int, other: Int) {
    var latin = 0
    var other = 0
    if bytes.allSatisfy({ $0 < 0x80 }) {
      return (bytes.count { (0x61...0x7A).contains($0 | 0x20) }, 0)
    }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars
    where scalar.properties.isAlphabetic {
      // Latin with its extensions ends at U+024F; U+1E00 to U+1EFF holds Welsh and Vietnamese.
      if scalar.value <= 0x24F || (0x1E00...0x1EFF).contains(scalar.value) {
        latin += 1
      } else {
        other += 1
      }
    }
    return (latin, other)
  }

  private static func hash(_ word: Substring) -> UInt64 {
    FeatureHash.of(word.utf8, seed: UInt64(Token.Kind.word.rawValue))
  }

  /// Words that are written in dialects of English, and seldom in what the model learned from.
  private static let dialects = Set(dialectWords.split(separator: " ").map(hash))

  // Of Scotland, Northern England, Ireland, the Caribbean, Nigeria, Singapore and Australia. Words that other
  // languages use often are left out, such as "dem" and "una".
  private static let dialectWords =
    "aboot aff afore ain auld aw aye bairn bairns baith blether braw cannae couldnae dae daein didnae dinnae "
    + "doesnae doon dreich feart fitba gie gied glaikit gonnae greetin guid hasnae haud havenae havnae heid "
    + "himsel hoose isnae kent lassie mair maist masel muckle nae naebody naething naw noo numpty onybody oor "
    + "oot polis richt scunnered shouldnae stooshie telt thae thon twa wasnae wean weans wee werenae whit willnae "
    + "wisnae wouldnae wrang yer yersel yous youse allus canny divvent gannin ginnel haway howay lass "
    + "mardy neet nowt owt reet summat summink tha wor craic eejit eejits feck gobshite yiz bredda bredren bwoy "
    + "cyaan deh dutty gwaan gyal haffi inna likkle mek nuh pickney pon tek wah weh yuh abeg abi comot dey naija "
    + "oga pikin sabi sef wahala wetin wey alamak aiyah kiasu lah leh lor meh paiseh shiok sian walao arvo bogan "
    + "dinkum dunny servo sook strewth"

  /// The languages of frequent words that are no English words, a bit each, by the hash of the word.
  private static let languages: [UInt64: UInt32] = {
    var table: [UInt64: UInt32] = [:]
    for (number, words) in frequentWords.sorted(by: { $0.key < $1.key }).map(\.value).enumerated() {
      for word in words.split(separator: " ") {
        table[hash(word), default: 0] |= 1 << UInt32(number)
      }
    }
    return table
  }()

  private static let frequentWords = [
    "Catalan":
      "els les amb per què és està aquest aquesta molt més però també nosaltres gràcies això fer",
    "Croatian":
      "je nije sam smo ste su što kako ali koji koja koje samo ovo svi treba hvala sve još",
    "Czech":
      "je jsem jsou není že jak ale jako tak to se na proto když bylo který která děkuji tohle moc",
    "Danish":
      "og er ikke jeg det som på til med har vi af kan skal hvad hvor men også meget tak dig",
    "Dutch":
      "het een en van ik je niet dat zijn op te voor met maar ook wat heeft goed deze dit geen wel "
      + "naar bij nog kan moet zo uit jullie hebben",
    "Filipino":
      "ang ng mga sa na ako ikaw siya hindi naman lang yung kung ito wala salamat po talaga nila",
    "Finnish":
      "ja on ei se että hän minä sinä mutta niin kuin myös olla ovat kaikki hyvä kiitos nyt tämä",
    "French":
      "le la les des du une et est pas je vous nous il elle que qui dans pour avec sur mais ce cette "
      + "ces c'est j'ai être sont très merci tout plus fait comme au aux votre leur qu'il",
    "German":
      "der die das und ist nicht ich du sie wir ihr ein eine einen mit für auf von zu den dem auch "
      + "sich wie aber es haben hat sind wird so nur noch kein keine schon mal danke gut doch",
    "Hungarian":
      "az egy és nem hogy van ez azt meg csak már de mint vagy volt nagyon köszönöm minden itt",
    "Indonesian":
      "yang dan di ini itu tidak ada untuk dengan saya kamu dia kita mereka akan bisa juga sudah "
      + "dari terima kasih banget aja nya",
    "Irish": "agus tá níl ní an na ar go sé sí mé tú ach leis seo sin maith raibh bhí",
    "Italian":
      "il lo gli che non è e di del della sono per con una un come ma più questo questa anche "
      + "grazie hai ho siamo perché molto tutti nel alla",
    "Norwegian":
      "og er ikke jeg det som på til med har vi av kan skal hva hvor men også veldig takk deg",
    "Polish":
      "nie to jest się na że w z do co jak tak ale za po przez dla są już tylko bardzo brawo "
      + "dziękuję tego być było może ktoś pani pan",
    "Portuguese":
      "que não é o de um uma os as em do da para com se por mas como mais eu você ele ela isso esse "
      + "essa muito obrigado obrigada parabéns está são também foi tem",
    "Romanian":
      "și nu este că de la cu pe un o care mai sunt dar pentru din foarte mulțumesc acest asta fi",
    "Spanish":
      "el la los las que no de es en un una por con para su se lo como pero más muy bien está son "
      + "esto este esta yo tú gracias qué todo todos hay ser eso señora del al",
    "Swahili": "na ya wa ni kwa hii hiyo sio lakini pia sana asante watu kama hata ili yake",
    "Swedish":
      "och är inte jag det som på till med har vi av kan ska vad var men också mycket tack dig ett",
    "Turkish":
      "ve bir bu da de için çok ama ne var yok gibi daha ben sen biz siz değil olan kadar teşekkürler",
    "Vietnamese":
      "và là của không có được cho một những người này tôi bạn rất cảm ơn nhưng với đã",
    "Welsh":
      "yn y yr a ac i o mae ddim dim wedi oedd chi ni nhw am ar gan hyn hynny da iawn diolch plant "
      + "ond bod sydd eich cael rhaid athrawon",
  ]
}
