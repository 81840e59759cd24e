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

  /// `1  English`
  var options: [Paragraph] { numbered.map { .option($0.number, [.prose($0.language.title)]) } }

  /// - Parameter usual: what an empty answer means.
  /// - Returns: nil for what is none of them.
  func choice(_ line: String, usual: Language) -> Language? {
    // An input method may be on.
    let answer = InputMethod.asciiTwin(of: line).filter { $0 != " " }
    if answer.isEmpty { return usual }
    let number = answer.filter { $0.isASCII && $0.isNumber }
    // `2.`, `(2)`
    if !answer.contains(where: \.isLetter), let chosen = numbered.first(where: { $0.number == number }) {
      return chosen.language
    }
    return languages.named(line)
  }
}
