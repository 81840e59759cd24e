/// Mends a line for a shell's prompt, as `LineMender` does one for a server: the program from a list of names, the rest
/// from the lines that may have been meant.
struct ProgramLineMender {
  private let programs: [String]
  private let expected: [String]
  private let known: KnownWords

  init(_ programs: [String], expecting expected: [String]) {
    self.programs = programs
    self.expected = expected
    known = KnownWords(expected + Self.usual)
  }

  func meant(_ line: String, sent: String) -> String? {
    let typed = Typed(line)
    let candidates = typed.readings.lazy.compactMap { reading in
      let bare = Typed.withoutQuotes(typed.withoutFullStop(reading))
      let words = (VerbGuess.withoutPrompt(bare) ?? bare).words.joined(separator: " ")
      return TypedSource.of(words, among: expected) ?? mended(words)
    }
    guard let meant = candidates.first(where: { $0.isPlain }) else { return nil }
    return meant.lowercased() == sent.lowercased() ? nil : meant
  }

  private func mended(_ line: String) -> String? {
    let word = line.firstWord
    let rest = String(line[word.endIndex...].drop { $0 == " " })
    let program = TypedSource.of(word, among: programs) ?? Pinyin.word(word, among: programs) ?? String(word)
    guard !rest.isEmpty else { return program }
    return known.mended(rest).map { "\(program) \($0)" }
  }

  /// What these programs' lines are made of.
  private static let usual = ["openssl s_client -connect -crlf -quiet -starttls pop3 smtp"]
}
