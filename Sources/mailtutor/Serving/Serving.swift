import ArgumentParser
import Foundation
import MailNetwork
import MailProtocol
import MailSimulator
import NIOCore
import NIOPosix

/// `mailtutor serve` at work: opens the listeners, says where they are, and closes them when a signal comes.
struct Serving: Sendable {
  struct Door: Hashable, Sendable {
    let speaking: MailProtocolName
    let tls: Bool
    let port: Int

    /// `pop3s`
    var name: String { speaking.rawValue + (tls ? "s" : "") }
  }

  let doors: [Door]
  let address: String
  let world: SharedWorld
  let tls: ServerTLS
  let limits: ListenerLimits
  let log: LiveLog?
  let stopSignal: StopSignal
  /// Told as each door opens, with the port that it has.
  let announce: @Sendable (Door, Int) -> Void
  let isReady: @Sendable () -> Void

  func run() async throws {
    let connections = OpenConnections(limits: limits)
    var listeners: [OctetListener] = []
    // Doors that were opened before one that cannot be are shut by the end of the program.
    for door in doors {
      let listener = try await open(door, connections)
      listeners.append(listener)
      announce(door, listener.port)
    }
    isReady()
    await stopSignal.wait()
    for listener in listeners { try? await listener.stop() }
    await connections.endAll()
    log?.finish()
  }

  private func open(_ door: Door, _ connections: OpenConnections) async throws -> OctetListener {
    do {
      switch door.speaking {
      case .pop3: return try await listen(door, connections, POP3ServerSession.self)
      case .smtp: return try await listen(door, connections, SMTPServerSession.self)
      }
    } catch {
      Output.complain("cannot listen on port \(door.port) of \(address): \(Self.reason(error))")
      throw ExitCode.unavailable
    }
  }

  private func listen<Session: ServerSession>(
    _ door: Door, _ connections: OpenConnections, _: Session.Type
  ) async throws -> OctetListener {
    try await OctetListener.start(
      address: address, port: door.port, on: MultiThreadedEventLoopGroup.singleton,
      security: door.tls ? .tls(tls) : .plain(upgrade: tls), connections: connections
    ) { [world, log] caller in ServedSession<Session>(caller, in: world, log: log) }
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE: "another program has it. Name another port, or 0 for a free one."
    case EACCES: "ports below 1024 are the system's. Name a higher one, or 0 for a free one."
    case EADDRNOTAVAIL: "this machine does not have that address."
    case let code?: "\(String(cString: strerror(code)))."
    case nil: error is SocketAddressError ? "that is no address." : "\(error)."
    }
  }
}
