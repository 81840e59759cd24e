/// What a TLS handshake has shown, for `/where`. Text from a certificate: sanitise it before it is shown.
public struct TLSReport: Hashable, Sendable {
  /// `TLSv1.3`
  public let version: String
  /// Names that the certificate is for.
  public let names: [String]
  public let issuer: String
  /// The last day on which the certificate is valid, `2027-03-01`.
  public let validUntil: String
  /// Somebody that this machine trusts vouches for it.
  public let isVerified: Bool

  public init(version: String, names: [String], issuer: String, validUntil: String, isVerified: Bool) {
    self.version = version
    self.names = names
    self.issuer = issuer
    self.validUntil = validUntil
    self.isVerified = isVerified
  }
}
