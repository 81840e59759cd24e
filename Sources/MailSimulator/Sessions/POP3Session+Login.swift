import MailProtocol

/// Logging in, by PASS, APOP or AUTH, on the server's side. RFC 1939 §7, RFC 5034.
extension POP3Session {
  /// RFC 1939 §7; after a failure the name is forgotten, after several the connection closes.
  mutating func logIn(
    _ user: String, _ failure: Diagnosis.ID, saying word: POP3Word, _ parsed: Parsed<POP3Command>,
    _ world: inout MailWorld, proof: (Secret) -> Bool
  ) -> ServerOutput.Reply {
    guard world.admits(user, proof: proof) else { return refuseLogin(failure, parsed, world) }
    let fault = world.fault(at: .login, .pop3, Fault.Subject(user: user), &faultCounts)
    return suffering(
      fault, about: parsed.command, &world, refused: { session, _ in session.stage = .authorization(user: nil) },
      done: { $0.open(user, saying: word, &$1) })
  }

  private mutating func open(_ user: String, saying word: POP3Word, _ world: inout MailWorld) -> ServerOutput.Reply {
    switch world.logIn(user) {
    case .opened(let snapshot):
      stage = .transaction(snapshot)
      return say(word, world)
    case .locked:
      defer { stage = .authorization(user: nil) }
      return say(.locked, world)
    case .tooSoon:
      defer { stage = .authorization(user: nil) }
      return say(.loginDelay, world)
    }
  }

  mutating func refuseLogin(
    _ failure: Diagnosis.ID, _ parsed: Parsed<POP3Command>, _ world: MailWorld
  ) -> ServerOutput.Reply {
    let reply = refusal(Diagnosis(failure, .pop3), parsed, world)
    failedLogins += 1
    delaySeconds += Self.failedLoginDelay
    stage = failedLogins >= world.limits.failedLogins ?? Self.mostFailedLogins ? .closed : .authorization(user: nil)
    return reply
  }

  mutating func begin(
    _ name: String, _ response: Secret?, _ parsed: Parsed<POP3Command>, _ world: inout MailWorld
  ) -> ServerOutput.Reply {
    guard let mechanism = SASLMechanism(rawValue: name) else { preconditionFailure("the rules allowed AUTH \(name)") }
    let exchange = SASLExchange(mechanism)
    guard let response, exchange.takesInitialResponse else {
      stage = .sasl(exchange)
      return Self.proceed(exchange.opening(sasl(world)))
    }
    guard case .octets(let octets, _) = SASLResponse(initial: response, speaking: .pop3) else {
      preconditionFailure("the rules allowed an initial response that is no base64")
    }
    return respond(exchange, octets, parsed, &world)
  }

  /// A line of the exchange. RFC 5034 §4.
  mutating func go(
    on exchange: SASLExchange, _ line: LineFramer.Line, _ world: inout MailWorld
  ) -> ServerOutput.Reply {
    let hidden = Parsed<POP3Command>(line: Secret.mask, reading: .unreadable(Diagnosis(.authWrong, .pop3)))
    let text = String(decoding: line.bytes, as: UTF8.self)
    if !line.isTooLong, case .octets(let octets, _) = SASLResponse(line: text, speaking: .pop3) {
      return respond(exchange, octets, hidden, &world)
    }
    stage = .authorization(user: nil)
    let verdict = SASLResponse.judge(text, speaking: .pop3)
    let diagnosis = line.isTooLong ? Diagnosis(.lineTooLong, .pop3, ["limit": "12288"]) : verdict.diagnosis
    return refusal(diagnosis ?? Diagnosis(.authWrong, .pop3), hidden, world)
  }

  mutating func respond(
    _ exchange: SASLExchange, _ octets: [UInt8], _ parsed: Parsed<POP3Command>, _ world: inout MailWorld
  ) -> ServerOutput.Reply {
    var exchange = exchange
    switch exchange.respond(octets, sasl(world)) {
    case .challenge(let challenge):
      stage = .sasl(exchange)
      return Self.proceed(challenge)
    case .authenticated(let user):
      stage = .authorization(user: nil)
      return logIn(user, .authWrong, saying: .auth, parsed, &world) { _ in true }
    case .refused(let failure): return refuseLogin(failure, parsed, world)
    }
  }

  func sasl(_ world: MailWorld) -> SASLServer {
    world.saslServer(session: ordinal, host: world.pop3.hostname, userPrompt: "Username:")
  }

  private static func proceed(_ challenge: [UInt8]) -> ServerOutput.Reply {
    .octets(Array("+ \(Base64.encode(challenge))".utf8) + [UInt8].crlf)
  }
}
