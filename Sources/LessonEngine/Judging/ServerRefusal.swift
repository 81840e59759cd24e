import MailProtocol

/// Why a server said no to a line that the rules allow, as far as its reply and the line tell. Lessons and `connect` both
/// ask here.
enum ServerRefusal {
  /// - Parameter user: the name that USER gave, where one was accepted.
  /// - Returns: nil for a yes, and for a no that tells nothing more.
  static func reason(for exchange: Exchange, user: String? = nil) -> Diagnosis? {
    guard !exchange.reply.isPositive else { return nil }
    if let line = exchange.line, let reason = refusedLogin(line, exchange.reply, user) { return reason }
    guard case .smtp(let reply) = exchange.reply else { return nil }
    let values = ["code": exchange.reply.status]
    switch reply.severity {
    case 4: return Diagnosis(.replyTemporary, .smtp, values)
    case 5: return Diagnosis(exchange.line == nil ? .replyGreeting554 : .replyPermanent, .smtp, values)
    default: return nil
    }
  }

  private static func refusedLogin(_ line: SentLine, _ reply: Reply, _ user: String?) -> Diagnosis? {
    switch line.role {
    case .response: return Diagnosis(.authWrong, reply.speaking)
    case .letterLine, .endOfLetter: return nil
    case .command(let parsed):
      if parsed.verb == POP3Verb.pass.rawValue { return wrongPassword(line, user) }
      guard case .apop(_, let digest)? = parsed.pop3 else { return nil }
      return Diagnosis(APOPDigest.hasCapitals(digest) ? .apopUpperCase : .apopBadDigest, .pop3)
    }
  }

  /// As far as it can be seen without knowing the name or the password.
  private static func wrongPassword(_ line: SentLine, _ user: String?) -> Diagnosis {
    if let typing = InputMethod.diagnose(line.text, speaking: .pop3), typing.id != .lineNonASCII {
      // The suggestion would show the password, and a part of it.
      return typing.adding("bad", Secret.mask).adding("suggestion", "PASS \(Secret.mask)")
    }
    if let user, let at = user.firstIndex(of: "@") {
      return Diagnosis(.argumentUserWithDomain, .pop3, ["bad": user, "suggestion": "USER \(user[..<at])"])
    }
    return Diagnosis(.authWrong, .pop3)
  }
}
