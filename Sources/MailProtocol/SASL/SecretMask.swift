/// What of a typed line may be written down. Logs, history, events and hand-ins keep only masked lines.
public enum SecretMask {
  /// - Parameter expectsSecret: the session waits for a password, so that even a line without `PASS` (a learner
  ///   who answers the question that was never asked) may be one.
  public static func mask(_ line: String, expectsSecret: Bool) -> String {
    let plain = InputMethod.asciiTwin(of: line)
    if let rest = VerbGuess.withoutPrompt(plain) {
      return plain.prefix(plain.count - rest.count) + mask(rest, expectsSecret: expectsSecret)
    }
    let verb = VerbGuess.firstWord(of: plain).uppercased()
    let guess = POP3Verb(rawValue: verb) == nil ? VerbGuess.closest(to: verb, among: secretVerbs) : verb
    switch guess {
    // `PASSsecret`: what is glued to the verb is masked with it.
    case "PASS" where verb != guess && verb.hasPrefix("PASS"), "RPOP" where verb != guess && verb.hasPrefix("RPOP"):
      return verb.prefix(4) + Secret.mask
    case "PASS", "RPOP": return "\(verb) \(Secret.mask)"
    case "APOP", "AUTH", "USER":
      // The name, or the mechanism, may stay; what follows it may be a secret in the wrong place.
      let words = plain.split(separator: " ")
      return words.count < 3 ? ByteSanitizer.visible(line) : "\(words[0]) \(words[1]) \(Secret.mask)"
    default:
      let isCommand = POP3Verb(rawValue: verb) != nil || SMTPVerb(rawValue: verb) != nil
      return expectsSecret && !isCommand ? Secret.mask : ByteSanitizer.visible(line)
    }
  }

  private static let secretVerbs = ["PASS", "APOP", "AUTH", "USER", "RPOP"]
}
