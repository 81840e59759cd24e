import NIOCore
import NIOPosix

/// A TCP listener that runs any session: octets in, octets out, and when to hang up. It knows no protocol; who answers
/// is passed in. It binds loopback unless an address is given.
public final class OctetListener: Sendable {
  /// One connection's answers. Called on the connection's event loop, one call at a time.
  public protocol Session: Sendable {
    /// What the server says first.
    mutating func open() -> Answer
    mutating func receive(_ octets: [UInt8]) -> Answer
    /// The other side has gone, with or without a goodbye.
    mutating func end()
  }

  public struct Answer: Sendable {
    /// Each is one write: clients have been seen to time out on halves.
    public let writes: [[UInt8]]
    public let closes: Bool

    public init(writes: [[UInt8]], closes: Bool) {
      self.writes = writes
      self.closes = closes
    }
  }

  private let channel: any Channel

  /// The port in use, where 0 asked for a free one.
  public var port: Int { channel.localAddress?.port ?? 0 }

  private init(channel: any Channel) { self.channel = channel }

  /// - Throws: the system's error when the address or port cannot be had.
  public static func start<S: Session>(
    address: String = "127.0.0.1", port: Int, on group: any EventLoopGroup, session: @escaping @Sendable () -> S
  ) async throws -> OctetListener {
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Reads wait for writes: a client that never reads cannot make the answers pile up.
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(SessionHandler(session()))
        }
      }
      .bind(host: address, port: port).get()
    return OctetListener(channel: channel)
  }

  public func stop() async throws { try await channel.close().get() }
}

/// Carries octets between a channel and its session. It reads on only when all it had to say has been written.
private final class SessionHandler<S: OctetListener.Session>: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private var session: S
  private var isEnding = false

  init(_ session: S) { self.session = session }

  func channelActive(context: ChannelHandlerContext) { answer(session.open(), context) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isEnding else { return }
    answer(session.receive(Array(unwrapInboundIn(data).readableBytesView)), context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    session.end()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error _: any Error) { context.close(promise: nil) }

  private func answer(_ answer: OctetListener.Answer, _ context: ChannelHandlerContext) {
    isEnding = answer.closes
    let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.whenComplete { [isEnding] result in
      let context = loopBound.value
      if isEnding { context.close(promise: nil) } else if case .success = result { context.read() }
    }
    for octets in answer.writes { context.write(wrapOutboundOut(ByteBuffer(bytes: octets)), promise: nil) }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
  }
}
