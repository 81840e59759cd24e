/// A language that the program speaks: what the folder `Locales/TAG` says of it in `language.yaml`. `Languages` reads it.
public struct Language: Hashable, Sendable, CustomStringConvertible {
  /// The folder's name, as in BCP 47: `en`, `zh-Hant`.
  public let tag: String
  /// The language's own name, as a menu shows it.
  public let title: String
  /// What else it is called.
  let names: [String]
  let yesWords: [String]
  /// Between two sentences of one paragraph.
  public let sentenceSpace: String
  /// Between the members of a list, and before its last one.
  let listSeparator: String
  let listLast: String
  let order: Int

  init(_ yaml: String, tag: String, file: String) throws(Findings) {
    let form: LanguageForm = try StrictYAML(yaml, file: file).decode()
    self.tag = tag
    title = form.title
    names = form.names
    yesWords = form.yesWords
    sentenceSpace = form.sentenceSpace
    listSeparator = form.listSeparator
    listLast = form.listLast ?? form.listSeparator
    order = form.order
  }

  public var description: String { tag }

  /// A list as a text of this language: `A, B and C`.
  func list(_ members: [String]) -> String {
    guard let last = members.last, members.count > 1 else { return members.first ?? "" }
    return members.dropLast().joined(separator: listSeparator) + listLast + last
  }

  /// Letters, then parts of letters and digits with hyphens between.
  static func isTag(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.allSatisfy(\.isLetter) else { return false }
    return parts.allSatisfy {
      (1...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
  }
}

private struct LanguageForm: Decodable {
  let order: Int
  let title: String
  let names: [String]
  let yesWords: [String]
  let sentenceSpace: String
  let listSeparator: String
  let listLast: String?

  private enum CodingKeys: String, CodingKey {
    case order, title, names
    case yesWords = "yes-words"
    case sentenceSpace = "sentence-space"
    case listSeparator = "list-separator"
    case listLast = "list-last"
  }
}
