import MailProtocol

/// What a server answers to a token that it does not take: a challenge with JSON in it, which the client must answer before
/// the login is over. RFC 7628 §3.2.2.
struct TokenRefusal {
  /// `{"status":"401","schemes":"Bearer"}`, safe to show.
  let text: String
  /// What ends the exchange.
  private let answer: MessageKey

  init?(_ exchange: Exchange) {
    let challenge: Substring
    switch exchange.reply {
    case .smtp(let reply):
      guard reply.code == 334, let line = reply.lines.first else { return nil }
      challenge = String(decoding: line.dropFirst(4), as: UTF8.self)[...]
    case .pop3(let reply):
      guard reply.status == .proceed else { return nil }
      challenge = String(decoding: reply.line.dropFirst(2), as: UTF8.self)[...]
    }
    guard let octets = Base64.decode(String(challenge)), octets.first == UInt8(ascii: "{") else { return nil }
    text = ByteSanitizer.visible(octets)
    answer = Self.isBearer(exchange.line) ? .connectTokenRefused : .connectTokenRefusedEmpty
  }

  var notice: Feedback { .notice(answer, ["text": text]) }

  /// OAUTHBEARER ends with an octet 1 in base64, XOAUTH2 with an empty line.
  private static func isBearer(_ line: SentLine?) -> Bool {
    switch line?.parsed {
    case .pop3(let parsed):
      if case .auth(let mechanism?, _)? = parsed.command { mechanism.name == OAuthLogin.bearer } else { false }
    case .smtp(let parsed):
      if case .auth(let mechanism, _)? = parsed.command { mechanism.name == OAuthLogin.bearer } else { false }
    case nil: false
    }
  }
}
