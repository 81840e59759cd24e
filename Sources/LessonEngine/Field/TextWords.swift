/// A text as the words that patterns are compared with: in lower case, without punctuation and small words. All ways of
/// saying no (cannot, doesn't) are `not`; an address is `@`, an IP address `ip`, a row of stars `stars`.
struct TextWords: Sendable {
  private(set) var words: [String] = []
  /// Where each word stands.
  private(set) var places: [String: [Int]] = [:]

  /// A reply is shorter by far; what is longer is a log, and its beginning is enough.
  private static let mostWords = 4000

  init(_ text: some StringProtocol) {
    var reader = Reader(text)
    while words.count < Self.mostWords, let word = reader.next() {
      places[word, default: []].append(words.count)
      words.append(word)
    }
  }

  /// A word of a text or of a pattern as it counts; nil for one that does not.
  static func counted(_ word: String) -> String? {
    if negations.contains(word) { return "not" }
    return small.contains(word) ? nil : word
  }

  /// A dotted name counts as one word, and so does each Chinese character: there are no spaces between them.
  static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x3400..<0xA000).contains(scalar.value) }

  private static let negations: Set<String> = [
    "cannot", "cant", "couldnt", "doesnt", "dont", "isnt", "arent", "wasnt", "werent", "hasnt", "havent", "hadnt",
    "wont", "wouldnt", "shouldnt", "didnt",
  ]

  private static let small: Set<String> = [
    "a", "an", "the", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did",
    "will", "would", "can", "could", "should", "may", "might", "your", "you", "this", "that", "these", "those", "our",
    "my", "its", "it", "we", "i", "of", "please", "so", "just", "very", "currently", "also", "any", "for", "to", "with",
    "and", "or",
  ]
}

/// Cuts a text into words, one after the other.
private struct Reader {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ text: some StringProtocol) { scalars = Array(text.lowercased().unicodeScalars) }

  mutating func next() -> String? {
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "*", let stars = row(of: "*") {
        index += stars
        return "stars"
      }
      if scalar == "@" {
        index += 1
        return "@"
      }
      if TextWords.isHan(scalar) {
        index += 1
        return String(Character(scalar))
      }
      // `\n` in what a program printed is a line's end.
      if scalar == "\\", index + 1 < scalars.count, ["n", "r", "t"].contains(scalars[index + 1]) {
        index += 2
        continue
      }
      guard isOfWord(scalar) else {
        index += 1
        continue
      }
      if let word = word() { return word }
    }
    return nil
  }

  private func row(of sign: Unicode.Scalar) -> Int? {
    let row = scalars[index...].prefix { $0 == sign || ("0"..."9").contains($0) }
    return row.prefix(4).allSatisfy { $0 == sign } && row.count >= 4 ? row.count : nil
  }

  private mutating func word() -> String? {
    var parts = [String.UnicodeScalarView()]
    // No word is so long; a line without spaces is not looked at twice.
    while index < scalars.count {
      let scalar = scalars[index]
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      if isOfWord(scalar), !TextWords.isHan(scalar) {
        if parts[parts.count - 1].count < 64 { parts[parts.count - 1].append(scalar) }
      } else if scalar == ".", isOfWord(next), !TextWords.isHan(next), parts.count < 16 {
        parts.append(String.UnicodeScalarView())
      } else if scalar == "'" || scalar == "\u{2019}", isOfWord(next) {
        // Python writes a text of octets as b'…'.
        if parts.count == 1, String(parts[0]) == "b" {
          index += 1
          return nil
        }
      } else {
        break
      }
      index += 1
    }
    if index < scalars.count, scalars[index] == "@" { return address() }
    return named(parts.map { String($0) })
  }

  private mutating func address() -> String {
    index += 1
    while index < scalars.count, isOfWord(scalars[index]) || scalars[index] == "." || scalars[index] == "-" {
      index += 1
    }
    return "@"
  }

  private func named(_ parts: [String]) -> String? {
    let areNumbers = parts.allSatisfy {
      (1...3).contains($0.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    if areNumbers, parts.count == 4 { return "ip" }
    // An enhanced code is looked at apart from the words.
    if areNumbers, parts.count == 3, ["2", "4", "5"].contains(parts[0]) { return nil }
    return TextWords.counted(parts.joined(separator: "."))
  }

  private func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
    }
    return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
  }
}
