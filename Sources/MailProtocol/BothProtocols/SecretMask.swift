/// What of a typed line may be written down. Logs, history, events and hand-ins keep only masked lines.
public enum SecretMask {
  /// - Parameter expectsSecret: nobody is logged in, so that even a line without `PASS` (a learner who answers the
  ///   question that was never asked) may be a password.
  public static func mask(_ line: String, expectsSecret: Bool) -> String {
    // Spaces and slashes before the command do not hide what it is, nor does a prompt that was pasted along.
    var plain = String(InputMethod.asciiTwin(of: line).drop { $0 == " " || $0 == "/" })
    var prompts = ""
    for _ in 0..<4 {
      guard let rest = VerbGuess.withoutPrompt(plain) else { break }
      prompts += plain.prefix(plain.count - rest.count)
      plain = rest
    }
    let verb = VerbGuess.firstWord(of: plain).uppercased()
    let glued = ["PASS", "RPOP"].first(where: verb.hasPrefix)
    let guess = verbs.contains(verb) ? verb : glued ?? VerbGuess.closest(to: verb, among: secretVerbs)
    switch guess {
    case "PASS"?, "RPOP"?:
      // `PASSsecret` and `PASS:secret` are one word, and it is not for the log.
      return "\(prompts)\(guess.map { verb.hasPrefix($0) ? $0 : verb } ?? verb) \(Secret.mask)"
    case "APOP"?, "AUTH"?, "USER"?:
      // The name, or the mechanism, may stay; what follows it may be a secret in the wrong place.
      let words = plain.split(separator: " ")
      return words.count < 3 ? ByteSanitizer.visible(line) : "\(prompts)\(words[0]) \(words[1]) \(Secret.mask)"
    case .some: return ByteSanitizer.visible(line)
    case nil: return expectsSecret && !isSlip(verb, plain) ? Secret.mask : ByteSanitizer.visible(line)
    }
  }

  /// A mistyped command with its argument. One word alone may be a password that looks like a verb: `listen99`.
  private static func isSlip(_ verb: String, _ line: String) -> Bool {
    line.contains(" ") && !verbs.contains(where: verb.hasPrefix) && VerbGuess.closest(to: verb, among: verbs) != nil
  }

  private static let verbs = Array(Set(POP3Verb.allCases.map(\.rawValue) + SMTPVerb.allCases.map(\.rawValue)))
  private static let secretVerbs = ["PASS", "APOP", "AUTH", "USER", "RPOP"]
}
