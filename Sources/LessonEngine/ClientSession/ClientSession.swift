import MailProtocol

/// The connection as the learner's side sees it: it judges what is typed, puts the server's octets together to replies,
/// pairs each reply with its line, and follows the position from the replies alone.
public struct ClientSession: Sendable {
  private enum Connection: Sendable {
    case offline
    case pop3(POP3ClientSession)
    case smtp(SMTPClientSession)
  }

  private var connection = Connection.offline
  /// What the lines that were sent have led to.
  private var expectation = SecretExpectation()
  /// The handshake that made the open connection safe.
  public private(set) var tls: TLSReport?
  /// Of connections that are closed.
  private var maildropSeen: Observation.Maildrop?
  private var lettersSeen: [Observation.Delivery] = []

  public init() {}

  /// nil while no connection is open.
  public var speaking: MailProtocolName? {
    switch connection {
    case .offline: nil
    case .pop3: .pop3
    case .smtp: .smtp
    }
  }

  public var state: StateName {
    switch connection {
    case .offline: .offline
    case .pop3(let session): session.position.state.name
    case .smtp(let session): session.position.state.name
    }
  }

  public var position: Observation.Position? {
    switch connection {
    case .offline: nil
    case .pop3(let session): .pop3(session.position)
    case .smtp(let session): .smtp(session.position)
    }
  }

  public var isOffline: Bool { speaking == nil }

  /// Every line is the letter's now.
  public var isInData: Bool { if case .smtp(let session) = connection { session.isInData } else { false } }

  /// What is typed now are octets of a piece, no command, even an empty line. RFC 3030 §2.
  var isInPiece: Bool { if case .smtp(let session) = connection { session.isInPiece } else { false } }

  /// PASS is due.
  public var acceptsPassword: Bool {
    if case .pop3(let session) = connection { session.position.user != nil } else { false }
  }

  /// The next line answers a challenge: all of it is secret.
  public var isInExchange: Bool {
    switch connection {
    case .offline: false
    case .pop3(let session): session.position.isInExchange
    case .smtp(let session): session.position.isInExchange
    }
  }

  /// A line was sent whose reply has not come.
  public var isWaiting: Bool {
    switch connection {
    case .offline: false
    case .pop3(let session): session.isWaiting
    case .smtp(let session): session.isWaiting
    }
  }

  /// A server has answered STLS or STARTTLS with yes.
  public var isTLSDue: Bool {
    switch connection {
    case .offline: false
    case .pop3(let session): session.position.isTLSDue
    case .smtp(let session): session.position.isTLSDue
    }
  }

  /// A password may come, even as a bare line: learners answer the question that was never asked.
  public var mayGetSecret: Bool {
    switch connection {
    case .offline: false
    case .pop3(let session): session.position.maildrop == nil && session.position.state != .closed
    case .smtp: expectsSecret
    }
  }

  /// A login was begun, and neither finished nor given up for another command: what comes next and is no command is most
  /// likely its secret.
  public var expectsSecret: Bool { expectation.isOpen && !(position?.isLoggedIn ?? true) }

  /// What the server has said of itself, where no all-seeing teacher tells more.
  public var witnessed: Observation {
    switch connection {
    case .offline: Observation(maildrop: maildropSeen, deliveries: lettersSeen, position: nil)
    case .pop3(let session):
      Observation(maildrop: session.maildrop ?? maildropSeen, deliveries: lettersSeen, position: position)
    case .smtp(let session):
      Observation(maildrop: maildropSeen, deliveries: lettersSeen + session.taken, position: position)
    }
  }

  /// Whom the open letter would reach.
  public var recipients: [MailPath] { envelope?.recipients ?? [] }

  /// The open transaction has SMTPUTF8.
  var isInternational: Bool { envelope?.isInternational ?? false }

  private var envelope: SMTPEnvelope? {
    if case .smtp(let session) = connection { session.position.state.envelope } else { nil }
  }

  /// The lines of the open letter, as its readers will have them; nil when none is open.
  var openLetter: [[UInt8]]? {
    if case .smtp(let session) = connection { session.openLetter } else { nil }
  }

  /// Messages marked in the open session: what a lost line would leave in the maildrop.
  public var marked: Int {
    if case .pop3(let session) = connection { session.position.maildrop?.marked.count ?? 0 } else { 0 }
  }

  public var legalVerbs: [String] {
    switch connection {
    case .offline: []
    case .pop3(let session): POP3Rules.legalVerbs(at: session.position).map(\.rawValue)
    case .smtp(let session): SMTPRules.legalVerbs(at: session.position).map(\.rawValue)
    }
  }

  /// Those that lead on from here: at most five.
  var leadingVerbs: [String] {
    switch connection {
    case .offline: []
    case .pop3(let session): POP3Rules.leadingVerbs(at: session.position).map(\.rawValue)
    case .smtp(let session): SMTPRules.leadingVerbs(at: session.position).map(\.rawValue)
    }
  }

  // MARK: What happens

  public mutating func open(_ name: MailProtocolName) {
    close()
    switch name {
    case .pop3: connection = .pop3(POP3ClientSession())
    case .smtp: connection = .smtp(SMTPClientSession())
    }
  }

  public mutating func close() {
    (maildropSeen, lettersSeen) = (witnessed.maildrop, witnessed.deliveries)
    connection = .offline
    expectation = SecretExpectation()
    tls = nil
  }

  /// What was said before the handshake is forgotten by both sides. RFC 2595 §4, RFC 3207 §4.2.
  public mutating func secured(_ report: TLSReport) {
    tls = report
    change(pop3: { $0.secured() }, smtp: { $0.secured() })
  }

  /// The connection is gone; what it has shown stays until another one is opened.
  public mutating func lost() { change(pop3: { $0.lost() }, smtp: { $0.lost() }) }

  /// What an all-seeing teacher knows of the server sharpens the judgement.
  public mutating func learn(from observation: Observation?) {
    switch (observation?.position, connection) {
    case (.pop3(let position)?, .pop3): change(pop3: { $0.learn(from: position) }, smtp: { _ in })
    case (.smtp(let position)?, .smtp): change(pop3: { _ in }, smtp: { $0.learn(from: position) })
    case (nil, _), (_, .offline), (.pop3?, .smtp), (.smtp?, .pop3): break
    }
  }

  /// Judges a line that is about to be sent, without its ending, and remembers it until its reply comes.
  public mutating func send(_ line: String) -> SentLine { send(Array(line.utf8)) }

  public mutating func send(_ line: [UInt8]) -> SentLine {
    if !isInExchange, !isInData { expectation.sent(String(decoding: line, as: UTF8.self)) }
    return change(pop3: { $0.send(line) }, smtp: { $0.send(line) })
      ?? SentLine(text: String(decoding: line, as: UTF8.self), role: .letterLine, verdict: .allowed(remark: nil))
  }

  /// What the rules say of a line that is not sent yet.
  public func reading(_ line: String) -> SentLine {
    var copy = self
    return copy.send(line)
  }

  public mutating func receive(_ octets: [UInt8]) -> [Exchange] {
    change(pop3: { $0.receive(octets) }, smtp: { $0.receive(octets) }) ?? []
  }

  /// The server has been silent for so long that a reply without its closing dot is taken as it stands.
  public mutating func giveUpOnDot() -> Exchange? {
    change(pop3: { $0.giveUpOnDot() }, smtp: { _ in nil }) ?? nil
  }

  /// nil while no connection is open.
  @discardableResult
  private mutating func change<Result>(
    pop3: (inout POP3ClientSession) -> Result, smtp: (inout SMTPClientSession) -> Result
  ) -> Result? {
    switch connection {
    case .offline: return nil
    case .pop3(var session):
      // Nothing else may hold it meanwhile, or it would be copied.
      connection = .offline
      defer { connection = .pop3(session) }
      return pop3(&session)
    case .smtp(var session):
      connection = .offline
      defer { connection = .smtp(session) }
      return smtp(&session)
    }
  }
}
