import Testing

@testable import MailProtocol

/// SMTP's parser, row by row: arity and the paths of diagnoses.md.
@Suite struct SMTPCommandTests {
  private static let bob = MailPath(localPart: "bob", domain: "c.example")

  @Test(arguments: [
    ("HELO pc.example.org", SMTPCommand.helo("pc.example.org")), ("ehlo [192.0.2.1]", .ehlo("[192.0.2.1]")),
    ("MAIL FROM:<bob@c.example>", .mail(.mailbox(bob), [])), ("mail from:<bob@c.example>", .mail(.mailbox(bob), [])),
    ("MAIL FROM:<>", .mail(.null, [])), ("MAIL FROM:<@a.example,@b.example:bob@c.example>", .mail(.mailbox(bob), [])),
    (
      "MAIL FROM:<bob@c.example> SIZE=100 body=8BITMIME",
      .mail(.mailbox(bob), [.init(typed: "SIZE=100"), .init(typed: "BODY=8BITMIME")])
    ),
    ("RCPT TO:<bob@c.example>", .rcpt(bob, [])),
    ("RCPT TO:<Postmaster>", .rcpt(MailPath(localPart: "Postmaster", domain: nil), [])),
    ("DATA", .data), ("RSET", .rset), ("QUIT", .quit), ("NOOP", .noop), ("NOOP at all", .noop), ("DATA ", .data),
    ("NOOP\t", .noop), ("RSET \t ", .rset), ("ETRN @c.example", .etrn("@c.example")), ("ETRN #q!", .etrn("#q!")),
    ("HELP", .help(nil)), ("HELP MAIL", .help("MAIL")), ("VRFY bob", .vrfy("bob")),
    ("EXPN staff list", .expn("staff list")),
    ("STARTTLS", .starttls), ("AUTH LOGIN", .auth(mechanism: .login, initialResponse: nil)),
    ("BDAT 10 LAST", .bdat(octets: 10, last: true)),
  ])
  func isRead(_ line: String, _ command: SMTPCommand) {
    #expect(SMTPCommand.parse(line).reading == .command(command, flaw: nil))
  }

  /// Read, with a remark: lenient servers forgive it, strict ones do not.
  @Test(
    arguments: [
      ("HELO", .helloNoName, nil), ("EHLO ", .helloNoName, nil), ("HELO two words", .helloBadName, nil),
      ("MAIL FROM: <bob@c.example>", .pathSpace, "MAIL FROM:<bob@c.example>"),
      ("MAIL FROM:bob@c.example", .pathNoBrackets, "MAIL FROM:<bob@c.example>"),
      ("RCPT TO: bob@c.example", .pathNoBrackets, "RCPT TO:<bob@c.example>"),
    ] as [(String, Diagnosis.ID, String?)])
  func isForgiven(_ line: String, _ id: Diagnosis.ID, _ suggestion: String?) {
    guard case .command(_, let flaw?) = SMTPCommand.parse(line).reading else {
      Issue.record("\(line) has no flaw")
      return
    }
    #expect(flaw.id == id)
    if let suggestion { #expect(flaw.values["suggestion"] == suggestion) }
  }

  @Test(
    arguments: [
      ("MAIL", .argumentMissing, nil), ("RCPT", .argumentMissing, nil), ("VRFY", .argumentMissing, nil),
      ("EXPN", .argumentMissing, nil), ("DATA now", .argumentExtra, nil), ("RSET x", .argumentExtra, nil),
      ("QUIT x", .argumentExtra, nil),
      ("MAIL FROM bob@c.example", .pathNoColon, "MAIL FROM:<bob@c.example>"),
      ("MAIL FROM <bob@c.example>", .pathNoColon, "MAIL FROM:<bob@c.example>"),
      ("RCPT <bob@c.example>", .pathNoKeyword, "RCPT TO:<bob@c.example>"),
      ("RCPT Ro:<bob@c.example>", .pathWrongKeyword, "RCPT TO:<bob@c.example>"),
      ("MAIL TO:<bob@c.example>", .pathWrongKeyword, "MAIL FROM:<bob@c.example>"),
      ("MAIL FROM :<bob@c.example>", .pathSpace, "MAIL FROM:<bob@c.example>"),
      ("ETRN", .argumentMissing, nil), ("ETRN c.example more", .argumentExtra, nil), ("ETRN c!", .pathBadAddress, nil),
      ("MAIL FROM:", .pathEmpty, nil), ("RCPT TO:<>", .pathEmpty, nil), ("RCPT TO:", .pathEmpty, nil),
      ("MAIL FROM:<bob@c.example", .pathOneBracket, "MAIL FROM:<bob@c.example>"),
      ("MAIL FROM:bob@c.example>", .pathOneBracket, "MAIL FROM:<bob@c.example>"),
      ("RCPT TO:<Bob <bob@c.example>>", .pathDisplayName, "RCPT TO:<bob@c.example>"),
      ("RCPT TO:Bob <bob@c.example>", .pathDisplayName, "RCPT TO:<bob@c.example>"),
      ("RCPT TO:\"Bob\" bob@c.example", .pathDisplayName, "RCPT TO:<bob@c.example>"),
      ("RCPT TO: \"Bob\" bob@c.example", .pathDisplayName, "RCPT TO:<bob@c.example>"),
      ("RCPT TO:<bob>", .pathNoDomain, nil), ("MAIL FROM:<postmaster>", .pathNoDomain, nil),
      ("RCPT TO:<bob@>", .pathNoDomain, nil), ("RCPT TO:<@c.example>", .pathBadAddress, nil),
      ("RCPT TO:<bob@@c.example>", .pathExtraSign, nil), ("RCPT TO:<b ob@c.example>", .pathSpaceInside, nil),
      ("RCPT TO:<bob@c..example>", .pathStrayDot, nil), ("RCPT TO:<.bob@c.example>", .pathStrayDot, nil),
      ("RCPT TO:<bob@c.example>x", .pathExtraSign, nil),
      ("RCPT TO:<\(String(repeating: "b", count: 65))@c.example>", .pathBadAddress, nil),
      ("RCPT TO:<bob@\(String(repeating: "c", count: 256))>", .pathBadAddress, nil),
      ("RCPT TO:<bob＠c.example>", .pathFullwidthAt, "RCPT TO:<bob@c.example>"),
      ("MAIL FROM：＜bob@c.example＞", .inputFullwidth, "MAIL FROM:<bob@c.example>"),
      ("RCPT TO:《bob@c.example》", .inputFullwidth, "RCPT TO:<bob@c.example>"),
    ] as [(String, Diagnosis.ID, String?)])
  func isMalformed(_ line: String, _ id: Diagnosis.ID, _ suggestion: String?) {
    let parsed = SMTPCommand.parse(line)
    guard case .malformed(_, let diagnosis) = parsed.reading else {
      Issue.record("\(line) was read as \(parsed.reading)")
      return
    }
    #expect(diagnosis.id == id)
    if let suggestion { #expect(diagnosis.values["suggestion"] == suggestion) }
  }

  @Test(
    arguments: [
      ("", .lineEmpty), ("HELLO x", .verbTypo), ("RCPR Ro: a@b.example", .verbTypo),
      ("MIAL FROM:<a@b.example>", .verbTypo),
      ("MAILFROM:<a@b.example>", .verbNoSpace), ("FROM:<a@b.example>", .verbTypo), ("QIUT", .verbTypo),
      ("USER x", .verbOtherProtocol), ("GET / HTTP/1.1", .verbOtherProtocol), ("Subject: hello", .verbUnknown),
      ("S: 250 OK", .verbUnknown), ("C: QUIT", .inputPastedPrompt), ("ＤＡＴＡ", .inputFullwidth), ("ĐATA", .inputComposed),
      ("\u{1}", .lineControl), ("\u{0}", .lineNUL),
    ] as [(String, Diagnosis.ID)])
  func isUnreadable(_ line: String, _ id: Diagnosis.ID) {
    let parsed = SMTPCommand.parse(line)
    guard case .unreadable(let diagnosis) = parsed.reading else {
      Issue.record("\(line) was read as \(parsed.reading)")
      return
    }
    #expect(diagnosis.id == id)
  }

  /// RFC 5321 §§4.1.2, 4.1.3, 4.5.3.1.
  @Test(
    arguments: [
      "a@b.example", "\"a b\"@c.example", "\"a@b\"@c.example", "\"a>b\"@c.example", "\"a\\\"b\"@c.example",
      "\"\"@c.example", "a@[192.0.2.1]", "a@[IPv6:2001:db8::1]", "a@[IPv6:::1]", "a@[IPv6:::]", "a@[IPv6:1::]",
      "a@[IPv6:1:2:3:4:5:6:7:8]", "a@[IPv6:::ffff:192.0.2.1]", "a@[x-tag:text]", "@one.example:a@b.example",
      "\(String(repeating: "a", count: 64))@b.example",
    ])
  func isAddress(_ text: String) {
    guard case .command(.mail(.mailbox, []), flaw: nil) = SMTPCommand.parse("MAIL FROM:<\(text)>").reading else {
      Issue.record("\(text) was refused")
      return
    }
  }

  @Test(
    arguments: [
      "\"a\"b@c.example", "\"a\".b@c.example", "\"a@c.example", "\"a\\\"@c.example", "a@[]", "a@[192.0.2]",
      "a@[192.0.2.256]", "a@[192.0.2.1", "a@[b.example]", "a@[IPv6:xyz]", "a@[IPv6:1:2:3]", "a@[IPv6:1::2::3]",
      "a@[IPv6::1:2]", "a@[IPv6:1:2:3:4:5:6:7:8:9]", "a@[IPv6:]", "a@[x:a b]",
      "a@" + ["b", "c", "d", "e"].map { String(repeating: $0, count: 63) }.joined(separator: "."),
    ])
  func isNoAddress(_ text: String) {
    guard case .malformed(.mail, let diagnosis) = SMTPCommand.parse("MAIL FROM:<\(text)>").reading else {
      Issue.record("\(text) was accepted")
      return
    }
    #expect([.pathBadAddress, .pathNoDomain, .pathExtraSign].contains(diagnosis.id))
  }

  @Test func addressesAsRFC5321Compares() throws {
    let path = try #require(MailPath(address: "Bob@C.Example"))
    #expect(path.names(MailPath(localPart: "Bob", domain: "c.example")))
    #expect(path.names(MailPath(localPart: "bob", domain: "c.example")))
    #expect(path.names(MailPath(localPart: "\"Bob\"", domain: "c.example")))
    #expect(!path.names(MailPath(localPart: "\"Bo b\"", domain: "c.example")))
    #expect(MailPath(localPart: "POSTMASTER", domain: nil).names(MailPath(localPart: "postmaster", domain: nil)))
    #expect(!MailPath(localPart: "postmaster", domain: nil).names(path))
  }
}
