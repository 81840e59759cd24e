import MailProtocol

/// AUTH and the exchange that follows it, on the server's half. RFC 4954.
extension SMTPServerSession {
  mutating func begin(_ mechanism: SASLMechanism, _ response: Secret?, _ world: inout MailWorld) -> [UInt8] {
    responseRemark = nil
    guard let exchange = SASLExchange(mechanism) else {
      preconditionFailure("the rules allowed AUTH \(mechanism.name)")
    }
    guard let response, exchange.takesInitialResponse else {
      self.exchange = exchange
      return Self.proceed(exchange.opening(sasl(world)))
    }
    guard case .octets(let octets, let remark) = SASLResponse(initial: response, speaking: .smtp) else {
      preconditionFailure("the rules allowed an initial response that is no base64")
    }
    responseRemark = remark
    return respond(exchange, octets, &world)
  }

  /// A line of the exchange. RFC 4954 §4.
  mutating func respond(to line: [UInt8], _ world: inout MailWorld) -> [UInt8] {
    guard let exchange else { preconditionFailure("a position in an exchange without one") }
    switch SMTPRules.judge(response: line) {
    case .refused(let diagnosis): return refusal(diagnosis, Self.hidden, world)
    case .allowed:
      let text = String(decoding: line, as: UTF8.self)
      guard case .octets(let octets, let remark) = SASLResponse(line: text, speaking: .smtp) else {
        preconditionFailure("the rules allowed a response that is no base64")
      }
      responseRemark = responseRemark ?? remark
      return respond(exchange, octets, &world)
    }
  }

  private mutating func respond(
    _ exchange: SASLExchange, _ octets: [UInt8], _ world: inout MailWorld
  ) -> [UInt8] {
    var exchange = exchange
    switch exchange.respond(octets, sasl(world)) {
    case .challenge(let challenge):
      self.exchange = exchange
      return Self.proceed(challenge)
    case .authenticated(let user):
      let values = values(world).setting(.user, user)
      let fault = strike(at: .login, Fault.Subject(user: user), &world)
      let refusal = fault.flatMap { instead($0, values, world) }
      if refusal == nil { self.user = user }
      return sent(refusal ?? say(.auth, world, values), despite: fault, &world)
    case .refused(let failure):
      let isTooMany = connection.loginFailed(world.limits)
      // A response with a newline in it is wrong for that reason, whatever the server calls it.
      let cause = responseRemark ?? Diagnosis(failure, .smtp)
      responseRemark = nil
      guard !isTooMany else {
        connection.annotations.append(.refused(cause))
        return decline(.authTooMany, world, values(world))
      }
      return refusal(Diagnosis(failure, .smtp), Self.hidden, world, because: cause)
    }
  }

  private func sasl(_ world: MailWorld) -> SASLServer {
    world.saslServer(
      session: ordinal, host: world.smtp.hostname, userPrompt: world.smtp.half.loginPrompt)
  }

  private static func proceed(_ challenge: [UInt8]) -> [UInt8] {
    Array("334 \(Base64.encode(challenge))".utf8) + [UInt8].crlf
  }

  /// For lines that no reply may echo.
  static let hidden = Parsed<SMTPCommand>(
    line: Secret.mask, octets: Secret.mask.utf8.count, reading: .unreadable(Diagnosis(.authWrong, .smtp)))
}
