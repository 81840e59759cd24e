import TestSupport
import Testing

@testable import MailSimulator

/// Dates against `date -u`, texts that are none, and the calendar day by day.
@Suite struct MailDateTests {
  /// Seconds from `date -u -d TEXT +%s`.
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0, "Thu, 1 Jan 1970 00:00:00 +0000", "Thu Jan  1 00:00:00 1970"),
    ("1992-02-04T02:35:52Z", 697_170_952, "Tue, 4 Feb 1992 02:35:52 +0000", "Tue Feb  4 02:35:52 1992"),
    ("2001-06-25T12:41:51+08:00", 993_444_111, "Mon, 25 Jun 2001 12:41:51 +0800", "Mon Jun 25 12:41:51 2001"),
    ("1996-05-11T09:30:00-07:00", 831_832_200, "Sat, 11 May 1996 09:30:00 -0700", "Sat May 11 09:30:00 1996"),
    ("2000-02-29T23:59:59Z", 951_868_799, "Tue, 29 Feb 2000 23:59:59 +0000", "Tue Feb 29 23:59:59 2000"),
    (
      "2100-03-01T00:00:00+05:30", 4_107_522_600, "Mon, 1 Mar 2100 00:00:00 +0530", "Mon Mar  1 00:00:00 2100"
    ),
    ("9999-12-31T23:59:59Z", 253_402_300_799, "Fri, 31 Dec 9999 23:59:59 +0000", "Fri Dec 31 23:59:59 9999"),
    ("1970-01-01T00:00:00+08:00", -28_800, "Thu, 1 Jan 1970 00:00:00 +0800", "Thu Jan  1 00:00:00 1970"),
  ])
  func moments(_ text: String, _ seconds: Int, _ rfc5322: String, _ ctime: String) throws {
    let date = try #require(MailDate(iso8601: text))
    #expect(date.seconds == seconds)
    #expect(date.rfc5322 == rfc5322)
    #expect(date.ctime == ctime)
  }

  @Test(arguments: [
    "", "2001", "2001-06-25", "2001-06-25T12:41:51", "2001-06-25T12:41+08:00", "2001-13-25T12:41:51Z",
    "2001-02-29T12:41:51Z", "1900-02-29T12:41:51Z", "2001-06-31T12:41:51Z", "2001-06-25T24:41:51Z",
    "2001-06-25T12:60:51Z", "2001-06-25T12:41:60Z", "2001-06-25T12:41:51Z ", "2001-06-25T12:41:51+8:00",
    "1969-12-31T12:00:00Z", "25 Jun 2001 12:41:51 +0800", "２００１-06-25T12:41:51Z", "2001-06-25T12:41:51+08:99",
  ])
  func isNone(_ text: String) {
    #expect(MailDate(iso8601: text) == nil)
  }

  /// Every day of four centuries follows the day before.
  @Test func calendar() throws {
    var date = try #require(MailDate(iso8601: "1970-01-01T12:00:00Z"))
    var seen: Set<String> = []
    for _ in 0..<146_097 {
      seen.insert(String(date.digits.prefix(8)))
      date.advance(seconds: 86_400)
    }
    #expect(seen.count == 146_097)
    #expect(date.rfc5322 == "Thu, 1 Jan 2370 12:00:00 +0000")
  }
}
