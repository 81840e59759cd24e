import Foundation
import LessonEngine
import Testing

@testable import ProgressStore

/// Each line of the log names the digest of the one before, whatever has become of the file.
@Suite struct EventLogChainTests {
  private let folder = LogFolder()

  /// An older mailtutor's file is read and goes on, and its last line is held by the chain.
  @Test func anOldFileGoesOn() throws {
    try folder.write(OldLog.text)
    let old = try folder.log.read()
    #expect(old.repair == .notNeeded && old.events.count == OldLog.lines.count)
    #expect(old.events.allSatisfy { $0.pack == nil && $0.previous == nil && $0.key.pack == "builtin" })
    let written = try folder.log.append([LogFolder.event("next"), LogFolder.event("after")])
    let last = try #require(OldLog.lines.last)
    #expect(written[0].previous == EventChain.digest(of: Array(last.utf8), LogFolder.sha256))
    #expect(written[1].previous == EventChain.digest(of: written[0].jsonLine, LogFolder.sha256))
    #expect(try folder.text().hasPrefix(OldLog.text), "not an octet of it changes")
    #expect(try folder.log.read().events == old.events + written)
    #expect(try folder.breaks() == [])
  }

  private static let passed = #"{"event":"step.passed","lesson":"l","step":"s","v":1}"#
  private static let later = #"{"event":"badge.won","lesson":"l","v":2}"#

  /// - Parameter line: the one that the next line must name.
  @Test(
    arguments: [
      ("", nil),
      ("\(passed)\n", passed),
      ("\(passed)\r\n", passed),
      ("\(passed)\n\n\n", passed),
      // Killed before the line's ending, and in the middle of a line.
      ("\(passed)", passed),
      ("\(passed)\n{\"event\":\"step.pas", passed),
      ("\(passed)\ngarbage\n", passed),
      ("garbage\n", nil), ("{\"event\"", nil), ("\n", nil),
      ("\(passed)\n\(later)\n", later),
    ] as [(String, String?)])
  func theLastLineThatCanBeRead(_ text: String, _ line: String?) throws {
    try folder.write(text)
    let written = try folder.log.append([LogFolder.event("next")])
    #expect(written[0].previous == line.map { EventChain.digest(of: Array($0.utf8), LogFolder.sha256) })
    #expect(try folder.text().hasPrefix(text))
    #expect(try folder.log.read().events.last == written[0])
    #expect(try folder.breaks() == [], "also after the repair")
  }

  /// The end of the file is looked at in pieces.
  @Test(arguments: [1, 4_000, 4_096, 5_000, 70_000, 1_100_000]) func aLongLine(_ length: Int) throws {
    let line = LogFolder.event("long", String(repeating: "x", count: length))
    let written = try folder.log.append([LogFolder.event("one")]) + folder.log.append([line])
    try folder.write(try folder.text() + "{" + String(repeating: "y", count: length))
    let next = try folder.log.append([LogFolder.event("next")])
    #expect(next[0].previous == EventChain.digest(of: written[1].jsonLine, LogFolder.sha256))
    #expect(try folder.log.read().events == written + next)
    #expect(try folder.breaks() == [])
  }

  @Test func changesAreNoticed() throws {
    try folder.write(OldLog.text)
    for number in 0..<6 { try folder.log.append([LogFolder.event("\(number)", "STTA")]) }
    let old = OldLog.lines.count
    var lines = try folder.text().split(separator: "\n").map(String.init)
    lines[old + 2].replace("\"mistake\"", with: "\"right\"")
    try folder.write(lines.joined(separator: "\n") + "\n")
    #expect(try folder.breaks() == [EventChain.Break(index: old + 3, reason: .predecessorMissing)])
    #expect(try folder.log.read().repair == .notNeeded, "it is read all the same")
  }

  /// The chain says so when a repair had to take a line out.
  @Test func aLineThatWasLost() throws {
    for number in 0..<3 { try folder.log.append([LogFolder.event("\(number)")]) }
    try folder.write(try folder.text().replacing("\"step\":\"1\"", with: "\"step\":"))
    #expect(try folder.log.read().events.map(\.step) == ["0", "2"])
    #expect(try folder.breaks() == [EventChain.Break(index: 1, reason: .predecessorMissing)])
  }
}
