import Foundation
import Testing

/// `Documentation/architecture.md` says what is so: its arrows are those of `Package.swift`, its files are there.
@Suite struct ArchitectureTests {
  private static let page = BrokenPack.text("Documentation/architecture.md")

  /// `    LessonStage -> LessonEngine MailProtocol`.
  private static var drawnArrows: [String: Set<String>] {
    Dictionary(
      uniqueKeysWithValues: page.matches(of: /(?m)^ {4}(\w+) +-> (.+)$/).map {
        (String($0.1), Set($0.2.split(separator: " ").map(String.init)))
      })
  }

  /// Of the targets that are rooms, without what comes from other packages.
  private static var packageArrows: [String: Set<String>] {
    let package = BrokenPack.text("Package.swift")
    var arrows: [String: Set<String>] = [:]
    for part in package.split(separator: /\.(?:executableTarget|target|testTarget)\(/).dropFirst() {
      guard let name = part.firstMatch(of: /name: "(\w+)"/)?.1, !part.contains("path: \"Tests") else { continue }
      let list = part.firstMatch(of: /(?s)dependencies: \[(.*?)\n? *\], *swiftSettings|dependencies: \[(.*?)\]/)
      let own = (list.map { String($0.0) } ?? "").replacing(/\.product\([^)]*\)/, with: "")
      arrows[String(name)] = Set(own.matches(of: /"(\w+)"/).map { String($0.1) })
    }
    return arrows.filter { !$0.key.hasSuffix("Tests") && !$0.value.isEmpty }
  }

  @Test func arrowsAreThoseOfThePackage() {
    #expect(Self.drawnArrows == Self.packageArrows)
    #expect(Self.drawnArrows.count >= 8)
  }

  @Test func everyRoomHasItsRow() throws {
    let rooms = try FileManager.default.contentsOfDirectory(
      atPath: BrokenPack.root.appendingPathComponent("Sources").path)
    // libedit's headers are a C target without code of ours.
    for room in rooms where room != "CLibEdit" && !room.hasPrefix(".") {
      #expect(Self.page.contains("| `Sources/\(room)` |"), "\(room)")
    }
  }

  /// Every path in backticks; a name without a slash is a type, not a file.
  @Test func filesAreThere() {
    let paths = Self.page.matches(of: /`((?:Sources|Tests|Locales|Lessons|Documentation)[\w\/+.-]*)`/).map {
      String($0.1)
    }
    #expect(paths.count > 30)
    for path in paths {
      #expect(FileManager.default.fileExists(atPath: BrokenPack.root.appendingPathComponent(path).path), "\(path)")
    }
  }

  /// Types that the page speaks of.
  @Test func typesAreDeclared() throws {
    let root = BrokenPack.root.appendingPathComponent("Sources")
    let sources = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8) }.joined()
    let types = Set(Self.page.matches(of: /`((?:[A-Z][a-z]|POP3|SMTP)\w*)`/).map { String($0.1) })
    #expect(types.count > 8)
    for name in types {
      #expect(sources.contains(try Regex("(?:struct|enum|class|protocol) \(name)\\b")), "\(name)")
    }
  }
}
