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
  ])
  func readsTheFormsOfExports(text: String, moment: String, hasZone: Bool) throws {
    let found = try #require(Timestamp.parse(text))
    #expect(found.moment.description == moment)
    #expect(found.hasZone == hasZone || found.moment.precision == .day)
  }

  @Test(arguments: [
    "", "yesterday", "2 days ago", "2023-02-29", "2023-13-01", "2023-00-10", "2023-03-20T25:00:00Z",
    "2023-03-20T08:61:00Z", "1", "0", "-1679299331", "1999-01-01", "0000-00-00",
    "2023-03-20T08:02:11X",
    "20230320", "9999999999999999999999", "Mon Foo 20 08:02:11 +0000 2023", "2023-03-20T",
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
        seconds: Int64.random(in: 1_072_915_200..<4_102_444_800, using: &random)
      )
      #expect(Timestamp.parse(moment.description)?.moment == moment)
    }
  }
}
