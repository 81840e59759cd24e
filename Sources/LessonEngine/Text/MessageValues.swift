/// What fills the places of a sentence: texts as they are, and lists, which each language joins in its own way.
public struct MessageValues: ExpressibleByDictionaryLiteral, Sendable {
  let texts: [String: String]
  let lists: [String: [String]]

  public init(_ texts: [String: String] = [:], lists: [String: [String]] = [:]) {
    self.texts = texts
    self.lists = lists
  }

  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(Dictionary(elements) { $1 })
  }

  func words(in language: Language) -> [String: String] {
    texts.merging(lists.mapValues(language.list)) { $1 }
  }
}

extension Languages {
  /// What `/lang` answers when it names none of them.
  var choice: Feedback {
    .notice(.langWhich, MessageValues(lists: ["languages": all.map { "\($0.tag) (\($0.title))" }]))
  }
}
