import Report
import Testing

struct ShownTextTests {
  @Test(arguments: [
    ("thanks @ann_b!", "thanks @…!"), ("@a.b-c", "@…"), ("@ann@social.invalid hi", "@…@… hi"),
    ("one\n@two\t@three", "one\n@…\t@…"), ("(@a/@b)", "(@…/@…)"), ("＠wide", "@…"),
    ("5 @ 3", "5 @ 3"), ("see https://a.invalid/@x now", "see [link] now"),
    ("www.a.invalid\nx", "[link]\nx"), ("", ""), ("  two  blanks ", "  two  blanks "),
  ])
  func namesAndLinksAreMasked(text: String, masked: String) {
    #expect(MaskedText.masked(text) == masked)
  }

  @Test(arguments: [
    ("plain", "plain"), ("\u{1B}[31mred\u{7}", " [31mred "), ("a\u{202E}b\u{2066}c", "abc"),
    ("a\u{200D}b", "ab"), ("👩\u{200D}🚀", "👩\u{200D}🚀"),
    (
      "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}b\u{301}", "a\u{301}\u{302}\u{303}\u{304}b\u{301}"
    ),
  ])
  func whatATerminalObeysGoes(text: String, shown: String) {
    #expect(DisplayText.sanitized(text) == shown)
  }

  @Test(arguments: [
    (0.125, 0, "13 %", "+13"), (-0.0651, 1, "-6.5 %", "−6.5"), (0.0004, 1, "0.0 %", "0.0"),
    (-0.004, 0, "0 %", "0"), (1.0, 0, "100 %", "+100"), (1e300, 0, "? %", "?"),
    (.nan, 1, "? %", "?"), (-0.001, 1, "-0.1 %", "−0.1"),
  ])
  func shareOfAnySizeIsShown(_ share: Double, _ digits: Int, _ percent: String, _ points: String) {
    #expect(DisplayText.percent(share, digits: digits) == percent)
    #expect(DisplayText.points(share, digits: digits) == points)
  }

  @Test(arguments: [("abc", 3), ("図書", 4), ("e\u{301}", 1), ("❤️", 2), ("नि", 2), ("한", 2), ("🇬🇧", 2)])
  func widthIsThatOfTheColumns(text: String, columns: Int) {
    #expect(DisplayText.width(text) == columns)
  }
}
