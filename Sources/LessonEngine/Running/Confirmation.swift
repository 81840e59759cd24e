import MailProtocol

/// What a person is asked before a line goes to a real server: mail that is removed by it, or a letter that leaves.
enum Confirmation {
  /// nil when the line does no harm.
  static func question(before line: String, _ client: ClientSession) -> Feedback? {
    let addresses = client.recipients.map { ByteSanitizer.visible($0.description) }
    let values = ["recipients": addresses.joined(separator: ", ")]
    switch client.reading(line).role {
    case .endOfLetter: return .notice("connect.ask-letter", values)
    case .command(.pop3(let parsed)) where parsed.command == .quit && client.marked > 0:
      return .notice("connect.ask-quit", ["n": String(client.marked)])
    case .command(.smtp(let parsed)):
      guard case .bdat(_, last: true)? = parsed.command, !addresses.isEmpty else { return nil }
      return .notice("connect.ask-piece", values)
    case .command(.pop3), .letterLine, .response: return nil
    }
  }

  /// Whether the answer to such a question is a yes, in each language that it is asked in; `có` also without its accent.
  static func isYes(_ answer: String) -> Bool {
    let word = InputMethod.asciiTwin(of: answer).lowercased().split(separator: " ").joined()
    return ["yes", "y", "có", "co\u{301}", "co", "是", "是的", "好"].contains(word)
  }
}
