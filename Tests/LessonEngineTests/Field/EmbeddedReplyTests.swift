import MailProtocol
import Testing

@testable import LessonEngine

/// The reply inside of what a program printed, and the letters that say that another was not delivered.
@Suite struct EmbeddedReplyTests {
  private func lines(_ text: String) -> [String] {
    EmbeddedReply.find(in: text)?.reply.lines.map { String(decoding: $0, as: UTF8.self) } ?? []
  }

  @Test(arguments: [
    ("smtplib.SMTPDataError: (554, b'5.7.1 Spam message rejected')", ["554 5.7.1 Spam message rejected"]),
    (
      "(535, b'5.7.8 Not accepted. Go to\\n5.7.8 https://h.example')",
      ["535-5.7.8 Not accepted. Go to", "535 5.7.8 https://h.example"]
    ),
    ("host mx[192.0.2.25] said: 550 5.1.1 unknown", ["550 5.1.1 unknown"]),
    ("<<< 550 no", ["550 no"]), ("Diagnostic-Code: smtp; 550 5.1.1 x", ["550 5.1.1 x"]),
    ("Diagnostic-Code: smtp;550 4.4.7 expired", ["550 4.4.7 expired"]),
    ("Remote Server returned '550 5.1.10 not found'", ["550 5.1.10 not found'"]),
    ("curl: (55) RCPT failed: 550", ["550 "]), ("dial tcp 192.0.2.25:587: connect refused", []),
    ("after 300 seconds", []), ("line 550 of the file", []), ("HTTP 500 error", []), ("[Errno 111] x", []),
    ("poplib.error_proto: b'-ERR [AUTH] no.'", ["-ERR [AUTH] no."]), ("responded: -ERR no (x)", ["-ERR no (x)"]),
    ("failed: 535-5.7.8 a\n535 5.7.8 b\nelse", ["535-5.7.8 a", "535 5.7.8 b"]),
    ("ERROR_CODE :550, no", ["550 no"]), ("ended at 10:54:21 535 no", ["535 no"]),
  ])
  func replies(_ text: String, _ expected: [String]) {
    #expect(lines(text) == expected)
  }

  @Test(arguments: [
    ("Status: 5.1.1", "5.1.1"), ("was: 5.7.0 Authentication", "5.7.0"), ("version 2.4.57-1", "2.4.57"),
    ("192.0.2.5", nil), ("5.1.1.1", nil), ("see 4.2.2.", "4.2.2"),
  ])
  func enhanced(_ text: String, _ expected: String?) {
    #expect(EmbeddedReply.enhanced(in: text).map { "\($0)" } == expected)
  }

  private func findings(_ text: String) -> [String] {
    Explanation(text, guide: FieldSamples.guide).findings.map { finding in
      let trouble = finding.trouble
      return [trouble?.recipient, trouble?.host, trouble?.cause].map { $0 ?? "-" }.joined(separator: " ")
    }
  }

  private static let report = """
    From: MAILER-DAEMON@mail.example.org
    Subject: Undelivered Mail Returned to Sender
    Content-Type: multipart/report; report-type=delivery-status;
     boundary="b1"

    --b1
    Content-Type: text/plain

    I'm sorry to have to inform you that your message could not be delivered.

    --b1
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mail.example.org

    Final-Recipient: rfc822; anna@example.com
    Action: failed
    Status: 5.2.2
    Remote-MTA: dns; mx.example.com
    Diagnostic-Code: smtp; 552 5.2.2 <anna@example.com> Quota
     exceeded

    Final-Recipient: rfc822; bob@example.net
    Action: delayed
    Status: 4.4.1
    Diagnostic-Code: X-Postfix; connect to mx.example.net[192.0.2.9]:25: Connection timed out

    --b1
    Content-Type: message/rfc822

    Subject: 550 5.7.1 this is my own letter about spam
    To: anna@example.com

    hello
    --b1--
    """

  @Test func aReportForPrograms() {
    #expect(
      findings(Self.report) == [
        "anna@example.com mx.example.com mailbox-full", "bob@example.net - delayed-warning",
      ])
  }

  @Test func partsInBase64() {
    let text = "Final-Recipient: rfc822; anna@example.com\nAction: failed\nStatus: 5.1.1\n"
    let letter = """
      Content-Type: multipart/report; boundary=b1

      --b1
      Content-Type: message/delivery-status
      Content-Transfer-Encoding: base64

      \(Base64.encode(text.utf8))
      --b1--
      """
    #expect(findings(letter) == ["anna@example.com - no-such-user"])
  }

  @Test func wordsForPeople() {
    let postfix = """
      This is the mail system at host mail.example.org.

      <anna@example.com>: host mx.example.com[192.0.2.25] said: 550 5.1.1 <anna@example.com>: Recipient address rejected:
          User unknown (in reply to RCPT TO command)

      <bob@example.net>: host mx.example.net[192.0.2.9] said: 552 5.3.4 Message size exceeds fixed limit (in reply to MAIL
          FROM command)
      """
    #expect(
      findings(postfix) == [
        "anna@example.com mx.example.com no-such-user", "bob@example.net mx.example.net message-too-big",
      ])
    let exim = """
      The following address(es) failed:

        anna@example.com
          host mx.example.com [192.0.2.25]
          SMTP error from remote mail server after RCPT TO:<anna@example.com>: 550 no such user

      ------ This is a copy of the message, including all the headers. ------

      Subject: 552 5.2.2 mailbox full
      """
    #expect(findings(exim) == ["anna@example.com mx.example.com no-such-user"])
  }

  @Test func linesOfALog() {
    let log = """
      Jan  2 10:11:12 mail postfix/qmgr[1]: 4ABC: from=<bob@example.org>, size=300, nrcpt=1 (queue active)
      Jan  2 10:11:13 mail postfix/smtp[2]: 4ABC: to=<anna@example.com>, relay=mx.example.com[192.0.2.25]:25, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.25] said: 550 5.1.1 User unknown (in reply to RCPT TO command))
      Jan  2 10:11:14 mail postfix/smtp[2]: 4ABD: to=<carl@example.net>, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.9]:587: Connection refused)
      """
    #expect(findings(log).map { $0.split(separator: " ").last } == ["no-such-user", "connection-refused"])
  }
}
