import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// The peer that lessons talk to: doors, what a teacher sees, the way back, random octets.
@Suite struct SimulatedPeerTests {
  private func peer() throws -> SimulatedPeer {
    SimulatedPeer(
      world: try Fixtures.world(
        """
        personality: rfc1939
        hostname: mail.example.net
        accounts: [{user: dewey, password: tanstaaf, mailbox: [{size: 100}, {size: 200}, {size: 300}]}]
        """),
      hosts: ["mail.example.net": [.pop3: 110, .smtp: 25]])
  }

  private static let pop3 = Endpoint(host: "Mail.Example.NET", port: 110)
  private static let login = "USER dewey\r\nPASS tanstaaf\r\n".octets

  @Test func doors() throws {
    var peer = try peer()
    #expect(peer.connect(to: Endpoint(host: "mail.exmaple.net", port: 110)) == [.failed(.connectUnknownHost)])
    #expect(peer.connect(to: Endpoint(host: "mail.example.net", port: 23)) == [.failed(.connectRefused)])
    #expect(
      peer.connect(to: Endpoint(host: "mail.example.net", port: 110, tls: true)) == [.failed(.connectTLSInClear)]
    )
    #expect(peer.connect(to: Endpoint(host: "mail.example.net", port: 25)).first == .connected(.smtp))
    #expect(peer.connect(to: Self.pop3).first == .connected(.pop3))
    #expect(peer.disconnect() == [.closed])
    #expect(peer.disconnect() == [])
    #expect(peer.send("NOOP\r\n".octets) == [.failed(.connectNotConnected)])
  }

  @Test func aTeacherSeesTheMaildropOfTheLatestLogin() throws {
    var peer = try peer()
    #expect(peer.observe().maildrop == nil)
    _ = peer.connect(to: Self.pop3)
    #expect(peer.observe().pop3?.timestamp != nil)
    #expect(peer.observe().pop3?.maildrop == nil)
    _ = peer.send(Self.login)
    _ = peer.send("DELE 3\r\n".octets)
    #expect(peer.observe().maildrop == Observation.Maildrop(user: "dewey", sizes: [100, 200, 300], deleted: [3]))
    #expect(peer.observe().pop3?.maildrop == NumberedMaildrop(count: 3, marked: [3]))
    #expect(peer.send("QUIT\r\n".octets).last == .closed)
    // Removed by QUIT: the teacher still sees which.
    #expect(peer.observe().maildrop == Observation.Maildrop(user: "dewey", sizes: [100, 200, 300], deleted: [3]))
    #expect(peer.observe().position == nil)

    _ = peer.connect(to: Self.pop3)
    _ = peer.send(Self.login + "DELE 1\r\n".octets)
    #expect(peer.observe().maildrop == Observation.Maildrop(user: "dewey", sizes: [100, 200], deleted: [1]))
    _ = peer.disconnect()
    #expect(peer.observe().maildrop == Observation.Maildrop(user: "dewey", sizes: [100, 200], deleted: []))
  }

  @Test func aCopyIsAWayBack() throws {
    var peer = try peer()
    _ = peer.connect(to: Self.pop3)
    _ = peer.send(Self.login)
    let before = peer
    _ = peer.send("DELE 1\r\nQUIT\r\n".octets)
    peer = before
    #expect(peer.send("STAT\r\n".octets) == [.received("+OK 3 600\r\n".octets)])
    #expect(peer.observe().maildrop?.deleted == [])
  }

  @Test func aTeacherSeesLettersAsTheyWereSent() throws {
    var peer = try peer()
    _ = peer.connect(to: Endpoint(host: "mail.example.net", port: 25))
    #expect(peer.observe().smtp?.parameters == [])
    _ = peer.send("EHLO a\r\n".octets)
    #expect(peer.observe().smtp?.parameters == ["SIZE", "BODY"])
    _ = peer.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<dewey@mail.example.net>\r\nDATA\r\n".octets)
    _ = peer.send("Subject: x\r\n\r\nHello\r\n.\r\n".octets)
    let delivery = try #require(peer.observe().deliveries.first)
    #expect(delivery.from.description == "a@b.example")
    #expect(delivery.to.map(\.description) == ["dewey@mail.example.net"])
    #expect(delivery.letter == Letter(lines: ["Subject: x", "", "Hello"]))
  }

  @Test func connectingAgainFreesTheMaildrop() throws {
    var peer = try peer()
    for _ in 0..<2 {
      _ = peer.connect(to: Self.pop3)
      _ = peer.send(Self.login)
      #expect(peer.observe().pop3?.maildrop?.count == 3)
    }
  }

  /// No octets, however strange, stop a server: it always answers, and stays within its own rules.
  @Test(arguments: 1...20) func randomOctets(_ seed: UInt64) throws {
    var numbers = SeededNumbers(seed)
    let words = [
      "USER ", "PASS ", "dewey", "tanstaaf", "\r\n", "\n", "\r", "RETR ", "1", "DELE 2", "QUIT", "STAT\r\n",
      ".\r\n",
      "MAIL FROM:<", "a@b.c", ">", "RCPT TO:<", "DATA\r\n", "EHLO x\r\n", "HELO\r\n", " ", "\u{8}", "\0",
      "99999999999999999999",
      "-1", "TOP 1 ", "UIDL\r\n", "LIST ", "APOP ", "é", "ＳＴＡＴ", "\u{FFFD}", "AUTH ", "BDAT ", "=", "{host}",
      "RSET\r\n",
    ].map(\.octets)
    var peer = try peer()
    for _ in 0..<40 {
      _ = peer.connect(to: Endpoint(host: "mail.example.net", port: numbers.next() % 2 == 0 ? 110 : 25))
      if numbers.next() % 3 == 0 { _ = peer.send(Self.login) }
      for _ in 0..<60 {
        let choice = numbers.next()
        let octets =
          choice % 5 == 0
          ? (0..<7).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
          : words[Int(choice >> 8) % words.count]
        for reply in peer.send(octets).received { #expect(reply.suffix(2) == [13, 10]) }
      }
    }
  }
}

extension Observation {
  var pop3: POP3Position? { if case .pop3(let position)? = position { position } else { nil } }
  var smtp: SMTPPosition? { if case .smtp(let position)? = position { position } else { nil } }
}
