import Foundation
import TestSupport
import Testing

struct InterruptTests {
  @Test func brokenOffWorkLeavesNothingHalf() throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = try Program.executable()
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.arguments = [
      "score", "--context", "none", "--rejects", folder.path + "/rejects", "--unbuffered",
    ]
    let (input, output, diagnostics) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = diagnostics
    try process.run()
    // Once a line comes back, the program is at work, and the file of rejects is open.
    input.fileHandleForWriting.write(Data("garbage\n{\"id\":\"1\",\"text\":\"well done\"}\n".utf8))
    let line = output.fileHandleForReading.availableData
    #expect(String(decoding: line, as: UTF8.self).hasPrefix(#"{"id":"1""#))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let said = String(
      decoding: try diagnostics.fileHandleForReading.readToEnd() ?? Data(),
      as: UTF8.self
    )
    #expect(said.contains("groundswell: broken off; no file was finished\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func analysisNeedsNoRoomForTexts() throws {
    let folder = try TemporaryFolder()
    // More text than is held in memory; where there is no room for it, the export is read again.
    let lines = (0..<3_000).map { number in
      #"{"id":"\#(number)","author":"a\#(number % 500)","in_reply_to":"\#(number / 9)","#
        + #""text":"\#(number % 3 == 0 ? "shame on you" : "well done") \#(String(repeating: "so it goes ", count: 12))"}"#
    }
    let export = try folder.write(lines.joined(separator: "\n"), to: "export.jsonl")
    let usual = try Program.run(["analyse", export, "--json", "--time-zone", "UTC"])
    let cramped = try Program.run(
      ["analyse", export, "--json", "--time-zone", "UTC"],
      environment: ["TMPDIR": folder.path + "/nowhere"]
    )
    #expect(cramped.code == 0)
    #expect(cramped.output == usual.output)
  }

  @Test func fullDiskIsOneLine() throws {
    let program = try Program.executable().path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", #"echo '{"id":"1","text":"well done"}' | "\#(program)" score > /dev/full"#,
    ]
    let diagnostics = Pipe()
    process.standardError = diagnostics
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    let said = try diagnostics.fileHandleForReading.readToEnd() ?? Data()
    #expect(
      String(decoding: said, as: UTF8.self)
        == "groundswell: standard output: cannot be written: No space left on device\n"
    )
  }
}
