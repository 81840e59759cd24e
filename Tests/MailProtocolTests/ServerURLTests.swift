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
    ("smtp.example.net", .noScheme, "smtp://smtp.example.net"), ("smtp:25", .noScheme, "smtp://smtp:25"),
    ("anna@h:465", .noScheme, "smtps://anna@h:465"), ("://h", .noScheme, "pop3://h"),
    ("two words here", .noScheme, ""),
    ("pop3:localhost", .noSlashes, "pop3://localhost"), ("pop3:/localhost", .noSlashes, "pop3://localhost"),
    ("smtps//h:1", .noSlashes, "smtps://h:1"), ("pop3 mail.example.net 110", .noSlashes, "pop3://mail.example.net:110"),
    ("pop3:secret@h", .noSlashes, "pop3://h"),
    ("mailto:bob@x", .mailAddress, ""), ("MAILTO:bob@example.org", .mailAddress, ""),
    ("mailto://bob@x", .mailAddress, ""),
    ("imap://h", .otherScheme, ""), ("http://h", .otherScheme, ""), ("http://h:110", .otherScheme, "pop3://h:110"),
    ("https://h:995/inbox", .otherScheme, "pop3s://h:995"), ("telnet://h:25", .otherScheme, "smtp://h:25"),
    ("ssh://anna@h", .otherScheme, ""), ("imap:h", .otherScheme, ""),
    ("pop://h", .misspeltScheme, "pop3://h"), ("stmp://h", .misspeltScheme, "smtp://h"),
    ("pop3ssl://h", .misspeltScheme, "pop3s://h"), ("submission://h", .misspeltScheme, "smtp://h:587"),
    ("foo://h", .unknownScheme, ""), ("jmap://h", .unknownScheme, ""),
    ("pop3://", .noHost, ""), ("pop3:", .noHost, ""), ("smtp:/", .noHost, ""),
    ("pop3:///", .noHost, ""), ("pop3://:110", .noHost, ""), ("pop3://@h", .badUser, ""),
    ("pop3://a%zz@h", .badUser, ""),
    ("pop3://ho st", .spaces, ""), ("pop3://h 110", .spaces, "pop3://h:110"), ("pop3:// h", .spaces, "pop3://h"),
    ("pop3://h :110", .spaces, "pop3://h:110"), ("pop3://mail. example.net", .spaces, "pop3://mail.example.net"),
    ("pop3://\u{43F}\u{447}", .badHost, ""), ("pop3://a..b", .badHost, ""),
    ("pop3://\u{1B}[2J", .badHost, ""), ("pop3://[::1", .badHost, ""), ("pop3://[h]", .badHost, ""),
    ("pop3://::1", .noBrackets, "pop3://[::1]"), ("pop3://::1:110", .noBrackets, "pop3://[::1]:110"),
    ("smtp://anna@2001:db8::1:587", .noBrackets, "smtp://anna@[2001:db8::1]:587"),
    ("pop3://2001:db8::25", .noBrackets, "pop3://[2001:db8::25]"),
    ("pop3://1:2:3:4:5:6:7:8:995", .noBrackets, "pop3://[1:2:3:4:5:6:7:8]:995"),
    ("pop3://h:", .noPort, "pop3://h"), ("pop3://h:0", .badPort, ""),
    ("pop3://h:65536", .badPort, ""), ("pop3://h:-1", .badPort, ""), ("pop3://h:1x", .badPort, ""),
    ("pop3://[::1]x", .badPort, ""), ("pop3://h:110:995", .twoPorts, ""),
    ("pop3://h/INBOX", .tooMuch, "pop3://h"), ("pop3://h?x", .tooMuch, "pop3://h"),
    ("pop3：//h", .fullwidth, "pop3://h"), ("ｐｏｐ3://h", .fullwidth, "pop3://h"),
  ])
  func refuses(_ text: String, _ kind: ServerURL.Mistake.Kind, _ suggestion: String) throws {
    let mistake = try #require(throws: ServerURL.Mistake.self) { try ServerURL(text) }
    #expect(mistake.kind == kind)
    #expect(mistake.values["suggestion", default: ""] == suggestion)
    for (key, value) in mistake.values { #expect(value == ByteSanitizer.visible(value) && !value.isEmpty, "\(key)") }
    if !suggestion.isEmpty { _ = try ServerURL(suggestion) }
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

  /// One at sign tells where the password ends.
  @Test(arguments: [
    ("pop3://anna:tanstaaf@mail.example.net", "pop3://anna@mail.example.net"),
    ("smtp://anna:p%40ss@localhost:587", "smtp://anna@localhost:587"),
    ("pop3s://anna%3Apw@mail.example.net/", "pop3s://anna@mail.example.net/"),
  ])
  func leavesAPasswordOut(_ text: String, _ suggestion: String) throws {
    let mistake = try #require(throws: ServerURL.Mistake.self) { try ServerURL(text) }
    #expect(mistake.kind == .password)
    #expect(mistake.values == ["suggestion": suggestion])
  }

  /// A user name goes into a command: it cannot bring a second one along.
  @Test(arguments: ["pop3://a%0D%0ADELE%201@h", "pop3://a%00@h", "pop3://a%zz@h", "pop3://a%4@h", "pop3://a%FF@h"])
  func userNamesWithoutControls(_ text: String) { #expect(throws: ServerURL.Mistake.self) { try ServerURL(text) } }
}
