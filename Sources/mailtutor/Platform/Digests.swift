import Crypto
import Foundation
import MailProtocol

/// The digests that APOP and the SASL mechanisms rest on, from the library: the protocol modules take them as functions.
extension Digests {
  static let library = Digests(
    md5: { Array(Insecure.MD5.hash(data: $0)) },
    hmacMD5: { Array(Crypto.HMAC<Insecure.MD5>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) },
    sha256: { Array(SHA256.hash(data: $0)) },
    hmacSHA256: { Array(Crypto.HMAC<SHA256>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) })
}
