import Foundation
import LessonEngine

/// What the learner chose once: the language. A file of its own, so that progress can be deleted without it.
public struct Settings: Codable, Sendable {
  public var language: Language?

  public init(language: Language? = nil) { self.language = language }

  /// A file that is missing or unreadable is no settings: there is nothing in it that cannot be asked again.
  public static func read(from folder: URL) -> Settings {
    guard let octets = FileManager.default.contents(atPath: folder.appendingPathComponent("settings.json").path)
    else { return Settings() }
    return (try? JSONDecoder().decode(Settings.self, from: octets)) ?? Settings()
  }

  public func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(self).write(to: folder.appendingPathComponent("settings.json"), options: .atomic)
  }
}
