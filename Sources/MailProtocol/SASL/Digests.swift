/// The digest functions that the mechanisms need, passed in by the executables, so that this module has no
/// cryptography of its own. RFC 1321 (MD5), RFC 2104 (HMAC), RFC 6234 (SHA-256).
public struct Digests: Sendable {
  /// Octets to their digest.
  public typealias Hash = @Sendable ([UInt8]) -> [UInt8]
  public typealias HMAC = @Sendable (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]

  public let md5: Hash
  public let hmacMD5: HMAC
  /// nil where nobody passed SHA-256 in: SCRAM-SHA-256 is not offered then.
  public let sha256: Hash?
  public let hmacSHA256: HMAC?

  public init(
    md5: @escaping Hash, hmacMD5: @escaping HMAC, sha256: @escaping Hash, hmacSHA256: @escaping HMAC
  ) {
    self.md5 = md5
    self.hmacMD5 = hmacMD5
    self.sha256 = sha256
    self.hmacSHA256 = hmacSHA256
  }

  /// Without SHA-256.
  public init(md5: @escaping Hash) {
    self.md5 = md5
    hmacMD5 = { key, message in Self.hmac(key, message, md5) }
    sha256 = nil
    hmacSHA256 = nil
  }

  /// HMAC from a digest with blocks of 64 octets. RFC 2104 §2.
  private static func hmac(_ key: [UInt8], _ message: [UInt8], _ hash: Hash) -> [UInt8] {
    var block = key.count > 64 ? hash(key) : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    return hash(block.map { $0 ^ 0x5C } + hash(block.map { $0 ^ 0x36 } + message))
  }
}
