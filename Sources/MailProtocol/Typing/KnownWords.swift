/// The words that may stand behind a verb: those of the lines that are expected, the protocol's keywords, and names
/// that most addresses and hosts are made of.
struct KnownWords {
  /// Arguments and their parts, of which some keys may have been lost without a trace.
  private let expected: [String]
  private let usual: [String]

  init(_ lines: [String], keywords: [String] = []) {
    var words: [String] = []
    for line in lines {
      let arguments = line.words.map(String.init)
      words += arguments
      words += arguments.flatMap { $0.parts.filter(\.isWord) }
    }
    expected = words
    usual = keywords + Self.usual
  }

  /// The text with every spoilt word mended; nil when one of them is nobody's.
  func mended(_ text: String) -> String? {
    var words: [String] = []
    for word in text.words {
      guard let mended = self.mended(word: String(word)) else { return nil }
      words.append(mended)
    }
    return words.joined(separator: " ")
  }

  private func mended(word: String) -> String? {
    if expected.contains(word) { return word }
    if let source = TypedSource.of(word, among: expected) { return source }
    if let literal = addressLiteral(word) { return literal }
    guard word.isPlain || word.isMarkedLatin else { return nil }
    var mended = ""
    for part in word.parts {
      guard let meant = partOf(part) ?? (part.isPlain ? part : nil) else { return nil }
      mended += meant
    }
    // One engine has typed the whole word: another part would show it, or has lost a key itself.
    return TypedSource.of(word, among: [mended])
  }

  private func partOf(_ part: String) -> String? {
    guard part.isWord, !expected.contains(part) else { return nil }
    return TypedSource.of(part, among: expected) ?? (part.isPlain ? nil : TypedSource.of(part, among: usual))
  }

  /// Where the key `[` is a vowel, its other end shows what was meant: `ơ192.0.2.1]`.
  private func addressLiteral(_ word: String) -> String? {
    guard let first = word.first, first == "ơ" || first == "Ơ", word.hasSuffix("]") else { return nil }
    let literal = "[" + word.dropFirst()
    return literal.isPlain ? literal : nil
  }

  private static let usual = [
    "example", "test", "org", "com", "net", "mail", "user", "users", "host", "localhost", "server", "smtp", "pop",
    "gmail", "yahoo", "hotmail", "outlook", "postmaster", "hostmaster", "webmaster", "root", "admin", "friend",
    "friends", "list", "lists", "sender", "receiver", "address", "office", "student", "teacher", "school", "company",
    "sales", "support", "service", "system", "message", "messages", "password", "client", "desktop", "laptop",
    "computer", "station", "router", "plain", "login", "text", "last", "yes", "exit", "edu", "gov", "info", "domain",
    "internet", "provider",
  ]
}

extension String {
  /// Words, and the signs between them.
  fileprivate var parts: [String] {
    var parts: [String] = []
    for character in self {
      let isWord = character.isWordCharacter
      if isWord, let last = parts.last, last.isWord {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
      }
    }
    return parts
  }

  fileprivate var isWord: Bool { first?.isWordCharacter ?? false }
}

extension Character {
  fileprivate var isWordCharacter: Bool { isLetter || isNumber }
}
