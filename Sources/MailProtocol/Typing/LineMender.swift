/// Mends a line that an input method, an editor or a slip of the keys has spoilt: the verb from a protocol's own, the
/// rest from the lines that may have been meant. What cannot be known is not guessed: then there is no mended line at
/// all. `InputMethod.meant` asks here.
struct LineMender {
  private let shapes: [VerbShape]
  private let expected: [String]
  private let known: KnownWords

  /// - Parameter expected: lines that may have been meant, the likeliest first.
  init(_ shapes: [VerbShape], expecting expected: [String]) {
    // A verb that is expected wins over its neighbours.
    let first = expected.map { $0.firstWord.uppercased() }
    self.shapes = shapes.filter { first.contains($0.verb) } + shapes.filter { !first.contains($0.verb) }
    self.expected = expected
    known = KnownWords(expected, keywords: shapes.flatMap(\.keywords))
  }

  /// - Parameters:
  ///   - line: as the screen shows it.
  ///   - sent: as it came, with the backspaces that made the screen show it so.
  /// - Returns: plain ASCII; nil when nothing sure is found, or nothing was to mend.
  func meant(_ line: String, sent: String) -> String? {
    let typed = Typed(line)
    let candidates = typed.readings.lazy.compactMap { wholeLine($0, typed) ?? mended($0, typed) }
    guard let meant = candidates.first(where: { $0.isPlain }) else { return nil }
    return meant.lowercased() == sent.lowercased() ? nil : meant
  }

  // MARK: Lines that are expected

  private func wholeLine(_ reading: String, _ typed: Typed) -> String? {
    let words = reading.words.joined(separator: " ")
    let bare = typed.withoutFullStop(words)
    let same = expected.first { [words.lowercased(), bare.lowercased()].contains($0.lowercased()) }
    return same ?? TypedSource.of(words, among: expected)
  }

  // MARK: Word by word

  private func mended(_ reading: String, _ typed: Typed) -> String? {
    let reading = unwrapped(reading)
    guard let (shape, rest, isSwallowed) = verb(of: reading, typed) else { return nil }
    guard !rest.isEmpty else {
      // The digit has picked the candidate: 得了 is `dele` and 1.
      return isSwallowed && shape.needsNumber ? "\(shape.verb) 1" : shape.verb
    }
    // In plain ASCII only keys can have been lost; its signs are the parsers' business.
    if !typed.isForeign { return known.mended(rest).map { "\(shape.verb) \($0)" } }
    switch shape.arguments {
    case .none:
      let rest = typed.withoutFullStop(rest)
      return rest.isEmpty ? shape.verb : "\(shape.verb) \(rest)"
    case .numbers(let count): return numbers(shape.verb, rest, count)
    case .path(let keyword):
      guard let rest = known.mended(rest) else { return nil }
      return MendedPath(rest, keyword: keyword, typed).map { "\(shape.verb) \($0.text)" }
    case .words: return known.mended(arguments(rest, typed)).map { "\(shape.verb) \($0)" }
    }
  }

  private func numbers(_ verb: String, _ rest: String, _ count: ClosedRange<Int>) -> String? {
    guard let numbers = WrittenNumbers.read(rest) else { return nil }
    // More than a command takes is several commands: the first of them.
    return ([verb] + numbers.prefix(count.upperBound).map(String.init)).joined(separator: " ")
  }

  /// Words without the signs that a Chinese keyboard or an editor has put around them.
  private func arguments(_ rest: String, _ typed: Typed) -> String {
    let rest = typed.withoutFullStop(String(rest.drop { ":;=, ".contains($0) }))
    guard typed.hasForeignBrackets, let open = rest.first, let close = Typed.closing[open], rest.last == close,
      rest.count > 2
    else { return rest }
    return String(rest.dropFirst().dropLast())
  }

  /// A whole line in quotes or brackets, or behind a prompt that was pasted along.
  private func unwrapped(_ reading: String) -> String {
    guard let rest = VerbGuess.withoutPrompt(reading), shape(of: rest.firstWord) != nil else {
      return Typed.withoutQuotes(reading)
    }
    return Typed.withoutQuotes(rest)
  }

  // MARK: The verb

  private func shape(of word: some StringProtocol) -> VerbShape? {
    let word = word.uppercased()
    return shapes.first { $0.verb == word }
  }

  private typealias Start = (shape: VerbShape, rest: String, isSwallowed: Bool)

  private func verb(of line: String, _ typed: Typed) -> Start? {
    let word = line.firstWord
    let rest = String(line[word.endIndex...].drop { $0 == " " })
    if let shape = shape(of: word) { return (shape, rest, false) }
    return (typed.isForeign ? glued(line) : nil) ?? typedVerb(word, rest) ?? swallowed(line) ?? joined(line)
      ?? (word.isMarkedLatin ? nearest(to: word, rest) : nil)
  }

  /// `RETR:2`, `DELE3`, `TOP二`: a sign or a digit where a space belongs.
  private func glued(_ line: String) -> Start? {
    let letters = line.prefix { $0.isASCII && $0.isLetter }
    guard letters.endIndex < line.endIndex, let shape = shape(of: letters) else { return nil }
    let rest = line[letters.endIndex...]
    // A letter with a mark belongs to the word.
    guard !rest.prefix(1).isMarkedLatin else { return nil }
    return (shape, rest.first == " " ? String(rest.dropFirst()) : String(rest), false)
  }

  /// With Vietnamese on: `LÍT`, and `TÓP 0`, whose accent was a number.
  private func typedVerb(_ word: Substring, _ rest: String) -> Start? {
    let verbs = shapes.map(\.verb)
    if let verb = TypedSource.of(word, among: verbs + Self.misspelt.keys.sorted()) {
      guard let other = Self.misspelt[verb] else { return shape(of: verb).map { ($0, rest, false) } }
      return shape(of: other).map { ($0, "", false) }
    }
    let numbered = shapes.filter { if case .numbers = $0.arguments { true } else { false } }.flatMap { shape in
      (1...9).map { shape.verb + String($0) }
    }
    guard let glued = TypedSource.of(word, among: numbered), let number = glued.last else { return nil }
    return shape(of: glued.dropLast()).map { ($0, rest.isEmpty ? String(number) : "\(number) \(rest)", false) }
  }

  /// What people write for RSET, which no engine spoils.
  private static let misspelt = ["RESET": "RSET", "REST": "RSET"]

  /// Letters that pinyin has made characters of.
  private func swallowed(_ line: String) -> Start? {
    let word = line.firstWord
    let digits = word.reversed().prefix { $0.isASCII && $0.isNumber }
    guard let verb = Pinyin.word(word.dropLast(digits.count), among: shapes.map(\.verb)) else { return nil }
    let rest = String(digits.reversed()) + line[word.endIndex...]
    return shape(of: verb).map { ($0, String(rest.drop { $0 == " " }), true) }
  }

  /// Pinyin as it stands before a character is chosen, `s'ta't` and `de le 1`, and a verb with a space in it.
  private func joined(_ line: String) -> Start? {
    let words = line.words
    for count in 1...4 where count <= words.count {
      let letters = words.prefix(count).joined().filter { $0 != "'" }
      guard let shape = shape(of: letters) else { continue }
      return (shape, words.dropFirst(count).joined(separator: " "), false)
    }
    return nil
  }

  /// None of the engines' doing: without its marks the word may still be near one verb only.
  private func nearest(to word: Substring, _ rest: String) -> Start? {
    // With an argument behind it, only a verb that takes one can have been meant.
    let fitting = shapes.filter { rest.isEmpty || $0.arguments != .none }.map(\.verb)
    let plain = word.withoutMarks.uppercased()
    return (fitting.first { $0 == plain } ?? VerbGuess.closest(to: plain, among: fitting)).flatMap { verb in
      shape(of: verb).map { ($0, rest, false) }
    }
  }
}
