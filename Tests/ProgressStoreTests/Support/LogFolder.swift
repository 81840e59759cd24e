import Crypto
import Foundation
import LessonEngine

@testable import ProgressStore

/// A learner's folder for one test, and the log in it.
final class LogFolder: Sendable {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("mailtutor-\(UUID().uuidString)/state")
  static let sha256: EventLog.Hash = { Array(SHA256.hash(data: $0)) }

  deinit { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }

  var log: EventLog { EventLog(folder: url, sha256: Self.sha256) }

  func log(_ calls: FileSystemCalls) -> EventLog { EventLog(folder: url, sha256: Self.sha256, calls: calls) }

  func write(_ octets: [UInt8]) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Data(octets).write(to: log.file)
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  func text() throws -> String { try String(contentsOf: log.file, encoding: .utf8) }

  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }

  func permissions(_ url: URL) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
  }

  /// Where the chain of the log is broken.
  func breaks() throws -> [EventChain.Break] {
    EventChain.breaks(in: EventLine.lines(of: Array(try Data(contentsOf: log.file))).compactMap(\.link), Self.sha256)
  }

  static func event(_ step: String, _ line: String? = nil) -> LearningEvent {
    var event = LearningEvent(
      .lineJudged, lesson: "pop3/first-session", step: step, line: line, verdict: .mistake, diagnosis: "verb.typo")
    event.time = 1_000_000.125
    return event
  }
}

extension [LearningEvent] {
  /// As they were before the log had them.
  var unchained: [LearningEvent] {
    map { event in
      var event = event
      event.previous = nil
      return event
    }
  }
}
