import Foundation
import LessonEngine
import ProgressStore
import Testing

/// The learner's events on disk: appended, kept, and never lost to a damaged line.
@Suite final class EventLogTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("mailtutor-\(UUID().uuidString)/state")
  private var log: EventLog { EventLog(folder: folder) }

  deinit { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }

  private static func event(_ step: String, _ line: String? = nil) -> LearningEvent {
    var event = LearningEvent(
      .lineJudged, lesson: "pop3/first-session", step: step, line: line, verdict: .mistake, diagnosis: "verb.typo")
    event.time = 1_000_000.125
    return event
  }

  private func text() throws -> String { try String(contentsOf: log.file, encoding: .utf8) }

  private func write(_ octets: [UInt8]) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(octets).write(to: log.file)
  }

  private func permissions(_ url: URL) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
  }

  @Test func whatIsAppendedIsRead() throws {
    #expect(try log.read().events == [], "nothing yet is no error")
    let events = [
      LearningEvent(.lessonStarted, lesson: "a/b"), Self.event("one", "STTA"),
      Self.event("two", "còn 中文 \"quoted\" \\ \u{1F642}"),
      LearningEvent(.stepPassed, lesson: "a/b", step: "one"), LearningEvent(.lessonFinished, lesson: "a/b"),
    ]
    try log.append([])
    #expect(!FileManager.default.fileExists(atPath: log.file.path))
    try log.append(Array(events.prefix(2)))
    try log.append(Array(events.dropFirst(2)))
    let contents = try log.read()
    #expect(contents.events == events && contents.setAside == nil)
    #expect(try text().split(separator: "\n").count == events.count)
    #expect(
      try text().split(separator: "\n")[1]
        == "{\"diagnosis\":\"verb.typo\",\"event\":\"line.judged\",\"lesson\":\"pop3/first-session\",\"line\":\"STTA\","
        + "\"step\":\"one\",\"time\":1000000.125,\"v\":1,\"verdict\":\"mistake\"}")
  }

  @Test func nobodyElseMayRead() throws {
    try log.append([Self.event("one")])
    #expect(try permissions(log.file) == 0o600)
    #expect(try permissions(folder) == 0o700)
  }

  private static let good = #"{"event":"step.passed","lesson":"l","step":"s","v":1}"#
  private static let other = #"{"event":"step.skipped","lesson":"l","step":"t","v":1}"#
  private static let later = #"{"event":"badge.won","lesson":"l","colour":"gold","v":2}"#

  @Test(arguments: [
    ("\(good)\ngarbage\n\(other)\n", 2, "\(good)\n\(other)\n"),
    ("\(good)\n\(other.dropLast(9))", 1, "\(good)\n"),
    ("\(good)\n\(other)", 2, "\(good)\n\(other)\n"),
    ("\(good)\n\0\0\0\0\n\(other)\n", 2, "\(good)\n\(other)\n"),
    ("\0\0\0\0", 0, ""), ("complete nonsense\nin every line\n", 0, ""), ("\u{FEFF}\u{1B}[31m", 0, ""),
    ("\(good)\n{\"v\":1,\"event\":\"no.such\",\"lesson\":\"l\"}\n", 1, "\(good)\n"),
    ("\(good)\n{\"v\":1}\n[]\nnull\n7\n", 1, "\(good)\n"),
    ("\(later)\n\(good)\nx\n", 1, "\(later)\n\(good)\n"),
  ])
  func damageIsSetAside(_ text: String, _ count: Int, _ kept: String) throws {
    try write(Array(text.utf8))
    let contents = try log.read()
    #expect(contents.events.count == count)
    let aside = try #require(contents.setAside)
    #expect(aside.lastPathComponent == "events.jsonl.damaged-1")
    #expect(try Data(contentsOf: aside) == Data(text.utf8), "nothing is thrown away")
    #expect(try self.text() == kept)
    // What is left is whole, and goes on.
    try log.append([Self.event("next")])
    let again = try log.read()
    #expect(again.events.count == count + 1 && again.setAside == nil)
  }

  @Test func octetsThatAreNoText() throws {
    try write(Array("\(Self.good)\n".utf8) + [0xFF, 0xFE, 0x0A] + Array("\(Self.other)\n".utf8))
    let contents = try log.read()
    #expect(contents.events.map(\.step) == ["s", "t"] && contents.setAside != nil)
  }

  @Test(arguments: [
    "\(good)\n\(other)\n", "\(good)\r\n\(other)\r\n", "\n\(good)\n\n\(other)\n", "\(good)\n\(later)\n\(other)\n",
  ])
  func noDamage(_ text: String) throws {
    try write(Array(text.utf8))
    let contents = try log.read()
    #expect(contents.events.map(\.step) == ["s", "t"] && contents.setAside == nil)
    #expect(try self.text() == text, "a later version's lines stay for it")
  }

  @Test func eachDamageHasAPlaceOfItsOwn() throws {
    for number in 1...3 {
      try write(Array("garbage \(number)\n".utf8))
      #expect(try log.read().setAside?.lastPathComponent == "events.jsonl.damaged-\(number)")
    }
    #expect(try permissions(log.file) == 0o600, "also the file that took its place")
  }

  /// As root every folder can be written to, so a file stands where the folder should be.
  @Test func aFolderThatCannotBeMade() throws {
    try write([])
    let log = EventLog(folder: log.file.appendingPathComponent("state"))
    let error = #expect(throws: EventLog.WriteError.self) { try log.append([Self.event("one")]) }
    #expect(error?.description.contains("events.jsonl") == true)
    #expect(error.map { $0.description.count > 20 } == true, "\(String(describing: error))")
  }

  @Test func aFolderInPlaceOfTheFile() throws {
    try FileManager.default.createDirectory(at: log.file, withIntermediateDirectories: true)
    let appending = #expect(throws: EventLog.WriteError.self) { try log.append([Self.event("one")]) }
    #expect(
      appending?.description.hasSuffix("events.jsonl: Is a directory.") == true, "\(String(describing: appending))")
    let reading = #expect(throws: EventLog.WriteError.self) { try log.read() }
    #expect(reading?.description.hasSuffix("events.jsonl: Is a directory.") == true, "\(String(describing: reading))")
  }

  @Test func twoWritersLoseNothing() async throws {
    let log = log
    let long = String(repeating: "x", count: 3_000)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<50 {
            try log.append([Self.event("\(writer)-\(number)", long), Self.event("\(writer)-\(number)+")])
          }
        }
      }
      try await group.waitForAll()
    }
    let contents = try log.read()
    #expect(contents.setAside == nil)
    #expect(Set(contents.events.compactMap(\.step)).count == 400 && contents.events.count == 400)
    // Two events of one call stand together.
    for index in stride(from: 0, to: 400, by: 2) {
      #expect(contents.events[index + 1].step == contents.events[index].step.map { $0 + "+" })
    }
  }

  /// One mailtutor finds damage and puts it aside while another goes on writing.
  @Test func aWriterBesideARepairLosesNothing() async throws {
    let log = log
    for round in 0..<20 {
      try write(Array("garbage\n".utf8))
      async let repaired: Void = { _ = try log.read() }()
      for number in 0..<20 { try log.append([Self.event("\(round)-\(number)")]) }
      try await repaired
      #expect(try log.read().events.count == 20)
    }
  }
}
