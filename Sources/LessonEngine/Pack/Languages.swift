import MailProtocol

/// The languages that the program speaks, in the order of the menu. A new one is a new folder in `Locales`.
public struct Languages: Sendable {
  public let all: [Language]
  /// What people type in place of commands.
  public let typedWords: TypedWords

  public init(_ languages: [Language], typedWords: TypedWords = .none) {
    self.typedWords = typedWords
    all = languages.sorted { ($0.order, $0.tag) < ($1.order, $1.tag) }
  }

  /// - Parameter files: of the folder `Locales`.
  /// - Throws: what is wrong with a language's file, or that there is none.
  public init(_ files: PackFiles) throws(Findings) {
    var languages: [Language] = []
    for name in files.names() {
      let parts = name.split(separator: "/")
      guard parts.count == 2, parts[1] == "language.yaml" else { continue }
      let tag = String(parts[0])
      guard Language.isTag(tag) else {
        throw Findings([
          Finding(name, "`\(tag)` is no tag of a language: name the folder like en or zh-Hant", rule: "language.tag")
        ])
      }
      languages.append(try Language(files.text(name), tag: tag, file: name))
    }
    guard !languages.isEmpty else {
      throw Findings([Finding("language.yaml", "no folder here holds a language", rule: "language.missing")])
    }
    let tags = languages.map(\.tag)
    self.init(
      languages, typedWords: TypedWords { tags.compactMap { tag in try? files.text("\(tag)/typed.yaml") } })
  }

  public var tags: [String] { all.map(\.tag) }

  public subscript(tag: String) -> Language? { all.first { $0.tag == tag } }

  /// The language that somebody calls so: by its tag, by a name, or by a locale. `zh`, `zh-Hans`, `zh_CN.UTF-8` and
  /// `Chinese` are one, unless a folder `zh-Hans` is there; nil for a language that is not.
  public func named(_ name: String) -> Language? {
    var asked = Self.folded(name)
    if let language = exactly(asked) { return language }
    // RFC 4647 §3.4: parts are left out from the end until one fits.
    while let hyphen = asked.lastIndex(of: "-") {
      asked = String(asked[..<hyphen])
      if let language = exactly(asked) { return language }
    }
    return asked.isEmpty ? nil : all.first { Self.folded($0.tag).hasPrefix(asked + "-") }
  }

  private func exactly(_ asked: String) -> Language? {
    all.first { language in ([language.tag, language.title] + language.names).contains { Self.folded($0) == asked } }
  }

  /// Without accents, spaces and full-width forms: `tieng viet`, `TiếngViệt` and `ｔｉｅｎｇ ｖｉｅｔ` are one name.
  private static func folded(_ name: String) -> String {
    let text = InputMethod.asciiTwin(of: name).prefix { $0 != "." && $0 != "@" }
    return text.lowercased().filter { $0 != " " }.replacing("_", with: "-")
  }

  /// By `LC_ALL`, `LC_MESSAGES`, `LANG`: the first one that is set decides, as in every program of the system.
  public func preferred(in environment: [String: String]) -> Language? {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return locale.flatMap(named)
  }

  /// Whether the answer to a question is a yes, in any of the languages: one may have been asked in another.
  func isYes(_ answer: String) -> Bool {
    let word = InputMethod.asciiTwin(of: answer).lowercased().split(separator: " ").joined()
    return all.contains { $0.yesWords.contains(word) }
  }
}
