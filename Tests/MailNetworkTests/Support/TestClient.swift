import Foundation
import MailNetwork
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// A client that says exactly what a test tells it to, in exactly these pieces, and keeps what it hears.
final class TestClient: Sendable {
  private struct Heard {
    var octets: [UInt8] = []
    var count = 0
    var isClosed = false
  }

  private let channel: any Channel
  private let heard: NIOLockedValueBox<Heard>

  private init(_ channel: any Channel, _ heard: NIOLockedValueBox<Heard>) {
    self.channel = channel
    self.heard = heard
  }

  /// - Parameters:
  ///   - reads: false for a client that never reads.
  ///   - keeps: false for a client that only counts what it hears.
  ///   - greeting: said by the event loop as soon as there is a connection: a test whose tasks have to wait for their
  ///     turn on a busy machine would say it too late.
  ///   - trickle: said after that, again and again.
  static func connect(
    to listener: OctetListener, tls: Bool = false, reads: Bool = true, keeps: Bool = true,
    saying greeting: String? = nil,
    trickling trickle: String? = nil
  ) async throws -> TestClient {
    let heard = NIOLockedValueBox(Heard())
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: reads)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if tls { try channel.pipeline.syncOperations.addHandler(makeTLS()) }
          try channel.pipeline.syncOperations.addHandler(Ear(heard, keeps: keeps, saying: greeting, trickling: trickle))
        }
      }
      .connect(host: "127.0.0.1", port: listener.port).get()
    return TestClient(channel, heard)
  }

  func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

  /// Sends without waiting until it has gone.
  func post(_ text: String) { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }

  func startTLS() async throws {
    let channel = channel
    try await channel.eventLoop.submit {
      try channel.pipeline.syncOperations.addHandler(Self.makeTLS(), position: .first)
    }.get()
  }

  func startReading() async throws { try await channel.setOption(.autoRead, value: true).get() }

  func endInput() async throws { try await channel.close(mode: .output).get() }

  func hangUp() async throws { try await channel.close().get() }

  /// Goes away in a way that can be no half-closed connection.
  func reset() async throws {
    let options = try #require(channel as? any SocketOptionProvider)
    try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    try await channel.close().get()
  }

  var octets: Int { heard.withLockedValue(\.count) }

  /// All that was said so far, as soon as it ends so.
  func hears(_ ending: String) async throws -> String {
    try await wait(for: ending) { said, _ in said.hasSuffix(ending) }
  }

  /// All that was said, once the server has closed.
  func hearsTheEnd() async throws -> String { try await wait(for: "the end") { $1 } }

  private func wait(for what: String, _ isEnough: (String, Bool) -> Bool) async throws -> String {
    for _ in 0..<6000 {
      let now = heard.withLockedValue(\.self)
      let said = String(decoding: now.octets, as: UTF8.self)
      if isEnough(said, now.isClosed) { return said }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("waited a minute for \(what)")
    return String(decoding: heard.withLockedValue(\.octets), as: UTF8.self)
  }

  private static func makeTLS() throws -> NIOSSLClientHandler {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = .none
    return try NIOSSLClientHandler(context: NIOSSLContext(configuration: configuration), serverHostname: nil)
  }

  private final class Ear: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let heard: NIOLockedValueBox<Heard>
    let keeps: Bool
    let greeting: String?
    let trickle: String?

    init(_ heard: NIOLockedValueBox<Heard>, keeps: Bool, saying greeting: String?, trickling trickle: String?) {
      self.heard = heard
      self.keeps = keeps
      self.greeting = greeting
      self.trickle = trickle
    }

    func channelActive(context: ChannelHandlerContext) {
      let channel = context.channel
      if let greeting { channel.writeAndFlush(ByteBuffer(string: greeting), promise: nil) }
      if let trickle {
        let task = channel.eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(60), delay: .milliseconds(60)) {
          _ in
          channel.writeAndFlush(ByteBuffer(string: trickle), promise: nil)
        }
        channel.closeFuture.whenComplete { _ in task.cancel() }
      }
      context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let octets = unwrapInboundIn(data).readableBytesView
      heard.withLockedValue {
        $0.count += octets.count
        if keeps { $0.octets += octets }
      }
    }

    func channelInactive(context: ChannelHandlerContext) { heard.withLockedValue { $0.isClosed = true } }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
