import ArgumentParser
import Foundation
import MailNetwork
import MailProtocol
import MailSimulator
import NIOCore
import NIOPosix

/// `mailtutor serve` at work: opens the listeners, says where they are, and closes them when a signal comes.
struct ServeProgram: Sendable {
  let ports: [ListeningPort]
  let address: String
  let world: SharedWorld
  let tls: ServerTLS
  let limits: ListenerLimits
  let log: LiveLog?
  let stopSignal: StopSignal
  /// Told as each is opened, with the number that it has.
  let announce: @Sendable (ListeningPort, Int) -> Void
  let isReady: @Sendable () -> Void

  /// - Throws: a `PortTrouble` before anything is served.
  func run() async throws {
    let connections = OpenConnections(limits: limits)
    var listeners: [OctetListener] = []
    // Those that were opened before one that cannot be are closed by the end of the program.
    for port in ports {
      let listener = try await open(port, connections)
      listeners.append(listener)
      announce(port, listener.port)
    }
    isReady()
    await stopSignal.wait()
    for listener in listeners { try? await listener.stop() }
    await connections.endAll()
    log?.finish()
  }

  private func open(_ port: ListeningPort, _ connections: OpenConnections) async throws -> OctetListener {
    do {
      switch port.speaking {
      case .pop3: return try await listen(port, connections, POP3ServerSession.self)
      case .smtp: return try await listen(port, connections, SMTPServerSession.self)
      }
    } catch {
      throw PortTrouble(port: port.number, address: address, cause: error)
    }
  }

  private func listen<Session: ServerSession>(
    _ port: ListeningPort, _ connections: OpenConnections, _: Session.Type
  ) async throws -> OctetListener {
    try await OctetListener.start(
      address: address, port: port.number, on: MultiThreadedEventLoopGroup.singleton,
      security: port.tls ? .tls(tls) : .plain(upgrade: tls), connections: connections
    ) { [world, log] caller in ServedSession<Session>(caller, in: world, log: log) }
  }
}
