import MailProtocol

/// What stands for a value in the form of a command, `RETR message-number`: each language has its own word for it.
public enum FormPlaceholder: String, CaseIterable, UIKey {
  case challenge, digest, domain, greeting, host, language, lines, list, mechanism, name, octets, password, port
  case recipient, secret, sender, text, token, user
  case initialResponse = "initial-response"
  case messageNumber = "message-number"
  case nameOrAddress = "name-or-address"
  case yourHostName = "your-host-name"

  public var key: String { "placeholder.\(rawValue)" }

  /// Protocol words are in capitals, or are no placeholder's: `telnet`, `-connect`.
  static func replaced(in form: String, by word: (FormPlaceholder) -> String) -> String {
    var result = ""
    var rest = form[...]
    while let first = rest.first {
      guard first.isLetter || first == "-" else {
        result.append(rest.removeFirst())
        continue
      }
      let next = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
      result += FormPlaceholder(rawValue: String(next)).map(word) ?? String(next)
      rest = rest[next.endIndex...]
    }
    return result
  }
}
