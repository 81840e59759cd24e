import Foundation

/// What mailtutor wrote before its events named a pack and the digest of the line before: Tests/Logs.
enum OldLog {
  /// Tests/ProgressStoreTests/Support/OldLog.swift is two folders below Tests.
  static let text: String = {
    let tests = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    do {
      return try String(contentsOf: tests.appendingPathComponent("Logs/without-packs.jsonl"), encoding: .utf8)
    } catch {
      fatalError("\(error)")
    }
  }()

  static let lines = text.split(separator: "\n")
}
