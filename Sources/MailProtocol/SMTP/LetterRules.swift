/// What the rules say of a letter's lines, between 354 and the dot. Nothing there is a command, so this is never more
/// than a remark for the sender; a strict server refuses the whole letter for some of it.
extension SMTPRules {
  /// Why a line of the letter is probably not what was meant; nil for ordinary text.
  ///
  /// - Parameter inHeader: no empty line has come yet.
  public static func remark(onLetterLine line: String, inHeader: Bool) -> Diagnosis? {
    if let dots = InputMethod.dots(line) {
      return Diagnosis(.inputFullwidth, .smtp, ["bad": line, "suggestion": dots])
    }
    if line.utf8.count + 2 > longestTextLine {
      return Diagnosis(.dataLineTooLong, .smtp, ["limit": String(longestTextLine)])
    }
    if inHeader, !line.isEmpty, line.allSatisfy({ $0 == " " || $0 == "\u{3000}" }) {
      return Diagnosis(.dataSpaceLine, .smtp)
    }
    if inHeader, let mended = InputMethod.headerLine(line) {
      return Diagnosis(.inputFullwidth, .smtp, ["bad": "：", "suggestion": ByteSanitizer.visible(mended)])
    }
    let word = VerbGuess.firstWord(of: line)
    guard let verb = SMTPVerb(rawValue: String(word)) else { return nil }
    let looksWhole = line.count == word.count || verb == .mail || verb == .rcpt
    return looksWhole ? Diagnosis(.stateInData, .smtp, ["bad": ByteSanitizer.visible(line)]) : nil
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
