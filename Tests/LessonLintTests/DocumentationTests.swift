import Foundation
import LessonEngine
import LessonLint
import LessonStage
import MailProtocol
import Testing

/// `Documentation/lessons.md`: the lesson that people copy from is whole, and its table says what is so.
@Suite struct DocumentationTests {
  private static let page = BrokenPack.text("Documentation/lessons.md")

  private static func example(_ language: String) throws -> String {
    let parts = page.components(separatedBy: "```\(language)\n")
    let example = try #require(parts.count == 2 ? parts[1].components(separatedBy: "```").first : nil)
    return example
  }

  private static func files() throws -> PackFiles {
    var files = BrokenPack.builtIn.filter { $0.key.hasPrefix("personalities/") }
    files["pack.yaml"] = """
      format: 1
      id: example
      title: {en: Example}
      languages: [en]
      licence: Apache-2.0
      authors: [somebody]
      courses: [{id: all, title: {en: All}, lessons: [smtp/hello]}]
      """
    files["smtp/hello/lesson.yaml"] = try example("yaml")
    files["smtp/hello/en.md"] = try example("markdown")
    return PackFiles(files)
  }

  @Test func theExampleIsWhole() throws {
    let result = PackCheck(try Self.files(), BrokenPack.languages, digests: .library).run()
    #expect(result.findings.map(\.description) == [] && result.steps == 5)
  }

  /// Each row of the table: binding, its value in the scenario, its value on the server.
  @Test func theTableIsTrue() throws {
    let rows = Self.page.split(separator: "\n").filter { $0.hasPrefix("| `{") }.map { row in
      row.split(separator: "|").prefix(3).map { $0.filter { $0 != "`" }.trimmingCharacters(in: .whitespaces) }
    }
    #expect(rows.count >= 13)
    let pack = try Pack(Self.files(), BrokenPack.languages)
    let lesson = try pack.lesson("smtp/hello")
    let peer = try LessonWorld(files: Self.files(), digests: .library).peer(for: lesson)
    let bindings = LessonWorld.bindings(of: lesson, in: peer.world)
    let url = try ServerURL("pop3s://bob@pop.example.net")
    let real = bindings.on(RealServer(url.endpoint, user: url.user, address: "bob@example.net"))
    for row in rows {
      let prose = try Prose("# Title\n\n`\(row[0])`\n", file: "en.md")
      #expect(try prose.bound(to: bindings).introduction.codeSpans == [row[1]], "\(row[0])")
      #expect(try prose.bound(to: real).introduction.codeSpans == [row[2]], "\(row[0])")
    }
  }
}
