import MailProtocol

/// One SMTP connection from the server's half. The rule book judges every line; here the allowed ones are performed on a
/// `MailWorld`.
///
/// A letter is delivered when the final dot, or the last piece, is answered with 250, and at no other moment.
public struct SMTPServerSession: ServerDialect {
  public static let speaking = MailProtocolName.smtp

  var connection: ServerConnection
  var smtp: SMTPPosition
  /// While the position is in an AUTH exchange.
  var exchange: SASLExchange?
  /// What is probably wrong with a response of the exchange.
  var responseRemark: Diagnosis?
  /// From 354, or from the first BDAT, until the letter is answered.
  var letter: IncomingLetter?
  /// A BDAT whose octets are still on their way.
  var piece: Piece?
  /// Who has logged in.
  var user: String?

  /// RFC 5321 §4.5.3.1.8 demands at least so many.
  private static let mostRecipients = 100

  public init(
    in world: MailWorld, client: String = MailWorld.clientAddress, tls: Bool = false, isTLSOffered: Bool = false
  ) {
    let tls: SessionTLS = tls ? .active : isTLSOffered ? .offered : .impossible
    smtp = SMTPPosition(of: world.smtp.offers(tls), isTLS: tls == .active)
    connection = ServerConnection(
      client: client, strictness: world.mode.lineEnds, longestLine: SMTPRules.longestResponse)
  }

  public mutating func open(in world: inout MailWorld) -> ServerOutput { begin(in: &world) }

  public mutating func receive(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput {
    answerAll(octets, in: &world)
  }

  public mutating func tlsStarted(in world: inout MailWorld) { handshakeDone() }

  public mutating func abort(in world: inout MailWorld) { lose(in: &world) }

  public var ordinal: Int { connection.ordinal }

  public var isTakingLetter: Bool { takesOctets }

  public var octetsLeft: Int? { piece?.left }

  public var knowsCaller: Bool { smtp.state.hello != nil || isClosed }

  public var secrecy: Secrecy { smtp.isInExchange ? .isSecret : .commands }

  public var position: Observation.Position { .smtp(smtp) }

  /// RFC 5321 §3.8: 421 may come at any moment and is the last thing a server says.
  public func farewell(_ reason: Farewell, in world: MailWorld) -> [UInt8] {
    switch reason {
    case .tooManyConnections: say(.tooManyConnections, world)
    case .tooManyConnectionsPerAddress: say(.tooManyConnectionsPerAddress, world)
    case .loginTooSlow: say(.helloTooSlow, world)
    case .shutdown: say(.shutdown, world)
    case .idle: say(.timeout, world)
    }
  }

  var isClosed: Bool { smtp.isClosed }
  var isTLSDue: Bool { smtp.isTLSDue }
  var takesOctets: Bool { piece != nil || smtp.isInData }

  mutating func startOverEncrypted() {
    smtp.tlsStarted()
    user = nil
  }

  mutating func lose(in world: inout MailWorld) {
    smtp.lost()
    (letter, piece, exchange) = (nil, nil, nil)
  }

  // MARK: Answers

  mutating func greet(_ world: inout MailWorld) -> ServerOutput.Reply {
    let fault = strike(at: .greeting, Fault.Subject(), &world)
    let reply = fault.flatMap { instead($0, values(world), world) } ?? say(.greeting, world)
    smtp.greeted(SMTPReply(codeOf: reply))
    return sent(.octets(reply), despite: fault, &world)
  }

  mutating func answer(_ line: [UInt8], _ world: inout MailWorld) -> ServerOutput.Reply? {
    if smtp.isInExchange {
      let reply = respond(to: line, &world)
      if !isClosed { smtp.responseAnswered(SMTPReply(codeOf: reply)) }
      if !smtp.isInExchange { exchange = nil }
      return .octets(reply)
    }
    let parsed = SMTPCommand.parse(line)
    let fault: Fault?
    let reply: [UInt8]
    switch SMTPRules.judge(parsed, at: smtp) {
    case .refused(let diagnosis):
      fault = nil
      reply = refusal(diagnosis, parsed, world)
      // Its octets are on their way all the same. RFC 3030 §2. A server that does not know BDAT takes them for commands.
      if case .bdat(let octets, let isLast) = parsed.command, smtp.offers.verbs.contains(.bdat) {
        piece = Piece(octets: octets, isLast: isLast, refusal: reply)
        return nil
      }
    case .allowed(let remark):
      if let remark { connection.annotations.append(.forgiven(remark)) }
      guard let command = parsed.command else { preconditionFailure("a line that is no command was allowed") }
      fault = strike(at: .command(command.verb.rawValue), Self.subject(of: command), &world)
      var refusal: [UInt8]?
      if let fault { refusal = instead(fault, values(world, of: command), world) }
      if case .bdat(let octets, let isLast) = command {
        piece = Piece(octets: octets, isLast: isLast, refusal: refusal, fault: fault)
        if case .drop? = fault?.action { lose(in: &world) }
        return nil
      }
      reply = refusal ?? perform(command, &world)
    }
    if !isClosed { move(after: parsed.command, reply, world) }
    return sent(.octets(reply), despite: fault, &world)
  }

  private mutating func move(after command: SMTPCommand?, _ reply: [UInt8], _ world: MailWorld) {
    let reply = SMTPReply(codeOf: reply)
    if let command { smtp.advance(after: command, reply) } else { smtp.answered(reply) }
    if smtp.isInData { letter = IncomingLetter(limit: letterLimit(world), world.letterReading) }
    // RSET and a new hello empty the envelope, and with it what came of its letter.
    if smtp.state.envelope == nil { letter = nil }
    if !smtp.isInExchange { exchange = nil }
  }

  /// What a fault says in place of the reply; nil where the command is performed.
  func instead(_ fault: Fault, _ values: ReplyValues, _ world: MailWorld) -> [UInt8]? {
    switch fault.action {
    case .none, .close, .truncate: return nil
    case .drop: return []
    case .lock: preconditionFailure("decoding gives locks to POP3 alone")
    case .reply(let wording):
      let text = wording.octets(with: values)
      let isHello = [.greeting, .command("HELO"), .command("EHLO")].contains(fault.moment)
      return isHello || !world.smtp.hasEnhancedCodes ? text : EnhancedCodes.added(to: text)
    }
  }

  private static func subject(of command: SMTPCommand) -> Fault.Subject {
    switch command {
    case .mail(.mailbox(let path), _), .rcpt(let path, _): Fault.Subject(addresses: [path])
    case .mail(.null, _), .helo, .ehlo, .data, .rset, .noop, .quit, .vrfy, .expn, .help, .starttls, .auth, .bdat,
      .etrn, .verbose, .other:
      Fault.Subject()
    }
  }

  private mutating func perform(_ command: SMTPCommand, _ world: inout MailWorld) -> [UInt8] {
    switch command {
    case .helo: say(.helo, world, values(world, of: command))
    case .ehlo:
      world.smtp.half.words[.ehlo].octets(
        with: values(world, of: command), more: world.smtp.announced(at: smtp).lines)
    case .mail: say(.mail, world, values(world, of: command))
    case .rcpt(let path, _): add(path, world)
    case .data: say(.data, world)
    case .auth(let mechanism, let response): begin(mechanism, response, &world)
    case .starttls: say(.starttls, world)
    case .etrn(let domain): say(.etrn, world, values(world).setting(.text, ByteSanitizer.visible(domain)))
    case .rset: say(.rset, world)
    case .noop: say(.noop, world)
    case .help(let topic): help(on: topic, world)
    case .verbose: say(.verbose, world)
    case .vrfy(let text, _): verify(text, .vrfy, .vrfyUnknown, world)
    case .expn(let text, _): verify(text, .expn, .expnUnknown, world)
    case .quit: say(.quit, world)
    case .bdat, .other: preconditionFailure("\(command.verb) is answered elsewhere, or by no rule")
    }
  }

  private mutating func add(_ path: MailPath, _ world: MailWorld) -> [UInt8] {
    let recipients = smtp.state.envelope?.recipients.count ?? 0
    let word: SMTPReplyKind =
      switch world.route(to: path) {
      case _ where recipients >= world.limits.recipients ?? Self.mostRecipients: .rcptTooMany
      case .account(_, let isForwarded):
        switch world.room(for: [path], octets: 1) {
        case .enough: isForwarded ? .rcptForward : .rcpt
        case .mailboxFull: .mailboxFull
        case .worldFull: .storageFull
        }
      case .elsewhere: .rcptForward
      case .unknownUser: .rcptUnknown
      // A submission server sends its own users' letters anywhere. RFC 6409 §4.
      case .relayDenied: smtp.isAuthenticated ? .rcptForward : .rcptRelayDenied
      }
    return decline(
      word, world, values(world).setting(.to, path.shown).setting(.user, ByteSanitizer.visible(path.localPart)))
  }

  // MARK: Words

  /// Says what may be a no of the server's own; then whoever watches is told why.
  mutating func decline(_ word: SMTPReplyKind, _ world: MailWorld, _ values: ReplyValues) -> [UInt8] {
    let reply = say(word, world, values)
    if let reason = word.policyRefusal, SMTPReply(codeOf: reply).severity > 3 {
      connection.annotations.append(.declined(reason))
    }
    return reply
  }

  func say(_ word: SMTPReplyKind, _ world: MailWorld) -> [UInt8] { say(word, world, values(world)) }

  /// - Parameter values: asked for only where the words name any.
  func say(_ word: SMTPReplyKind, _ world: MailWorld, _ values: @autoclosure () -> ReplyValues) -> [UInt8] {
    let reply = world.smtp.half.words[word].octets(with: values())
    return world.smtp.hasEnhancedCodes ? EnhancedCodes.added(to: reply, saying: word) : reply
  }

  /// - Parameter cause: what whoever watches is told; nil for the diagnosis itself.
  mutating func refusal(
    _ diagnosis: Diagnosis, _ parsed: Parsed<SMTPCommand>, _ world: MailWorld, because cause: Diagnosis? = nil
  ) -> [UInt8] {
    connection.annotations.append(.refused(cause ?? diagnosis))
    let legal = SMTPRules.legalVerbs(at: smtp)
    let values = values(world).merging(diagnosis.values(answering: parsed, legal: legal))
    if let word = Self.occasion(diagnosis.id, parsed) { return say(word, world, values) }
    let reply = world.smtp.half.refusals[Self.refused(diagnosis.id, parsed)].octets(with: values)
    return world.smtp.hasEnhancedCodes ? EnhancedCodes.added(to: reply, diagnosis: diagnosis.id) : reply
  }

  /// What depends on the command as much as on what is wrong with it.
  private static func occasion(_ id: Diagnosis.ID, _ parsed: Parsed<SMTPCommand>) -> SMTPReplyKind? {
    if id == .verbNotSupported, parsed.verb == .auth { return .authNotOffered }
    guard isBeyondASCII(id) else { return nil }
    switch parsed.command {
    case .mail: return .mailNeedsUTF8
    case .rcpt: return .rcptNeedsUTF8
    case .helo, .ehlo, .data, .rset, .noop, .quit, .vrfy, .expn, .help, .starttls, .auth, .bdat, .etrn, .verbose,
      .other, nil:
      return nil
    }
  }

  /// A verb that is known is no unknown command, whatever stands behind it.
  private static func refused(_ id: Diagnosis.ID, _ parsed: Parsed<SMTPCommand>) -> Diagnosis.ID {
    (parsed.verb == .mail || parsed.verb == .rcpt) && isBeyondASCII(id) ? .pathBadAddress : id
  }

  private static func isBeyondASCII(_ id: Diagnosis.ID) -> Bool {
    [.inputComposed, .inputFullwidth, .lineNonASCII].contains(id)
  }

  func values(_ world: MailWorld) -> ReplyValues {
    var values = ReplyValues(
      ReplyValues.Conversation(host: world.smtp.hostname, client: connection.client, clock: world.clock))
    values[.helo] = smtp.state.hello.map { ByteSanitizer.visible($0.name ?? Self.namelessClient) }
    values[.from] = smtp.state.envelope?.sender.shown
    return values
  }

  private func values(_ world: MailWorld, of command: SMTPCommand) -> ReplyValues {
    var values = values(world).setting(.verb, command.verb.rawValue)
    switch command {
    case .helo(let name), .ehlo(let name): values[.helo] = ByteSanitizer.visible(name ?? Self.namelessClient)
    case .mail(let sender, _): values[.from] = sender.shown
    case .rcpt(let path, _): values[.to] = path.shown
    case .data, .rset, .noop, .quit, .vrfy, .expn, .help, .starttls, .auth, .bdat, .etrn, .verbose, .other: break
    }
    return values
  }

  /// What a client is called that a server let in without a name.
  static let namelessClient = "unknown"
}

extension MailPath {
  /// Safe to echo.
  var shown: String { ByteSanitizer.visible(description) }
}

extension ReversePath {
  /// Safe to echo; nothing for the null path.
  fileprivate var shown: String {
    switch self {
    case .null: ""
    case .mailbox(let path): path.shown
    }
  }
}
