import MailProtocol
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// A real server as a peer: what `connect` and `learn --server` talk to. One thread calls it and is blocked meanwhile;
/// `interrupt` may come from anywhere.
public final class NetworkPeer: Peer, Sendable {
  /// Why it cannot be set up. The sentence says how to mend it.
  public struct Unusable: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// What an interruption has ended.
  public enum Interruption: Hashable, Sendable {
    /// Connecting, or a TLS handshake: there is no connection now.
    case connecting
    /// Waiting for octets, or for the server to take them.
    case waiting
  }

  private struct Connection: Sendable {
    let endpoint: Endpoint
    let channel: any Channel
    let inbound: InboundBuffer
    var isEncrypted: Bool
  }

  private let tls: ClientTLS
  private let timeout: TimeAmount
  private let wakeup: WakeupPipe
  private let current = NIOLockedValueBox<Connection?>(nil)
  /// Where the latest attempt to connect went.
  private let latest = NIOLockedValueBox<Endpoint?>(nil)
  private let interruption = NIOLockedValueBox<Interruption?>(nil)

  /// - Parameters:
  ///   - timeout: for finding and reaching the server, TLS included; also for a handshake in the middle, and for octets
  ///     that the server does not take.
  ///   - hearsInterruptSignal: SIGINT (Ctrl-C) interrupts this peer, and from now on nothing else in this process;
  ///     whoever handles it for a while, as a line editor does, has to put this handler back.
  public init(
    trust: Trust = .system, timeout: Duration = .seconds(10), hearsInterruptSignal: Bool = false
  ) throws(Unusable) {
    tls = try ClientTLS(trust)
    self.timeout = TimeAmount(timeout)
    do {
      wakeup = hearsInterruptSignal ? try InterruptSignal.handle() : try WakeupPipe()
    } catch {
      throw Unusable(description: "no connection can be watched: \(error)")
    }
  }

  deinit { current.withLockedValue(\.self)?.channel.close(promise: nil) }

  /// Readable when something has come, or an interruption, that `wait` would give at once. To be polled, never read.
  public var readiness: Int32 { wakeup.descriptor }

  /// Makes the call that blocks now, or else the next `wait` or `startTLS`, return at once. Connecting and a handshake
  /// are given up without an event; a connection with half a line sent is closed. It only writes to a pipe: a signal
  /// handler may call it.
  public func interrupt() { wakeup.interrupt() }

  /// What was interrupted since this was asked last, or since the latest attempt to connect.
  public func takeInterruption() -> Interruption? { interruption.withLockedValue { $0.take() } }

  /// Interruptions so far were meant for something else.
  ///
  /// - Returns: whether there were any.
  @discardableResult public func forgetInterruptions() -> Bool {
    let isForgotten = wakeup.drain()
    let wasTaken = takeInterruption() != nil
    if current.withLockedValue(\.self)?.inbound.hasNews ?? false { wakeup.wake() }
    return isForgotten || wasTaken
  }

  public func connect(to endpoint: Endpoint) -> [PeerEvent] {
    hangUp()
    forgetInterruptions()
    latest.withLockedValue { $0 = endpoint }
    let deadline = NIODeadline.now() + timeout
    let attempt = ConnectionAttempt()
    bootstrap(endpoint, attempt).connect(host: endpoint.host, port: endpoint.port).whenComplete { [wakeup] result in
      attempt.settle(result)
      wakeup.wake()
    }
    switch wakeup.wait(until: deadline, for: { attempt.outcome }) {
    case .found(.success(let (channel, inbound))):
      let connection = Connection(endpoint: endpoint, channel: channel, inbound: inbound, isEncrypted: endpoint.tls)
      let connected = PeerEvent.connected(endpoint.expected)
      guard endpoint.tls else {
        keep(connection)
        return [connected]
      }
      switch wakeup.wait(until: deadline, for: { Self.outcome(of: inbound) }) {
      case .found(.done(let report)):
        keep(connection)
        return [connected, .secured(report)]
      case .found(.failed(let id, let values)):
        channel.close(promise: nil)
        return [values.isEmpty ? failure(id, endpoint) : .failed(id, values: values)]
      case .interrupted:
        channel.close(promise: nil)
        note(.connecting)
        return []
      case .timedOut:
        channel.close(promise: nil)
        return [failure(.networkTimeout, endpoint)]
      }
    case .found(.failure(let error)):
      let diagnosis = ConnectionFailure.ofConnecting(error, to: endpoint)
      return [.failed(diagnosis.id, values: diagnosis.values)]
    case .interrupted:
      attempt.giveUp()
      note(.connecting)
      return []
    case .timedOut:
      attempt.giveUp()
      return [failure(.networkTimeout, endpoint)]
    }
  }

  /// - Returns: what has come already. It waits only while the octets are on their way into the system; a server that
  ///   takes none for so long that the time is over, or until somebody interrupts, is hung up on: half a line is sent.
  ///   An interruption that came before is kept for whoever waits for the reply.
  public func send(_ octets: [UInt8]) -> [PeerEvent] {
    guard let connection = current.withLockedValue(\.self) else { return [.failed(.connectNotConnected)] }
    // The line goes out whole; waiting for its reply is what is given up.
    if wakeup.drain() { note(.waiting) }
    let deadline = NIODeadline.now() + timeout
    // A new piece only when the one before has gone: a letter does not wait here as a whole.
    for start in stride(from: 0, to: octets.count, by: OutputQueue.largestWrite) {
      let piece = ByteBuffer(bytes: octets[start...].prefix(OutputQueue.largestWrite))
      let isGone = NIOLockedValueBox(false)
      connection.channel.writeAndFlush(piece).whenComplete { [wakeup] _ in
        isGone.withLockedValue { $0 = true }
        wakeup.wake()
      }
      let isSent = { isGone.withLockedValue { $0 ? true : nil } }
      switch wakeup.wait(until: deadline, for: isSent) {
      case .found, .timedOut: break
      case .interrupted:
        note(.waiting)
        // A line that the system takes at once is sent whole.
        let soon = NIODeadline.now() + .milliseconds(200)
        while case .interrupted = wakeup.wait(until: soon, for: isSent) {}
      }
      guard isGone.withLockedValue(\.self) else {
        connection.channel.close(promise: nil)
        _ = wakeup.wait(until: .now() + .seconds(1)) { connection.inbound.isClosed ? true : nil }
        break
      }
      if connection.inbound.isClosed { break }
    }
    return take(connection)
  }

  /// - Returns: nothing when the connection is encrypted already, or when the handshake was interrupted.
  public func startTLS() -> [PeerEvent] {
    guard var connection = current.withLockedValue(\.self) else {
      // The server agreed to TLS and has hung up since.
      return [latest.withLockedValue(\.self).map { failure(.networkLost, $0) } ?? .failed(.connectNotConnected)]
    }
    guard !connection.isEncrypted else { return [] }
    let (channel, inbound, host) = (connection.channel, connection.inbound, connection.endpoint.host)
    channel.eventLoop.execute { [tls] in
      inbound.forgetPlaintext()
      do {
        try channel.pipeline.syncOperations.addHandler(tls.makeHandler(host), position: .first)
        try channel.pipeline.syncOperations.addHandler(FirstOctets(), position: .first)
        try channel.syncOptions?.setOption(.autoRead, value: true)
      } catch {
        // The connection is closed already, or the host's name can be no server's.
        channel.close(promise: nil)
      }
    }
    let deadline = NIODeadline.now() + timeout
    switch wakeup.wait(until: deadline, for: { Self.outcome(of: inbound) }) {
    case .found(.done(let report)):
      connection.isEncrypted = true
      keep(connection)
      return [.secured(report)]
    case .found(.failed(let id, let values)):
      hangUp()
      return [values.isEmpty ? failure(id, connection.endpoint) : .failed(id, values: values), .closed]
    case .interrupted:
      hangUp()
      note(.connecting)
      return []
    case .timedOut:
      hangUp()
      return [failure(.networkTimeout, connection.endpoint), .closed]
    }
  }

  public func wait(milliseconds: Int) -> [PeerEvent] {
    guard let connection = current.withLockedValue(\.self) else { return [] }
    let deadline = NIODeadline.now() + .milliseconds(Int64(milliseconds))
    switch wakeup.wait(until: deadline, for: { connection.inbound.hasNews ? true : nil }) {
    case .found, .timedOut: break
    case .interrupted: note(.waiting)
    }
    return take(connection)
  }

  public func disconnect() -> [PeerEvent] { hangUp() ? [.closed] : [] }
}

extension NetworkPeer {
  private func bootstrap(_ endpoint: Endpoint, _ attempt: ConnectionAttempt) -> ClientBootstrap {
    ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(timeout)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      // What the system keeps for us while reading stops is memory too.
      .channelOption(.socketOption(.so_rcvbuf), value: .init(InboundBuffer.most))
      .channelInitializer { [tls, wakeup] channel in
        channel.eventLoop.makeCompletedFuture {
          let inbound = InboundBuffer(wakeup)
          if endpoint.tls {
            try channel.pipeline.syncOperations.addHandler(FirstOctets())
            try channel.pipeline.syncOperations.addHandler(tls.makeHandler(endpoint.host))
          }
          try channel.pipeline.syncOperations.addHandler(
            InboundBufferHandler(inbound, endpoint, isVerifying: tls.isVerifying))
          attempt.note(inbound, of: channel)
        }
      }
  }

  /// A connection that ends without a word about its handshake was lost in it.
  private static func outcome(of inbound: InboundBuffer) -> InboundBuffer.Handshake? {
    inbound.handshake ?? (inbound.isClosed ? .failed(.networkLost, values: [:]) : nil)
  }

  /// Once there is no connection, nothing waits any more.
  private func note(_ ended: Interruption) { interruption.withLockedValue { $0 = $0 ?? ended } }

  /// Octets that nobody has taken yet.
  var unread: Int { current.withLockedValue(\.self)?.inbound.unread ?? 0 }

  private func failure(_ id: Diagnosis.ID, _ endpoint: Endpoint) -> PeerEvent {
    .failed(id, values: Diagnosis.network(id, at: endpoint, speaking: endpoint.expected).values)
  }

  private func keep(_ connection: Connection) {
    current.withLockedValue { $0 = connection }
    // Waiting for other things has drained the pipe.
    if connection.inbound.hasNews { wakeup.wake() }
  }

  private func take(_ connection: Connection) -> [PeerEvent] {
    let (events, goesOn) = connection.inbound.take()
    if goesOn { connection.channel.setOption(.autoRead, value: true).whenComplete { _ in } }
    if events.last == .closed {
      current.withLockedValue { $0 = nil }
    } else if connection.inbound.hasNews {
      // It came after the taking, and its wake-up may have been drained before.
      wakeup.wake()
    }
    return events
  }

  /// - Returns: whether there was a connection whose end nobody had heard of.
  @discardableResult private func hangUp() -> Bool {
    guard let connection = current.withLockedValue({ $0.take() }) else { return false }
    connection.channel.close(promise: nil)
    return true
  }
}
