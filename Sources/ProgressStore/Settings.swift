import Foundation
import LessonEngine

/// What the learner chose once: the language. A file of its own, so that progress can be deleted without it.
public struct Settings: Sendable {
  public var language: Language?

  public init(language: Language? = nil) { self.language = language }

  private struct File: Codable {
    /// A tag.
    let language: String?
  }

  /// A file that is missing or unreadable is no settings: there is nothing in it that cannot be asked again.
  public static func read(from folder: URL, _ languages: Languages) -> Settings {
    guard let octets = FileManager.default.contents(atPath: folder.appendingPathComponent("settings.json").path)
    else { return Settings() }
    let file = try? JSONDecoder().decode(File.self, from: octets)
    return Settings(language: file?.language.flatMap { languages[$0] })
  }

  public func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(File(language: language?.tag)).write(
      to: folder.appendingPathComponent("settings.json"), options: .atomic)
  }
}
