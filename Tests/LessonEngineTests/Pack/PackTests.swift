import Testing

@testable import LessonEngine

@Suite struct PackTests {
  private static let manifest = """
    format: 1
    id: mine
    title: {en: Mine}
    languages: [en]
    licence: MIT
    authors: [me]
    courses:
      - {id: one, title: {en: One}, lessons: [pop3/first, smtp/first]}
      - {id: two, title: {en: Two}, lessons: [pop3/second]}
    """

  @Test func lessonsInOrder() throws {
    let pack = try Pack(PackFiles(["pack.yaml": Self.manifest]), BuiltIn.languages)
    #expect(pack.lessonIDs == ["pop3/first", "smtp/first", "pop3/second"])
    #expect(pack.lesson(after: "smtp/first") == "pop3/second")
    #expect(pack.lesson(after: "pop3/second") == nil)
    #expect(pack.resolve("pop3/first") == "pop3/first")
    #expect(pack.resolve("second") == "pop3/second")
    #expect(pack.resolve("first") == nil, "two lessons end so")
    #expect(pack.resolve("econd") == nil)
  }

  @Test(arguments: [
    ("format: 1", "format: 2", "1:9", "it reads format 1"),
    ("languages: [en]", "languages: [fr]", "4:12", "`fr` is no language here: en, vi, zh"),
    ("licence: MIT\n", "", "1:1", "the key `licence` is missing"),
    ("authors: [me]", "authors: me", "6:10", "a list is expected"),
    ("title: {en: Mine}", "title: Mine", "3:8", "keys with values are expected"),
  ])
  func complaints(_ right: String, _ wrong: String, _ place: String, _ says: String) {
    let text = Self.manifest.replacing(right, with: wrong, maxReplacements: 1)
    do throws(Findings) {
      _ = try Pack(PackFiles(["pack.yaml": text]), BuiltIn.languages)
      Issue.record("\(wrong) was accepted")
    } catch {
      #expect(error.all.map { "\($0.file):\($0.line):\($0.column)" } == ["pack.yaml:\(place)"])
      #expect(error.all.first?.message.contains(says) == true, "\(error.all)")
    }
  }

  @Test(arguments: [
    ("pack.yaml", true), ("mail/picnic.eml", true), ("a..b/c", true), ("..", false), ("../x", false), ("a/../b", false),
    ("/etc/passwd", false), ("", false), ("a//b", false), ("a/", false), ("a\\..\\b", false),
  ])
  func noPathLeavesThePack(_ name: String, _ isInside: Bool) {
    #expect(PackFiles.isInside(name) == isInside)
    guard !isInside else { return }
    let files = PackFiles(names: { [] }) { _ in Array("leaked".utf8) }
    #expect(rule { () throws(Findings) in _ = try files.text(name) } == "pack.path")
  }

  @Test func filesThatAreMissingOrNoText() {
    let files = PackFiles(names: { [] }) { $0 == "latin1.md" ? [0x23, 0x20, 0xE9] : nil }
    #expect(rule { () throws(Findings) in _ = try files.text("latin1.md") } == "text.not-utf8")
    #expect(rule { () throws(Findings) in _ = try files.text("nowhere.md") } == "pack.missing-file")
  }

  private func rule(_ body: () throws(Findings) -> Void) -> String? {
    do throws(Findings) {
      try body()
      return nil
    } catch { return error.all.map(\.rule).joined(separator: ", ") }
  }
}
