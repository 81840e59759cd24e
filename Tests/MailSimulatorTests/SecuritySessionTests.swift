import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// Logins by AUTH, TLS in the middle of a session, extensions of SMTP and capabilities of POP3: tables of lines,
/// each with the start of its reply.
@Suite struct SecuritySessionTests {
  private static let scenario = """
    personality: {pop3: rfc1939, smtp: rfc5321}
    hostname: foo.example
    accounts: [{user: tim, password: secret, addresses: [tim@foo.example], mailbox: [{size: 100}]}]
    capabilities:
      pop3: {add: [CAPA, STLS, UTF8, LANG, AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256, RESP-CODES, EXPIRE NEVER]}
      smtp:
        add: [STARTTLS, AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256, SMTPUTF8, DSN, CHUNKING, ETRN, ENHANCEDSTATUSCODES]

    """

  private static let plain = Base64.encode("\0tim\0secret".octets)

  /// Plays lines and compares how each reply begins; all of it also in one piece.
  private func play(_ table: [(String, String)], tls: Bool = false, _ more: String = "", pop3: Bool = false) throws {
    for isWhole in [false, true] {
      var world = try Fixtures.world(Self.scenario + more)
      var replies: [[UInt8]] = []
      var pieces = table.map { ($0.0 + "\r\n").octets }
      if isWhole { pieces = [Array(pieces.joined())] }
      if pop3 {
        var session = POP3ServerSession(in: world, tls: tls, isTLSOffered: true)
        _ = session.open(in: &world)
        for piece in pieces { replies += session.receive(piece, in: &world).replies.map(\.octets) }
      } else {
        var session = SMTPServerSession(in: world, tls: tls, isTLSOffered: true)
        _ = session.open(in: &world)
        for piece in pieces { replies += session.receive(piece, in: &world).replies.map(\.octets) }
      }
      let expected = table.map(\.1).filter { !$0.isEmpty }
      #expect(replies.count == expected.count)
      for (reply, start) in zip(replies, expected) {
        let text = [reply].text
        #expect(text.hasPrefix(start), "\(text) should begin with \(start)")
      }
    }
  }

  @Test func smtpAUTH() throws {
    try play([
      ("AUTH PLAIN", "503 5.5.1"), ("EHLO a", "250-"), ("AUTH", "501 5.5.4"), ("AUTH NTLM", "504 5.5.4"),
      ("AUTH PLAIN dewey", "501 5.5.2"), ("AUTH PLAIN =", "535 5.7.8"), ("AUTH PLAIN a b", "501 5.5.4"),
      ("AUTH LOGIN", "334 VXNlcm5hbWU6"), ("dGlt", "334 UGFzc3dvcmQ6"), ("*", "501 5.7.0"),
      ("AUTH LOGIN dGlt", "334 UGFzc3dvcmQ6"), ("secret!", "501 5.5.2"),
      ("auth plain", "334 \r\n"), (Self.plain, "235 2.7.0"), ("AUTH PLAIN \(Self.plain)", "503 5.5.1"),
      ("EHLO a", "250-"), ("AUTH LOGIN", "503"), ("MAIL FROM:<a@b.example> AUTH=<>", "250 2.1.0"),
      ("AUTH LOGIN", "503 5.5.1"), ("RCPT TO:<x@elsewhere.example>", "251 2.1.5"),
    ])
    try play([("EHLO a", "250-"), ("MAIL FROM:<>", "250"), ("AUTH PLAIN", "503"), ("QUIT", "221 2.0.0")])
    try play([
      ("EHLO a", "250-"), ("AUTH PLAIN =", "535"), ("AUTH PLAIN =", "535"), ("AUTH PLAIN =", "421 4.4.2"),
    ])
  }

  @Test func whatIsRequired() throws {
    try play(
      [("MAIL FROM:<>", "530 5.7.0"), ("NOOP", "250"), ("EHLO a", "250-"), ("AUTH PLAIN", "530 5.7.0")],
      "requires: {smtp: [tls]}")
    try play(
      [
        ("EHLO a", "250-"), ("MAIL FROM:<>", "530 5.7.0"), ("AUTH PLAIN \(Self.plain)", "235"), ("MAIL FROM:<>", "250"),
      ],
      "requires: {smtp: [login]}")
    try play(
      [("EHLO a", "250-"), ("AUTH PLAIN", "538 5.7.11"), ("AUTH CRAM-MD5", "334 ")],
      "requires: {smtp: [tls-for-passwords]}")
    try play(
      [("CAPA", "+OK"), ("USER tim", "-ERR"), ("AUTH PLAIN", "-ERR"), ("STAT", "-ERR")],
      "requires: {pop3: [tls]}", pop3: true)
    try play([("STLS", "-ERR"), ("USER tim", "+OK")], tls: true, "requires: {pop3: [tls]}", pop3: true)
    try play(
      [("USER tim", "+OK"), ("PASS x", "-ERR"), ("USER tim", "-ERR"), ("STAT", "-ERR"), ("QUIT", "+OK")],
      "requires: {pop3: [one-login]}", pop3: true)
    try play([("STARTTLS", "503"), ("EHLO a", "250-"), ("MAIL FROM:<>", "250")], tls: true)
  }

  @Test func pop3AUTH() throws {
    try play(
      [
        ("AUTH", "+OK Mechanisms follow\r\nPLAIN\r\nLOGIN\r\nCRAM-MD5\r\nSCRAM-SHA-256\r\n.\r\n"),
        ("AUTH NTLM", "-ERR"), ("AUTH PLAIN x", "-ERR"), ("AUTH LOGIN", "+ VXNlcm5hbWU6"), ("dGlt", "+ UGFzc3dvcmQ6"),
        ("*", "-ERR"), ("PASS x", "-ERR"), ("AUTH PLAIN", "+ \r\n"), (Self.plain, "+OK"), ("STAT", "+OK 1 100"),
        ("AUTH PLAIN", "-ERR"), ("CAPA", "+OK"), ("LANG", "+OK"), ("LANG en", "+OK"), ("LANG xx", "-ERR"),
        ("UTF8", "-ERR"), ("STLS", "-ERR"), ("QUIT", "+OK"),
      ], pop3: true)
    try play([("AUTH PLAIN =", "-ERR"), ("AUTH PLAIN =", "-ERR"), ("AUTH PLAIN =", "-ERR")], pop3: true)
  }

  @Test func aChallengeIsAnswered() throws {
    var world = try Fixtures.world(Self.scenario)
    var session = SMTPServerSession(in: world)
    _ = session.receive("EHLO a\r\n".octets, in: &world)
    let line = session.receive("AUTH CRAM-MD5\r\n".octets, in: &world).replies.text
    let challenge = try #require(Base64.decode(line.dropFirst(4).dropLast(1)))
    #expect(String(decoding: challenge, as: UTF8.self).hasSuffix("@foo.example>"))
    let answer = CRAMMD5Exchange.answer(to: challenge, secret: Secret("secret"), digests: Fixtures.digests)
    let reply = session.receive((Base64.encode("tim \(answer)".octets) + "\r\n").octets, in: &world).replies.text
    #expect(reply.hasPrefix("235"))
  }

  @Test func capabilitiesAreTrue() throws {
    var world = try Fixtures.world(Self.scenario)
    var session = POP3ServerSession(in: world, isTLSOffered: true)
    _ = session.open(in: &world)
    func capa() -> [String] {
      session.receive("CAPA\r\n".octets, in: &world).replies.text.split(separator: "\r\n").map(String.init)
    }
    let before = capa()
    #expect(before.contains("STLS") && before.contains("USER") && before.contains("UIDL"))
    #expect(before.contains("SASL PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256") && before.last == ".")
    let output = session.receive("STLS\r\nUSER tim\r\nPASS secret\r\n".octets, in: &world)
    // What came behind STLS in plaintext is never answered.
    #expect(output.then == .startTLS && output.replies.count == 1)
    #expect(session.receive("STAT\r\n".octets, in: &world).replies.isEmpty)
    session.tlsStarted(in: &world)
    #expect(session.pop3.isTLS && session.pop3.state == .authorization(.fresh))
    #expect(!capa().contains("STLS"))
    #expect(session.receive("PASS secret\r\n".octets, in: &world).replies.text.hasPrefix("-ERR"))
  }

  @Test func startTLSForgetsEverything() throws {
    var world = try Fixtures.world(Self.scenario)
    var session = SMTPServerSession(in: world, isTLSOffered: true)
    let hello = session.receive("EHLO a\r\n".octets, in: &world).replies.text
    #expect(hello.contains("STARTTLS\r\n") && hello.contains("AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256\r\n"))
    #expect(session.receive("STARTTLS x\r\n".octets, in: &world).replies.text.hasPrefix("501"))
    let output = session.receive("MAIL FROM:<>\r\nSTARTTLS\r\nRSET\r\n".octets, in: &world)
    #expect(output.then == .startTLS && output.replies.text.hasSuffix("220 2.0.0 Ready to start TLS\r\n"))
    session.tlsStarted(in: &world)
    #expect(session.receive("MAIL FROM:<>\r\n".octets, in: &world).replies.text.hasPrefix("503"))
    #expect(!session.receive("EHLO a\r\n".octets, in: &world).replies.text.contains("STARTTLS"))
    // Where nobody can shake hands there is no STARTTLS.
    var other = SMTPServerSession(in: world)
    #expect(!other.receive("EHLO a\r\n".octets, in: &world).replies.text.contains("STARTTLS"))
    #expect(other.receive("STARTTLS\r\n".octets, in: &world).replies.text.hasPrefix("502"))
  }

  @Test func parameters() throws {
    try play(
      [
        ("EHLO a", "250-"), ("MAIL FROM:<> SIZE=x", "501 5.5.4"),
        ("MAIL FROM:<> SIZE=99999999999999999999", "552 5.3.4"),
        ("MAIL FROM:<> BODY=9BIT", "501"), ("MAIL FROM:<> RET=ALL", "501"), ("MAIL FROM:<> ENVID=a+zz", "501"),
        ("MAIL FROM:<> SIZE=1 SIZE=2", "501"), ("MAIL FROM:<> NOTIFY=NEVER", "555 5.5.4"), ("MAIL FROM:<> X=1", "555"),
        ("MAIL FROM:<té@b.example>", "550 5.6.7"), ("MAIL FROM:té@b.example", "501"),
        ("MAIL FROM:<té@b.example> SMTPUTF8 BODY=8BITMIME RET=HDRS ENVID=a+2B", "250"),
        ("RCPT TO:<tim@foo.example> NOTIFY=NEVER,DELAY", "501"), ("RCPT TO:<tim@foo.example> ORCPT=rfc822", "501"),
        ("RCPT TO:<tim@foo.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;tim@foo.example", "250 2.1.5"),
        ("RSET", "250"), ("MAIL FROM:<>", "250"), ("RCPT TO:<té@foo.example>", "553 5.6.7"),
        ("ETRN foo.example", "503"),
        ("RSET", "250"), ("ETRN foo.example", "250"), ("ETRN", "501"),
      ])
    try play([("HELO a", "250 "), ("MAIL FROM:<> SIZE=1", "555")])
    // RFC 6531 §3.7.4.2: as without the parameter, where it is announced; and where it is not, no parameter at all.
    try play([
      ("HELO a", "250 "), ("VRFY tim SMTPUTF8", "555"), ("EHLO a", "250-"), ("VRFY tim", "250 "),
      ("VRFY tim SMTPUTF8", "250 "), ("VRFY tim smtputf8", "250 "), ("VRFY té SMTPUTF8", "550 5.1.1"), ("VRFY té", "5"),
      ("VRFY SMTPUTF8", "550 5.1.1"),
    ])
  }

  /// Exact octets, whatever they are and however they are cut. RFC 3030.
  @Test func bdat() throws {
    let octets =
      "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<tim@foo.example>\r\nBDAT 5\r\n\r\n.\r\nBDAT 8 LAST\r\n\r\nQUIT\r\nQUIT\r\n"
    for cut in octets.utf8.indices.map({ octets.utf8.distance(from: octets.utf8.startIndex, to: $0) }) {
      var world = try Fixtures.world(Self.scenario)
      var session = SMTPServerSession(in: world)
      var replies = session.receive(Array(octets.octets[..<cut]), in: &world).replies
      replies += session.receive(Array(octets.octets[cut...]), in: &world).replies
      #expect(replies.map { [$0].text.prefix(4) }.suffix(5) == ["250 ", "250 ", "250 ", "250 ", "221 "])
      #expect(world.maildrops[0].messages[1].content.suffix(13) == "\r\n.\r\n\r\nQUIT\r\n".octets.suffix(13))
    }
    try play([
      ("BDAT 0", "503"), ("EHLO a", "250"), ("BDAT x", "503"), ("MAIL FROM:<>", "250"), ("BDAT 0", "503"),
    ])
    try play([
      ("EHLO a", "250-"), ("MAIL FROM:<>", "250"), ("RCPT TO:<tim@foo.example>", "250"), ("BDAT 0", "250"),
      ("DATA", "503 5.5.1"), ("MAIL FROM:<>", "503"), ("NOOP", "250"), ("BDAT 0 LAST", "250 2.0.0"), ("BDAT 0", "503"),
    ])
    try play([
      ("EHLO a", "250-"), ("MAIL FROM:<>", "250"), ("RCPT TO:<tim@foo.example>", "250"), ("BDAT 99999999999", "501"),
      ("BDAT 1 MORE", "501"), ("BDAT", "501"), ("BDAT x", "501"), ("BDAT 0 LAST", "250"),
    ])
  }

  @Test func strictLetters() throws {
    for (line, code) in [
      ("a\nb", "550"), ("a\rb", "550"), ("\r", "550"), ("a\r\r", "550"), (String(repeating: "x", count: 999), "500"),
      (String(repeating: "x", count: 998), "250"),
    ] {
      try play(
        [
          ("EHLO a", "250-"), ("MAIL FROM:<>", "250"), ("RCPT TO:<tim@foo.example>", "250"), ("DATA", "354"),
          (line, ""), (".", code),
        ],
        "mode: strict")
    }
    for piece in ["a\rb\r\n", "a\nb\r\n", "a\r\r\n"] {
      try play(
        [
          ("EHLO a", "250-"), ("MAIL FROM:<>", "250"), ("RCPT TO:<tim@foo.example>", "250"),
          ("BDAT \(piece.utf8.count) LAST\r\n\(piece.dropLast(1))", "550"),
        ],
        "mode: strict")
    }
  }
}
