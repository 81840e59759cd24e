import Crypto
import Foundation
import NIOCore
import X509

/// A server's certificate that is signed with its own key (RFC 5280), with ECDSA on P-256. `ServerTLS` shows it when
/// nobody gave a certificate.
struct SelfSignedCertificate {
  let certificate: Certificate
  let key: P256.Signing.PrivateKey

  private static let lifetime: TimeInterval = 365 * 86_400
  /// Characters of a common name. RFC 5280 appendix A.1.
  private static let longestCommonName = 64

  /// - Parameter names: host names and addresses; the first is the subject, all are its alternative names.
  /// - Throws: when a name is not ASCII.
  init(names: [String], now: Date) throws {
    precondition(!names.isEmpty, "a certificate without a name")
    key = P256.Signing.PrivateKey()
    let subject = try DistinguishedName { CommonName(String(names[0].prefix(Self.longestCommonName))) }
    certificate = try Certificate(
      version: .v3,
      // At most 20 octets and positive. RFC 5280 §4.1.2.2.
      serialNumber: Certificate.SerialNumber(UInt64.random(in: 1...UInt64.max >> 1)),
      publicKey: Certificate.PublicKey(key.publicKey),
      // Clocks differ: valid from yesterday.
      notValidBefore: now - 86_400,
      notValidAfter: now + Self.lifetime,
      issuer: subject,
      subject: subject,
      extensions: Certificate.Extensions { SubjectAlternativeNames(names.map(Self.alternativeName)) },
      issuerPrivateKey: Certificate.PrivateKey(key))
  }

  /// RFC 5280 §4.2.1.6.
  private static func alternativeName(_ name: String) -> GeneralName {
    switch try? SocketAddress(ipAddress: name, port: 0) {
    case .v4(let address):
      .ipAddress(withUnsafeBytes(of: address.address.sin_addr) { .init(contentBytes: Array($0)[...]) })
    case .v6(let address):
      .ipAddress(withUnsafeBytes(of: address.address.sin6_addr) { .init(contentBytes: Array($0)[...]) })
    case .unixDomainSocket, nil: .dnsName(name)
    }
  }
}
