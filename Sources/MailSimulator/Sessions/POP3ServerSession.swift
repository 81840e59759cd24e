import MailProtocol

/// One POP3 connection from the server's half. The rule book judges every line; here the allowed ones are performed on a
/// `MailWorld`.
///
/// The maildrop is locked from a successful login until the session is closed or lost; marked messages are removed only
/// by QUIT.
public struct POP3ServerSession: ServerDialect {
  public static let speaking = MailProtocolName.pop3

  var connection: ServerConnection
  private(set) var pop3: POP3Position
  /// From the login on. Its marks are the position's.
  private(set) var maildrop: MaildropSnapshot?
  /// While the position is in an AUTH exchange.
  var exchange: SASLExchange?
  /// What is probably wrong with a response of the exchange.
  var responseRemark: Diagnosis?
  /// As it was when the login ended.
  private var leftMaildrop: Observation.Maildrop?

  public init(
    in world: MailWorld, client: String = MailWorld.clientAddress, tls: Bool = false, isTLSOffered: Bool = false
  ) {
    let tls: SessionTLS = tls ? .active : isTLSOffered ? .offered : .impossible
    pop3 = POP3Position(of: world.pop3.offers(tls), isTLS: tls == .active)
    connection = ServerConnection(
      client: client, strictness: world.mode.lineEnds, longestLine: POP3Rules.longestResponse)
  }

  public mutating func open(in world: inout MailWorld) -> ServerOutput { begin(in: &world) }

  public mutating func receive(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput {
    answerAll(octets, in: &world)
  }

  public mutating func tlsStarted(in world: inout MailWorld) { handshakeDone() }

  public mutating func abort(in world: inout MailWorld) { lose(in: &world) }

  public var ordinal: Int { connection.ordinal }

  public var isTakingLetter: Bool { false }

  public var octetsLeft: Int? { nil }

  public var knowsCaller: Bool { pop3.maildrop != nil || isClosed }

  public var secrecy: Secrecy {
    switch pop3.state {
    case .authorization(.userGiven): .mayBeSecret
    case .authorization(.sasl): .isSecret
    case .greeting, .authorization(.fresh), .authorization(.handshake), .authorization(.spent), .transaction, .closed:
      .commands
    }
  }

  public var position: Observation.Position { .pop3(pop3) }

  public func farewell(_ reason: Farewell, in world: MailWorld) -> [UInt8] {
    switch reason {
    case .tooManyConnections: say(.tooManyConnections, world).octets
    case .tooManyConnectionsPerAddress: say(.tooManyConnectionsPerAddress, world).octets
    case .loginTooSlow: say(.loginTooSlow, world).octets
    case .shutdown: say(.shutdown, world).octets
    // RFC 1939 §3: the autologout timer closes without a response.
    case .idle: []
    }
  }

  var isClosed: Bool { pop3.state == .closed }
  var isTLSDue: Bool { pop3.isTLSDue }
  var takesOctets: Bool { false }

  /// What a teacher may know of the latest login of this session.
  var observedMaildrop: Observation.Maildrop? { maildrop?.observed ?? leftMaildrop }

  mutating func startOverEncrypted() { pop3.tlsStarted() }

  /// Nothing is removed, the lock goes. RFC 1939 §6.
  mutating func lose(in world: inout MailWorld) {
    if let maildrop {
      world.close(maildrop, removingMarked: false)
      leftMaildrop = maildrop.observed
      leftMaildrop?.deleted = []
    }
    maildrop = nil
    pop3.lost()
  }

  // MARK: Answers

  mutating func greet(_ world: inout MailWorld) -> ServerOutput.Reply {
    let fault = strike(at: .greeting, Fault.Subject(), &world)
    let process = String(world.pop3.half.process + ordinal)
    let reply = instead(fault, nil, world) ?? say(.greeting, world, values(world).setting(.process, process))
    pop3.greeted(POP3Reply(firstLineOf: reply.head))
    return sent(reply, despite: fault, &world)
  }

  mutating func take(_ octets: inout ArraySlice<UInt8>, _ world: inout MailWorld) -> ServerOutput.Reply? { nil }

  mutating func answer(_ line: [UInt8], _ world: inout MailWorld) -> ServerOutput.Reply? {
    if pop3.isInExchange {
      let reply = respond(to: line, &world)
      if !isClosed { pop3.responseAnswered(POP3Reply(firstLineOf: reply.head)) }
      follow(&world)
      return reply
    }
    let parsed = POP3Command.parse(line)
    let fault: Fault?
    let reply: ServerOutput.Reply
    switch POP3Rules.judge(parsed, at: pop3) {
    case .refused(let diagnosis):
      fault = nil
      reply = refusal(diagnosis, parsed, world)
    case .allowed(let remark):
      if let remark { connection.annotations.append(.forgiven(remark)) }
      guard let command = parsed.command else { preconditionFailure("a line that is no command was allowed") }
      fault = strike(at: .command(command.verb.rawValue), subject(of: command), &world)
      reply = instead(fault, command, world) ?? perform(command, parsed, &world)
    }
    if let command = parsed.command, !isClosed { pop3.advance(after: command, POP3Reply(firstLineOf: reply.head)) }
    follow(&world)
    return sent(reply, despite: fault, &world)
  }

  /// What the move of the position means for what the session holds.
  private mutating func follow(_ world: inout MailWorld) {
    if !pop3.isInExchange { exchange = nil }
    if isClosed { return lose(in: &world) }
    guard var open = maildrop, let numbered = pop3.maildrop else { return }
    // Nothing else may hold it while it changes, or its letters would be copied.
    maildrop = nil
    if numbered.count == nil { pop3.numbered(open.messages.count) }
    open.marked = numbered.marked
    maildrop = open
  }

  /// What a fault says in place of the reply; nil where the command is performed.
  func instead(_ fault: Fault?, _ command: POP3Command?, _ world: MailWorld) -> ServerOutput.Reply? {
    switch fault?.action {
    case nil, .some(.none), .close, .truncate: return nil
    case .drop: return .octets([])
    case .lock: return say(.locked, world)
    case .reply(let wording):
      var values = values(world)
      values[.verb] = command?.verb.rawValue
      values[.i] = command?.message.map(String.init)
      return .octets(wording.octets(with: values))
    }
  }

  private func subject(of command: POP3Command) -> Fault.Subject {
    var subject = Fault.Subject(message: command.message)
    switch command {
    case .user(let name), .apop(let name, _): subject.user = name
    case .pass: subject.user = pop3.user
    case .quit, .stat, .list, .retr, .dele, .noop, .rset, .top, .uidl, .last, .rpop, .capa, .stls, .auth, .utf8, .lang:
      break
    }
    return subject
  }

  private mutating func perform(
    _ command: POP3Command, _ parsed: Parsed<POP3Command>, _ world: inout MailWorld
  ) -> ServerOutput.Reply {
    switch command {
    case .user(let name): return say(.user, world, values(world).setting(.user, Self.shown(name)))
    case .pass(let secret):
      guard let user = pop3.user else { preconditionFailure("the rules allowed PASS without USER") }
      guard world.admits(user, proof: { $0 == secret }) else { return refuseLogin(.authWrong, parsed, world) }
      return logIn(user, saying: .pass, command, &world)
    case .apop(let name, let digest):
      let md5 = world.digests.md5
      let isProven = world.admits(name) { [timestamp = pop3.timestamp] secret in
        timestamp.map { APOPDigest.make(timestamp: $0, secret: secret, md5: md5) == digest } ?? false
      }
      return isProven
        ? logIn(name, saying: .apop, command, &world) : refuseLogin(.apopBadDigest, parsed, world)
    case .auth(nil, _): return say(.authList, world, lines: (pop3.offers.mechanisms ?? []).map(\.name))
    case .auth(let mechanism?, let response): return begin(mechanism, response, parsed, &world)
    case .capa: return say(.capa, world, lines: world.pop3.announced(at: pop3).lines)
    case .stls: return say(.stls, world)
    case .utf8: return say(.utf8, world)
    case .lang(nil): return say(.lang, world, lines: ["en English", "i-default"])
    case .lang(let language?):
      let isKnown = ["en", "i-default", "*"].contains(language.lowercased())
      if isKnown { return say(.langOne, world) }
      connection.annotations.append(.declined(.noSuchLanguage))
      return refusing(Diagnosis(.argumentExtra, .pop3), parsed, world)
    case .quit: return quit(&world)
    case .stat, .list, .retr, .dele, .noop, .rset, .top, .uidl, .last, .rpop:
      guard var open = maildrop else { preconditionFailure("the rules allowed \(command.verb) before a login") }
      let reply = POP3Replies(words: world.pop3.half.words, values: values(world)).perform(command, on: &open)
      maildrop = open
      return reply
    }
  }

  private mutating func quit(_ world: inout MailWorld) -> ServerOutput.Reply {
    guard let open = maildrop else { return say(.quitEarly, world) }
    leftMaildrop = open.observed
    // A server that has no words for an empty maildrop may still have some for what it removes.
    let hasEmptied = open.count == 0 && (open.marked.isEmpty || world.pop3.half.words.has(.quitEmpty))
    let reply = say(hasEmptied ? .quitEmpty : open.marked.isEmpty ? .quit : .quitRemoved, world)
    world.close(open, removingMarked: true)
    maildrop = nil
    return reply
  }

  /// Opens the maildrop of a user whose secret was right.
  mutating func open(_ user: String, saying word: POP3ReplyKind, _ world: inout MailWorld) -> ServerOutput.Reply {
    switch world.logIn(user) {
    case .opened(let snapshot):
      maildrop = snapshot
      return say(word, world)
    case .locked:
      connection.annotations.append(.declined(.maildropInUse))
      return say(.locked, world)
    case .tooSoon:
      connection.annotations.append(.declined(.loginTooSoon))
      return say(.loginDelay, world)
    }
  }

  // MARK: Words

  func say(_ word: POP3ReplyKind, _ world: MailWorld, lines: [String]? = nil) -> ServerOutput.Reply {
    say(word, world, values(world), lines: lines)
  }

  private func say(
    _ word: POP3ReplyKind, _ world: MailWorld, _ values: @autoclosure () -> ReplyValues, lines: [String]? = nil
  ) -> ServerOutput.Reply {
    .octets(world.pop3.half.words[word].octets(with: values()) + (lines.map(POP3Replies.multiline) ?? []))
  }

  /// - Parameter cause: what whoever watches is told; nil for the diagnosis itself.
  mutating func refusal(
    _ diagnosis: Diagnosis, _ parsed: Parsed<POP3Command>, _ world: MailWorld, because cause: Diagnosis? = nil
  ) -> ServerOutput.Reply {
    connection.annotations.append(.refused(cause ?? diagnosis))
    return refusing(diagnosis, parsed, world)
  }

  private func refusing(
    _ diagnosis: Diagnosis, _ parsed: Parsed<POP3Command>, _ world: MailWorld
  ) -> ServerOutput.Reply {
    let legal = POP3Rules.legalVerbs(at: pop3)
    let values = values(world).merging(diagnosis.values(answering: parsed, legal: legal))
    let words = world.pop3.half.words
    if maildrop != nil, diagnosis.id.isAboutVerb, words.has(.unknownAfterLogin) {
      return .octets(words[.unknownAfterLogin].octets(with: values))
    }
    return .octets(world.pop3.half.refusals[diagnosis.id].octets(with: values))
  }

  private func values(_ world: MailWorld) -> ReplyValues {
    var values = ReplyValues(
      ReplyValues.Conversation(host: world.pop3.hostname, client: connection.client, clock: world.clock),
      maildrop: maildrop)
    if let user = pop3.user { values[.user] = Self.shown(user) }
    return values
  }

  /// `USER dewey:secret` is echoed without its secret, as every line is.
  private static func shown(_ name: String) -> String {
    SecretMask.masked("USER \(name)", expectsSecret: false).hiding(in: ByteSanitizer.visible(name), mask: "***")
  }
}
