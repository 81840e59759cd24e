import MailProtocol

/// One POP3 connection from the server's side: octets in, replies out. The rule book judges every line; here
/// the allowed ones are performed on a `MailWorld`. The simulated peer and `serve` run it.
///
/// The maildrop is locked from a successful login until `receive` closes the session or `abort` is called;
/// marked messages are removed only by QUIT.
public struct POP3Session: Sendable {
  private enum Stage: Sendable {
    /// The name that USER gave, until PASS.
    case authorization(user: String?)
    case transaction(MaildropSnapshot)
    case closed
  }

  private let client: String
  private var stage = Stage.authorization(user: nil)
  private var framer: LineFramer
  private var timestamp: String?
  private var failedLogins = 0
  /// What a teacher may know of the latest login of this session.
  private(set) var maildrop: Observation.Maildrop?

  /// Octets of a command line without CRLF. RFC 2449 §4.
  private static let longestLine = 253
  private static let mostFailedLogins = 3

  /// - Parameter client: the address that it called from.
  public init(in world: MailWorld, client: String = SimulatedPeer.clientAddress) {
    self.client = client
    framer = LineFramer(limit: Self.longestLine, strictness: world.mode.lineEnds)
  }

  /// Begins the session with the greeting. RFC 1939 §4.
  public mutating func open(in world: inout MailWorld) -> ServerOutput {
    let earlier = world.beginSession()
    let greeting = world.pop3.side.words[.greeting].octets(
      with: values(world).setting(.process, String(world.pop3.side.process + earlier)))
    timestamp = APOPDigest.timestamp(inGreeting: greeting)
    return ServerOutput(replies: [greeting])
  }

  /// Answers what has arrived, however it is cut; commands sent together are answered in order. RFC 2449
  /// §6.6.
  public mutating func receive(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput {
    var output = ServerOutput()
    framer.append(octets)
    while state != .closed, let line = framer.next() {
      output.replies.append(answer(line, &world))
    }
    output.closes = state == .closed
    return output
  }

  /// The connection was lost: nothing is removed, the lock goes. RFC 1939 §6.
  public mutating func abort(in world: inout MailWorld) {
    if case .transaction(let snapshot) = stage {
      world.close(snapshot, removingMarked: false)
      maildrop?.deleted = []
    }
    stage = .closed
  }

  /// Where the session stands, as the rule book sees it.
  public var state: POP3State {
    switch stage {
    case .authorization(user: nil): .authorization(.fresh)
    case .authorization: .authorization(.userGiven)
    case .transaction: .transaction
    case .closed: .closed
    }
  }

  /// What the rule book is told of this server now.
  public func facts(in world: MailWorld) -> POP3Rules.Facts {
    POP3Rules.Facts(
      offered: world.pop3.side.offered, hasTimestamp: timestamp != nil, maildrop: snapshot?.facts)
  }

  private var snapshot: MaildropSnapshot? {
    if case .transaction(let snapshot) = stage { snapshot } else { nil }
  }

  private mutating func answer(_ line: LineFramer.Line, _ world: inout MailWorld) -> [UInt8] {
    let parsed = POP3Command.parse(line.bytes)
    if line.isTooLong { return refusal(Diagnosis(.lineTooLong, .pop3), parsed, world) }
    switch POP3Rules.judge(parsed, in: state, facts(in: world)) {
    case .refused(let diagnosis):
      // A refused USER, PASS or APOP starts the login over, as the rule book says to the client too.
      if let command = parsed.command,
        POP3Rules.advance(state, after: command, .err) == .authorization(.fresh)
      {
        stage = .authorization(user: nil)
      }
      return refusal(diagnosis, parsed, world)
    case .allowed:
      guard let command = parsed.command else { preconditionFailure("a line that is no command was allowed") }
      let before = state
      let reply = perform(command, parsed, &world)
      assert(
        state == POP3Rules.advance(before, after: command, POP3Reply.status(of: reply)) || state == .closed)
      maildrop = snapshot?.observed ?? maildrop
      return reply
    }
  }

  private mutating func perform(
    _ command: POP3Command, _ parsed: Parsed<POP3Command>, _ world: inout MailWorld
  ) -> [UInt8] {
    switch (command, stage) {
    case (.user(let name), .authorization):
      stage = .authorization(user: name)
      return say(.user, world)
    case (.pass(let secret), .authorization(let user?)):
      return logIn(user, .authWrong, saying: .pass, parsed, &world) { $0 == secret }
    case (.apop(let name, let digest), .authorization):
      let md5 = world.md5
      return logIn(name, .apopBadDigest, saying: .apop, parsed, &world) { [timestamp] secret in
        timestamp.map { APOPDigest.make(timestamp: $0, secret: secret, md5: md5) == digest } ?? false
      }
    case (.quit, .transaction(let snapshot)):
      maildrop = snapshot.observed
      let word: POP3Word = snapshot.count == 0 ? .quitEmpty : snapshot.marked.isEmpty ? .quit : .quitRemoved
      let reply = say(word, world)
      world.close(snapshot, removingMarked: true)
      stage = .closed
      return reply
    case (.quit, _):
      let reply = say(.quitEarly, world)
      stage = .closed
      return reply
    case (_, .transaction(var snapshot)):
      let reply = POP3Replies(world: world, values: values(world)).perform(command, on: &snapshot)
      stage = .transaction(snapshot)
      return reply
    default: preconditionFailure("the rules allowed \(command.verb) in \(state.name)")
    }
  }

  /// RFC 1939 §7; after a failure the name is forgotten, after several the connection closes.
  private mutating func logIn(
    _ user: String, _ failure: Diagnosis.ID, saying word: POP3Word, _ parsed: Parsed<POP3Command>,
    _ world: inout MailWorld, proof: (Secret) -> Bool
  ) -> [UInt8] {
    let outcome = world.logIn(user, proof: proof)
    let reply: [UInt8]
    switch outcome {
    case .opened(let snapshot):
      stage = .transaction(snapshot)
      return say(word, world)
    case .locked:
      reply = say(.locked, world)
      stage = .authorization(user: nil)
    case .wrong:
      reply = refusal(Diagnosis(failure, .pop3), parsed, world)
      failedLogins += 1
      stage = failedLogins == Self.mostFailedLogins ? .closed : .authorization(user: nil)
    }
    return reply
  }

  private func say(_ word: POP3Word, _ world: MailWorld) -> [UInt8] {
    world.pop3.side.words[word].octets(with: values(world))
  }

  private func refusal(
    _ diagnosis: Diagnosis, _ parsed: Parsed<POP3Command>, _ world: MailWorld
  ) -> [UInt8] {
    let legal = POP3Rules.legalVerbs(in: state, facts(in: world))
    let values = values(world).merging(diagnosis.values(answering: parsed, legal: legal)) { $1 }
    return world.pop3.side.refusals[diagnosis.id].octets(with: values)
  }

  private func values(_ world: MailWorld) -> [WordValue: String] {
    var values = world.values(host: world.pop3.hostname, client: client)
    switch stage {
    case .authorization(let user): values[.user] = user.map { ByteSanitizer.visible($0) }
    case .transaction(let snapshot):
      values[.user] = snapshot.user
      values[.n] = String(snapshot.count)
      values[.octets] = String(snapshot.octets)
    case .closed: break
    }
    return values
  }
}

extension MailWorld {
  /// `WordValue.everywhere`.
  func values(host: String, client: String) -> [WordValue: String] {
    [
      .host: host, .domain: MailDomain.of(host: host), .ip: client, .date: clock.rfc5322, .ctime: clock.ctime,
      .clock: String(clock.seconds),
    ]
  }
}

extension [WordValue: String] {
  func setting(_ key: WordValue, _ value: String) -> Self {
    var copy = self
    copy[key] = value
    return copy
  }
}
