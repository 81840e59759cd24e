import MailProtocol

/// The open letter as far as it has come, for somebody who has lost the thread.
struct OpenLetter {
  private static let shown = 12
  /// Of one line, so that a screen shows it.
  private static let longest = 200

  /// nil when none is open.
  static func feedback(_ client: ClientSession) -> Feedback? {
    guard let lines = client.openLetter else { return nil }
    let last = lines.suffix(shown).map { line in
      let text = ByteSanitizer.visible(line.prefix(longest))
      return masked(text) + (line.count > longest ? "…" : "")
    }
    return .openLetter(last, of: lines.count)
  }

  /// A command that got into the letter by mistake may hold a password; a sentence begins with no verb in capitals.
  private static func masked(_ line: String) -> String {
    let word = VerbGuess.firstWord(of: line)
    return !word.isEmpty && word == word.uppercased() ? SecretMask.mask(line, expectsSecret: false) : line
  }
}
