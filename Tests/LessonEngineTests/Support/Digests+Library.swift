import Crypto
import MailProtocol

extension Digests {
  /// From the library, as the program has them.
  static let library = Digests(
    md5: { Array(Insecure.MD5.hash(data: $0)) },
    hmacMD5: { Array(Crypto.HMAC<Insecure.MD5>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) },
    sha256: { Array(SHA256.hash(data: $0)) },
    hmacSHA256: { Array(Crypto.HMAC<SHA256>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) })
}
