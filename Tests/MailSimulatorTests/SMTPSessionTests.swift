import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// What one transcript cannot show: octets that are no lines, limits, where letters go.
@Suite struct SMTPSessionTests {
  static let scenario = """
    personality: rfc5321
    hostname: foo.example
    accounts: [{user: Jones, password: secret}]
    """

  private func afterDATA(_ world: inout MailWorld) -> SMTPServerSession {
    var session = SMTPServerSession(in: world)
    _ = session.open(in: &world)
    let replies = session.receive(
      "HELO a.example\r\nMAIL FROM:<b@a.example>\r\nRCPT TO:<Jones@foo.example>\r\nDATA\r\n".octets,
      in: &world)
    #expect(replies.replies.last?.starts(with: "354".utf8) == true)
    return session
  }

  /// Only CRLF.CRLF ends a letter (RFC 5321 §4.1.1.4). Each of these has ended it for some server, and so let one
  /// letter smuggle in another.
  static let falseEnds = [
    "\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n", "\n.\r", "\r.\n", "\r\n.\r\0\n",
    "\r\n.\0\r\n",
    "\r\n\0.\r\n", "\r\n.\r\r\n", "\r\r\n.\n", "\r\n. \r\n", "\r\n .\r\n", "\r\n..\r\n", "\r\n.\t\r\n",
    "\n\n.\n\n",
  ]

  @Test(arguments: falseEnds) func doesNotEnd(_ sequence: String) throws {
    let smuggled = "a\(sequence)MAIL FROM:<c@d.example>\r\nRCPT TO:<Jones@foo.example>\r\nDATA\r\nb"
    for cut in 0...smuggled.utf8.count {
      var world = try Fixtures.world(Self.scenario)
      var session = afterDATA(&world)
      let octets = smuggled.octets
      #expect(session.receive(Array(octets[..<cut]), in: &world).replies.isEmpty)
      #expect(session.receive(Array(octets[cut...]), in: &world).replies.isEmpty)
      #expect(session.smtp.isInData)
      #expect(session.receive("\r\n.\r\n".octets, in: &world).replies.count == 1)
      #expect(world.deliveries.count == 1)
      // It is all content, but for a dot at the start of a line (RFC 5321 §4.5.2), and kept with whole line ends.
      var kept = octets
      if let line = kept.indices.first(where: { kept[$0...].starts(with: "\r\n.".utf8) }) {
        kept.remove(at: line + 2)
      }
      for index in kept.indices.reversed() where kept[index] == 10 && kept[index - 1] != 13 {
        kept.insert(13, at: index)
      }
      #expect(world.maildrops[0].messages[0].content.suffix(kept.count + 2) == kept + [13, 10])
    }
  }

  /// Only where the scenario asks for the old tolerance.
  @Test(arguments: ["\n.\n", "\n.\r\n", "\r\n.\n"]) func endsWhereLFIsALineEnding(_ sequence: String) throws {
    var world = try Fixtures.world(Self.scenario + "\nend-of-data: lf")
    var session = afterDATA(&world)
    #expect(session.receive("a\(sequence)NOOP\r\n".octets, in: &world).replies.count == 2)
    #expect(world.deliveries.count == 1)
  }

  @Test func theOwnerSetsTheRealClock() throws {
    let scenario = try Fixtures.scenario("{personality: rfc5321, clock: real, accounts: []}")
    #expect(scenario.followsRealClock && scenario.clock == nil)
    var world = try Fixtures.world(scenario)
    world.setClock(MailDate(seconds: 1_000_000_000, offset: 0))
    #expect(world.clock.rfc5322 == "Sun, 9 Sep 2001 01:46:40 +0000")
  }

  @Test func aDotAtOnceIsAnEmptyLetter() throws {
    var world = try Fixtures.world(Self.scenario)
    var session = afterDATA(&world)
    #expect(session.receive(".\r\nNOOP\r\n".octets, in: &world).replies.count == 2)
    #expect(world.deliveries.count == 1)
  }

  /// But for bare LF: by POP3, `\n.\r\n` would be an end to many a client.
  @Test func letterIsStoredAsItCame() throws {
    var world = try Fixtures.world(Self.scenario)
    var session = afterDATA(&world)
    _ = session.receive("Subject: x\r\n\r\n..a\r\n...\r\nb\n.\nc\rd\r\n.\r\n".octets, in: &world)
    let content = String(decoding: world.maildrops[0].messages[0].content, as: UTF8.self)
    #expect(content.hasSuffix("Subject: x\r\n\r\n.a\r\n..\r\nb\r\n.\r\nc\rd\r\n"))
    #expect(
      content.hasPrefix("Return-Path: <b@a.example>\r\nReceived: from a.example ([192.0.2.10])\r\n\tby foo"))
  }

  @Test func lettersThatAreTooLargeAreRefusedAfterTheDot() throws {
    var world = try Fixtures.world(
      Self.scenario + "\ncapabilities: {smtp: {add: [SIZE 100]}}")
    for (count, code) in [(98, "250"), (99, "552"), (5000, "552")] {
      var session = afterDATA(&world)
      let output = session.receive(
        [UInt8](repeating: 0x78, count: count) + "\r\n.\r\nNOOP\r\n".octets, in: &world)
      #expect(output.replies.map { String(decoding: $0.prefix(3), as: UTF8.self) } == [code, "250"])
    }
    #expect(world.deliveries.count == 1)
  }

  @Test func theHundredthRecipientIsTheLast() throws {
    var world = try Fixtures.world(Self.scenario + "\nrelay: accept")
    var session = SMTPServerSession(in: world)
    _ = session.receive("HELO a\r\nMAIL FROM:<>\r\n".octets, in: &world)
    for number in 1...102 {
      let reply = session.receive("RCPT TO:<u\(number)@other.example>\r\n".octets, in: &world).replies.text
      #expect(reply.hasPrefix(number <= 100 ? "25" : "452"))
    }
    _ = session.receive("DATA\r\n.\r\n".octets, in: &world)
    #expect(world.deliveries[0].to.count == 100 && world.deliveries[0].from == .null)
  }

  @Test(arguments: [(510, "501"), (511, "500")])
  func commandLinesMayHave512OctetsWithCRLF(_ count: Int, _ code: String) throws {
    var world = try Fixtures.world(Self.scenario)
    var session = SMTPServerSession(in: world)
    let line = "VRFY " + String(repeating: "x", count: count - 5)
    let reply = session.receive((line + "\r\n").octets, in: &world).replies.text
    #expect(reply.hasPrefix(code == "501" ? "550" : code))
  }

  @Test(arguments: [
    ("Jones@foo.example", MailWorld.Route.account(0, isForwarded: false)),
    ("Jones@FOO.EXAMPLE", .account(0, isForwarded: false)),
    ("jones@foo.example", .account(0, isForwarded: false)),
    ("\"Jones\"@foo.example", .account(0, isForwarded: false)),
    ("postmaster@foo.example", .account(0, isForwarded: false)),
    ("Jones@yeah.example", .account(0, isForwarded: true)),
    ("Smith@yeah.example", .unknownUser),
    ("Smith@other.example", .relayDenied),
    ("postmaster@other.example", .relayDenied),
  ])
  func routes(_ address: String, _ route: MailWorld.Route) throws {
    let world = try Fixtures.world(
      """
      personality: rfc5321
      hostname: smtp.foo.example
      accounts: [{user: Jones, password: s, addresses: [Jones@foo.example, Jones@yeah.example]}]
      """)
    #expect(world.route(to: try #require(MailPath(address: address))) == route)
    #expect(
      world.route(to: MailPath(localPart: "PostMaster", domain: nil)) == .account(0, isForwarded: false))
  }

  @Test func eachRecipientGetsALetterAndTwoHopsLeaveTwoLines() throws {
    var world = try Fixtures.world(
      """
      personality: {smtp: rfc5321, pop3: coremail}
      hostname: {smtp: smtp.foo.example, pop3: pop.yeah.example}
      accounts:
        - {user: a, password: s, addresses: [a@foo.example]}
        - {user: b, password: s, addresses: [b@yeah.example]}
        - {user: c, password: s, addresses: [c@third.example]}
      """)
    world.deliver(
      "Subject: x\r\n\r\n".octets, from: .mailbox(MailPath(localPart: "z", domain: "q.example")),
      to: ["a@foo.example", "b@yeah.example", "c@third.example"].compactMap { MailPath(address: $0) },
      MailWorld.Handover(helo: "pc", address: "192.0.2.10", extended: true, session: 0, user: nil))
    let received = world.maildrops.map { maildrop in
      Letter(maildrop.messages[0].content).fields.filter { $0.name == "Received" }.map {
        $0.value.split(whereSeparator: \.isWhitespace).prefix(5).joined(separator: " ")
      }
    }
    let first = "from pc ([192.0.2.10]) by smtp.foo.example"
    let second = "from smtp.foo.example ([198.51.100.25]) by"
    #expect(
      received == [[first], ["\(second) pop.yeah.example", first], ["\(second) third.example", first]])
    #expect(world.deliveries.count == 1)
  }
}
