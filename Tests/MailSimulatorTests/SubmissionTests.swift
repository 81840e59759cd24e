import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// Where a server's own Message-ID, Date and From go.
@Suite struct SubmissionTests {
  private static let added =
    "Message-ID: <20010625124151.ID@21cn.com>\r\nDate: Mon, 25 Jun 2001 12:41:51 +0800\r\n"
  private static let from = "From: a@21cn.com\r\n"

  @Test(arguments: [
    ("Subject: x\r\n\r\ntext\r\n", "Subject: x\r\n\(added)\(from)\r\ntext\r\n"),
    ("Subject: x\r\nHi:\r\ntext\r\n", "Subject: x\r\nHi:\r\n\(added)\(from)\r\ntext\r\n"),
    ("Subject: x\r\nHi:\r\n\r\ntext\r\n", "Subject: x\r\nHi:\r\n\(added)\(from)\r\ntext\r\n"),
    ("text only\r\nmore\r\n", "\(added)\(from)\r\ntext only\r\nmore\r\n"),
    ("\r\ntext\r\n\r\nmore\r\n", "\(added)\(from)\r\ntext\r\n\r\nmore\r\n"),
    ("Subject: x\r\n", "Subject: x\r\n\(added)\(from)"),
    ("Subject: x", "Subject: x\r\n\(added)\(from)"),
    ("", "\(added)\(from)"),
    ("from: b@c.example\r\n\r\n", "from: b@c.example\r\n\(added)\r\n"),
    ("Subject: x\r\n folded\r\n\r\n", "Subject: x\r\n folded\r\n\(added)\(from)\r\n"),
  ])
  func completes(_ letter: String, _ complete: String) throws {
    let octets = Submission.completing(
      letter.octets, sender: .mailbox(MailPath(localPart: "a", domain: "21cn.com")), domain: "21cn.com",
      id: "ID",
      clock: try #require(MailDate(iso8601: "2001-06-25T12:41:51+08:00")))
    #expect(String(decoding: octets, as: UTF8.self) == complete)
  }

  @Test func leavesACompleteLetterAlone() throws {
    let letter = "From: a\r\nDate: b\r\nMESSAGE-ID: c\r\n\r\n".octets
    #expect(
      Submission.completing(
        letter, sender: .null, domain: "d", id: "e",
        clock: try #require(MailDate(iso8601: "2001-06-25T12:41:51Z")))
        == letter)
  }
}
