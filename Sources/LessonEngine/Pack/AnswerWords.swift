import MailProtocol

/// Answers to a lesson's questions as people give them: `选b`, `the second one`, `hai thư`. From `Locales/TAG/typed.yaml`.
struct AnswerWords: Sendable {
  /// Words around the answer, which say nothing.
  private let around: [String]
  private let ordinals: [String: Int]
  private let numbers: [String: Int]

  init(_ forms: [TypedWordsForm]) {
    func table(_ words: [String: [String]]) -> [(String, Int)] {
      words.flatMap { key, words in words.compactMap { word in Int(key).map { (TypedWords.folded(word), $0) } } }
    }
    around = forms.flatMap(\.answer).map(TypedWords.folded).sorted { $0.count > $1.count }
    ordinals = Dictionary(forms.flatMap { table($0.ordinals) }) { first, _ in first }
    numbers = Dictionary(forms.flatMap { table($0.numbers) }) { first, _ in first }
  }

  /// The option that a line names, by its letter or by its place in the list.
  func option(_ line: String, of options: [String]) -> String? {
    let said = bare(line)
    if options.contains(said) { return said }
    guard let place = ordinals[said], options.indices.contains(place - 1) else { return nil }
    return options[place - 1]
  }

  /// A number in words, perhaps with a unit behind it.
  func number(_ line: String) -> Int? {
    let said = bare(line)
    let first = String(said.prefix { $0 != " " })
    if let number = numbers[said] ?? numbers[first] ?? Int(first) { return number }
    // Chinese has no space before its measure words.
    guard let sign = said.first, !sign.isASCII, said.count <= 3 else { return nil }
    return numbers[String(sign)]
  }

  /// Without brackets, marks and the words around it.
  private func bare(_ line: String) -> String {
    let signs = TypedWords.folded(line).map { $0.isLetter || $0.isNumber ? String($0) : " " }.joined()
    var words = signs.split(separator: " ").joined(separator: " ")
    for phrase in around where words != phrase {
      if words.hasPrefix(phrase), !isInsideWord(words, at: phrase.endIndex, phrase) {
        words = String(words.dropFirst(phrase.count).drop { $0 == " " })
      } else if words.hasSuffix(" " + phrase) {
        words = String(words.dropLast(phrase.count + 1))
      }
    }
    return words
  }

  /// `option` is no answer `on`.
  private func isInsideWord(_ words: String, at end: String.Index, _ phrase: String) -> Bool {
    guard phrase.last?.isASCII == true, let next = words.dropFirst(phrase.count).first else { return false }
    return next.isASCII && next.isLetter
  }
}
