import LessonEngine
import LessonLint
import MailProtocol
import Testing

/// `pack check`, on packs that are broken in one way each, and on those that are whole.
@Suite struct BrokenPackTests {
  private func check(_ files: PackFiles) -> PackCheck.Result {
    PackCheck(files, BrokenPack.languages, digests: .library).run()
  }

  @Test(arguments: BrokenPack.all) func itsOwnFindingAtItsPlace(_ pack: BrokenPack) {
    #expect(!pack.expected.isEmpty)
    #expect(check(pack.files).findings.map(\.description) == pack.expected)
  }

  @Test func theWholePackIsWhole() {
    let result = check(PackFiles(BrokenPack.whole))
    #expect(result.findings.map(\.description) == [])
    #expect(result.lessons == 1 && result.steps == 4 && result.languages == 2)
  }

  @Test func theBuiltInPackIsWhole() {
    let result = check(PackFiles(BrokenPack.builtIn))
    #expect(result.findings.map(\.description) == [])
    #expect(result.lessons >= 3 && result.steps >= 30 && result.languages == 3)
  }

  /// A pack from Windows differs in its line ends only.
  @Test func lineEndsDoNotMatter() {
    let files = BrokenPack.whole.mapValues { $0.replacing("\n", with: "\r\n") }
    #expect(check(PackFiles(files)).findings.map(\.description) == [])
  }

  /// Cut anywhere, a pack is checked to the end: findings, and no crash.
  @Test func aCutFileIsFound() {
    for name in ["pack.yaml", "pop3/small/lesson.yaml", "pop3/small/en.md", "personalities/rfc1939.yaml"] {
      let text = BrokenPack.whole[name] ?? ""
      for cut in stride(from: 0, to: text.count - 2, by: max(1, text.count / 25)) {
        var files = BrokenPack.whole
        files[name] = String(text.prefix(cut))
        #expect(!check(PackFiles(files)).findings.isEmpty, "\(name) after \(cut) characters")
      }
    }
  }

  @Test func nothingAtAll() {
    #expect(check(PackFiles([:])).findings.map(\.rule) == ["pack.missing-file"])
  }
}
