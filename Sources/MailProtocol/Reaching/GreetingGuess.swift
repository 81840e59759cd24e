/// Tells from the first octets of a connection whether the right service answers. Whoever connects to a real server
/// asks it before the greeting is read as a reply.
public enum GreetingGuess {
  /// nil when it looks right, when there is too little to tell, and when nobody could say what it is.
  public static func diagnose(
    _ octets: some Collection<UInt8>, from endpoint: Endpoint, expecting speaking: MailProtocolName
  ) -> Diagnosis? {
    let start = Array(octets.prefix(512))
    func other(_ service: String) -> Diagnosis {
      .network(.networkOtherService, at: endpoint, speaking: speaking, service: service)
    }
    switch start.first {
    // Alert and handshake records of every TLS begin so: RFC 8446 §5.1.
    case 0x15, 0x16:
      guard start.count > 1, start[1] == 0x03 else { return nil }
      return .network(.networkTLSNeeded, at: endpoint, speaking: speaking)
    // "Interpret as command": RFC 854.
    case 0xFF: return other("telnet")
    default: break
    }
    let text = String(decoding: start.prefix { $0 < 0x80 && $0 != .cr && $0 != .lf }, as: UTF8.self).lowercased()
    if webBeginnings.contains(where: text.hasPrefix) {
      return .network(.networkWebServer, at: endpoint, speaking: speaking, service: "HTTP")
    }
    if let found = beginnings.first(where: { text.hasPrefix($0.start) }) { return other(found.service) }
    switch speaking {
    case .pop3:
      guard smtpBeginnings.contains(where: text.hasPrefix) else { return nil }
      return other(isFTP(text) ? "FTP" : "SMTP")
    case .smtp:
      if text.hasPrefix("+ok") || text.hasPrefix("-err") { return other("POP3") }
      return isFTP(text) ? other("FTP") : nil
    }
  }

  /// What to think of a server that has accepted the connection and says nothing.
  public static func diagnose(silenceOf endpoint: Endpoint, expecting speaking: MailProtocolName) -> Diagnosis {
    let isTLSPort =
      MailService(port: endpoint.port)?.isTLS ?? OtherService(port: endpoint.port)?.isTLS ?? false
    let waitsForTLS = !endpoint.tls && isTLSPort
    return .network(waitsForTLS ? .networkTLSNeeded : .networkNoGreeting, at: endpoint, speaking: speaking)
  }

  private static let webBeginnings = ["http/1.", "http/2", "<html", "<!doctype html"]

  private static let beginnings: [(start: String, service: String)] = [
    ("* ok", "IMAP"), ("* preauth", "IMAP"), ("* bye", "IMAP"), ("ssh-", "SSH"), ("200 ", "NNTP"), ("201 ", "NNTP"),
    ("\"implementation\"", "ManageSieve"), ("rfb 00", "VNC"),
  ]

  private static let smtpBeginnings = ["220 ", "220-", "421 ", "421-", "554 ", "554-"]

  /// FTP greets with 220 too (RFC 959 §5.4); its servers say who they are, as SMTP's do.
  private static func isFTP(_ line: String) -> Bool {
    line.hasPrefix("220") && line.contains("ftp") && !line.contains("smtp")
  }
}
