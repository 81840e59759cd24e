import MailProtocol

/// AUTH and the exchange that follows it, on the server's side. RFC 4954.
extension SMTPSession {
  mutating func begin(
    _ name: String, _ response: Secret?, _ hello: Hello, _ parsed: Parsed<SMTPCommand>, _ world: inout MailWorld
  ) -> [UInt8] {
    guard let mechanism = SASLMechanism(rawValue: name) else { preconditionFailure("the rules allowed AUTH \(name)") }
    let exchange = SASLExchange(mechanism)
    guard let response, exchange.takesInitialResponse else {
      stage = .sasl(hello, exchange, step: 1)
      return Self.proceed(exchange.opening(sasl(world)))
    }
    guard case .octets(let octets, _) = SASLResponse(initial: response, speaking: .smtp) else {
      preconditionFailure("the rules allowed an initial response that is no base64")
    }
    return respond(exchange, 0, octets, hello, &world)
  }

  /// A line of the exchange. RFC 4954 §4.
  mutating func go(
    on exchange: SASLExchange, _ step: Int, _ hello: Hello, _ line: LineFramer.Line, _ world: inout MailWorld
  ) -> [UInt8] {
    let text = String(decoding: line.bytes, as: UTF8.self)
    if !line.isTooLong, case .octets(let octets, _) = SASLResponse(line: text, speaking: .smtp) {
      return respond(exchange, step, octets, hello, &world)
    }
    stage = .greeted(hello)
    if line.isTooLong {
      return refusal(Diagnosis(.lineTooLong, .smtp, ["limit": "12288"]), Self.hidden, world)
    }
    let verdict = SASLResponse.judge(text, speaking: .smtp)
    return refusal(verdict.diagnosis ?? Diagnosis(.authWrong, .smtp), Self.hidden, world)
  }

  mutating func respond(
    _ exchange: SASLExchange, _ step: Int, _ octets: [UInt8], _ hello: Hello, _ world: inout MailWorld
  ) -> [UInt8] {
    var exchange = exchange
    switch exchange.respond(octets, sasl(world)) {
    case .challenge(let challenge):
      stage = .sasl(hello, exchange, step: step + 1)
      return Self.proceed(challenge)
    case .authenticated(let user):
      stage = .greeted(hello)
      let values = values(world).setting(.user, user)
      let fault = world.fault(at: .login, .smtp, Fault.Subject(user: user), &faultCounts)
      return suffering(fault, &world, values: { _, _ in values }, refused: { _ in }) { session, world in
        session.isAuthenticated = true
        return session.say(.auth, world, values)
      }
    case .refused(let failure):
      failedLogins += 1
      delaySeconds += Self.failedLoginDelay
      guard failedLogins < world.limits.failedLogins ?? Self.mostFailedLogins else {
        let reply = say(.authTooMany, world)
        stage = .closed
        return reply
      }
      stage = .greeted(hello)
      return refusal(Diagnosis(failure, .smtp), Self.hidden, world)
    }
  }

  func sasl(_ world: MailWorld) -> SASLServer {
    world.saslServer(
      session: ordinal, host: world.smtp.hostname, userPrompt: world.smtp.side.loginPrompt)
  }

  private static func proceed(_ challenge: [UInt8]) -> [UInt8] {
    Array("334 \(Base64.encode(challenge))".utf8) + [UInt8].crlf
  }

  /// For lines that no reply may echo.
  static let hidden = Parsed<SMTPCommand>(
    line: Secret.mask, reading: .unreadable(Diagnosis(.authWrong, .smtp)))
}
