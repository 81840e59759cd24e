/// What a server demands before it serves anyone: a personality's `requires:` or a scenario's. It holds where the
/// session can have TLS at all.
enum ServerRequirement: String, CaseIterable, Hashable, Sendable {
  /// POP3: before a login. SMTP: before anything but EHLO, NOOP, STARTTLS and QUIT.
  case tls
  /// SMTP: before MAIL.
  case login
  /// SMTP: before mechanisms that send the password.
  case tlsForPasswords = "tls-for-passwords"

  /// POP3: that the first login is right. After one that fails there is only QUIT.
  case oneLogin = "one-login"

  static func decode<Key>(
    from container: KeyedDecodingContainer<Key>, forKey key: Key
  ) throws -> Set<ServerRequirement> {
    var requirements: Set<ServerRequirement> = []
    for name in try container.decodeIfPresent([String].self, forKey: key) ?? [] {
      guard let requirement = ServerRequirement(rawValue: name) else {
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "nothing requires `\(name)`; what can be required is \(known)")
      }
      requirements.insert(requirement)
    }
    return requirements
  }
}
