import MailProtocol
import MailSimulator
import TestSupport
import Testing

@testable import LessonEngine

/// Octets from the wire, cut anywhere: each reply is paired with its line, and the position is what the replies allow.
@Suite struct ClientSessionTests {
  /// What came of a conversation: `C:` lines go out together up to the next `S:` lines, as with pipelining.
  private func play(_ name: MailProtocolName, _ text: String, cut: Int) -> (session: ClientSession, pairs: [String]) {
    var session = ClientSession()
    session.open(name)
    var pairs: [String] = []
    for line in text.split(separator: "\n") {
      let content = line.dropFirst(3)
      guard line.hasPrefix("S:") else {
        _ = session.send(String(content))
        continue
      }
      var octets = Array((content + "\r\n").utf8)[...]
      while !octets.isEmpty {
        let exchanges = session.receive(Array(octets.prefix(cut)))
        octets = octets.dropFirst(cut)
        pairs += exchanges.map { "\($0.cause.shown) -> \($0.reply.status) \($0.state.rawValue)" }
      }
    }
    return (session, pairs)
  }

  @Test(
    arguments: [
      (
        .pop3,
        """
        S: +OK ready
        C: USER a
        C: PASS b
        C: LIST
        S: +OK
        S: +OK 1 message
        S: +OK
        S: 1 120
        S: .
        C: QUIT
        S: +OK bye
        """,
        [
          "greeting -> +OK authorization", "USER -> +OK authorization", "PASS -> +OK transaction",
          "LIST -> +OK transaction", "QUIT -> +OK closed",
        ]
      ),
      (
        .pop3, "S: +OK ready\nC: AUTH LOGIN\nS: + VXNlcm5hbWU6\nC: YQ==\nS: + UGFzc3dvcmQ6\nC: Yg==\nS: -ERR no",
        [
          "greeting -> +OK authorization", "AUTH -> + sasl", "response -> + sasl", "response -> -ERR authorization",
        ]
      ),
      (
        .smtp,
        """
        S: 220 hi
        C: EHLO me
        S: 250-hi
        S: 250 PIPELINING
        C: MAIL FROM:<a@b.example>
        C: RCPT TO:<c@d.example>
        C: RCPT TO:<nobody@d.example>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 550 unknown
        S: 354 go
        C: Subject: x
        C:
        C: .
        S: 250 taken
        """,
        [
          "greeting -> 220 connected", "EHLO -> 250 greeted", "MAIL -> 250 mail", "RCPT -> 250 recipients",
          "RCPT -> 550 recipients", "DATA -> 354 data", "end -> 250 greeted",
        ]
      ),
      // 421 may come at any moment, and answers nothing.
      (
        .smtp, "S: 220 hi\nS: 421 closing", ["greeting -> 220 connected", "nothing -> 421 closed"]
      ),
    ] as [(MailProtocolName, String, [String])])
  func pairs(_ name: MailProtocolName, _ text: String, _ expected: [String]) {
    for cut in [1, 2, 3, 7, 1000] { #expect(play(name, text, cut: cut).pairs == expected, "cut at \(cut)") }
  }

  /// A server may take a letter or refuse the last piece of it: in either case the transaction is over. RFC 3030 §2.
  @Test(arguments: ["250 taken", "451 try later", "552 too big"]) func aLastPieceEndsTheTransaction(_ reply: String) {
    let opening = """
      S: 220 hi
      C: EHLO me
      S: 250-hi
      S: 250 CHUNKING
      C: MAIL FROM:<a@b.example>
      S: 250 ok
      C: RCPT TO:<c@d.example>
      S: 250 ok
      C: BDAT 5 LAST
      C: abc
      S: \(reply)
      """
    var (session, pairs) = play(.smtp, opening, cut: 1000)
    #expect(pairs.last?.hasSuffix("greeted") == true && !session.isInData)
    #expect(session.send("MAIL FROM:<a@b.example>").verdict == .allowed(remark: nil))
  }

  @Test func whatWasSentIsWaitedFor() {
    var (session, _) = play(.pop3, "S: +OK ready", cut: 1000)
    #expect(!session.isWaiting)
    _ = session.send("CAPA")
    #expect(session.isWaiting)
    _ = session.receive(Array("+OK\r\nUIDL\r\n".utf8))
    #expect(session.isWaiting)
    _ = session.receive(Array(".\r\n".utf8))
    #expect(!session.isWaiting)
  }
}

extension Exchange.Cause {
  fileprivate var shown: String {
    switch self {
    case .greeting: "greeting"
    case .nothing: "nothing"
    case .line(let line):
      switch line.role {
      case .command(let parsed): parsed.verb ?? "?"
      case .letterLine: "letter"
      case .endOfLetter: "end"
      case .response: "response"
      }
    }
  }
}
