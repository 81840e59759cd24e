/// What the rules say of a letter's lines, between 354 and the dot. Nothing there is a command, so this is never more
/// than a remark for the sender; a strict server refuses the whole letter for some of it.
extension SMTPRules {
  /// A line of a letter that its sender meant for the server: a verb alone, a verb in capitals with a word behind it, or a
  /// whole command with its path. A sentence that begins with such a word is a sentence.
  static func isMeantAsCommand(_ line: String) -> Bool {
    guard line.utf8.count <= 510 else { return false }
    var words = line.words
    // Pasted with the prompt of a listing.
    if words.count > 1, words[0] == "C:" { words.removeFirst() }
    guard let first = words.first else { return false }
    var word = line.isPlain ? String(first) : InputMethod.asciiTwin(of: String(first))
    if words.count == 1 { while let last = word.last, ".!;,".contains(last) { word.removeLast() } }
    let isCapitals = word == word.uppercased()
    guard let verb = SMTPVerb(rawValue: word.uppercased()) else {
      // `QUTI`: of one word only capitals are no word of a language.
      return words.count == 1 && isCapitals && word.count >= 4 && isSlip(word)
    }
    if words.count == 1 { return true }
    if isCapitals, words.count == 2, !everyday.contains(verb) || words[1] != words[1].uppercased() { return true }
    return isWhole(SMTPCommand.parse(words.joined(separator: " ")), words.dropFirst())
  }

  /// Verbs that also begin headlines: `HELP WANTED`.
  private static let everyday: Set<SMTPVerb> = [.help, .mail, .data, .send, .turn, .verbose]

  private static func isSlip(_ word: String) -> Bool {
    let verbs = SMTPVerb.allCases.filter { !everyday.contains($0) || $0 == .data }.map(\.rawValue)
    guard let near = VerbGuess.closest(to: word, among: verbs) else { return false }
    return VerbGuess.editDistance(word, near) == 1 && word.count <= near.count
  }

  /// Its arguments are those of the verb, which no sentence has.
  private static func isWhole(_ parsed: Parsed<SMTPCommand>, _ arguments: ArraySlice<Substring>) -> Bool {
    switch parsed.reading {
    case .unreadable: return false
    case .malformed(let verb, _):
      guard verb == .mail || verb == .rcpt, let keyword = arguments.first?.uppercased() else { return false }
      return keyword.hasPrefix("FROM:") || keyword.hasPrefix("TO:")
    case .command(let command, _):
      switch command {
      case .helo, .ehlo, .bdat, .etrn: return arguments.count <= 2
      case .mail, .rcpt: return true
      case .auth(let mechanism, _): if case .other = mechanism { return false } else { return true }
      case .data, .rset, .noop, .quit, .vrfy, .expn, .help, .starttls, .verbose, .other: return false
      }
    }
  }
}

/// Looks at a letter's octets on their way for what a strict server refuses: a line longer than
/// `SMTPRules.longestTextLine`, an LF without CR, or a CR without LF. RFC 5321 §§2.3.8, 4.5.3.1.6.
public struct LetterInspection: Hashable, Sendable {
  /// The first thing that was found.
  public private(set) var flaw: Diagnosis.ID?
  private var lineLength = 0
  private var lastWasCR = false

  public init() {}

  /// - Parameter content: without stuffing dots.
  public mutating func inspect(_ content: ArraySlice<UInt8>) {
    for byte in content where flaw == nil {
      lineLength += 1
      if lineLength > SMTPRules.longestTextLine { flaw = .dataLineTooLong }
      if byte == .lf {
        if !lastWasCR { flaw = .dataBareLF }
        lineLength = 0
      } else if lastWasCR {
        flaw = .dataBareCR
      }
      lastWasCR = byte == .cr
    }
  }
}
