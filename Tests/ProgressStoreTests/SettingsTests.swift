import Foundation
import LessonEngine
import ProgressStore
import Testing

@Suite final class SettingsTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailtutor-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  @Test(arguments: [Language.en, .vi, .zh, nil]) func whatIsWrittenIsRead(_ language: Language?) throws {
    #expect(Settings.read(from: folder).language == nil, "nothing yet is no error")
    try Settings(language: .vi).write(to: folder)
    try Settings(language: language).write(to: folder)
    #expect(Settings.read(from: folder).language == language)
  }

  @Test(arguments: [
    "", "garbage", "{\"language\":\"tlh\"}", "{\"language\":7}", "[]", "{\"language\":\"vi\"", "\0\0\0",
  ])
  func garbageIsNoSettings(_ text: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("settings.json")
    try Data(text.utf8).write(to: file)
    #expect(Settings.read(from: folder).language == nil)
    try Settings(language: .zh).write(to: folder)
    #expect(Settings.read(from: folder).language == .zh)
  }

  @Test func aLaterVersionsKeysDoNoHarm() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(#"{"language":"vi","sound":"bell"}"#.utf8).write(to: folder.appendingPathComponent("settings.json"))
    #expect(Settings.read(from: folder).language == .vi)
  }

  @Test func aFolderThatCannotBeMade() throws {
    try Data().write(to: folder)
    #expect(throws: (any Error).self) { try Settings(language: .vi).write(to: folder) }
    #expect(Settings.read(from: folder).language == nil)
  }
}
