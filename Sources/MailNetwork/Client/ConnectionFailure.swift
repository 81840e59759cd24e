import Foundation
import MailProtocol
import NIOCore
import NIOPosix
import NIOSSL

/// Why there is no connection, or no TLS on it, as the diagnosis that the learner reads.
enum ConnectionFailure {
  /// Of an attempt to connect.
  static func ofConnecting(_ error: any Error, to endpoint: Endpoint) -> Diagnosis {
    let (id, reason) = read(error)
    return .network(id, at: endpoint, speaking: endpoint.expected, reason: reason)
  }

  private static func read(_ error: any Error) -> (id: Diagnosis.ID, reason: String) {
    switch error {
    case let error as NIOConnectionError:
      let reasons = error.connectionErrors.map { read($0.error) }
      // Of several addresses, the one that came nearest to an answer says most.
      let order: [Diagnosis.ID] = [.networkTLSFailed, .networkRefused, .networkLost, .networkTimeout]
      return order.lazy.compactMap { id in reasons.first { $0.id == id } }.first ?? reasons.first
        ?? (.networkNoName, "")
    case let error as IOError:
      switch error.errnoCode {
      case ECONNREFUSED: return (.networkRefused, "")
      case ETIMEDOUT: return (.networkTimeout, "")
      case ECONNRESET, EPIPE: return (.networkLost, "")
      default: return (.networkUnreachable, String(cString: strerror(error.errnoCode)))
      }
    case ChannelError.connectTimeout: return (.networkTimeout, "")
    case is NIOSSLExtraError, is NIOSSLError, is BoringSSLError: return (.networkTLSFailed, word(error))
    case is SocketAddressError: return (.networkNoName, "")
    default: return (.networkUnreachable, "\(error)")
    }
  }

  /// - Parameters:
  ///   - heard: the first octets that came in place of, or as, the server's part of the handshake.
  ///   - now: what the certificate's days are compared with.
  static func ofHandshake(
    _ error: any Error, heard: [UInt8], _ certificate: NIOSSLCertificate?, at endpoint: Endpoint, now: Date
  ) -> Diagnosis {
    let speaking = endpoint.expected
    let shown = certificate.flatMap { try? ServerCertificate($0) }
    func diagnosis(_ id: Diagnosis.ID, _ reason: String = "") -> Diagnosis {
      .network(id, at: endpoint, speaking: speaking, reason: reason)
    }
    switch error {
    case let error as NIOSSLExtraError
    where error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch:
      let names = shown?.names ?? []
      return diagnosis(.networkCertificateName, names.isEmpty ? "?" : names.prefix(3).joined(separator: ", "))
    case is IOError: return diagnosis(.networkLost)
    case NIOSSLError.handshakeFailed(.sslError(let stack)) where stack == [.eofDuringHandshake] && heard.isEmpty:
      return diagnosis(.networkLost)
    default: break
    }
    // A record of TLS begins with its kind, 20 to 23, and the version's 3. RFC 8446 §5.1.
    if let first = heard.first, !(20...23).contains(first) {
      if let guess = GreetingGuess.diagnose(heard, from: endpoint, expecting: speaking) { return guess }
      return diagnosis(.networkNoTLS)
    }
    let reason = word(error)
    guard reason == "CERTIFICATE_VERIFY_FAILED" else { return diagnosis(.networkTLSFailed, reason) }
    if let shown, shown.notValidAfter < now || now < shown.notValidBefore {
      return diagnosis(.networkCertificateExpired, "\(shown.firstDay) - \(shown.lastDay)")
    }
    return diagnosis(.networkCertificateUntrusted, shown.map(\.issuer).flatMap { $0.isEmpty ? nil : $0 } ?? "?")
  }

  /// `SSLV3_ALERT_HANDSHAKE_FAILURE`: the one word in the library's error that can be looked up.
  private static func word(_ error: any Error) -> String {
    let text = "\(error)"
    guard let found = text.firstMatch(of: /OPENSSL_internal:([A-Z0-9_]+)/) else {
      return text.contains("EOF") ? "EOF" : "\(type(of: error))"
    }
    return String(found.1)
  }
}

extension Endpoint {
  /// What is expected there. A real server's address always says it.
  var expected: MailProtocolName {
    guard let speaking else { preconditionFailure("a server without a protocol") }
    return speaking
  }
}
