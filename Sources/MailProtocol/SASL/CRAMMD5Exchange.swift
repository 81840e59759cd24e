/// CRAM-MD5: the server sends a challenge, the client proves with it that it knows the password. RFC 2195.
public struct CRAMMD5Exchange: Hashable, Sendable {
  static func challenge(_ server: SASLServer) -> [UInt8] { Array("<\(server.nonce)@\(server.host)>".utf8) }

  /// The user, a space, and 32 lower-case hexadecimal digits.
  func respond(_ response: [UInt8], _ server: SASLServer) -> SASLOutcome {
    guard let space = response.lastIndex(of: .space) else { return .refused(.authWrong) }
    let user = String(decoding: response[..<space], as: UTF8.self)
    let given = String(decoding: response[(space + 1)...], as: UTF8.self)
    guard let secret = server.password(user),
      given == Self.answer(to: Self.challenge(server), secret: secret, digests: server.digests)
    else { return .refused(.authWrong) }
    return .authenticated(user: user)
  }

  /// What the right client sends after its name.
  public static func answer(to challenge: [UInt8], secret: Secret, digests: Digests) -> String {
    Hexadecimal.lowerCase(digests.hmacMD5(Array(secret.reveal().utf8), challenge))
  }
}
