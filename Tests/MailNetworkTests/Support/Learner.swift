import Foundation
import MailProtocol
import NIOPosix
import Testing

@testable import MailNetwork

/// A peer and what it has told, on a thread that may block.
final class Learner {
  let peer: NetworkPeer
  private(set) var text = ""
  private(set) var octets = 0
  private(set) var closings = 0

  init(_ peer: NetworkPeer) { self.peer = peer }

  convenience init(trust: Trust = .system, timeout: Duration = .seconds(60)) throws {
    try self.init(NetworkPeer(trust: trust, timeout: timeout))
  }

  @discardableResult func note(_ events: [PeerEvent]) -> [PeerEvent] {
    for event in events {
      switch event {
      case .received(let piece):
        text += String(decoding: piece, as: UTF8.self)
        octets += piece.count
      case .closed: closings += 1
      case .connected, .said, .secured, .failed: break
      }
    }
    return events
  }

  func say(_ line: String) { note(peer.send(Array(line.utf8))) }

  /// All that was said, as soon as it ends so; what there is after a minute.
  func hears(_ ending: String) -> String {
    var waits = 0
    while !text.hasSuffix(ending), closings == 0, waits < 60 {
      waits += 1
      note(peer.wait(milliseconds: 1000))
    }
    return text
  }

  func hearsTheEnd() -> String {
    var waits = 0
    while closings == 0, waits < 60 {
      if note(peer.wait(milliseconds: 1000)).isEmpty { waits += 1 }
    }
    return text
  }

  /// Whether there is something to take, asked as a line editor does.
  func isReady(within milliseconds: Int32) -> Bool {
    var ends = [pollfd(fd: peer.readiness, events: Int16(POLLIN), revents: 0)]
    return poll(&ends, 1, milliseconds) == 1
  }
}

/// Runs what blocks where no task waits for its turn.
func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}

/// A server for the length of a test; its port is handed to a thread that may block.
func withServer<S: OctetSession, T: Sendable>(
  security: OctetListener.Security = .plain(upgrade: nil), address: String = "127.0.0.1",
  session: @escaping @Sendable (Caller) -> S, _ body: @escaping @Sendable (Int) throws -> T
) async throws -> T {
  let connections = OpenConnections(limits: ListenerLimits())
  let listener = try await OctetListener.start(
    address: address, port: 0, on: MultiThreadedEventLoopGroup.singleton, security: security, connections: connections,
    session: session)
  let port = listener.port
  let result = try await onThread { try body(port) }
  try? await listener.stop()
  await connections.endAll()
  return result
}

extension PeerEvent {
  /// `network.refused`
  var failure: String? {
    guard case .failed(let id, _) = self else { return nil }
    return id.rawValue
  }

  var reason: String? {
    guard case .failed(_, let values) = self else { return nil }
    return values["reason"]
  }

  var report: TLSReport? {
    guard case .secured(let report) = self else { return nil }
    return report
  }
}
