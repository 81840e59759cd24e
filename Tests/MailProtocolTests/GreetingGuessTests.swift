import MailProtocol
import Testing

/// The first octets of a connection say whether the right service answers.
@Suite struct GreetingGuessTests {
  private static let endpoint = Endpoint(host: "mail.example.net", port: 2525)

  private func guess(_ octets: [UInt8], _ speaking: MailProtocolName) -> String? {
    GreetingGuess.diagnose(octets, from: Self.endpoint, expecting: speaking).map {
      [$0.id.rawValue, $0.values["service"] ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  @Test(
    arguments: [
      // What looks right, and what is too little or too strange to tell.
      (MailProtocolName.pop3, "+OK ready <1.2@h>\r\n", nil), (.pop3, "-ERR busy\r\n", nil), (.pop3, "", nil),
      (.pop3, "+", nil), (.pop3, "hello\r\n", nil), (.pop3, "22", nil), (.smtp, "220 mail.example.net ESMTP\r\n", nil),
      (.smtp, "220-mail.example.net\r\n220 go\r\n", nil), (.smtp, "554 no\r\n", nil), (.smtp, "421 busy\r\n", nil),
      (.smtp, "220 mx.ftp.example.net ESMTP\r\n", nil), (.smtp, "\u{1B}[2J220 x\r\n", nil),
      // The other protocol, and other services.
      (.pop3, "220 mail.example.net ESMTP\r\n", "network.other-service SMTP"),
      (.pop3, "220-one\r\n220 two\r\n", "network.other-service SMTP"),
      (.pop3, "554 no\r\n", "network.other-service SMTP"),
      (.pop3, "220 ProFTPD Server\r\n", "network.other-service FTP"),
      (.smtp, "220 (vsFTPd 3.0.3)\r\n", "network.other-service FTP"),
      (.smtp, "+OK POP3 ready\r\n", "network.other-service POP3"), (.smtp, "-ERR no\r\n", "network.other-service POP3"),
      (.pop3, "* OK [CAPABILITY IMAP4rev1] ready\r\n", "network.other-service IMAP"),
      (.smtp, "* BYE busy\r\n", "network.other-service IMAP"), (.smtp, "SSH-2.0-x\r\n", "network.other-service SSH"),
      (.smtp, "200 news.example.net ready\r\n", "network.other-service NNTP"),
      (.pop3, "HTTP/1.1 400 Bad Request\r\n", "network.web-server HTTP"),
      (.smtp, "<HTML><head>", "network.web-server HTTP"), (.smtp, "<!DOCTYPE html>", "network.web-server HTTP"),
    ] as [(MailProtocolName, String, String?)])
  func text(_ speaking: MailProtocolName, _ said: String, _ expected: String?) {
    #expect(guess(Array(said.utf8), speaking) == expected)
  }

  @Test(
    arguments: [
      ([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46], "network.tls-needed"), ([0x16, 0x03, 0x03], "network.tls-needed"),
      ([0x15], nil), ([0x15, 0x20], nil), ([0xFF, 0xFD, 0x18], "network.other-service telnet"),
      ([0x00, 0xFE], nil),
    ] as [([UInt8], String?)])
  func octets(_ said: [UInt8], _ expected: String?) {
    for speaking in MailProtocolName.allCases { #expect(guess(said, speaking) == expected) }
  }

  @Test func namesThePlaceAndTheCure() throws {
    let endpoint = Endpoint(host: "mail.example.net", port: 995)
    let found = try #require(GreetingGuess.diagnose([0x15, 0x03, 0x01], from: endpoint, expecting: .pop3))
    #expect(found.values["suggestion"] == "pop3s://mail.example.net")
    #expect((found.values["host"], found.values["port"]) == ("mail.example.net", "995"))
    #expect((found.values["protocol"], found.reference) == ("POP3", "RFC 8314 §3"))
  }

  @Test(arguments: [
    (110, false, "network.no-greeting"), (25, false, "network.no-greeting"), (995, false, "network.tls-needed"),
    (465, false, "network.tls-needed"), (995, true, "network.no-greeting"),
  ])
  func silence(_ port: Int, _ tls: Bool, _ expected: String) {
    let endpoint = Endpoint(host: "h", port: port, tls: tls)
    #expect(GreetingGuess.diagnose(silenceOf: endpoint, expecting: .smtp).id.rawValue == expected)
  }

  /// A reason comes from a certificate or a library: it cannot move the cursor.
  @Test func reasonsAreMadeSafe() {
    let diagnosis = Diagnosis.network(
      .networkCertificateName, at: Self.endpoint, speaking: .smtp,
      reason: "\u{1B}[2Jx" + String(repeating: "y", count: 999))
    #expect(diagnosis.values["reason"]?.hasPrefix("\\x1B[2Jxyyy") == true)
    #expect(diagnosis.values["reason"]?.count == 203)
  }
}
