import Foundation
import MailProtocol
import NIOCore
import NIOSSL
import NIOTLS

/// The client's end of a pipeline: puts what comes into `InboundBuffer`, and tells how a TLS handshake ended.
final class InboundBufferHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let inbound: InboundBuffer
  private let endpoint: Endpoint
  private let isVerifying: Bool

  init(_ inbound: InboundBuffer, _ endpoint: Endpoint, isVerifying: Bool) {
    self.inbound = inbound
    self.endpoint = endpoint
    self.isVerifying = isVerifying
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if inbound.put(unwrapInboundIn(data).readableBytesView) {
      try? context.channel.syncOptions?.setOption(.autoRead, value: false)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case TLSUserEvent.handshakeCompleted = event { handshakeDone(context) }
    context.fireUserInboundEventTriggered(event)
  }

  private func handshakeDone(_ context: ChannelHandlerContext) {
    let tls = tlsHandler(context)
    let certificate = tls?.peerCertificate.flatMap { try? ServerCertificate($0) }
    inbound.settle(
      .done(
        TLSReport(
          version: tls?.tlsVersion?.title ?? "TLS", names: certificate?.names ?? ["?"],
          issuer: certificate?.issuer ?? "?", validUntil: certificate?.lastDay ?? "?", isVerified: isVerifying)))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let tls = tlsHandler(context) {
      let heard = (try? context.pipeline.syncOperations.handler(type: FirstOctets.self))?.octets ?? []
      // After a handshake that went well this is too late to be heard.
      let diagnosis = ConnectionFailure.ofHandshake(error, heard: heard, tls.peerCertificate, at: endpoint, now: Date())
      inbound.settle(.failed(diagnosis.id, values: diagnosis.values))
    }
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    inbound.end()
    context.fireChannelInactive()
  }

  private func tlsHandler(_ context: ChannelHandlerContext) -> NIOSSLClientHandler? {
    try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
  }
}

/// Remembers how the server began to answer the handshake. When that was no TLS, it says what it was.
final class FirstOctets: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private static let most = 512
  private(set) var octets: [UInt8] = []

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if octets.count < Self.most {
      octets += unwrapInboundIn(data).readableBytesView.prefix(Self.most - octets.count)
    }
    context.fireChannelRead(data)
  }
}

extension TLSVersion {
  var title: String {
    switch self {
    case .tlsv1: "TLSv1"
    case .tlsv11: "TLSv1.1"
    case .tlsv12: "TLSv1.2"
    case .tlsv13: "TLSv1.3"
    }
  }
}
