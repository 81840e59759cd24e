import MailProtocol

/// The warning before a password goes out to a real server readable for everybody on its way. Given once; the line goes
/// out all the same, since a person may know the way it takes.
struct ClearTextWarning: Sendable {
  private var isGiven = false

  /// nil when there is nothing to warn of, or when it has been said.
  ///
  /// - Parameter sent: the line as `client` has read it.
  mutating func diagnosis(of sent: SentLine, _ client: ClientSession) -> Diagnosis? {
    guard client.tls == nil, !isGiven, let speaking = client.speaking, sent.verb == "PASS" || Self.isPlainAUTH(sent)
    else { return nil }
    isGiven = true
    return Diagnosis(.authInClear, speaking)
  }

  /// LOGIN too: its password comes in answer to a challenge.
  private static func isPlainAUTH(_ line: SentLine) -> Bool {
    switch line.parsed {
    case .pop3(let parsed):
      if case .auth(let mechanism?, _)? = parsed.command { mechanism.sendsPassword } else { false }
    case .smtp(let parsed): if case .auth(let mechanism, _)? = parsed.command { mechanism.sendsPassword } else { false }
    case nil: false
    }
  }
}
