/// What fills the places of a sentence: texts as they are, and lists, which each language joins in its own way.
public struct MessageValues: ExpressibleByDictionaryLiteral, Sendable {
  let texts: [String: String]
  let lists: [String: [String]]
  /// Lists of protocol text: each member is code.
  let codes: [String: [String]]

  public init(_ texts: [String: String] = [:], lists: [String: [String]] = [:], codes: [String: [String]] = [:]) {
    self.texts = texts
    self.lists = lists
    self.codes = codes
  }

  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(Dictionary(elements) { $1 })
  }

  /// Safe to stand in a sentence.
  func words(in language: Language) -> [String: String] {
    MessageCatalog.safe(texts.merging(lists.mapValues(language.list)) { $1 })
      .merging(codes.mapValues(language.listOfCode)) { $1 }
  }
}

extension Language {
  func listOfCode(_ members: [String]) -> String { list(members.map { Span.ticked(MessageCatalog.safe($0)) }) }
}

extension Languages {
  /// What `/lang` answers when it names none of them.
  var choice: Feedback {
    .notice(.langWhich, MessageValues(lists: ["languages": all.map { "\($0.tag) (\($0.title))" }]))
  }
}
