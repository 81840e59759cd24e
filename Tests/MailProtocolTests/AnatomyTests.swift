import Testing

@testable import MailProtocol

/// Replies cut into parts: `text=meaning`, the first meaning only.
@Suite struct AnatomyTests {
  private func parts(_ anatomy: ReplyAnatomy) -> [String] {
    anatomy.parts.map { "\($0.text)=\($0.meanings[0])" }
  }

  @Test(
    arguments: [
      ("+OK 3 345910", .command(.stat), ["+OK=pop3.ok-after.STAT", "3=pop3.part.count", "345910=pop3.part.octets"]),
      (
        "+OK 2 305", .command(.list(2)),
        ["+OK=pop3.ok-after.LIST-one", "2=pop3.part.message-number", "305=pop3.part.message-octets"]
      ),
      ("+OK core mail", .command(.user("a")), ["+OK=pop3.ok-after.USER", "core mail=pop3.part.text"]),
      (
        "-ERR 999 no", .command(.retr(1)),
        ["-ERR=pop3.err-after.RETR", "999=pop3.part.error-number", "no=pop3.part.text"]
      ),
      (
        "-ERR [IN-USE] busy", .command(.pass(Secret("a"))),
        ["-ERR=pop3.err-after.PASS", "[IN-USE]=pop3.response-code.IN-USE", "busy=pop3.part.text"]
      ),
      (
        "+OK ready <1.2@h>", .greeting,
        ["+OK=pop3.ok-after.greeting", "ready=pop3.part.text", "<1.2@h>=pop3.part.timestamp"]
      ),
      // No `@`, no timestamp for APOP: RFC 1939 §7.
      ("+OK <hello> ready", .greeting, ["+OK=pop3.ok-after.greeting", "<hello> ready=pop3.part.text"]),
      (
        "+OK 120 octets", .command(.retr(1)),
        ["+OK=pop3.ok-after.RETR", "120=pop3.part.message-octets", "octets=pop3.part.text"]
      ),
      ("HTTP/1.1 400", .unknown, ["HTTP/1.1 400=pop3.part.text"]),
      ("+OK", .command(.noop), ["+OK=pop3.ok-after.NOOP"]),
    ] as [(String, ReplyAnatomy.POP3Occasion, [String])])
  func pop3(_ line: String, _ occasion: ReplyAnatomy.POP3Occasion, _ expected: [String]) {
    #expect(parts(ReplyAnatomy(POP3Reply(line: Array(line.utf8)), answering: occasion)) == expected)
  }

  @Test(
    arguments: [
      (["250 OK"], .command(.mail), ["250=smtp.code-after.MAIL.250", "OK=smtp.part.text"]),
      (["250"], .endOfData, ["250=smtp.code-after.end-of-data.250"]),
      (
        ["220 h.example ready"], .greeting,
        ["220=smtp.code-after.greeting.220", "h.example=smtp.part.host", "ready=smtp.part.text"]
      ),
      (
        ["550 5.1.1 no such user"], .command(.rcpt),
        ["550=smtp.code-after.RCPT.550", "5.1.1=smtp.enhanced.detail.1.1", "no such user=smtp.part.text"]
      ),
      (
        ["250-h.example", "250-SIZE 100", "250 HELP"], .command(.ehlo),
        [
          "250=smtp.code-after.EHLO.250", "-=smtp.part.hyphen", "h.example=smtp.part.host",
          "SIZE 100=smtp.extension.SIZE",
          "HELP=smtp.extension.HELP",
        ]
      ),
      (["hello"], .unknown, ["hello=smtp.part.text"]),
    ] as [([String], ReplyAnatomy.SMTPOccasion, [String])])
  func smtp(_ lines: [String], _ occasion: ReplyAnatomy.SMTPOccasion, _ expected: [String]) throws {
    var reader = SMTPReplyReader()
    let replies = lines.compactMap { reader.take(Array($0.utf8)) }
    #expect(parts(ReplyAnatomy(try #require(replies.first), answering: occasion)) == expected)
  }

  @Test func multilineReplies() {
    var reader = POP3ReplyReader()
    #expect(reader.take(Array("+OK".utf8), expectingMultiline: true) == nil)
    #expect(reader.take(Array("1 120".utf8), expectingMultiline: true) == nil)
    let reply = reader.take([0x2E], expectingMultiline: true)
    #expect(reply?.lines == [Array("1 120".utf8)])
    #expect(reader.take(Array("-ERR".utf8), expectingMultiline: true)?.lines == nil)
  }

  /// Ranges always lie inside their line, whatever the line.
  @Test(arguments: 1...200) func noise(_ seed: UInt64) {
    var noise = Noise(state: seed)
    let starts = ["+OK ", "-ERR ", "250 ", "250-", "+ ", "", "+OK <", "-ERR ["].map { Array($0.utf8) }
    let line = starts[Int(noise.next()) % starts.count] + noise.octets(Int(noise.next() % 40)).filter { $0 != 10 }
    var anatomies = POP3Verb.allCases.compactMap { POP3Command.parse("\($0.rawValue) 1 1").command }.map {
      ReplyAnatomy(POP3Reply(line: line, lines: [line, []]), answering: .command($0))
    }
    anatomies.append(ReplyAnatomy(POP3Reply(line: line), answering: .greeting))
    var reader = SMTPReplyReader()
    let reply = reader.take(line) ?? reader.take(Array("250 x".utf8))
    anatomies += SMTPVerb.allCases.compactMap { verb in
      reply.map { ReplyAnatomy($0, answering: .command(verb), digits: true) }
    }
    for part in anatomies.flatMap(\.parts) {
      #expect(!part.range.isEmpty && !part.meanings.isEmpty)
      #expect(part.text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
  }
}
