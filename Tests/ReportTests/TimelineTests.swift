import Ingest
import Report
import Scoring
import Testing

struct TimelineTests {
  private func bins(
    _ times: [String],
    zone: String = "Europe/London",
    width: BinWidth? = nil
  ) throws -> [String] {
    let posts = try times.enumerated().map { index, text in
      post(.supportive, by: index, at: try #require(Timestamp.parse(text)?.moment))
    }
    var options = Findings.Options(timeZone: zone)
    options.binWidth = width
    return try Findings.of(posts, options: options).timeline.bins.map {
      "\(Timestamp(seconds: $0.start)) \(Double($0.end - $0.start) / 3_600)h \($0.posts.total)"
    }
  }

  @Test func dayTheClocksGoForwardHas23Hours() throws {
    let found = try bins(
      ["2023-03-25T12:00:00Z", "2023-03-26T12:00:00Z", "2023-03-27T12:00:00Z"],
      width: .day
    )
    #expect(
      found == [
        "2023-03-25T00:00:00Z 24.0h 1", "2023-03-26T00:00:00Z 23.0h 1",
        "2023-03-26T23:00:00Z 24.0h 1",
      ]
    )
  }

  @Test func dayTheClocksGoBackHas25Hours() throws {
    #expect(
      try bins(["2023-10-29T12:00:00Z"], width: .day) == ["2023-10-28T23:00:00Z 25.0h 1"]
    )
  }

  @Test func hourThatComesTwiceIsTwoBins() throws {
    let found = try bins(["2023-10-29T00:30:00Z", "2023-10-29T01:30:00Z"], width: .hours(1))
    #expect(found == ["2023-10-29T00:00:00Z 1.0h 1", "2023-10-29T01:00:00Z 1.0h 1"])
  }

  @Test func binsOfSeveralHoursKeepToTheClock() throws {
    let found = try bins(["2023-03-26T00:10:00Z", "2023-03-26T05:10:00Z"], width: .hours(3))
    #expect(
      found == [
        "2023-03-26T00:00:00Z 2.0h 1", "2023-03-26T02:00:00Z 3.0h 0", "2023-03-26T05:00:00Z 3.0h 1",
      ]
    )
  }

  @Test(arguments: [
    ("Asia/Kolkata", "2024-05-01T18:29:59Z", "2024-04-30T18:30:00Z 24.0h 1"),
    ("Asia/Kathmandu", "2024-05-01T18:15:00Z", "2024-05-01T18:15:00Z 24.0h 1"),
    ("America/St_Johns", "2024-03-10T12:00:00Z", "2024-03-10T03:30:00Z 23.0h 1"),
    ("Australia/Lord_Howe", "2024-04-07T01:00:00Z", "2024-04-06T13:00:00Z 24.5h 1"),
    ("America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z 23.0h 1"),
    ("UTC", "2024-05-01T23:59:59Z", "2024-05-01T00:00:00Z 24.0h 1"),
  ])
  func daysAreThoseOfTheZone(zone: String, time: String, expected: String) throws {
    #expect(try bins([time], zone: zone, width: .day) == [expected])
  }

  @Test func weeksBeginOnMondayAndMonthsOnTheFirst() throws {
    #expect(
      try bins(["2024-02-29T12:00:00Z", "2024-03-31T12:00:00Z"], zone: "UTC", width: .month)
        == ["2024-02-01T00:00:00Z 696.0h 1", "2024-03-01T00:00:00Z 744.0h 1"]
    )
    #expect(
      try bins(["2024-03-03T12:00:00Z"], zone: "UTC", width: .week) == [
        "2024-02-26T00:00:00Z 168.0h 1"
      ]
    )
    #expect(
      try bins(["2023-07-01T12:00:00Z", "2024-07-01T12:00:00Z"], zone: "UTC", width: .year)
        == ["2023-01-01T00:00:00Z 8760.0h 1", "2024-01-01T00:00:00Z 8784.0h 1"]
    )
  }

  @Test func binsTouchAndHoldEveryPost() throws {
    var random = RandomNumbers(seed: 2)
    for width in BinWidth.all where width != .minutes(1) {
      let posts = (0..<40).map { index in
        let time = 1_679_600_000 + Int64.random(in: 0..<400_000, using: &random)
        return post(.critical, by: index, at: Timestamp(seconds: time))
      }
      var options = Findings.Options(timeZone: "Europe/London")
      options.binWidth = width
      let timeline = try Findings.of(posts, options: options).timeline
      #expect(timeline.bins.reduce(0) { $0 + $1.posts.total } == 40, "\(width.name)")
      for (left, right) in zip(timeline.bins, timeline.bins.dropFirst()) {
        #expect(left.end == right.start && left.start < left.end, "\(width.name)")
      }
    }
  }

  @Test func dayExactTimesNeverPretendAnHour() throws {
    let posts = (0..<30).map { index in
      let time = Timestamp(seconds: 1_679_270_400 + Int64(index % 3) * 86_400, precision: .day)
      return post(.critical, by: index, at: time)
    }
    #expect(try Findings.of(posts).timeline.width == .day)
  }

  @Test(arguments: [("UTC", 0), ("America/New_York", 4), ("Pacific/Auckland", -13)])
  func dayExactTimesStayOnTheirDay(zone: String, hoursBehind: Int64) throws {
    let midnight: Int64 = 1_679_270_400
    let posts = (0..<30).map { index in
      let time = Timestamp(seconds: midnight + Int64(index % 3) * 86_400, precision: .day)
      return post(.critical, by: index, at: time)
    }
    let timeline = try Findings.of(posts, options: Findings.Options(timeZone: zone)).timeline
    #expect(timeline.bins.map(\.posts.total) == [10, 10, 10])
    #expect(timeline.bins.first?.start == midnight + hoursBehind * 3_600)
  }

  @Test func onePostFarAwayDoesNotFlattenTheRest() throws {
    var posts = (0..<300).map {
      post(.critical, by: $0, at: Timestamp(seconds: 1_679_300_000 + Int64($0) * 60))
    }
    posts.append(post(.critical, by: 999, at: Timestamp(seconds: 1_150_000_000)))
    let timeline = try Findings.of(posts).timeline
    #expect(timeline.earlier == 1)
    #expect(timeline.bins.count < 60)
    #expect(timeline.width.name == "15 minutes")
  }

  @Test(arguments: [
    ("2026-01-05T12:00:00Z", "Mon 5 Jan 12:00"), ("2026-06-01T12:00:00Z", "Mon 1 Jun 13:00"),
    ("2025-12-31T23:00:00Z", "Wed 31 Dec 2025 23:00"),
    ("2031-07-01T12:00:00Z", "Tue 1 Jul 2031 13:00"),
  ])
  func eventIsShownByTheClockOfItsOwnDay(_ at: String, _ clock: String) throws {
    let posts = try (0..<40).map { index in
      let start = try #require(Timestamp.parse("2026-05-04T09:00:00Z")).moment.seconds
      return post(.critical, by: index, at: Timestamp(seconds: start + Int64(index) * 600))
    }
    let event = Brief.Event(at: try #require(Timestamp.parse(at)).moment, label: "x")
    let findings = try Findings.of(
      posts,
      brief: Brief(target: ["Jo"], events: [event]),
      options: .init(timeZone: "Europe/London")
    )
    #expect(try findings.summary().json().contains("\"clock\" : \"\(clock)\""))
    #expect(findings.text().contains("1 \(clock)  x") || findings.text().contains("1 \(clock) x"))
  }

  @Test(arguments: [
    ("2026-05-05T14:30:00Z", "Tue 5 May 2026 15:30", "people"),
    ("2026-05-05", "Tue 5 May 2026 01:00", "people"),
    ("2027-05-05", "Wed 5 May 2027 01:00", "after the last post of the export: is the date right?"),
    ("2026-05-03T14:30:00Z", "Sun 3 May 2026 15:30", "before the first post of the export: is"),
  ])
  func eventHasItsHourAndMayLieOutside(_ at: String, _ clock: String, _ words: String) throws {
    let start = try #require(Timestamp.parse("2026-05-04T09:00:00Z")).moment.seconds
    let posts = (0..<40).map {
      post(.critical, by: $0, at: Timestamp(seconds: start + Int64($0) * 6_000))
    }
    let event = Brief.Event(at: try #require(Timestamp.parse(at)).moment, label: "a speech")
    var options = Findings.Options(timeZone: "Europe/London")
    options.binWidth = .day
    let brief = Brief(target: ["Jo"], events: [event])
    var input = InputAccount()
    input.firstTime = Timestamp(seconds: start)
    input.lastTime = posts.last?.createdAt
    let findings = try Findings.of(posts, brief: brief, input: input, options: options)
    #expect(
      findings.text().contains("1 \(clock)  a speech\n")
        || findings.text().contains("1 \(clock) a speech\n")
    )
    #expect(findings.text().contains(words), "\(findings.text())")
    let summary = findings.summary()
    #expect(summary.markdown().contains("- \(clock): a speech – "))
    let time = at.contains("T") ? at : at + "T00:00:00Z"
    #expect(try summary.json().contains("\"at\" : \"\(time)\""))
  }

  @Test func fewStepsHaveTheirDatesBelow() throws {
    let posts = (0..<14).map {
      post(.critical, by: $0, at: Timestamp(seconds: 1_679_300_000 + Int64($0) * 43_200))
    }
    var options = Findings.Options()
    options.binWidth = .day
    let text = try Findings.of(posts, options: options).text()
    #expect(text.contains("\n  Mon 20 Mar 2023     Sun 26 Mar 2023\n"), "\(text)")
  }

  @Test func yearIsShownWhereThereAreTwo() throws {
    let start = try #require(Timestamp.parse("2025-12-31T20:00:00Z")).moment.seconds
    let posts = (0..<60).map {
      post(.critical, by: $0, at: Timestamp(seconds: start + Int64($0) * 600))
    }
    let text = try Findings.of(posts).text()
    #expect(text.contains("Wed 31 Dec 2025 2") && text.contains("Thu 1 Jan 2026 0"), "\(text)")
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test func stepThatHoldsAllIsSaid() throws {
    let posts = (0..<40).map { post(.critical, by: $0, at: Timestamp(seconds: 1_679_300_000)) }
    var options = Findings.Options()
    options.binWidth = .month
    let findings = try Findings.of(posts, options: options)
    for text in [findings.text(), findings.summary().html()] {
      #expect(text.contains("All posts lie in one month"))
    }
  }

  @Test func zoneThatThereIsNotIsAnError() {
    for name in ["Europe/Lundon", "", "../etc/passwd", "/etc/passwd"] {
      let options = Findings.Options(timeZone: name)
      let error = #expect(throws: ReportError.self) {
        try Findings.of([post(.critical, by: 1)], options: options)
      }
      #expect(error?.description.contains("Europe/London") == true)
    }
  }

  @Test func tooManyBinsAreRefused() {
    let posts = [1_100_000_000, 1_700_000_000].map {
      post(.critical, by: Int($0 % 7), at: Timestamp(seconds: $0))
    }
    var options = Findings.Options()
    options.binWidth = .minutes(1)
    #expect(throws: ReportError.self) { try Findings.of(posts, options: options) }
  }

  @Test func namesOfWidthsAreRead() {
    for width in BinWidth.all { #expect(BinWidth(name: width.name) == width) }
    #expect(BinWidth(name: "3h") == .hours(3))
    #expect(BinWidth(name: "15 min") == .minutes(15))
    for (name, width) in [
      ("1h", BinWidth.hours(1)), ("1d", .day), ("30min", .minutes(30)), ("2 h", .hours(2)),
      ("60min", .hours(1)), ("24h", .day), ("1w", .week), ("1 month", .month), ("Hour", .hours(1)),
    ] {
      #expect(BinWidth(name: name) == width, "\(name)")
    }
    for name in ["", "h2", "0h", "7min", "5h", "2d", "-1h", "99999999999999999999h", "fortnight"] {
      #expect(BinWidth(name: name) == nil, "\(name)")
    }
    #expect(BinWidth(name: "fortnight") == nil)
  }
}
