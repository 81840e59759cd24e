import MailProtocol

/// Logging in, by PASS, APOP or AUTH, on the server's half. RFC 1939 §7, RFC 5034.
extension POP3ServerSession {
  /// A name and its secret were right.
  mutating func logIn(
    _ user: String, saying word: POP3ReplyKind, _ command: POP3Command?, _ world: inout MailWorld
  ) -> ServerOutput.Reply {
    let fault = strike(at: .login, Fault.Subject(user: user), &world)
    let reply = instead(fault, command, world) ?? open(user, saying: word, &world)
    return sent(reply, despite: fault, &world)
  }

  /// After several failures the connection closes.
  mutating func refuseLogin(
    _ failure: Diagnosis.ID, _ parsed: Parsed<POP3Command>, _ world: MailWorld
  ) -> ServerOutput.Reply {
    let isTooMany = connection.loginFailed(world.limits)
    if isTooMany { connection.hangsUp = true }
    let cause = responseRemark ?? Diagnosis(failure, .pop3)
    responseRemark = nil
    defer { if isTooMany { connection.annotations.append(.declined(.tooManyFailedLogins)) } }
    return refusal(Diagnosis(failure, .pop3), parsed, world, because: cause)
  }

  mutating func begin(
    _ mechanism: SASLMechanism, _ response: Secret?, _ parsed: Parsed<POP3Command>, _ world: inout MailWorld
  ) -> ServerOutput.Reply {
    responseRemark = nil
    guard let exchange = SASLExchange(mechanism) else {
      preconditionFailure("the rules allowed AUTH \(mechanism.name)")
    }
    guard let response, exchange.takesInitialResponse else {
      self.exchange = exchange
      return Self.proceed(exchange.opening(sasl(world)))
    }
    guard case .octets(let octets, let remark) = SASLResponse(initial: response, speaking: .pop3) else {
      preconditionFailure("the rules allowed an initial response that is no base64")
    }
    responseRemark = remark
    return respond(exchange, octets, parsed, &world)
  }

  /// A line of the exchange. RFC 5034 §4.
  mutating func respond(to line: [UInt8], _ world: inout MailWorld) -> ServerOutput.Reply {
    guard let exchange else { preconditionFailure("a position in an exchange without one") }
    // No reply may echo the line.
    let hidden = Parsed<POP3Command>(
      line: Secret.mask, octets: line.count, reading: .unreadable(Diagnosis(.authWrong, .pop3)))
    switch POP3Rules.judge(response: line) {
    case .refused(let diagnosis): return refusal(diagnosis, hidden, world)
    case .allowed:
      let text = String(decoding: line, as: UTF8.self)
      guard case .octets(let octets, let remark) = SASLResponse(line: text, speaking: .pop3) else {
        preconditionFailure("the rules allowed a response that is no base64")
      }
      responseRemark = responseRemark ?? remark
      return respond(exchange, octets, hidden, &world)
    }
  }

  private mutating func respond(
    _ exchange: SASLExchange, _ octets: [UInt8], _ parsed: Parsed<POP3Command>, _ world: inout MailWorld
  ) -> ServerOutput.Reply {
    var exchange = exchange
    switch exchange.respond(octets, sasl(world)) {
    case .challenge(let challenge):
      self.exchange = exchange
      return Self.proceed(challenge)
    case .authenticated(let user): return logIn(user, saying: .auth, parsed.command, &world)
    case .refused(let failure): return refuseLogin(failure, parsed, world)
    }
  }

  private func sasl(_ world: MailWorld) -> SASLServer {
    world.saslServer(session: ordinal, host: world.pop3.hostname, userPrompt: "Username:")
  }

  private static func proceed(_ challenge: [UInt8]) -> ServerOutput.Reply {
    .octets(Array("+ \(Base64.encode(challenge))".utf8) + [UInt8].crlf)
  }
}
