import MailProtocol

/// A `MailWorld` as a peer: what a lesson talks to. Host names and ports lead to its two servers; everything
/// happens in this process and at once.
public struct SimulatedPeer: RewindablePeer, Sendable {
  private enum Connection: Sendable {
    case pop3(POP3ServerSession)
    case smtp(SMTPServerSession)
  }

  public private(set) var world: MailWorld
  private let hosts: [String: [MailProtocolName: Int]]
  private var connection: Connection?
  /// Numbers of this peer's sessions: others may work on the same world.
  private var sessions: Set<Int> = []
  /// Of the latest login.
  private var maildrop: Observation.Maildrop?

  /// - Parameter hosts: the ports of each host that can be reached.
  public init(world: MailWorld, hosts: [String: [MailProtocolName: Int]]) {
    self.world = world
    self.hosts = Dictionary(hosts.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
  }

  public mutating func connect(to endpoint: Endpoint) -> [PeerEvent] {
    hangUp()
    guard let ports = hosts[endpoint.host.lowercased()] else { return [.failed(.connectUnknownHost)] }
    guard !endpoint.tls, let speaking = ports.first(where: { $0.value == endpoint.port })?.key else {
      return [.failed(.connectRefused)]
    }
    let greeting: ServerOutput
    switch speaking {
    case .pop3:
      var session = POP3ServerSession(in: world)
      greeting = session.open(in: &world)
      connection = .pop3(session)
      sessions.insert(session.ordinal)
    case .smtp:
      var session = SMTPServerSession(in: world)
      greeting = session.open(in: &world)
      connection = .smtp(session)
      sessions.insert(session.ordinal)
    }
    return [.connected(speaking)] + events(greeting)
  }

  public mutating func send(_ octets: [UInt8]) -> [PeerEvent] {
    let output: ServerOutput
    // Taken out while it works, so that a large letter is not copied with every piece of it.
    let current = connection
    connection = nil
    switch current {
    case nil: return [.failed(.connectNotConnected)]
    case .pop3(var session):
      output = session.receive(octets, in: &world)
      maildrop = session.observedMaildrop ?? maildrop
      connection = .pop3(session)
    case .smtp(var session):
      output = session.receive(octets, in: &world)
      connection = .smtp(session)
    }
    return events(output)
  }

  /// Its sessions never offer TLS: whoever plays in them types in clear.
  public mutating func startTLS() -> [PeerEvent] { [] }

  public mutating func wait(milliseconds: Int) -> [PeerEvent] { [] }

  public mutating func disconnect() -> [PeerEvent] {
    guard connection != nil else { return [] }
    hangUp()
    return [.closed]
  }

  public func observe() -> Observation {
    let position: Observation.Position? =
      switch connection {
      case .pop3(let session): session.position
      case .smtp(let session): session.position
      case nil: nil
      }
    return Observation(
      maildrop: maildrop, deliveries: world.deliveries.filter { sessions.contains($0.session) }, position: position)
  }

  private mutating func hangUp() {
    switch connection {
    case .pop3(var session):
      session.abort(in: &world)
      maildrop = session.observedMaildrop ?? maildrop
    case .smtp(var session): session.abort(in: &world)
    case nil: break
    }
    connection = nil
  }

  private mutating func events(_ output: ServerOutput) -> [PeerEvent] {
    if output.then == .close { connection = nil }
    world.advance(seconds: output.delaySeconds)
    return output.replies.map { .received($0.octets) } + (output.then == .close ? [.closed] : [])
  }
}
