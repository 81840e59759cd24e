import Foundation
import LessonEngine

/// The catalogs of all languages as files, read once from the checkout.
enum Catalogs {
  /// Tests/LocalesTests/Catalogs.swift is three levels down.
  static let root = (0..<3)
    .reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in url.deletingLastPathComponent() }

  private static func files(_ folder: URL) -> PackFiles {
    PackFiles(names: {
      FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    }) { name in
      (try? Data(contentsOf: folder.appendingPathComponent(name))).map(Array.init)
    }
  }

  /// Those of the checkout, and one that is made up: a language that no line of the program knows.
  static let languages: [Language] = {
    do throws(Findings) {
      return try Languages(files((PseudoLanguage.data ?? root).appendingPathComponent("Locales"))).all
    } catch { fatalError("\(error.all)") }
  }()

  /// Of all languages: the table of causes, without the entries, which are no sentences.
  static let patterns: String = {
    let url = root.appendingPathComponent("Locales/patterns.yaml")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "\npatterns:")[0]
  }()

  static let english = languages[0]
  static let translations = Array(languages.dropFirst())

  static let all: [Language: [MessageCatalog.Section: [String: String]]] = {
    var all: [Language: [MessageCatalog.Section: [String: String]]] = [:]
    for language in languages {
      for section in MessageCatalog.Section.allCases {
        do {
          all[language, default: [:]][section] = try MessageCatalog.flatten(
            text(language, section), file: "\(language.tag)/\(section.rawValue).yaml")
        } catch { fatalError("\(error)") }
      }
    }
    return all
  }()

  static func text(_ language: Language, _ section: MessageCatalog.Section) throws -> String {
    try String(
      contentsOf: (PseudoLanguage.data ?? root).appendingPathComponent(
        "Locales/\(language.tag)/\(section.rawValue).yaml"), encoding: .utf8)
  }

  static func messages(_ language: Language, _ section: MessageCatalog.Section) -> [String: String] {
    all[language]?[section] ?? [:]
  }
}

/// What a sentence asks for.
struct Leaf {
  let text: String

  /// `{name}`; the forms of `{n|one|more}` are a language's own.
  var placeholders: Set<String> { Set(braces.filter { !$0.contains("|") }) }
  /// `{n|one|more}`: the values they hang on.
  var plurals: Set<String> {
    Set(braces.filter { $0.contains("|") }.compactMap { $0.split(separator: "|").first.map(String.init) })
  }
  var codeSpans: [String] { Prose.codeSpans(text).sorted() }
  var braces: [String] { text.matches(of: /\{([^{}]*)\}/).map { String($0.1) } }
}
