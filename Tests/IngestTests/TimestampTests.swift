import Ingest
import Scoring
import Testing

struct TimestampTests {
  @Test(arguments: [
    ("2023-03-20T08:02:11Z", "2023-03-20T08:02:11Z", true),
    ("2023-03-20T08:02:11.123456789Z", "2023-03-20T08:02:11Z", true),
    ("2023-03-20 08:02:11", "2023-03-20T08:02:11Z", false),
    ("2023-03-20T08:02", "2023-03-20T08:02:00Z", false),
    ("2023-03-20T08:02:11+01:00", "2023-03-20T07:02:11Z", true),
    ("2023-03-20T08:02:11-0530", "2023-03-20T13:32:11Z", true),
    ("2023-03-20T08:02:11+00", "2023-03-20T08:02:11Z", true),
    ("2024-03-04 10:00:00 +01:00", "2024-03-04T09:00:00Z", true),
    ("2024-03-04 10:00:00 UTC", "2024-03-04T10:00:00Z", true),
    ("Mon Mar 20 08:02:11 +0000 2023", "2023-03-20T08:02:11Z", true),
    ("Mon, 04 Mar 2024 09:00:00 GMT", "2024-03-04T09:00:00Z", true),
    ("Mon, 4 Mar 2024 09:00:00 +0200", "2024-03-04T07:00:00Z", true),
    ("1679299331", "2023-03-20T08:02:11Z", true),
    ("1679299331.75", "2023-03-20T08:02:11Z", true),
    ("1679299331123", "2023-03-20T08:02:11Z", true),
    ("1679299331123456", "2023-03-20T08:02:11Z", true),
    ("1679299331123456789", "2023-03-20T08:02:11Z", true),
    (" 2023-03-20T08:02:11Z ", "2023-03-20T08:02:11Z", true),
    ("2024-02-29", "2024-02-29", true),
    ("20230320", "2023-03-20", true),
    ("20260531T140300Z", "2026-05-31T14:03:00Z", true),
    ("20260531T1403", "2026-05-31T14:03:00Z", false),
    ("31 May 2026 14:03", "2026-05-31T14:03:00Z", false),
    ("31 May 2026", "2026-05-31", true),
    ("May 31, 2026", "2026-05-31", true),
    ("Sunday, May 31, 2026, 14:03 UTC", "2026-05-31T14:03:00Z", true),
    ("4 September 2023 08:02:11 +0100", "2023-09-04T07:02:11Z", true),
    ("May 31, 2026, 2:03:09\u{202F}PM", "2026-05-31T14:03:09Z", false),
    ("Sunday, May 31, 2026 at 12:03 am", "2026-05-31T00:03:00Z", false),
    ("31-May-2026 02:03PM", "2026-05-31T14:03:00Z", false),
    ("2026-05-31 9:03", "2026-05-31T09:03:00Z", false),
    ("1.78023618e12", "2026-05-31T14:03:00Z", true),
    ("1780236180.0", "2026-05-31T14:03:00Z", true),
    ("1.78023618E+9", "2026-05-31T14:03:00Z", true),
  ])
  func readsTheFormsOfExports(text: String, moment: String, hasZone: Bool) throws {
    let found = try #require(Timestamp.parse(text))
    #expect(found.moment.description == moment)
    #expect(found.hasZone == hasZone)
  }

  @Test(arguments: [
    "", "yesterday", "2 days ago", "2023-02-29", "2023-13-01", "2023-00-10", "2023-03-20T25:00:00Z",
    "2023-03-20T08:61:00Z", "1", "0", "-1679299331", "1999-01-01", "0000-00-00",
    "2023-03-20T08:02:11X", "2095-03-04T09:20:00Z", "2040-01-01T00:00:00Z", "4102444799",
    "20231320", "9999999999999999999999", "Mon Foo 20 08:02:11 +0000 2023", "2023-03-20T",
    "05/06/2026 14:03", "May 31, 2026 14:03 PM", "May 31, 2026 0:03 AM", "May 31, 2026 atom",
    "31/05/2026", "2023-0320", "1e400", "1.5e", "Mayor 4, 2026", "31 May 26",
    "2023-03-20T08:02:11Z" + String(repeating: " ", count: 60) + "x",
  ])
  func refusesWhatIsNoMoment(text: String) { #expect(Timestamp.parse(text) == nil) }

  @Test func daysAgreeWithCountingThemOneByOne() {
    var (year, month, day) = (2004, 1, 1)
    let start = Timestamp.days(year: 2004, month: 1, day: 1)
    for offset in 0..<36_000 {
      #expect(Timestamp.days(year: year, month: month, day: day) == start + offset)
      #expect(Timestamp.date(days: start + offset) == (year, month, day))
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      day += 1
      if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  @Test func descriptionsReadBackAsTheSameMoment() {
    var random = RandomNumbers(seed: 3)
    for _ in 0..<2_000 {
      let moment = Timestamp(
        seconds: Int64.random(in: 1_072_915_200..<2_208_988_800, using: &random)
      )
      #expect(Timestamp.parse(moment.description)?.moment == moment)
    }
  }
}
