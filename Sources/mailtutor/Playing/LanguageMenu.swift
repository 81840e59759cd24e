import LessonEngine
import MailProtocol

/// The question for the language, at the first start: by number, by tag, or by name.
struct LanguageMenu {
  private let numbered: [(number: String, language: Language)]
  private let languages: Languages

  init(_ languages: Languages) {
    self.languages = languages
    numbered = zip(1..., languages.all).map { (String($0), $1) }
  }

  /// `1 English, 2 Tiếng Việt`
  var text: String { numbered.map { "\($0.number) \($0.language.title)" }.joined(separator: ", ") }

  /// - Parameter usual: what an empty answer means.
  /// - Returns: nil when the question must be asked again.
  func choice(_ line: String, usual: Language) -> Language? {
    // An input method may be on.
    let answer = InputMethod.asciiTwin(of: line).split(separator: " ").joined()
    if answer.isEmpty { return usual }
    return numbered.first { $0.number == answer }?.language ?? languages.named(line) ?? languages.named(answer)
  }
}
