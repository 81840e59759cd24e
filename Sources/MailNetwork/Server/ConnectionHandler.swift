import NIOCore
import NIOSSL
import NIOTLS

/// Carries octets between a channel and its session. `OctetListener` puts one at the end of each pipeline.
///
/// What it guarantees:
/// - It reads only when all that it had to say is on its way, and feeds the session only then: for one connection this
///   process holds one read, one answer of the session (not what its sources will make) and `largestWrite` twice,
///   whatever the client does.
/// - Octets that came before the TLS handshake never reach a session that has asked for it (CVE-2011-0411).
/// - The session is opened at most once, and ended exactly once.
final class ConnectionHandler<Session: OctetSession>: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Stage {
    /// The TLS handshake goes on; `opens` when it was the first thing that happened.
    case handshake(opens: Bool)
    case talking
    /// An answer waits for its time, which the event loop keeps.
    case holding(Scheduled<Void>)
    /// All is said; what still comes is read and dropped, until the client closes its side too.
    case leaving
  }

  private var session: Session
  private let limits: ListenerLimits
  private let turnedAway: ReachedLimit?
  private let upgrade: ServerTLS?
  private var stage: Stage
  private var next = OctetAnswer.Next.goOn
  /// Read and not yet given to the session.
  private var input = ByteBuffer()
  /// The client has closed its side; its last commands are still answered.
  private var inputEnded = false
  private var output = OutputQueue()
  private var isEncrypted: Bool
  private var isPumping = false
  private var began = NIODeadline.now()
  private var lastOctet = NIODeadline.now()
  private var timer: Scheduled<Void>?
  private var ending = ConnectionEnding.hungUp
  private var hasEnded = false

  init(
    _ session: Session, limits: ListenerLimits, turnedAway: ReachedLimit?, beginsWithTLS: Bool, upgrade: ServerTLS?
  ) {
    self.session = session
    self.limits = limits
    self.turnedAway = turnedAway
    self.upgrade = upgrade
    isEncrypted = beginsWithTLS
    stage = beginsWithTLS ? .handshake(opens: true) : .talking
  }

  func channelActive(context: ChannelHandlerContext) {
    watch(context)
    context.fireChannelActive()
    switch (stage, turnedAway) {
    // Words would need a handshake first, and one that never comes would let anybody stay.
    case (.handshake, let limit?): dismiss(limit, context)
    case (.handshake, nil): context.read()
    case (.talking, _), (.holding, _), (.leaving, _): begin(context)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    lastOctet = .now()
    switch stage {
    case .leaving, .handshake: break
    case .talking, .holding:
      var arrived = unwrapInboundIn(data)
      if input.readableBytes == 0 { input = arrived } else { input.writeBuffer(&arrived) }
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.fireChannelReadComplete()
    switch stage {
    case .talking: pump(context)
    case .leaving, .handshake: context.read()
    case .holding: break
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { pump(context) }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case TLSUserEvent.handshakeCompleted: handshakeDone(context)
    case ChannelEvent.inputClosed:
      inputEnded = true
      switch stage {
      case .talking: pump(context)
      case .holding: break
      case .leaving, .handshake: context.close(promise: nil)
      }
    case is OpenConnections.CloseRequest: dismiss(.shutdown, context)
    default: break
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch (ending, error) {
    // A client that goes without TLS's goodbye has only hung up.
    case (.hungUp, NIOSSLError.uncleanShutdown): break
    case (.hungUp, _): ending = .failed("\(error)")
    // Why it ends was known before.
    case (.finished, _), (.limit, _), (.failed, _): break
    }
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    stopHolding()
    end()
    context.fireChannelInactive()
  }

  private func end() {
    guard !hasEnded else { return }
    hasEnded = true
    session.end(ending)
  }
}

// MARK: Talking

extension ConnectionHandler {
  private func begin(_ context: ChannelHandlerContext) {
    if let turnedAway { return dismiss(turnedAway, context) }
    take(session.open(), context)
    pump(context)
  }

  private func handshakeDone(_ context: ChannelHandlerContext) {
    guard case .handshake(let opens) = stage else { return }
    isEncrypted = true
    stage = .talking
    if opens { return begin(context) }
    session.tlsStarted()
    pump(context)
  }

  /// Writes what waits, then feeds what waits, until either has to wait for the other side.
  private func pump(_ context: ChannelHandlerContext) {
    // Flushing may change the writability and come back here.
    guard !isPumping else { return }
    isPumping = true
    defer { isPumping = false }
    while case .talking = stage {
      guard writeOut(context) else { return }
      switch next {
      case .close:
        if ending == .hungUp { ending = .finished }
        return leave(context)
      case .startTLS: return startTLS(context)
      case .goOn: break
      }
      guard let piece = nextPiece() else {
        if inputEnded { return leave(context) }
        // When the loop has heard all connections that spoke: a client that serves many of its own is woken once, and
        // not by every answer.
        context.eventLoop.assumeIsolated().execute { context.flush() }
        return context.read()
      }
      take(session.receive(piece), context)
    }
  }

  private func take(_ answer: OctetAnswer, _ context: ChannelHandlerContext) {
    precondition(
      answer.then != .startTLS || (upgrade != nil && !isEncrypted), "a session started TLS where it cannot be had")
    output.append(answer.writes)
    next = answer.then
    guard answer.delay > .zero else { return }
    // What was said before must not wait with it.
    context.flush()
    stage = .holding(
      context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(answer.delay)) {
        self.stage = .talking
        self.pump(context)
      })
  }

  /// What the event loop keeps for later keeps the connection's memory.
  private func stopHolding() {
    if case .holding(let later) = stage { later.cancel() }
  }

  private func nextPiece() -> [UInt8]? {
    let waiting = input.readableBytesView
    guard let last = waiting.indices.last else { return nil }
    let end =
      switch session.framing {
      case .pieces: last
      case .lines: waiting.firstIndex(of: UInt8(ascii: "\n")) ?? last
      }
    let piece = input.readBytes(length: end - waiting.startIndex + 1)
    if input.readableBytes == 0 { input = ByteBuffer() }
    return piece
  }

  /// - Returns: whether all has gone; if not, the channel says when there is room again.
  private func writeOut(_ context: ChannelHandlerContext) -> Bool {
    while !output.isEmpty {
      if !context.channel.isWritable {
        context.flush()
        guard context.channel.isWritable else { return false }
      }
      guard let octets = output.next() else { break }
      lastOctet = .now()
      context.write(wrapOutboundOut(ByteBuffer(bytes: octets)), promise: nil)
    }
    return true
  }
}

// MARK: TLS, limits and leaving

extension ConnectionHandler {
  private func startTLS(_ context: ChannelHandlerContext) {
    guard let upgrade else { preconditionFailure("TLS was started without a certificate") }
    context.flush()
    input = ByteBuffer()
    next = .goOn
    stage = .handshake(opens: false)
    do {
      try context.pipeline.syncOperations.addHandler(upgrade.makeHandler(), position: .first)
      context.read()
    } catch {
      ending = .failed("\(error)")
      context.close(promise: nil)
    }
  }

  /// Looks at the limits of time when the nearest of them may have been reached; a timer that is moved with every octet
  /// would cost more than the octet.
  private func watch(_ context: ChannelHandlerContext) {
    let silence = lastOctet + TimeAmount(limits.silence)
    let login = began + TimeAmount(limits.login)
    let isSilent = session.knowsCaller || silence <= login
    let deadline = isSilent ? silence : login
    guard deadline > .now() else { return dismiss(isSilent ? .silence : .login, context) }
    timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.watch(context) }
  }

  /// Sends the client away, with words where it can still be reached.
  private func dismiss(_ limit: ReachedLimit, _ context: ChannelHandlerContext) {
    if case .leaving = stage {} else { ending = .limit(limit) }
    switch stage {
    case .leaving, .handshake: return context.close(promise: nil)
    // It does not read what it asked for: no words would reach it.
    case .talking where !output.isEmpty: return context.close(promise: nil)
    case .talking, .holding: stopHolding()
    }
    stage = .talking
    output = OutputQueue()
    output.append([.octets(session.farewell(limit))])
    next = .close
    pump(context)
  }

  /// Closes so that the last words arrive: a socket that is closed with octets unread answers them with a reset, which
  /// would take the words along.
  private func leave(_ context: ChannelHandlerContext) {
    stage = .leaving
    input = ByteBuffer()
    // Before the client can know: it may call again at once, for a maildrop that must be free by then.
    end()
    let written = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
    written.futureResult.assumeIsolated().whenComplete { result in
      guard case .success = result, !self.inputEnded else { return context.close(promise: nil) }
      if self.isEncrypted {
        // TLS says goodbye and waits for the client's, which it would overhear while half a connection may stay open.
        try? context.channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
        context.close(promise: nil)
      } else {
        context.close(mode: .output, promise: nil)
      }
      context.read()
      self.timer?.cancel()
      self.timer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { context.close(promise: nil) }
    }
  }
}
