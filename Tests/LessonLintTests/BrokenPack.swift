import Foundation
import LessonEngine
import Testing

/// A file of Tests/BrokenPacks: the whole pack with one change, and what must be found. See the README there.
struct BrokenPack: Sendable, CustomTestStringConvertible {
  let name: String
  let expected: [String]
  let files: PackFiles

  var testDescription: String { name }

  struct Misfit: Error, CustomStringConvertible { let description: String }

  /// The checkout: Tests/LessonLintTests/BrokenPack.swift is three levels down.
  static let root = (0..<3)
    .reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in url.deletingLastPathComponent() }

  static let builtIn = read("Lessons")
  static let languages: Languages = {
    do throws(Findings) { return try Languages(PackFiles(read("Locales"))) } catch { fatalError("\(error.all)") }
  }()
  /// The personalities are those of the built-in lessons.
  static let whole = builtIn.filter { $0.key.hasPrefix("personalities/") }
    .merging(read("Tests/BrokenPacks/whole")) { _, own in own }

  static let all: [BrokenPack] = {
    let diffs = read("Tests/BrokenPacks").filter { $0.key.hasSuffix(".diff") }
    do {
      return try diffs.sorted { $0.key < $1.key }.map { try BrokenPack(String($0.key.dropLast(5)), $0.value) }
    } catch { fatalError("\(error)") }
  }()

  private init(_ name: String, _ text: String) throws {
    self.name = name
    let lines = text.replacing("␛", with: "\u{1B}").split(separator: "\n", omittingEmptySubsequences: false)
    expected = lines.filter { $0.hasPrefix("finds: ") }.map { String($0.dropFirst(7)) }
    var files = Self.whole
    var rest = lines.drop { !$0.hasPrefix("--- ") }
    while let header = rest.popFirst() {
      let file = String(header.dropFirst(4))
      if rest.first == "+++ /dev/null" {
        rest.removeFirst()
        files[file] = nil
        continue
      }
      while let first = rest.first, !first.hasPrefix("--- ") {
        if first == "@@" || first.isEmpty { rest.removeFirst() }
        let hunk = rest.prefix { line in " +-".contains(line.first ?? "@") && !line.hasPrefix("--- ") }
        rest = rest.dropFirst(hunk.count)
        if hunk.isEmpty { continue }
        files[file] = try Self.changed(files[file] ?? "", by: Array(hunk), "\(name).diff, \(file)")
      }
    }
    self.files = PackFiles(files)
  }

  private static func changed(_ text: String, by hunk: [Substring], _ place: String) throws -> String {
    func side(_ sign: Character) -> String {
      hunk.filter { $0.first == " " || $0.first == sign }.map { $0.dropFirst() + "\n" }.joined()
    }
    let parts = ("\n" + text).components(separatedBy: "\n" + side("-"))
    guard parts.count == 2 else {
      throw Misfit(description: "\(place): the lines stand \(parts.count - 1) times:\n\(side("-"))")
    }
    return String(parts.joined(separator: "\n" + side("+")).dropFirst())
  }

  /// A file of the checkout.
  static func text(_ path: String) -> String {
    do { return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) } catch {
      fatalError("\(error)")
    }
  }

  private static func read(_ folder: String) -> [String: String] {
    let folder = root.appendingPathComponent(folder)
    var files: [String: String] = [:]
    for name in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) ?? [] {
      files[name] = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    return files
  }
}
