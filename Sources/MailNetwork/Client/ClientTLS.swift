import NIOCore
import NIOSSL

/// Whom a client believes when a server shows its certificate.
public enum Trust: Hashable, Sendable {
  /// Those that this machine trusts.
  case system
  /// Only those in this PEM file.
  case file(String)
  /// Anybody: encrypted, but perhaps with the wrong one.
  case insecure
}

/// The client's side of TLS. RFC 8314 §4: at least 1.2, verified unless the learner said otherwise.
struct ClientTLS: Sendable {
  let isVerifying: Bool
  private let context: NIOSSLContext

  init(_ trust: Trust) throws(NetworkPeer.Unusable) {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    // Nobody waits for the server's goodbye.
    configuration.shutdownTimeout = .seconds(1)
    switch trust {
    case .system: isVerifying = true
    case .file(let path):
      guard let authorities = try? NIOSSLCertificate.fromPEMFile(path), !authorities.isEmpty else {
        throw NetworkPeer.Unusable(
          description:
            "the certificate \(path) cannot be read; it must be a PEM file with the certificate of an authority")
      }
      configuration.trustRoots = .certificates(authorities)
      isVerifying = true
    case .insecure:
      configuration.certificateVerification = .none
      isVerifying = false
    }
    do {
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw NetworkPeer.Unusable(description: "TLS cannot be used: \(error)")
    }
  }

  /// - Parameter host: goes to the server (SNI, RFC 6066 §3) and is looked for in its certificate; of an address only
  ///   the latter.
  func makeHandler(_ host: String) throws -> NIOSSLClientHandler {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    // An address with a zone, `fe80::1%eth0`, is one too.
    let isAddress = name.contains(":") || (try? SocketAddress(ipAddress: name, port: 0)) != nil
    return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : name)
  }
}
