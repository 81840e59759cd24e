import Foundation
import LessonEngine
import ProgressStore
import Testing

@Suite final class SettingsTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailtutor-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static let languages: Languages = {
    func form(_ title: String) -> String {
      "{order: 1, title: \(title), names: [], yes-words: [], sentence-space: ' ', list-separator: ', '}"
    }
    let files = PackFiles(["vi/language.yaml": form("Tiếng Việt"), "zh/language.yaml": form("中文")])
    do throws(Findings) { return try Languages(files) } catch { fatalError("\(error.all)") }
  }()
  private static let vi = languages["vi"]
  private static let zh = languages["zh"]

  private func read() -> Language? { Settings.read(from: folder, Self.languages).language }

  @Test(arguments: [vi, zh, nil]) func whatIsWrittenIsRead(_ language: Language?) throws {
    #expect(read() == nil, "nothing yet is no error")
    try Settings(language: Self.vi).write(to: folder)
    try Settings(language: language).write(to: folder)
    #expect(read() == language)
  }

  @Test(arguments: [
    "", "garbage", "{\"language\":\"tlh\"}", "{\"language\":7}", "[]", "{\"language\":\"vi\"", "\0\0\0",
  ])
  func garbageIsNoSettings(_ text: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("settings.json")
    try Data(text.utf8).write(to: file)
    #expect(read() == nil)
    try Settings(language: Self.zh).write(to: folder)
    #expect(read() == Self.zh)
  }

  @Test func aLaterVersionsKeysDoNoHarm() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(#"{"language":"vi","sound":"bell"}"#.utf8).write(to: folder.appendingPathComponent("settings.json"))
    #expect(read() == Self.vi)
  }

  @Test func aFolderThatCannotBeMade() throws {
    try Data().write(to: folder)
    #expect(throws: (any Error).self) { try Settings(language: Self.vi).write(to: folder) }
    #expect(read() == nil)
  }
}
