import MailProtocol

/// One POP3 connection from the server's side: octets in, replies out. The rule book judges every line; here
/// the allowed ones are performed on a `MailWorld`. The simulated peer and `serve` run it.
///
/// The maildrop is locked from a successful login until `receive` closes the session or `abort` is called;
/// marked messages are removed only by QUIT.
public struct POP3Session: Sendable {
  enum Stage: Sendable {
    /// The name that USER gave, until PASS.
    case authorization(user: String?)
    case sasl(SASLExchange)
    /// STLS was answered: whoever runs the session shakes hands now.
    case handshake
    case transaction(MaildropSnapshot)
    case closed
  }

  let client: String
  private let lineEnds: LineFramer.Strictness
  private var tls: SessionTLS
  var stage = Stage.authorization(user: nil)
  private var framer: LineFramer
  var timestamp: String?
  /// Which session of the world this is, from 0.
  var ordinal = 0
  var failedLogins = 0
  var delaySeconds = 0
  var faultCounts = FaultCounts()
  var annotations: [ServerOutput.Annotation] = []
  private var hasSentBareLF = false
  /// As it was when the login ended.
  private var leftMaildrop: Observation.Maildrop?

  /// Octets of a command line without CRLF. RFC 2449 §4; base64 needs more (RFC 4954 §4.5.3, RFC 5034 §4).
  private static let longestLine = 253
  private static let longestSASLLine = 12_286
  static let mostFailedLogins = 3
  /// Each failed login is answered later than at once, so that guessing takes time.
  static let failedLoginDelay = 2

  /// - Parameters:
  ///   - client: the address that it called from.
  ///   - tls: encrypted from the first octet. RFC 8314 §3.
  ///   - isTLSOffered: who runs the session can shake hands when STLS asks for it.
  public init(
    in world: MailWorld, client: String = SimulatedPeer.clientAddress, tls: Bool = false,
    isTLSOffered: Bool = false
  ) {
    self.client = client
    self.tls = tls ? .active : isTLSOffered ? .offered : .impossible
    lineEnds = world.mode.lineEnds
    framer = LineFramer(limit: Self.longestSASLLine, strictness: lineEnds)
  }

  /// Begins the session with the greeting. RFC 1939 §4.
  public mutating func open(in world: inout MailWorld) -> ServerOutput {
    ordinal = world.beginSession()
    let greeting = world.pop3.side.words[.greeting].octets(
      with: values(world).setting(.process, String(world.pop3.side.process + ordinal)))
    timestamp = APOPDigest.timestamp(inGreeting: greeting)
    delaySeconds = 0
    annotations = []
    let fault = world.fault(at: .greeting, .pop3, Fault.Subject(), &faultCounts)
    // A greeting that is a refusal is the last word: RFC 1939 knows no session after it.
    let reply = suffering(
      fault, about: nil, &world, refused: { $0.abort(in: &$1) }, done: { _, _ in .octets(greeting) })
    return output([reply])
  }

  /// Answers what has arrived, however it is cut; commands sent together are answered in order. RFC 2449
  /// §6.6.
  public mutating func receive(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput {
    delaySeconds = 0
    annotations = []
    if isShakingHands { return ServerOutput() }
    var replies: [ServerOutput.Reply] = []
    framer.append(octets)
    while state != .closed, !isShakingHands, let line = framer.next() { replies.append(answer(line, &world)) }
    return output(replies)
  }

  private func output(_ replies: [ServerOutput.Reply]) -> ServerOutput {
    ServerOutput(
      replies: replies.filter { !$0.isEmpty }, then: state == .closed ? .close : isShakingHands ? .startTLS : .goOn,
      delaySeconds: delaySeconds, annotations: annotations)
  }

  /// The handshake is done: what was said in plaintext, answered or not, is forgotten. RFC 2595 §4.
  public mutating func tlsStarted(in world: inout MailWorld) {
    guard isShakingHands else { return }
    tls = .active
    stage = .authorization(user: nil)
    framer = LineFramer(limit: Self.longestSASLLine, strictness: lineEnds)
  }

  /// Nothing came for too long: closed without a word, and nothing is removed. RFC 1939 §3.
  public mutating func timeOut(in world: inout MailWorld) -> ServerOutput {
    abort(in: &world)
    return ServerOutput(then: .close)
  }

  public var isTLSActive: Bool { tls == .active }
  /// Nobody has logged in yet: such a session may be given less time.
  public var isLoggedIn: Bool { snapshot != nil }

  private var isShakingHands: Bool {
    if case .handshake = stage { true } else { false }
  }

  /// The connection was lost: nothing is removed, the lock goes. RFC 1939 §6.
  public mutating func abort(in world: inout MailWorld) {
    if case .transaction(let snapshot) = stage {
      world.close(snapshot, removingMarked: false)
      leftMaildrop = snapshot.observed
      leftMaildrop?.deleted = []
    }
    stage = .closed
  }

  /// Where the session stands, as the rule book sees it.
  public var state: POP3State {
    switch stage {
    case .authorization(user: nil), .handshake: .authorization(.fresh)
    case .authorization: .authorization(.userGiven)
    case .sasl: .authorization(.sasl)
    case .transaction: .transaction
    case .closed: .closed
    }
  }

  /// What the rule book is told of this server now.
  public func facts(in world: MailWorld) -> POP3Rules.Facts {
    var facts = world.pop3.facts(world.digests, tls)
    facts.hasTimestamp = timestamp != nil
    facts.maildrop = snapshot?.facts
    return facts
  }

  /// What a teacher may know of the latest login of this session.
  var maildrop: Observation.Maildrop? { snapshot?.observed ?? leftMaildrop }

  var snapshot: MaildropSnapshot? {
    if case .transaction(let snapshot) = stage { snapshot } else { nil }
  }

  private mutating func answer(_ line: LineFramer.Line, _ world: inout MailWorld) -> ServerOutput.Reply {
    if case .sasl(let exchange) = stage { return go(on: exchange, line, &world) }
    noteLineEnd(line)
    let parsed = POP3Command.parse(line.bytes)
    if line.isTooLong || (line.bytes.count > Self.longestLine && parsed.verb != .auth) {
      return refusal(Diagnosis(.lineTooLong, .pop3, ["limit": "255"]), parsed, world)
    }
    switch POP3Rules.judge(parsed, in: state, facts(in: world)) {
    case .refused(let diagnosis):
      if let command = parsed.command { startOver(after: command, &world) }
      return refusal(diagnosis, parsed, world)
    case .allowed(let remark):
      if let remark { annotations.append(.forgiven(remark)) }
      guard let command = parsed.command else { preconditionFailure("a line that is no command was allowed") }
      let subject = subject(of: command)
      let fault = world.fault(at: .command(command.verb.rawValue), .pop3, subject, &faultCounts)
      return suffering(
        fault, about: command, &world, refused: { $0.startOver(after: command, &$1) },
        done: { $0.carryOut(command, parsed, &$1) })
    }
  }

  /// Once is enough: a client that does it does it in every line.
  private mutating func noteLineEnd(_ line: LineFramer.Line) {
    guard !line.endsWithCRLF, !hasSentBareLF else { return }
    hasSentBareLF = true
    annotations.append(.forgiven(Diagnosis(.lineBareLF, .pop3)))
  }

  private mutating func carryOut(
    _ command: POP3Command, _ parsed: Parsed<POP3Command>, _ world: inout MailWorld
  ) -> ServerOutput.Reply {
    let before = state
    let reply = perform(command, parsed, &world)
    assert(state == .closed || state == POP3Rules.advance(before, after: command, POP3Reply.status(of: reply.head)))
    return reply
  }

  /// A refused USER, PASS or APOP starts the login over, as the rule book says to the client too; a refused QUIT
  /// closes, and nothing is removed.
  private mutating func startOver(after command: POP3Command, _ world: inout MailWorld) {
    switch POP3Rules.advance(state, after: command, .err) {
    case .authorization(.fresh): stage = .authorization(user: nil)
    case .closed: abort(in: &world)
    case .authorization, .transaction, .update: break
    }
  }

  private func subject(of command: POP3Command) -> Fault.Subject {
    var subject = Fault.Subject(message: command.message)
    switch (command, stage) {
    case (.user(let name), _), (.apop(let name, _), _): subject.user = name
    case (.pass, .authorization(let user)): subject.user = user
    default: break
    }
    return subject
  }

  private mutating func perform(
    _ command: POP3Command, _ parsed: Parsed<POP3Command>, _ world: inout MailWorld
  ) -> ServerOutput.Reply {
    switch (command, stage) {
    case (.user(let name), .authorization):
      stage = .authorization(user: name)
      return say(.user, world)
    case (.pass(let secret), .authorization(let user?)):
      return logIn(user, .authWrong, saying: .pass, parsed, &world) { $0 == secret }
    case (.apop(let name, let digest), .authorization):
      let md5 = world.digests.md5
      return logIn(name, .apopBadDigest, saying: .apop, parsed, &world) { [timestamp] secret in
        timestamp.map { APOPDigest.make(timestamp: $0, secret: secret, md5: md5) == digest } ?? false
      }
    case (.auth(nil, _), _):
      return say(.authList, world, lines: (facts(in: world).mechanisms ?? []).map(\.rawValue))
    case (.auth(let name?, let response), .authorization): return begin(name, response, parsed, &world)
    case (.capa, _):
      let isLoggedIn = snapshot != nil
      return say(.capa, world, lines: world.pop3.announced(facts(in: world), loggedIn: isLoggedIn))
    case (.stls, .authorization):
      let reply = say(.stls, world)
      stage = .handshake
      return reply
    case (.utf8, .authorization): return say(.utf8, world)
    case (.lang(nil), _): return say(.lang, world, lines: ["en English", "i-default"])
    case (.lang(let language?), _):
      let isKnown = ["en", "i-default", "*"].contains(language.lowercased())
      return isKnown ? say(.langOne, world) : refusal(Diagnosis(.argumentExtra, .pop3), parsed, world)
    case (.quit, .transaction(let snapshot)):
      leftMaildrop = snapshot.observed
      // A server that has no words for an empty maildrop may still have some for what it removes.
      let hasEmptied = snapshot.count == 0 && (snapshot.marked.isEmpty || world.pop3.side.words.has(.quitEmpty))
      let word: POP3Word = hasEmptied ? .quitEmpty : snapshot.marked.isEmpty ? .quit : .quitRemoved
      let reply = say(word, world)
      world.close(snapshot, removingMarked: true)
      stage = .closed
      return reply
    case (.quit, _):
      let reply = say(.quitEarly, world)
      stage = .closed
      return reply
    case (_, .transaction(var snapshot)):
      let reply = POP3Replies(words: world.pop3.side.words, values: values(world)).perform(command, on: &snapshot)
      stage = .transaction(snapshot)
      return reply
    default: preconditionFailure("the rules allowed \(command.verb) in \(state.name)")
    }
  }

  func say(_ word: POP3Word, _ world: MailWorld, lines: [String]? = nil) -> ServerOutput.Reply {
    .octets(world.pop3.side.words[word].octets(with: values(world)) + (lines.map(POP3Replies.multiline) ?? []))
  }

  mutating func refusal(
    _ diagnosis: Diagnosis, _ parsed: Parsed<POP3Command>, _ world: MailWorld
  ) -> ServerOutput.Reply {
    annotations.append(.refused(diagnosis))
    let legal = POP3Rules.legalVerbs(in: state, facts(in: world))
    let values = values(world).merging(diagnosis.values(answering: parsed, legal: legal))
    let words = world.pop3.side.words
    if snapshot != nil, diagnosis.id.isAboutVerb, words.has(.unknownAfterLogin) {
      return .octets(words[.unknownAfterLogin].octets(with: values))
    }
    return .octets(world.pop3.side.refusals[diagnosis.id].octets(with: values))
  }

  func values(_ world: MailWorld) -> WordValues {
    var values = WordValues(
      WordValues.Conversation(host: world.pop3.hostname, client: client, clock: world.clock), maildrop: snapshot)
    if case .authorization(let user?) = stage { values[.user] = ByteSanitizer.visible(user) }
    return values
  }
}
