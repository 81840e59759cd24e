import MailProtocol
import Testing

@testable import LessonEngine

@Suite struct ReplyPatternTests {
  private func reply(_ line: String) -> Reply {
    let octets = Array(line.utf8)
    return Int(line.prefix(3)).flatMap { line.hasPrefix("+") ? nil : $0 }
      .map { .smtp(SMTPReply(code: $0, lines: [octets])) } ?? .pop3(POP3Reply(line: octets))
  }

  @Test(arguments: [
    ("+OK", "+OK", true), ("+OK", "+OK 3 345910", true), ("+OK", "-ERR no", false), ("+OK", "+ bXk=", false),
    ("-ERR", "-ERR", true), ("-ERR", "+OK", false), ("-ERR", "HTTP/1.0 400", false), ("+OK", "250 done", false),
    ("250", "250 done", true), ("250", "251 done", false), ("250", "+OK", false),
    ("2xx", "221 bye", true), ("2xx", "354 go", false), ("25x", "251 x", true), ("25x", "261 x", false),
    ("xxx", "550 no", true),
    ("5.7.1", "550 5.7.1 no", true), ("5.7.x", "550 5.7.26 no", true), ("5.x.x", "550 5.1.1 no", true),
    ("5.7.x", "550 5.1.1 no", false), ("5.7.1", "550 5.7.10 no", false), ("5.7.x", "550 no", false),
    ("4.x.x", "550 5.1.1 no", false),
  ])
  func matches(_ pattern: String, _ line: String, _ expected: Bool) throws {
    let pattern = try #require(ReplyPattern(pattern))
    #expect(pattern.matches(reply(line)) == expected)
  }

  @Test(arguments: ["", "OK", "+ok", "+OK done", "25", "2500", "2x", "5.7", "5.7.1.1", "5..1", "abc", "250 ", "-"])
  func isNoPattern(_ text: String) {
    #expect(ReplyPattern(text) == nil)
  }

  @Test(arguments: [
    ("+OK", true, "+OK"), ("+ bXk=", true, "+"), ("-ERR", false, "-ERR"), ("nonsense", false, "?"),
    ("250 ok", true, "250"),
    ("354 go", true, "354"), ("421 later", false, "421"), ("550 no", false, "550"),
  ])
  func whatAReplySays(_ line: String, _ isPositive: Bool, _ status: String) {
    #expect(reply(line).isPositive == isPositive)
    #expect(reply(line).status == status)
  }
}
