import MailProtocol

/// What a person is asked before a line goes to a real server: mail that is removed by it, or a letter that leaves.
enum Confirmation {
  /// nil when the line does no harm.
  static func question(before line: String, _ client: ClientSession) -> Feedback? {
    let addresses = client.recipients.map(\.description)
    let values = MessageValues(lists: ["recipients": addresses])
    switch client.reading(line).role {
    case .endOfLetter: return .notice(.connectAskLetter, values)
    case .command(.pop3(let parsed)) where parsed.command == .quit && client.marked > 0:
      return .notice(.connectAskQuit, ["n": String(client.marked)])
    case .command(.smtp(let parsed)):
      guard case .bdat(_, last: true)? = parsed.command, !addresses.isEmpty else { return nil }
      return .notice(.connectAskPiece, values)
    case .command(.pop3), .letterLine, .response: return nil
    }
  }
}
