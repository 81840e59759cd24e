import MailProtocol

/// What a fault of the scenario does to a POP3 session.
extension POP3Session {
  /// The answer that goes out: what `done` says where nothing goes wrong, nothing where the line is lost.
  ///
  /// - Parameters:
  ///   - refused: where the session stands after a refusal.
  ///   - done: does what was asked, and answers.
  mutating func suffering(
    _ fault: Fault?, about command: POP3Command?, _ world: inout MailWorld,
    refused: (inout POP3Session, inout MailWorld) -> Void,
    done: (inout POP3Session, inout MailWorld) -> ServerOutput.Reply
  ) -> ServerOutput.Reply {
    guard let fault else { return done(&self, &world) }
    annotations.append(.fault(fault))
    delaySeconds += fault.delaySeconds
    switch fault.action {
    case .none: return done(&self, &world)
    case .reply(let wording):
      var values = values(world)
      values[.verb] = command?.verb.rawValue
      values[.i] = command?.message.map(String.init)
      let reply = wording.octets(with: values)
      refused(&self, &world)
      return .octets(reply)
    case .lock:
      let reply = say(.locked, world)
      refused(&self, &world)
      return reply
    case .drop:
      abort(in: &world)
      return .octets([])
    case .close:
      defer { abort(in: &world) }
      return done(&self, &world)
    case .truncate(let octets):
      defer { abort(in: &world) }
      return done(&self, &world).prefix(octets)
    }
  }
}
