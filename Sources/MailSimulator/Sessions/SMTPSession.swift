import MailProtocol

/// One SMTP connection from the server's side: octets in, replies out. The rule book judges every line; here
/// the allowed ones are performed on a `MailWorld`. The simulated peer and `serve` run it.
///
/// A letter is delivered when the final dot is answered with 250, and at no other moment.
public struct SMTPSession: Sendable {
  struct Hello: Sendable {
    let name: String
    /// By EHLO.
    let extended: Bool
  }

  struct Envelope: Sendable {
    let sender: ReversePath
    /// MAIL had SMTPUTF8.
    var isInternational = false
    var recipients: [MailPath] = []
  }

  enum Stage: Sendable {
    case connected
    /// The greeting was no welcome: only QUIT is answered as usual. RFC 5321 §3.1.
    case turnedAway
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

  struct Chunk: Sendable {
    let size: Int
    var left: Int
    let isLast: Bool
  }

  let client: String
  private let lineEnds: LineFramer.Strictness
  private var tls: SessionTLS
  var isAuthenticated = false
  var stage = Stage.connected
  private var framer: LineFramer
  /// A BDAT was refused: its octets are still read, and thrown away. RFC 3030 §2.
  var skipping: (octets: Int, reply: [UInt8])?
  /// Which session of the world this is, from 0.
  var ordinal = 0
  var failedLogins = 0
  var delaySeconds = 0
  var faultCounts = FaultCounts()
  var annotations: [ServerOutput.Annotation] = []
  private var hasSentBareLF = false

  /// Octets of a command line without CRLF. RFC 5321 §4.5.3.1.4; more for DSN's parameters (RFC 3461 §5.2) and
  /// for base64 (RFC 4954 §4).
  private static let longestLine = 510
  private static let longestPathLine = 1038
  private static let longestSASLLine = 12_286
  /// RFC 5321 §4.5.3.1.8 demands at least so many.
  private static let mostRecipients = 100
  static let mostFailedLogins = 3
  /// Each failed login is answered later than at once, so that guessing takes time.
  static let failedLoginDelay = 2

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
    delaySeconds = 0
    annotations = []
    let fault = world.fault(at: .greeting, .smtp, Fault.Subject(), &faultCounts)
    let reply = suffering(
      fault, &world, values: { $0.values($1) }, refused: { $0.stage = .turnedAway }, done: { $0.say(.greeting, $1) })
    return output([reply])
  }

  /// Answers what has arrived, however it is cut; commands sent together are answered in order. RFC 2920
  /// §3.2.
  public mutating func receive(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput {
    delaySeconds = 0
    annotations = []
    if isShakingHands { return ServerOutput() }
    var replies: [[UInt8]] = []
    var octets = octets[...]
    while state != .closed, !isShakingHands {
      if let reply = skip(&octets) { replies.append(reply) }
      if skipping != nil { break }
      if isTakingLetter {
        guard let reply = take(&octets, &world) else { break }
        replies.append(reply)
        continue
      }
      framer.append(octets)
      octets = []
      guard let line = framer.next() else { break }
      let reply = answer(line, &world)
      if skipping == nil, !isTakingLetter || state == .data { replies.append(reply) }
      // After 354 or BDAT the rest is the letter's, not a line of the framer's.
      if skipping != nil || isTakingLetter { octets = framer.takeRest()[...] }
    }
    return output(replies)
  }

  private func output(_ replies: [[UInt8]]) -> ServerOutput {
    ServerOutput(
      replies: replies.filter { !$0.isEmpty }.map(ServerOutput.Reply.octets),
      then: state == .closed ? .close : isShakingHands ? .startTLS : .goOn,
      delaySeconds: delaySeconds, annotations: annotations)
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
    return ServerOutput(replies: [.octets(reply)], then: .close)
  }

  /// The connection was lost: what was not answered with 250 is not delivered. RFC 5321 §4.1.1.4.
  public mutating func abort(in world: inout MailWorld) { stage = .closed }

  public var isTLSActive: Bool { tls == .active }
  public var isLoggedIn: Bool { isAuthenticated }

  /// Where the session stands, as the rule book sees it.
  public var state: SMTPState {
    switch stage {
    case .connected, .turnedAway, .handshake: .connected
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
    if case .turnedAway = stage { facts.isTurnedAway = true }
    return facts
  }

  private var hello: Hello? {
    switch stage {
    case .connected, .turnedAway, .handshake, .closed: nil
    case .greeted(let hello), .sasl(let hello, _, _), .mail(let hello, _), .data(let hello, _, _),
      .chunking(let hello, _, _, _):
      hello
    }
  }

  private var envelope: Envelope? {
    switch stage {
    case .connected, .turnedAway, .handshake, .closed, .greeted, .sasl: nil
    case .mail(_, let envelope), .data(_, let envelope, _), .chunking(_, let envelope, _, _): envelope
    }
  }

  private var isShakingHands: Bool {
    if case .handshake = stage { true } else { false }
  }

  private mutating func answer(_ line: LineFramer.Line, _ world: inout MailWorld) -> [UInt8] {
    if case .sasl(let hello, let exchange, let step) = stage { return go(on: exchange, step, hello, line, &world) }
    noteLineEnd(line)
    let parsed = SMTPCommand.parse(line.bytes)
    if line.isTooLong || line.bytes.count > longestLine(parsed.verb) {
      return refusal(Diagnosis(.lineTooLong, .smtp, ["limit": "512"]), parsed, world)
    }
    switch SMTPRules.judge(parsed, in: state, facts(in: world)) {
    case .refused(let diagnosis):
      let reply = refusal(diagnosis, parsed, world)
      if case .bdat(let octets, _) = parsed.command { skipping = (octets, reply) }
      return reply
    case .allowed(let remark):
      if let remark { annotations.append(.forgiven(remark)) }
      guard let command = parsed.command else { preconditionFailure("a line that is no command was allowed") }
      let fault = world.fault(at: .command(command.verb.rawValue), .smtp, Self.subject(of: command), &faultCounts)
      let reply = suffering(
        fault, &world, values: { $0.values($1, of: command) }, refused: { $0.startOver(after: command) },
        done: { $0.carryOut(command, parsed, &$1) })
      // The octets of a piece that was refused are on their way all the same.
      if case .bdat(let octets, _) = command, !isTakingLetter, state != .closed { skipping = (octets, reply) }
      return reply
    }
  }

  /// Once is enough: a client that does it does it in every line.
  private mutating func noteLineEnd(_ line: LineFramer.Line) {
    guard !line.endsWithCRLF, !hasSentBareLF else { return }
    hasSentBareLF = true
    annotations.append(.forgiven(Diagnosis(.lineBareLF, .smtp)))
  }

  private mutating func carryOut(
    _ command: SMTPCommand, _ parsed: Parsed<SMTPCommand>, _ world: inout MailWorld
  ) -> [UInt8] {
    let before = state
    let reply = perform(command, parsed, &world)
    // A BDAT is answered when its octets are here, and TLS begins after its reply.
    assert(
      isTakingLetter || isShakingHands || state == .closed
        || state == SMTPRules.advance(before, after: command, Int(String(decoding: reply.prefix(3), as: UTF8.self))!))
    return reply
  }

  /// A refused QUIT ends the session all the same; every other refusal changes nothing.
  private mutating func startOver(after command: SMTPCommand) {
    if command.verb == .quit { stage = .closed }
  }

  private static func subject(of command: SMTPCommand) -> Fault.Subject {
    switch command {
    case .mail(.mailbox(let path), _), .rcpt(let path, _): Fault.Subject(addresses: [path])
    default: Fault.Subject()
    }
  }

  private func values(_ world: MailWorld, of command: SMTPCommand) -> WordValues {
    var values = values(world).setting(.verb, command.verb.rawValue)
    switch command {
    case .mail(let path, _): values[.from] = ByteSanitizer.visible(path.description)
    case .rcpt(let path, _): values[.to] = path.shown
    default: break
    }
    return values
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
    case (.help(let topic), _): return help(on: topic, world)
    case (.verbose, _): return say(.verbose, world)
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
      case _ where envelope.recipients.count >= world.limits.recipients ?? Self.mostRecipients: .rcptTooMany
      case .account where world.isFull(for: [path], octets: 1): .mailboxFull
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

  func say(_ word: SMTPWord, _ world: MailWorld) -> [UInt8] { say(word, world, values(world)) }

  /// - Parameter values: asked for only where the words name any.
  func say(_ word: SMTPWord, _ world: MailWorld, _ values: @autoclosure () -> WordValues) -> [UInt8] {
    let reply = world.smtp.side.words[word].octets(with: values())
    return world.smtp.hasEnhancedCodes ? EnhancedCodes.added(to: reply, saying: word) : reply
  }

  mutating func refusal(
    _ diagnosis: Diagnosis, _ parsed: Parsed<SMTPCommand>, _ world: MailWorld
  ) -> [UInt8] {
    annotations.append(.refused(diagnosis))
    let legal = SMTPRules.legalVerbs(in: state, facts(in: world))
    let values = values(world).merging(diagnosis.values(answering: parsed, legal: legal))
    let reply = world.smtp.side.refusals[diagnosis.id].octets(with: values)
    return world.smtp.hasEnhancedCodes ? EnhancedCodes.added(to: reply, diagnosis: diagnosis.id) : reply
  }

  func values(_ world: MailWorld) -> WordValues {
    var values = WordValues(
      WordValues.Conversation(host: world.smtp.hostname, client: client, clock: world.clock))
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
  var shown: String { ByteSanitizer.visible(description) }
}
