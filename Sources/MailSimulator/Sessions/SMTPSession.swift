import MailProtocol

/// One SMTP connection from the server's side: octets in, replies out. The rule book judges every line; here
/// the allowed ones are performed on a `MailWorld`. The simulated peer and `serve` run it.
///
/// A letter is delivered when the final dot is answered with 250, and at no other moment.
public struct SMTPSession: Sendable {
  private struct Hello: Sendable {
    let name: String
    /// By EHLO.
    let extended: Bool
  }

  private struct Envelope: Sendable {
    let sender: ReversePath
    /// MAIL had SMTPUTF8.
    var isInternational = false
    var recipients: [MailPath] = []
  }

  private enum Stage: Sendable {
    case connected
    case greeted(Hello)
    case sasl(Hello, SASLExchange, step: Int)
    /// STARTTLS was answered: whoever runs the session shakes hands now.
    case handshake
    case mail(Hello, Envelope)
    case data(Hello, Envelope, IncomingLetter)
    /// Pieces of the letter came; `expected` octets of the current one are still on their way.
    case chunking(Hello, Envelope, IncomingLetter, expected: Chunk?)
    case closed
  }

  private struct Chunk: Sendable {
    let size: Int
    var left: Int
    let isLast: Bool
  }

  private let client: String
  private let lineEnds: LineFramer.Strictness
  private var tls: SessionTLS
  private var isAuthenticated = false
  private var stage = Stage.connected
  private var framer: LineFramer
  /// A BDAT was refused: its octets are still read, and thrown away. RFC 3030 §2.
  private var skipping: (octets: Int, reply: [UInt8])?
  /// Which session of the world this is, from 0.
  private var ordinal = 0
  private var failedLogins = 0
  private var delaySeconds = 0

  /// Octets of a command line without CRLF. RFC 5321 §4.5.3.1.4; more for DSN's parameters (RFC 3461 §5.2) and
  /// for base64 (RFC 4954 §4).
  private static let longestLine = 510
  private static let longestPathLine = 1038
  private static let longestSASLLine = 12_286
  /// RFC 5321 §4.5.3.1.8 demands at least so many.
  private static let mostRecipients = 100
  private static let mostFailedLogins = 3
  /// Each failed login is answered later than at once, so that guessing takes time.
  private static let failedLoginDelay = 2

  /// - Parameters:
  ///   - client: the address that it called from.
  ///   - tls: encrypted from the first octet. RFC 8314 §3.
  ///   - isTLSOffered: who runs the session can shake hands when STARTTLS asks for it.
  public init(
    in world: MailWorld, client: String = SimulatedPeer.clientAddress, tls: Bool = false,
    isTLSOffered: Bool = false
  ) {
    self.client = client
    self.tls = tls ? .active : isTLSOffered ? .offered : .impossible
    lineEnds = world.mode.lineEnds
    framer = LineFramer(limit: Self.longestSASLLine, strictness: lineEnds)
  }

  /// Begins the session with the greeting. RFC 5321 §3.1.
  public mutating func open(in world: inout MailWorld) -> ServerOutput {
    ordinal = world.beginSession()
    return ServerOutput(replies: [say(.greeting, world)])
  }

  /// Answers what has arrived, however it is cut; commands sent together are answered in order. RFC 2920
  /// §3.2.
  public mutating func receive(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput {
    var output = ServerOutput()
    delaySeconds = 0
    if isShakingHands { return output }
    var octets = octets[...]
    while state != .closed, !isShakingHands {
      if let reply = skip(&octets) { output.replies.append(reply) }
      if skipping != nil { break }
      if isTakingLetter {
        guard let reply = take(&octets, &world) else { break }
        output.replies.append(reply)
        continue
      }
      framer.append(octets)
      octets = []
      guard let line = framer.next() else { break }
      let reply = answer(line, &world)
      if skipping == nil, !isTakingLetter || state == .data { output.replies.append(reply) }
      // After 354 or BDAT the rest is the letter's, not a line of the framer's.
      if skipping != nil || isTakingLetter { octets = framer.takeRest()[...] }
    }
    output.closes = state == .closed
    output.startsTLS = isShakingHands
    output.delaySeconds = delaySeconds
    return output
  }

  /// The handshake is done: what was said in plaintext, answered or not, is forgotten. RFC 3207 §4.2.
  public mutating func tlsStarted(in world: inout MailWorld) {
    guard isShakingHands else { return }
    tls = .active
    isAuthenticated = false
    stage = .connected
    framer = LineFramer(limit: Self.longestSASLLine, strictness: lineEnds)
  }

  /// Nothing came for too long. RFC 5321 §4.5.3.2.7.
  public mutating func timeOut(in world: inout MailWorld) -> ServerOutput {
    let reply = say(.timeout, world)
    stage = .closed
    return ServerOutput(replies: [reply], closes: true)
  }

  /// The connection was lost: what was not answered with 250 is not delivered. RFC 5321 §4.1.1.4.
  public mutating func abort(in world: inout MailWorld) { stage = .closed }

  public var isTLSActive: Bool { tls == .active }
  public var isLoggedIn: Bool { isAuthenticated }

  /// Where the session stands, as the rule book sees it.
  public var state: SMTPState {
    switch stage {
    case .connected, .handshake: .connected
    case .greeted: .greeted
    case .sasl(_, let exchange, let step): .sasl(mechanism: exchange.mechanism.rawValue, step: step)
    case .mail(_, let envelope) where envelope.recipients.isEmpty: .mail
    case .mail(_, let envelope): .recipients(envelope.recipients.count)
    case .data: .data
    case .chunking: .chunking
    case .closed: .closed
    }
  }

  /// What the rule book is told of this server now.
  public func facts(in world: MailWorld) -> SMTPRules.Facts {
    var facts = world.smtp.facts(
      extended: hello?.extended ?? false, world.digests, tls, isAuthenticated: isAuthenticated)
    facts.isInternational = envelope?.isInternational ?? false
    return facts
  }

  private var hello: Hello? {
    switch stage {
    case .connected, .handshake, .closed: nil
    case .greeted(let hello), .sasl(let hello, _, _), .mail(let hello, _), .data(let hello, _, _),
      .chunking(let hello, _, _, _):
      hello
    }
  }

  private var envelope: Envelope? {
    switch stage {
    case .connected, .handshake, .closed, .greeted, .sasl: nil
    case .mail(_, let envelope), .data(_, let envelope, _), .chunking(_, let envelope, _, _): envelope
    }
  }

  private var isShakingHands: Bool {
    if case .handshake = stage { true } else { false }
  }

  /// What arrives now is no command.
  private var isTakingLetter: Bool {
    switch stage {
    case .data, .chunking(_, _, _, expected: .some): true
    case .connected, .greeted, .sasl, .handshake, .mail, .chunking, .closed: false
    }
  }

  /// The octets of a refused BDAT; the refusal once all have gone by.
  private mutating func skip(_ octets: inout ArraySlice<UInt8>) -> [UInt8]? {
    guard let (count, reply) = skipping else { return nil }
    let here = min(count, octets.count)
    octets = octets.dropFirst(here)
    skipping = here == count ? nil : (count - here, reply)
    return skipping == nil ? reply : nil
  }

  /// Octets of the letter; the reply once the dot or the end of the piece came.
  private mutating func take(_ octets: inout ArraySlice<UInt8>, _ world: inout MailWorld) -> [UInt8]? {
    let current = stage
    // Nothing else may hold the letter meanwhile, or each feed would copy it.
    stage = .closed
    switch current {
    case .data(let hello, let envelope, var letter):
      let end = letter.feed(octets)
      stage = .data(hello, envelope, letter)
      guard let end else {
        octets = []
        return nil
      }
      octets = octets[end...]
      return finish(letter, envelope, hello, &world)
    case .chunking(let hello, let envelope, var letter, .some(var chunk)):
      let here = octets.prefix(chunk.left)
      letter.append(here)
      chunk.left -= here.count
      octets = octets.dropFirst(here.count)
      stage = .chunking(hello, envelope, letter, expected: chunk)
      if chunk.left > 0 { return nil }
      if chunk.isLast || letter.content == nil { return finish(letter, envelope, hello, &world) }
      stage = .chunking(hello, envelope, letter, expected: nil)
      return say(.bdat, world, values(world).setting(.octets, String(chunk.size)))
    case .connected, .greeted, .sasl, .handshake, .mail, .chunking, .closed:
      preconditionFailure("no letter is on its way in \(state.name)")
    }
  }

  private mutating func answer(_ line: LineFramer.Line, _ world: inout MailWorld) -> [UInt8] {
    if case .sasl(let hello, let exchange, let step) = stage { return go(on: exchange, step, hello, line, &world) }
    let parsed = SMTPCommand.parse(line.bytes)
    if line.isTooLong || line.bytes.count > longestLine(parsed.verb) {
      return refusal(Diagnosis(.lineTooLong, .smtp), parsed, world)
    }
    switch SMTPRules.judge(parsed, in: state, facts(in: world)) {
    case .refused(let diagnosis):
      let reply = refusal(diagnosis, parsed, world)
      if case .bdat(let octets, _) = parsed.command { skipping = (octets, reply) }
      return reply
    case .allowed:
      guard let command = parsed.command else { preconditionFailure("a line that is no command was allowed") }
      let before = state
      let reply = perform(command, parsed, &world)
      // A BDAT is answered when its octets are here, and TLS begins after its reply.
      assert(
        isTakingLetter || isShakingHands
          || state
            == SMTPRules.advance(before, after: command, Int(String(decoding: reply.prefix(3), as: UTF8.self))!)
      )
      return reply
    }
  }

  private func longestLine(_ verb: SMTPVerb?) -> Int {
    switch verb {
    case .auth: Self.longestSASLLine
    case .mail, .rcpt: hello?.extended == true ? Self.longestPathLine : Self.longestLine
    default: Self.longestLine
    }
  }

  private mutating func perform(
    _ command: SMTPCommand, _ parsed: Parsed<SMTPCommand>, _ world: inout MailWorld
  ) -> [UInt8] {
    switch (command, stage) {
    case (.helo(let name), _): return greet(Hello(name: name ?? "unknown", extended: false), world)
    case (.ehlo(let name), _): return greet(Hello(name: name ?? "unknown", extended: true), world)
    case (.mail(let sender, let parameters), .greeted(let hello)):
      stage = .mail(
        hello,
        Envelope(sender: sender, isInternational: parameters.contains { $0.keyword == "SMTPUTF8" }))
      return say(.mail, world)
    case (.rcpt(let path, _), .mail(let hello, let envelope)): return add(path, to: envelope, hello, world)
    case (.data, .mail(let hello, let envelope)):
      let reply = say(.data, world)
      stage = .data(hello, envelope, IncomingLetter(limit: letterLimit(world), world.letterReading))
      return reply
    case (.bdat(let octets, let isLast), .mail(let hello, let envelope)):
      stage = .chunking(
        hello, envelope, IncomingLetter(limit: letterLimit(world)),
        expected: Chunk(size: octets, left: octets, isLast: isLast))
      return []
    case (.bdat(let octets, let isLast), .chunking(let hello, let envelope, let letter, _)):
      stage = .chunking(
        hello, envelope, letter, expected: Chunk(size: octets, left: octets, isLast: isLast))
      return []
    case (.auth(let name, let response), .greeted(let hello)): return begin(name, response, hello, parsed, &world)
    case (.starttls, _):
      let reply = say(.starttls, world)
      stage = .handshake
      return reply
    case (.etrn(let domain), _):
      return say(.etrn, world, values(world).setting(.text, ByteSanitizer.visible(domain)))
    case (.rset, _):
      if let hello { stage = .greeted(hello) }
      return say(.rset, world)
    case (.noop, _): return say(.noop, world)
    case (.help, _): return say(.help, world)
    case (.vrfy(let text), _): return verify(text, .vrfy, .vrfyUnknown, world)
    case (.expn(let text), _): return verify(text, .expn, .expnUnknown, world)
    case (.quit, _):
      let reply = say(.quit, world)
      stage = .closed
      return reply
    case (.mail, _), (.rcpt, _), (.data, _), (.bdat, _), (.auth, _), (.other, _):
      preconditionFailure("the rules allowed \(command.verb) in \(state.name)")
    }
  }

  /// A second HELO or EHLO is a new beginning: the envelope is empty. RFC 5321 §4.1.4.
  private mutating func greet(_ hello: Hello, _ world: MailWorld) -> [UInt8] {
    stage = .greeted(hello)
    let values = values(world)
    return hello.extended
      ? world.smtp.side.words[.ehlo].octets(with: values, more: world.smtp.announced(facts(in: world)))
      : world.smtp.side.words[.helo].octets(with: values)
  }

  private mutating func add(
    _ path: MailPath, to envelope: Envelope, _ hello: Hello, _ world: MailWorld
  ) -> [UInt8] {
    let word: SMTPWord =
      switch world.route(to: path) {
      case _ where envelope.recipients.count >= Self.mostRecipients: .rcptTooMany
      case .account(_, let isForwarded): isForwarded ? .rcptForward : .rcpt
      case .elsewhere: .rcptForward
      case .unknownUser: .rcptUnknown
      // A submission server sends its own users' letters anywhere. RFC 6409 §4.
      case .relayDenied: isAuthenticated ? .rcptForward : .rcptRelayDenied
      }
    let reply = say(
      word, world, values(world).setting(.to, path.shown).setting(.user, ByteSanitizer.visible(path.localPart)))
    if word == .rcpt || word == .rcptForward {
      var envelope = envelope
      envelope.recipients.append(path)
      stage = .mail(hello, envelope)
    }
    return reply
  }

  /// The final dot: from 250 on the letter is this server's to deliver. RFC 5321 §4.2.5.
  private mutating func finish(
    _ letter: IncomingLetter, _ envelope: Envelope, _ hello: Hello, _ world: inout MailWorld
  ) -> [UInt8] {
    let values = values(world).setting(.octets, String(letter.octets)).setting(.limit, String(letter.limit))
      .setting(.id, world.queueID(hop: 0))
    stage = .greeted(hello)
    if let flaw = letter.flaw {
      return refusal(Diagnosis(flaw, .smtp), Self.hidden, world)
    }
    guard let content = letter.content else { return say(.tooLarge, world, values) }
    world.deliver(
      content, from: envelope.sender, to: envelope.recipients,
      MailWorld.Handover(helo: hello.name, address: client, extended: hello.extended))
    return say(.accepted, world, values)
  }

  private func letterLimit(_ world: MailWorld) -> Int {
    world.smtp.side.extensions.sizeLimit ?? IncomingLetter.defaultLimit
  }

  private mutating func begin(
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
    return respond(exchange, 0, octets, hello, world)
  }

  /// A line of the exchange. RFC 4954 §4.
  private mutating func go(
    on exchange: SASLExchange, _ step: Int, _ hello: Hello, _ line: LineFramer.Line, _ world: inout MailWorld
  ) -> [UInt8] {
    let text = String(decoding: line.bytes, as: UTF8.self)
    if !line.isTooLong, case .octets(let octets, _) = SASLResponse(line: text, speaking: .smtp) {
      return respond(exchange, step, octets, hello, world)
    }
    stage = .greeted(hello)
    let verdict = SASLResponse.judge(text, speaking: .smtp)
    let diagnosis = line.isTooLong ? Diagnosis(.lineTooLong, .smtp) : verdict.diagnosis
    return refusal(diagnosis ?? Diagnosis(.authWrong, .smtp), Self.hidden, world)
  }

  private mutating func respond(
    _ exchange: SASLExchange, _ step: Int, _ octets: [UInt8], _ hello: Hello, _ world: MailWorld
  ) -> [UInt8] {
    var exchange = exchange
    switch exchange.respond(octets, sasl(world)) {
    case .challenge(let challenge):
      stage = .sasl(hello, exchange, step: step + 1)
      return Self.proceed(challenge)
    case .authenticated(let user):
      stage = .greeted(hello)
      isAuthenticated = true
      return say(.auth, world, values(world).setting(.user, user))
    case .refused(let failure):
      failedLogins += 1
      delaySeconds += Self.failedLoginDelay
      guard failedLogins < Self.mostFailedLogins else {
        let reply = say(.authTooMany, world)
        stage = .closed
        return reply
      }
      stage = .greeted(hello)
      return refusal(Diagnosis(failure, .smtp), Self.hidden, world)
    }
  }

  private func sasl(_ world: MailWorld) -> SASLServer {
    world.saslServer(
      session: ordinal, host: world.smtp.hostname, userPrompt: world.smtp.side.loginPrompt)
  }

  private static func proceed(_ challenge: [UInt8]) -> [UInt8] {
    Array("334 \(Base64.encode(challenge))".utf8) + [UInt8].crlf
  }

  /// For lines that no reply may echo.
  private static let hidden = Parsed<SMTPCommand>(
    line: Secret.mask, reading: .unreadable(Diagnosis(.authWrong, .smtp)))

  /// VRFY and EXPN know users by name or address; there are no lists. RFC 5321 §3.5.
  private func verify(
    _ text: String, _ known: SMTPWord, _ unknown: SMTPWord, _ world: MailWorld
  ) -> [UInt8] {
    let address = text.filter { !"<>".contains($0) }
    let path = MailPath(address: address) ?? MailPath(localPart: address, domain: nil)
    let account = world.accounts.first { account in
      account.user == address || account.addresses.contains(where: path.names)
    }
    let values = values(world)
    guard let account else {
      return say(unknown, world, values.setting(.text, ByteSanitizer.visible(text)))
    }
    let shown = account.addresses.first(where: path.names) ?? account.addresses[0]
    return say(
      known, world, values.setting(.user, account.user).setting(.to, shown.shown))
  }

  private func say(_ word: SMTPWord, _ world: MailWorld, _ values: [WordValue: String]? = nil) -> [UInt8] {
    let reply = world.smtp.side.words[word].octets(with: values ?? self.values(world))
    return hasEnhancedCodes(world) ? EnhancedCodes.added(to: reply, saying: word) : reply
  }

  private func hasEnhancedCodes(_ world: MailWorld) -> Bool { world.smtp.side.extensions.has("ENHANCEDSTATUSCODES") }

  private func refusal(
    _ diagnosis: Diagnosis, _ parsed: Parsed<SMTPCommand>, _ world: MailWorld
  ) -> [UInt8] {
    let legal = SMTPRules.legalVerbs(in: state, facts(in: world))
    let values = values(world).merging(diagnosis.values(answering: parsed, legal: legal)) { $1 }
    let reply = world.smtp.side.refusals[diagnosis.id].octets(with: values)
    return hasEnhancedCodes(world) ? EnhancedCodes.added(to: reply, diagnosis: diagnosis.id) : reply
  }

  private func values(_ world: MailWorld) -> [WordValue: String] {
    var values = world.values(host: world.smtp.hostname, client: client)
    values[.helo] = hello.map { ByteSanitizer.visible($0.name) }
    switch envelope?.sender {
    case nil: break
    case .null: values[.from] = ""
    case .mailbox(let path): values[.from] = path.shown
    }
    return values
  }
}

extension MailPath {
  /// Safe to echo.
  fileprivate var shown: String { ByteSanitizer.visible(description) }
}
