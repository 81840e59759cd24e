/// What is odd about a name or a password that a server did not accept. It was sent as it was typed, and the rules have
/// nothing against it: these are remarks for whoever explains the refusal. RFC 1939 §7.
public enum LoginTyping {
  /// `<dewey>`, `"dewey"`, `dewey,`.
  public static func oddity(inName name: String) -> Diagnosis? {
    guard let typed = Signs(around: name[...]) else { return nil }
    return Diagnosis(
      .argumentUserSigns, .pop3,
      [
        "verb": "USER", "form": POP3Verb.user.form, "bad": ByteSanitizer.visible(name),
        "sign": typed.shown, "suggestion": ByteSanitizer.visible("USER \(typed.inside)"),
      ])
  }

  /// Quotes, brackets and a sentence's stop around the password, and spaces that count. Of the password itself nothing
  /// is repeated.
  public static func oddity(inPassword password: Secret) -> Diagnosis? {
    let text = password.reveal()
    let values = ["verb": "PASS", "form": POP3Verb.pass.form]
    if let typed = Signs(around: text[...]) {
      return Diagnosis(.argumentPasswordSigns, .pop3, values.merging(["sign": typed.shown]) { $1 })
    }
    let isSpaced = text.first == " " || text.last == " " || zip(text, text.dropFirst()).contains { $0 == (" ", " ") }
    return isSpaced ? Diagnosis(.argumentPasswordSpaces, .pop3, values) : nil
  }

  /// What stands around a word as if it were quoted or ended a sentence.
  private struct Signs {
    var inside: Substring
    let shown: String

    init?(around text: Substring) {
      inside = text
      var stops = ""
      while let last = inside.last, ".,;:".contains(last), inside.count > 1 {
        stops = "\(last)\(stops)"
        inside = inside.dropLast()
      }
      if let opener = inside.first, let closer = VerbSlips.closers[opener], inside.count > 2, inside.last == closer {
        inside = inside.dropFirst().dropLast()
        shown = "\(opener) \(closer)" + (stops.isEmpty ? "" : " \(stops)")
      } else if !stops.isEmpty {
        shown = stops
      } else {
        return nil
      }
    }
  }
}
