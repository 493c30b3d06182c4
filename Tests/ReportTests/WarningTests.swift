import Report
import Scoring
import Testing

struct WarningTests {
  @Test(arguments: [(99, false), (100, true), (101, false), (2_000, true)])
  func roundNumberOfPostsMayBeALimit(_ count: Int, _ isRound: Bool) throws {
    let findings = try Findings.of((0..<count).map { post(.supportive, by: $0) })
    #expect(findings.warnings.contains { $0.code == .capped } == isRound)
  }
}
