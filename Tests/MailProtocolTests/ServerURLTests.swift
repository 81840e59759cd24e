import MailProtocol
import Testing

/// How a learner names a server, and what is said when it cannot be one.
@Suite struct ServerURLTests {
  @Test(arguments: [
    ("pop3://mail.example.net", "pop3 mail.example.net 110", "pop3://mail.example.net"),
    ("pop3s://mail.example.net/", "pop3 mail.example.net 995 tls", "pop3s://mail.example.net"),
    ("SMTP://Mail.Example.Net:587", "smtp mail.example.net 587", "smtp://mail.example.net:587"),
    ("smtps://mail.example.net", "smtp mail.example.net 465 tls", "smtps://mail.example.net"),
    ("  smtp://mx1_a.example.net.  ", "smtp mx1_a.example.net. 25", "smtp://mx1_a.example.net."),
    ("pop3://[::1]", "pop3 ::1 110", "pop3://[::1]"),
    ("smtp://[2001:DB8::1]:2525/", "smtp 2001:db8::1 2525", "smtp://[2001:db8::1]:2525"),
    ("pop3://[fe80::1%eth0]:1", "pop3 fe80::1%eth0 1", "pop3://[fe80::1%eth0]:1"),
    ("pop3://192.0.2.1:65535", "pop3 192.0.2.1 65535", "pop3://192.0.2.1:65535"),
    ("pop3://anna@h", "pop3 h 110 anna", "pop3://h"),
    ("pop3://anna@example.net@h:1", "pop3 h 1 anna@example.net", "pop3://h:1"),
    ("smtp://anna%40example.net@h", "smtp h 25 anna@example.net", "smtp://h"),
  ])
  func reads(_ text: String, _ expected: String, _ description: String) throws {
    let url = try ServerURL(text)
    let endpoint = url.endpoint
    let parts = [url.speaking.rawValue, endpoint.host, "\(endpoint.port)", endpoint.tls ? "tls" : nil, url.user]
    #expect(parts.compactMap(\.self).joined(separator: " ") == expected)
    #expect(endpoint.speaking == url.speaking)
    #expect(url.description == description)
    #expect(try ServerURL(description).endpoint == endpoint)
  }

  @Test(arguments: [
    ("", ServerURL.Mistake.Kind.empty, ""), ("   ", .empty, ""),
    ("mail.example.net", .noScheme, "pop3://mail.example.net"),
    ("mail.example.net:995", .noScheme, "pop3s://mail.example.net:995"),
    ("mail.example.net:587", .noScheme, "smtp://mail.example.net:587"),
    ("mail.example.net 25", .noScheme, "smtp://mail.example.net:25"),
    ("smtp.example.net", .noScheme, "smtp://smtp.example.net"),
    ("anna@h:465", .noScheme, "smtps://anna@h:465"), ("imap://h", .unknownScheme, ""),
    ("pop://h", .unknownScheme, ""), ("://h", .unknownScheme, ""), ("pop3://", .noHost, ""),
    ("pop3:///", .noHost, ""), ("pop3://:110", .noHost, ""), ("pop3://@h", .noHost, ""),
    ("pop3://ho st", .badHost, ""), ("pop3://\u{43F}\u{447}", .badHost, ""),
    ("pop3://a..b", .badHost, ""),
    ("pop3://\u{1B}[2J", .badHost, ""), ("pop3://[::1", .badHost, ""), ("pop3://[h]", .badHost, ""),
    ("pop3://::1", .noBrackets, "[::1]"), ("pop3://h:", .badPort, ""), ("pop3://h:0", .badPort, ""),
    ("pop3://h:65536", .badPort, ""), ("pop3://h:-1", .badPort, ""), ("pop3://h:1x", .badPort, ""),
    ("pop3://[::1]x", .badPort, ""), ("pop3://h/INBOX", .tooMuch, ""), ("pop3://h?x", .tooMuch, ""),
    ("pop3：//h", .fullwidth, "pop3://h"), ("ｐｏｐ3://h", .fullwidth, "pop3://h"),
  ])
  func refuses(_ text: String, _ kind: ServerURL.Mistake.Kind, _ suggestion: String) throws {
    let mistake = try #require(throws: ServerURL.Mistake.self) { try ServerURL(text) }
    #expect(mistake.kind == kind)
    #expect(mistake.values["suggestion", default: ""] == suggestion)
    for value in mistake.values.values { #expect(value == ByteSanitizer.visible(value)) }
  }

  /// However it is written, and whatever else is wrong: not one letter of it is repeated.
  @Test(arguments: [
    "pop3://anna:tanstaaf@h", "pop3://anna:tanstaaf@h:x", "nonsense://anna:tanstaaf@h", "anna:tanstaaf@h:110",
    "pop3://anna:tan/staaf@h", "pop3://anna:tanst@af@h", "pop3://anna:tanstaaf?@h/x", "pop3://anna%3Atanstaaf@h",
    "pop3：//anna：tanstaaf＠h", "pop3://:tanstaaf@h", "pop3://anna:tanstaaf@", "pop3://anna：tanstaaf@h",
  ])
  func neverRepeatsAPassword(_ text: String) throws {
    let mistake = try #require(throws: ServerURL.Mistake.self) { try ServerURL(text) }
    #expect(mistake.kind == .password)
    #expect(mistake.values.isEmpty)
  }

  /// A user name goes into a command: it cannot bring a second one along.
  @Test(arguments: ["pop3://a%0D%0ADELE%201@h", "pop3://a%00@h", "pop3://a%zz@h", "pop3://a%4@h", "pop3://a%FF@h"])
  func userNamesWithoutControls(_ text: String) { #expect(throws: ServerURL.Mistake.self) { try ServerURL(text) } }
}
