/// The digest functions that the mechanisms, the log's chain and the marks of secrets need, passed in by the
/// executables, so that no module below them has cryptography of its own. RFC 1321 (MD5), RFC 2104 (HMAC), RFC 6234
/// (SHA-256).
public struct Digests: Sendable {
  /// Octets to their digest.
  public typealias Hash = @Sendable ([UInt8]) -> [UInt8]
  public typealias HMAC = @Sendable (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]

  public let md5: Hash
  public let hmacMD5: HMAC
  public let sha256: Hash
  public let hmacSHA256: HMAC

  public init(
    md5: @escaping Hash, hmacMD5: @escaping HMAC, sha256: @escaping Hash, hmacSHA256: @escaping HMAC
  ) {
    self.md5 = md5
    self.hmacMD5 = hmacMD5
    self.sha256 = sha256
    self.hmacSHA256 = hmacSHA256
  }
}
