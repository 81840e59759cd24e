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
    var recipients: [MailPath] = []
  }

  private enum Stage: Sendable {
    case connected
    case greeted(Hello)
    case mail(Hello, Envelope)
    case data(Hello, Envelope, IncomingLetter)
    case closed
  }

  private let client: String
  private var stage = Stage.connected
  private var framer: LineFramer

  /// Octets of a command line without CRLF. RFC 5321 §4.5.3.1.4.
  private static let longestLine = 510
  /// RFC 5321 §4.5.3.1.8 demands at least so many.
  private static let mostRecipients = 100

  /// - Parameter client: the address that it called from.
  public init(in world: MailWorld, client: String = SimulatedPeer.clientAddress) {
    self.client = client
    framer = LineFramer(limit: Self.longestLine, strictness: world.mode.lineEnds)
  }

  /// Begins the session with the greeting. RFC 5321 §3.1.
  public mutating func open(in world: inout MailWorld) -> ServerOutput {
    _ = world.beginSession()
    return ServerOutput(replies: [say(.greeting, world)])
  }

  /// Answers what has arrived, however it is cut; commands sent together are answered in order. RFC 2920
  /// §3.2.
  public mutating func receive(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput {
    var output = ServerOutput()
    var octets = octets[...]
    while state != .closed {
      if case .data(let hello, let envelope, var letter) = stage {
        // Nothing else may hold the letter meanwhile, or each feed would copy it.
        stage = .closed
        let end = letter.feed(octets)
        stage = .data(hello, envelope, letter)
        guard let end else { break }
        octets = octets[end...]
        output.replies.append(finish(letter, envelope, hello, &world))
      }
      framer.append(octets)
      octets = []
      guard let line = framer.next() else { break }
      output.replies.append(answer(line, &world))
      // After 354 the rest is the letter's, not a line of the framer's.
      if state == .data { octets = framer.takeRest()[...] }
    }
    output.closes = state == .closed
    return output
  }

  /// The connection was lost: what was not answered with 250 is not delivered. RFC 5321 §4.1.1.4.
  public mutating func abort(in world: inout MailWorld) { stage = .closed }

  /// Where the session stands, as the rule book sees it.
  public var state: SMTPState {
    switch stage {
    case .connected: .connected
    case .greeted: .greeted
    case .mail(_, let envelope) where envelope.recipients.isEmpty: .mail
    case .mail(_, let envelope): .recipients(envelope.recipients.count)
    case .data: .data
    case .closed: .closed
    }
  }

  /// What the rule book is told of this server now.
  public func facts(in world: MailWorld) -> SMTPRules.Facts { world.smtp.facts(extended: hello?.extended ?? false) }

  private var hello: Hello? {
    switch stage {
    case .connected, .closed: nil
    case .greeted(let hello), .mail(let hello, _), .data(let hello, _, _): hello
    }
  }

  private mutating func answer(_ line: LineFramer.Line, _ world: inout MailWorld) -> [UInt8] {
    let parsed = SMTPCommand.parse(line.bytes)
    if line.isTooLong { return refusal(Diagnosis(.lineTooLong, .smtp), parsed, world) }
    switch SMTPRules.judge(parsed, in: state, facts(in: world)) {
    case .refused(let diagnosis): return refusal(diagnosis, parsed, world)
    case .allowed:
      guard let command = parsed.command else { preconditionFailure("a line that is no command was allowed") }
      let before = state
      let reply = perform(command, &world)
      assert(
        state
          == SMTPRules.advance(before, after: command, Int(String(decoding: reply.prefix(3), as: UTF8.self))!)
      )
      return reply
    }
  }

  private mutating func perform(_ command: SMTPCommand, _ world: inout MailWorld) -> [UInt8] {
    switch (command, stage) {
    case (.helo(let name), _): return greet(Hello(name: name ?? "unknown", extended: false), world)
    case (.ehlo(let name), _): return greet(Hello(name: name ?? "unknown", extended: true), world)
    case (.mail(let sender, _), .greeted(let hello)):
      stage = .mail(hello, Envelope(sender: sender))
      return say(.mail, world)
    case (.rcpt(let path, _), .mail(let hello, let envelope)): return add(path, to: envelope, hello, world)
    case (.data, .mail(let hello, let envelope)):
      let limit = world.smtp.side.extensions.sizeLimit ?? IncomingLetter.defaultLimit
      let reply = say(.data, world)
      stage = .data(hello, envelope, IncomingLetter(limit: limit))
      return reply
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
    case (.mail, _), (.rcpt, _), (.data, _), (.other, _):
      preconditionFailure("the rules allowed \(command.verb) in \(state.name)")
    }
  }

  /// A second HELO or EHLO is a new beginning: the envelope is empty. RFC 5321 §4.1.4.
  private mutating func greet(_ hello: Hello, _ world: MailWorld) -> [UInt8] {
    stage = .greeted(hello)
    let values = values(world)
    return hello.extended
      ? world.smtp.side.words[.ehlo].octets(with: values, more: world.smtp.side.extensions.lines)
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
      case .relayDenied: .rcptRelayDenied
      }
    let reply = world.smtp.side.words[word].octets(
      with: values(world).setting(.to, path.shown).setting(.user, ByteSanitizer.visible(path.localPart)))
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
    guard let content = letter.content else { return world.smtp.side.words[.tooLarge].octets(with: values) }
    world.deliver(
      content, from: envelope.sender, to: envelope.recipients,
      MailWorld.Handover(helo: hello.name, address: client, extended: hello.extended))
    return world.smtp.side.words[.accepted].octets(with: values)
  }

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
      return world.smtp.side.words[unknown].octets(with: values.setting(.text, ByteSanitizer.visible(text)))
    }
    let shown = account.addresses.first(where: path.names) ?? account.addresses[0]
    return world.smtp.side.words[known].octets(
      with: values.setting(.user, account.user).setting(.to, shown.shown))
  }

  private func say(_ word: SMTPWord, _ world: MailWorld) -> [UInt8] {
    world.smtp.side.words[word].octets(with: values(world))
  }

  private func refusal(
    _ diagnosis: Diagnosis, _ parsed: Parsed<SMTPCommand>, _ world: MailWorld
  ) -> [UInt8] {
    let legal = SMTPRules.legalVerbs(in: state, facts(in: world))
    let values = values(world).merging(diagnosis.values(answering: parsed, legal: legal)) { $1 }
    return world.smtp.side.refusals[diagnosis.id].octets(with: values)
  }

  private func values(_ world: MailWorld) -> [WordValue: String] {
    var values = world.values(host: world.smtp.hostname, client: client)
    values[.helo] = hello.map { ByteSanitizer.visible($0.name) }
    switch stage {
    case .mail(_, let envelope), .data(_, let envelope, _):
      switch envelope.sender {
      case .null: values[.from] = ""
      case .mailbox(let path): values[.from] = path.shown
      }
    case .connected, .greeted, .closed: break
    }
    return values
  }
}

extension MailPath {
  /// Safe to echo.
  fileprivate var shown: String { ByteSanitizer.visible(description) }
}
