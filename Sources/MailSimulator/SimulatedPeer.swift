import MailProtocol

/// A `MailWorld` as a peer: what a lesson talks to. Host names and ports lead to its two servers; everything
/// happens in this process and at once.
///
/// TLS is played without cryptography. Ports of `pop3s` and `smtps` want the handshake first; STLS and STARTTLS are offered
/// where the scenario says `tls:`. Who comes in the wrong way is told why nothing can be read, and is offline again.
public struct SimulatedPeer: RewindablePeer, Sendable {
  private struct Connection: Sendable {
    var session: Session
    let host: String
    /// nil for a client that does what it is told.
    let program: ClientProgram?
  }

  private enum Session: Sendable {
    case pop3(POP3ServerSession)
    case smtp(SMTPServerSession)
  }

  public private(set) var world: MailWorld
  private let hosts: [String: [MailService: Int]]
  private var connection: Connection?
  /// The latest answer agreed to TLS.
  private var isTLSDue = false
  /// Numbers of this peer's sessions: others may work on the same world.
  private var sessions: Set<Int> = []
  /// Of the latest login.
  private var maildrop: Observation.Maildrop?
  /// Of the latest answer.
  private var refusal: PolicyRefusal?

  /// - Parameter hosts: the services of each host that can be reached, and their ports.
  public init(world: MailWorld, hosts: [String: [MailService: Int]]) {
    self.world = world
    self.hosts = Dictionary(hosts.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
  }

  public mutating func connect(to endpoint: Endpoint) -> [PeerEvent] {
    open(endpoint, nil, endpoint.tls ? .tls : .clear)
  }

  public mutating func connect(to endpoint: Endpoint, with program: ClientProgram) -> [PeerEvent] {
    let events = open(endpoint, program, program.security)
    guard connection != nil, !program.openingLines.isEmpty else { return events }
    return events + ask(for: program.openingLines)
  }

  public mutating func send(_ octets: [UInt8]) -> [PeerEvent] {
    guard let program = connection?.program, program.lineEnd == .lf, world.mode == .strict else { return pass(octets) }
    // The line never ends for this server, so it never answers.
    hangUp()
    return [.failed(.connectNeedsCRLF)]
  }

  /// A server that has agreed to TLS gets a handshake, or what is none and ends the connection.
  public mutating func startTLS() -> [PeerEvent] {
    guard let open = connection, isTLSDue else { return [] }
    let security = open.program?.security
    if open.program != nil, security?.isAskedFor != true {
      hangUp()
      return [.failed(.connectNoHandshake)]
    }
    isTLSDue = false
    switch open.session {
    case .pop3(var session):
      session.tlsStarted(in: &world)
      connection?.session = .pop3(session)
    case .smtp(var session):
      session.tlsStarted(in: &world)
      connection?.session = .smtp(session)
    }
    return [.secured(report(of: open.host, open.program))]
  }

  public mutating func wait(milliseconds: Int) -> [PeerEvent] { [] }

  public mutating func disconnect() -> [PeerEvent] {
    guard connection != nil else { return [] }
    hangUp()
    return [.closed]
  }

  public func observe() -> Observation {
    let position: Observation.Position? =
      switch connection?.session {
      case .pop3(let session): session.position
      case .smtp(let session): session.position
      case nil: nil
      }
    return Observation(
      maildrop: maildrop, deliveries: world.deliveries.filter { sessions.contains($0.session) }, position: position,
      refusal: refusal)
  }

  // MARK: Connecting

  private mutating func open(
    _ endpoint: Endpoint, _ program: ClientProgram?, _ security: ClientProgram.Security
  ) -> [PeerEvent] {
    hangUp()
    guard let ports = hosts[endpoint.host.lowercased()] else { return [.failed(.connectUnknownHost)] }
    let services = MailService.allCases.filter { ports[$0] == endpoint.port }
    guard let service = services.first(where: { security.obstacle(at: $0) == nil }) ?? services.first else {
      return [.failed(.connectRefused)]
    }
    if let obstacle = security.obstacle(at: service) { return [.failed(obstacle)] }
    let (session, greeting) = begin(service)
    connection = Connection(session: session, host: endpoint.host.lowercased(), program: program)
    let handshake: [PeerEvent] = service.isTLS ? [.secured(report(of: endpoint.host.lowercased(), program))] : []
    return [.connected(service.speaking)] + handshake + events(greeting)
  }

  private mutating func begin(_ service: MailService) -> (Session, ServerOutput) {
    let isOffered = world.tls != nil
    switch service.speaking {
    case .pop3:
      var session = POP3ServerSession(in: world, tls: service.isTLS, isTLSOffered: isOffered)
      let greeting = session.open(in: &world)
      sessions.insert(session.ordinal)
      return (.pop3(session), greeting)
    case .smtp:
      var session = SMTPServerSession(in: world, tls: service.isTLS, isTLSOffered: isOffered)
      let greeting = session.open(in: &world)
      sessions.insert(session.ordinal)
      return (.smtp(session), greeting)
    }
  }

  /// The program says its lines without reading the replies, and then shakes hands.
  private mutating func ask(for lines: [String]) -> [PeerEvent] {
    var events: [PeerEvent] = []
    for line in lines where connection != nil {
      events.append(.said(line))
      events += pass(Array(line.utf8) + [0x0D, 0x0A])
    }
    if isTLSDue || connection == nil { return events }
    hangUp()
    return events + [.failed(.connectStartTLSRefused)]
  }

  private func report(of host: String, _ program: ClientProgram?) -> TLSReport {
    (world.tls ?? ScenarioTLS()).report(of: host, version: program?.tlsVersion ?? "TLSv1.3", at: world.clock)
  }

  // MARK: Talking

  private mutating func pass(_ octets: [UInt8]) -> [PeerEvent] {
    guard let current = connection else { return [.failed(.connectNotConnected)] }
    let output: ServerOutput
    // Taken out while it works, so that a large letter is not copied with every piece of it.
    connection = nil
    let session: Session
    switch current.session {
    case .pop3(var pop3):
      output = pop3.receive(octets, in: &world)
      maildrop = pop3.observedMaildrop ?? maildrop
      session = .pop3(pop3)
    case .smtp(var smtp):
      output = smtp.receive(octets, in: &world)
      session = .smtp(smtp)
    }
    connection = Connection(session: session, host: current.host, program: current.program)
    return events(output)
  }

  private mutating func hangUp() {
    switch connection?.session {
    case .pop3(var session):
      session.abort(in: &world)
      maildrop = session.observedMaildrop ?? maildrop
    case .smtp(var session): session.abort(in: &world)
    case nil: break
    }
    connection = nil
    isTLSDue = false
  }

  private mutating func events(_ output: ServerOutput) -> [PeerEvent] {
    refusal = output.refusal
    if output.then == .startTLS { isTLSDue = true }
    if output.then == .close { connection = nil }
    world.advance(seconds: output.delaySeconds)
    return output.replies.map { .received($0.octets) } + (output.then == .close ? [.closed] : [])
  }
}

extension ClientProgram.Security {
  /// The program shakes hands in the middle of a conversation.
  fileprivate var isAskedFor: Bool {
    switch self {
    case .clear, .tls: false
    case .startTLS: true
    }
  }
}
