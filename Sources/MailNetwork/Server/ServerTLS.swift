import Foundation
import NIOSSL

/// A certificate and its key, ready to serve: given as files, or made on the spot. `OctetListener` shows it to clients.
public struct ServerTLS: Sendable {
  /// Why a certificate cannot be used. The sentence says how to mend it.
  public struct Unusable: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  private let context: NIOSSLContext

  /// - Parameters:
  ///   - certificate: a PEM file: the server's certificate first, then those that lead to its authority.
  ///   - key: a PEM file without a passphrase.
  public init(certificate: String, key: String) throws(Unusable) {
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificate)
    } catch {
      throw Unusable(description: "the certificate \(certificate) cannot be read; it must be a PEM file")
    }
    let privateKey: NIOSSLPrivateKey
    do {
      privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
    } catch {
      throw Unusable(description: "the key \(key) cannot be read; it must be a PEM file without a passphrase")
    }
    do {
      context = try Self.context(chain, privateKey)
    } catch {
      throw Unusable(description: "the key \(key) does not belong to the certificate \(certificate)")
    }
  }

  /// Signs itself: a client has to be told not to verify it.
  ///
  /// - Parameters:
  ///   - names: host names and addresses that the server goes by.
  ///   - now: a moment at which it is valid already.
  public init(selfSignedFor names: [String], now: Date) throws {
    let made = try SelfSignedCertificate(names: names, now: now)
    context = try Self.context(
      [NIOSSLCertificate(bytes: made.certificate.serializeAsPEM().derBytes, format: .der)],
      NIOSSLPrivateKey(bytes: Array(made.key.derRepresentation), format: .der))
  }

  func makeHandler() -> NIOSSLServerHandler { NIOSSLServerHandler(context: context) }

  private static func context(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    // RFC 8314 §4.1.
    configuration.minimumTLSVersion = .tlsv12
    return try NIOSSLContext(configuration: configuration)
  }
}
