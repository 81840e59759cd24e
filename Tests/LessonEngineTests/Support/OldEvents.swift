import Foundation
import LessonEngine

/// A learner's events of before: no packs, no chain, no marks of secrets.
enum OldEvents {
  /// Tests/LessonEngineTests/Support/OldEvents.swift is two folders below Tests.
  private static let file = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }.appendingPathComponent("Logs/without-packs.jsonl")

  static func decoded() throws -> [LearningEvent] {
    try Data(contentsOf: file).split(separator: 0x0A).map { try JSONDecoder().decode(LearningEvent.self, from: $0) }
  }
}
