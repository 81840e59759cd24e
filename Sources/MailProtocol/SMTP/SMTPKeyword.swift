/// The keywords with which EHLO's lines begin, as far as they have a meaning here. RFC 5321 §4.1.1.1; the IANA registry of
/// SMTP service extensions, and what servers announce beside it.
public enum SMTPKeyword {
  /// Whether a line is one of EHLO's. (`AUTH=LOGIN` is how servers of before the standard wrote it.)
  public static func starts(_ line: some Collection<UInt8>) -> Bool {
    let word = line.prefix { $0 != .space }
    guard !word.isEmpty, word.count <= 32, line.allSatisfy({ $0 < 0x80 }) else { return false }
    return known.contains(name(String(decoding: Array(word), as: UTF8.self)))
  }

  /// `SIZE`; of `AUTH=LOGIN` it is `AUTH=`.
  static func name(_ word: String) -> String {
    guard let sign = word.firstIndex(of: "=") else { return word.uppercased() }
    return word[...sign].uppercased()
  }

  /// Those of two letters or more that are no words of a greeting.
  public static let known: Set<String> = [
    "PIPELINING", "SIZE", "VRFY", "ETRN", "STARTTLS", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8", "CHUNKING",
    "AUTH", "AUTH=", "EXPN", "HELP", "DELIVERBY", "FUTURERELEASE", "RRVS", "REQUIRETLS", "LIMITS", "BINARYMIME",
    "MT-PRIORITY", "XCLIENT", "XFORWARD", "BURL", "X-EXPS", "X-EXPS=", "X-ANONYMOUSTLS", "PRDR", "VERB", "ONEX", "XXXA",
    "X-LINK2STATE", "XEXCH50", "NO-SOLICITING", "CHECKPOINT", "UTF8SMTP", "TURN", "ATRN",
  ]
}
