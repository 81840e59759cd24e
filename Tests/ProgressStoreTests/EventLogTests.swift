import Foundation
import LessonEngine
import ProgressStore
import Testing

/// The learner's events on disk: appended, kept, and never lost to a damaged line.
@Suite struct EventLogTests {
  private let folder = LogFolder()
  private var log: EventLog { folder.log }

  @Test func whatIsAppendedIsRead() throws {
    #expect(try log.read().events == [], "nothing yet is no error")
    let events = [
      LearningEvent(.lessonStarted, lesson: "a/b"), LogFolder.event("one", "STTA"),
      LogFolder.event("two", "còn 中文 \"quoted\" \\ \u{1F642}"),
      LearningEvent(.stepPassed, lesson: "a/b", step: "one").recorded(pack: "uni", time: 7),
      LearningEvent(.lessonFinished, lesson: "a/b"),
    ]
    #expect(try log.append([]) == [])
    #expect(!FileManager.default.fileExists(atPath: log.file.path))
    let written = try log.append(Array(events.prefix(2))) + log.append(Array(events.dropFirst(2)))
    let contents = try log.read()
    #expect(contents.events == written && contents.repair == .notNeeded)
    #expect(written.unchained == events)
    #expect(try folder.text() == written.map { String(decoding: $0.jsonLine, as: UTF8.self) + "\n" }.joined())
    let lines = try folder.text().split(separator: "\n")
    #expect(lines.count == events.count)
    #expect(lines[0] == #"{"event":"lesson.started","lesson":"a/b","v":1}"#)
    // printf '%s' '{"event":"lesson.started","lesson":"a/b","v":1}' | sha256sum
    #expect(
      lines[1]
        == "{\"diagnosis\":\"verb.typo\",\"event\":\"line.judged\",\"lesson\":\"pop3/first-session\",\"line\":\"STTA\","
        + "\"previous\":\"85416323f4ef4ce0826d529de21ba4d22100903f9461e5b978d741cccf8d25f6\",\"step\":\"one\","
        + "\"time\":1000000.125,\"v\":1,\"verdict\":\"mistake\"}")
  }

  @Test func everyFieldIsWrittenAndRead() throws {
    var event = LogFolder.event("one", "x").recorded(pack: "uni", time: 1.5)
    event.seed = "4711"
    event.learner = "he200377"
    #expect(try log.append([event]) == [event])
    #expect(
      try folder.text()
        == #"{"diagnosis":"verb.typo","event":"line.judged","learner":"he200377","lesson":"pop3/first-session","#
        + #""line":"x","pack":"uni","seed":"4711","step":"one","time":1.5,"v":1,"verdict":"mistake"}"# + "\n")
    #expect(try log.read().events == [event])
  }

  @Test func nobodyElseMayRead() throws {
    try log.append([LogFolder.event("one")])
    #expect(try folder.permissions(log.file) == 0o600)
    #expect(try folder.permissions(folder.url) == 0o700)
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
    try folder.write(text)
    let contents = try log.read()
    #expect(contents.events.count == count)
    let aside = folder.url.appendingPathComponent("events.jsonl.damaged-1")
    #expect(contents.repair == .setAside(aside))
    #expect(try Data(contentsOf: aside) == Data(text.utf8), "nothing is thrown away")
    #expect(try folder.text() == kept)
    #expect(try folder.names() == ["events.jsonl", "events.jsonl.damaged-1", "events.lock"])
    // What is left is whole, and goes on.
    try log.append([LogFolder.event("next")])
    let again = try log.read()
    #expect(again.events.count == count + 1 && again.repair == .notNeeded)
  }

  @Test func octetsThatAreNoText() throws {
    try folder.write(Array("\(Self.good)\n".utf8) + [0xFF, 0xFE, 0x0A] + Array("\(Self.other)\n".utf8))
    let contents = try log.read()
    #expect(contents.events.map(\.step) == ["s", "t"] && contents.repair != .notNeeded)
  }

  @Test(arguments: [
    "\(good)\n\(other)\n", "\(good)\r\n\(other)\r\n", "\n\(good)\n\n\(other)\n", "\(good)\n\(later)\n\(other)\n",
  ])
  func noDamage(_ text: String) throws {
    try folder.write(text)
    let contents = try log.read()
    #expect(contents.events.map(\.step) == ["s", "t"] && contents.repair == .notNeeded)
    #expect(try folder.text() == text, "a later version's lines stay for it")
  }

  @Test func eachDamageHasAPlaceOfItsOwn() throws {
    for number in 1...3 {
      try folder.write("garbage \(number)\n")
      let aside = folder.url.appendingPathComponent("events.jsonl.damaged-\(number)")
      #expect(try log.read().repair == .setAside(aside))
      #expect(try folder.permissions(aside) == 0o600)
    }
    #expect(try folder.permissions(log.file) == 0o600, "also the file that took its place")
  }

  /// As root every folder can be written to, so a file stands where the folder should be.
  @Test func aFolderThatCannotBeMade() throws {
    try folder.write([])
    let log = EventLog(folder: log.file.appendingPathComponent("state"), sha256: LogFolder.sha256)
    #expect(try log.read().events == [])
    let error = #expect(throws: StorageError.self) { try log.append([LogFolder.event("one")]) }
    #expect(error?.description.contains("events.jsonl") == true)
    #expect(error.map { $0.description.count > 20 } == true, "\(String(describing: error))")
  }

  @Test func aFolderInPlaceOfTheFile() throws {
    try FileManager.default.createDirectory(at: log.file, withIntermediateDirectories: true)
    let appending = #expect(throws: StorageError.self) { try log.append([LogFolder.event("one")]) }
    #expect(
      appending?.description.hasSuffix("events.jsonl: Is a directory.") == true, "\(String(describing: appending))")
    let reading = #expect(throws: StorageError.self) { try log.read() }
    #expect(reading?.description.hasSuffix("events.jsonl: Is a directory.") == true, "\(String(describing: reading))")
    #expect(reading?.cause == .other)
  }

  @Test func twoWritersLoseNothing() async throws {
    let log = log
    let long = String(repeating: "x", count: 3_000)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<50 {
            try log.append([LogFolder.event("\(writer)-\(number)", long), LogFolder.event("\(writer)-\(number)+")])
          }
        }
      }
      try await group.waitForAll()
    }
    let contents = try log.read()
    #expect(contents.repair == .notNeeded)
    #expect(Set(contents.events.compactMap(\.step)).count == 400 && contents.events.count == 400)
    // Two events of one call stand together.
    for index in stride(from: 0, to: 400, by: 2) {
      #expect(contents.events[index + 1].step == contents.events[index].step.map { $0 + "+" })
    }
    #expect(try folder.breaks() == [], "one chain")
    #expect(contents.events.filter { $0.previous == nil }.count == 1)
  }

  /// One mailtutor finds damage and puts it aside while another goes on writing.
  @Test func aWriterBesideARepairLosesNothing() async throws {
    let log = log
    for round in 0..<20 {
      try folder.write("garbage\n")
      async let repaired: Void = { _ = try log.read() }()
      for number in 0..<20 { try log.append([LogFolder.event("\(round)-\(number)")]) }
      try await repaired
      #expect(try log.read().events.count == 20)
      #expect(try folder.breaks() == [])
    }
  }
}
