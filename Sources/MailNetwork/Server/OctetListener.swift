import NIOCore
import NIOPosix

/// A TCP listener that runs any session: octets in, octets out, and when to hang up. It knows no protocol; who answers
/// is passed in. It binds loopback unless an address is given. `mailtutor serve` has one for each port.
public final class OctetListener: Sendable {
  public enum Security: Sendable {
    /// Begins in plaintext; with a certificate an answer may start TLS.
    case plain(upgrade: ServerTLS?)
    /// TLS from the first octet. RFC 8314 §3.
    case tls(ServerTLS)
  }

  private let channel: any Channel

  /// The port in use, where 0 asked for a free one.
  public var port: Int { channel.localAddress?.port ?? 0 }

  private init(channel: any Channel) { self.channel = channel }

  /// - Throws: the system's error when the address or port cannot be had.
  public static func start<S: OctetSession>(
    address: String = "127.0.0.1", port: Int, on group: any EventLoopGroup,
    security: Security = .plain(upgrade: nil), connections: OpenConnections = OpenConnections(),
    session: @escaping @Sendable (Caller) -> S
  ) async throws -> OctetListener {
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Reads wait for writes: a client that never reads cannot make the answers pile up.
      .childChannelOption(.autoRead, value: false)
      // `printf 'QUIT\r\n' | nc` ends its side at once and still wants the answers.
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try add(session, to: channel, security, connections)
        }
      }
      .bind(host: address, port: port).get()
    return OctetListener(channel: channel)
  }

  private static func add<S: OctetSession>(
    _ session: @Sendable (Caller) -> S, to channel: any Channel, _ security: Security, _ connections: OpenConnections
  ) throws {
    let remote = channel.remoteAddress
    let pipeline = channel.pipeline.syncOperations
    let upgrade: ServerTLS?
    let isEncrypted: Bool
    switch security {
    case .plain(let tls):
      upgrade = tls
      isEncrypted = false
    case .tls(let tls):
      upgrade = nil
      isEncrypted = true
      try pipeline.addHandler(tls.makeHandler())
    }
    let caller = Caller(address: remote?.ipAddress ?? "", port: remote?.port ?? 0, isEncrypted: isEncrypted)
    try pipeline.addHandler(
      ConnectionHandler(
        session(caller), limits: connections.limits, turnedAway: connections.admit(channel, from: caller.address),
        beginsWithTLS: isEncrypted, upgrade: upgrade))
  }

  /// Takes no more connections; those that are open stay (see `OpenConnections.endAll`).
  public func stop() async throws { try await channel.close().get() }
}
