import MailProtocol

/// What a fault of the scenario does to an SMTP session.
extension SMTPSession {
  /// The answer that goes out: what `done` says where nothing goes wrong, nothing where the line is lost.
  ///
  /// - Parameters:
  ///   - refused: where the session stands after a refusal. 421 closes it in any case (RFC 5321 §3.8).
  ///   - done: does what was asked, and answers.
  mutating func suffering(
    _ fault: Fault?, _ world: inout MailWorld, values: (SMTPSession, MailWorld) -> WordValues,
    refused: (inout SMTPSession) -> Void,
    done: (inout SMTPSession, inout MailWorld) -> [UInt8]
  ) -> [UInt8] {
    guard let fault else { return done(&self, &world) }
    annotations.append(.fault(fault))
    delaySeconds += fault.delaySeconds
    switch fault.action {
    case .none: return done(&self, &world)
    case .reply(let wording):
      let text = wording.octets(with: values(self, world))
      let hasCode =
        [.greeting, .command("HELO"), .command("EHLO")].contains(fault.moment) || !world.smtp.hasEnhancedCodes
      let reply = hasCode ? text : EnhancedCodes.added(to: text)
      refused(&self)
      if reply.starts(with: Array("421".utf8)) { stage = .closed }
      return reply
    case .drop:
      stage = .closed
      return []
    case .close:
      defer { stage = .closed }
      return done(&self, &world)
    case .truncate(let octets):
      defer { stage = .closed }
      return Array(done(&self, &world).prefix(octets))
    case .lock: preconditionFailure("decoding gives locks to POP3 alone")
    }
  }
}
