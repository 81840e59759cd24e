import MailProtocol

/// A scenario's `tls: {issuer: Example Lab CA, names: [mail.example.net], until: 2027-01-01}`: its servers shake hands, and
/// show this certificate. There is no cryptography in it.
struct ScenarioTLS: Decodable, Hashable, Sendable {
  /// nil for a lab's.
  let issuer: String?
  /// Host names that the certificate is for, `*.example.net` among them; nil for the host that was called.
  let names: [String]?
  /// The last day on which it is valid; nil for a year from now.
  let until: MailDate?

  private enum CodingKeys: String, CodingKey { case issuer, names, until }

  /// Who has signed the certificates that no scenario describes.
  static let labIssuer = "Example Lab CA"
  private static let secondsOfAYear = 365 * 86_400

  init(issuer: String? = nil, names: [String]? = nil, until: MailDate? = nil) {
    self.issuer = issuer
    self.names = names
    self.until = until
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    issuer = try container.decodeIfPresent(String.self, forKey: .issuer)
    names = try container.decodeIfPresent([String].self, forKey: .names)
    until = try container.decodeIfPresent(String.self, forKey: .until).map { text in
      guard let date = MailDate(iso8601: text + "T23:59:59Z") else {
        throw DecodingError.dataCorruptedError(
          forKey: .until, in: container, debugDescription: "`\(text)` is no day: write it as 2027-01-01")
      }
      return date
    }
    if names?.isEmpty ?? false {
      throw DecodingError.dataCorruptedError(
        forKey: .names, in: container, debugDescription: "a certificate is for one host name at least")
    }
  }

  /// What a handshake with `host` shows now.
  func report(of host: String, version: String, at now: MailDate) -> TLSReport {
    let names = names ?? [host]
    let isOfHost = names.contains { Self.matches(host.lowercased(), $0.lowercased()) }
    let isValid = until.map { now.seconds <= $0.seconds } ?? true
    return TLSReport(
      version: version, names: names, issuer: issuer ?? Self.labIssuer,
      validUntil: (until ?? now.adding(seconds: Self.secondsOfAYear)).day, isVerified: isOfHost && isValid)
  }

  /// A star stands for the whole leftmost label. RFC 9525 §6.3.
  private static func matches(_ host: String, _ name: String) -> Bool {
    guard name.hasPrefix("*.") else { return host == name }
    return host.firstIndex(of: ".").map { host[$0...] == name.dropFirst() } ?? false
  }
}
