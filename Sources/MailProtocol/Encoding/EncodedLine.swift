/// What a client sends to log in, made from what a person knows. `mailtutor encode` shows the result and the parts
/// that it was made of. RFC 4648 §4, RFC 4616 §2, RFC 1939 §7, RFC 2195 §2.
public struct EncodedLine: Hashable, Sendable {
  /// To be sent as it stands, or as the last word of a command.
  public let result: String
  /// In their order.
  public let parts: [LoginPart]
  /// What is probably a mistake, though it can be encoded.
  public let remark: Diagnosis?

  private init(_ result: String, _ parts: [LoginPart], remark: Diagnosis? = nil) {
    self.result = result
    self.parts = parts
    self.remark = remark
  }

  /// Exactly these octets.
  public static func base64(_ octets: [UInt8]) -> EncodedLine {
    EncodedLine(Base64.encode(octets), .text(octets), remark: newline(octets))
  }

  /// The response of AUTH PLAIN, with an empty identity. NUL divides it, so that no part may have one.
  public static func plain(user: String, password: Secret) throws(UnreadableLine) -> EncodedLine {
    let name = Array(user.utf8)
    let key = Array(password.reveal().utf8)
    if name.contains(0) || key.contains(0) { throw UnreadableLine(Diagnosis(.lineNUL, .smtp)) }
    let nul = [LoginPart(.nul, [0])]
    return EncodedLine(
      Base64.encode([0] + name + [0] + key),
      nul + [LoginPart].text(name, as: .user) + nul + [LoginPart].text(key, as: .password),
      remark: newline(name) ?? newline(key))
  }

  /// APOP's digest.
  ///
  /// - Parameter banner: the greeting, or its timestamp alone.
  public static func apop(banner: String, secret: Secret, md5: APOPDigest.MD5) throws(UnreadableLine) -> EncodedLine {
    guard let timestamp = APOPDigest.timestamp(inGreeting: Array(banner.utf8)) else {
      // Where a timestamp's `@` is, its brackets were lost on the way here.
      let isCut = banner.utf8.contains(UInt8(ascii: "@"))
      throw UnreadableLine(Diagnosis(isCut ? .apopNoBrackets : .apopNoTimestamp, .pop3))
    }
    return EncodedLine(
      APOPDigest.make(timestamp: timestamp, secret: secret, md5: md5),
      [LoginPart(.timestamp, timestamp), LoginPart(.secret, secret.reveal())])
  }

  /// The response of AUTH CRAM-MD5.
  ///
  /// - Parameter challenge: in base64, with or without the `334 ` or `+ ` of the server's line; or decoded already,
  ///   which its angle brackets tell.
  public static func cramMD5(
    challenge: String, user: String, secret: Secret, digests: Digests
  ) throws(UnreadableLine) -> EncodedLine {
    let text = ExchangeLine.response(in: challenge)
    let isDecoded = text.hasPrefix("<") && text.hasSuffix(">")
    let octets = try isDecoded ? Array(text.utf8) : DecodedLine(text).octets
    let answer = CRAMMD5Exchange.answer(to: octets, secret: secret, digests: digests)
    return EncodedLine(
      Base64.encode("\(user) \(answer)".utf8),
      [
        LoginPart(.challenge, octets), LoginPart(.secret, secret.reveal()), LoginPart(.user, user),
        LoginPart(.space, " "), LoginPart(.hmac, answer),
      ])
  }

  /// The response of AUTH XOAUTH2 or OAUTHBEARER.
  public static func oauth(_ mechanism: String, user: String, token: Secret) -> EncodedLine {
    let login = OAuthLogin(mechanism, user: user)
    return EncodedLine(
      login.response(token: token), login.parts(token: token), remark: newline(Array(token.reveal().utf8)))
  }

  private static func newline(_ octets: [UInt8]) -> Diagnosis? {
    octets.last == .lf ? Diagnosis(.base64Newline, .smtp) : nil
  }
}
