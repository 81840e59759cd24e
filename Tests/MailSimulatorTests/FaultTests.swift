import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// What Tests/Transcripts/faults cannot say: octets cut off, time, BDAT's pieces, and what each mistake in `faults:` and
/// `limits:` is told.
@Suite struct FaultTests {
  private static let scenario = """
    personality: {pop3: rfc1939, smtp: rfc5321}
    hostname: foo.example
    accounts: [{user: tim, password: secret, addresses: [tim@foo.example], mailbox: [{size: 5000}]}]
    capabilities: {smtp: {add: [CHUNKING, ENHANCEDSTATUSCODES, AUTH PLAIN]}}

    """

  private func pop3(_ faults: String, _ lines: [String]) throws -> (world: MailWorld, outputs: [ServerOutput]) {
    var world = try Fixtures.world(Self.scenario + faults)
    var session = POP3ServerSession(in: world)
    var outputs = [session.open(in: &world)]
    for line in lines { outputs.append(session.receive(Array((line + "\r\n").utf8), in: &world)) }
    return (world, outputs)
  }

  private func smtp(_ faults: String, _ octets: [String]) throws -> (world: MailWorld, outputs: [ServerOutput]) {
    var world = try Fixtures.world(Self.scenario + faults)
    var session = SMTPServerSession(in: world)
    var outputs = [session.open(in: &world)]
    for octets in octets { outputs.append(session.receive(Array(octets.utf8), in: &world)) }
    return (world, outputs)
  }

  @Test func aReplyThatIsCutOff() throws {
    let login = ["USER tim", "PASS secret"]
    let whole = try pop3("", login + ["RETR 1"]).outputs[3].replies[0].octets
    let (world, outputs) = try pop3("faults: [{at: RETR, truncate: 100}]", login + ["RETR 1", "STAT"])
    #expect(outputs[3].replies.map(\.octets) == [Array(whole.prefix(100))] && outputs[3].then == .close)
    #expect(outputs[4].replies.isEmpty)
    #expect(!world.maildrops[0].isLocked)
    #expect(try pop3("faults: [{at: STAT, truncate: 0}]", login + ["STAT"]).outputs[3].replies.isEmpty)
  }

  @Test func aLineThatIsLostHasNoAnswerAndNoEffect() throws {
    let (world, outputs) = try pop3(
      "faults: [{at: QUIT, do: drop}]", ["USER tim", "PASS secret", "DELE 1", "QUIT"])
    #expect(outputs[4].replies.isEmpty && outputs[4].then == .close)
    #expect(world.maildrops[0].messages.count == 1 && !world.maildrops[0].isLocked)
  }

  @Test func delays() throws {
    let faults = "faults: [{at: greeting, delay: 30s}, {at: NOOP, delay: 1h, reply: \"-ERR busy\"}]"
    let outputs = try pop3(faults, ["USER tim", "PASS secret", "NOOP"]).outputs
    #expect(outputs.map(\.delaySeconds) == [30, 0, 0, 3600])
    #expect(outputs[3].replies.map(\.octets) == [Array("-ERR busy\r\n".utf8)] && outputs[3].then == .goOn)
  }

  /// The peer of a lesson does not wait, but the world's time goes on.
  @Test func aDelayPassesInALesson() throws {
    let world = try Fixtures.world(Self.scenario + "faults: [{at: greeting, delay: 30s}]")
    var peer = SimulatedPeer(world: world, hosts: ["foo.example": [.pop3: 110]])
    _ = peer.connect(to: Endpoint(host: "foo.example", port: 110))
    #expect(peer.world.clock == world.clock.adding(seconds: 30))
  }

  @Test func aLetterThatIsTakenButNotAnswered() throws {
    let letter = ["EHLO a\r\n", "MAIL FROM:<>\r\n", "RCPT TO:<tim@foo.example>\r\n", "DATA\r\n", "\r\nhi\r\n.\r\n"]
    let closed = try smtp("faults: [{at: letter, truncate: 0}]", letter)
    #expect(closed.world.maildrops[0].messages.count == 2 && closed.outputs[5].replies.isEmpty)
    let dropped = try smtp("faults: [{at: letter, do: drop}]", letter)
    #expect(dropped.world.maildrops[0].messages.count == 1 && dropped.outputs[5].then == .close)
  }

  /// The octets of a refused piece are no commands.
  @Test func aPieceThatIsRefused() throws {
    let outputs = try smtp(
      "faults: [{at: BDAT, times: 1, reply: 450 not now}]",
      ["EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<tim@foo.example>\r\nBDAT 6\r\nQU", "IT\r\nNOOP\r\n"]
    ).outputs
    #expect(
      outputs[2].replies.map { String(decoding: $0.octets.prefix(9), as: UTF8.self) } == ["450 4.2.0", "250 2.0.0"])
    #expect(outputs[2].then == .goOn)
  }

  @Test func aLoginThatFailsForNow() throws {
    let plain = Base64.encode(Array("\0tim\0secret".utf8))
    let outputs = try smtp(
      "faults: [{at: login, user: tim, times: 1, reply: 454 Temporary authentication failure}]",
      ["EHLO a\r\n", "AUTH PLAIN \(plain)\r\n", "AUTH PLAIN \(plain)\r\n"]
    ).outputs
    #expect(outputs[2].replies.map { String(decoding: $0.octets.prefix(9), as: UTF8.self) } == ["454 4.7.0"])
    #expect(outputs[3].replies.map { String(decoding: $0.octets.prefix(9), as: UTF8.self) } == ["235 2.7.0"])
  }

  @Test(arguments: [
    ("faults: [{at: SPIT, do: drop}]", "`SPIT` is no moment"),
    ("faults: [{at: retr, do: drop}]", "in upper case"),
    ("faults: [{at: RETR}]", "nothing goes wrong here"),
    ("faults: [{at: RETR, do: explode}]", "`explode` cannot be done"),
    ("faults: [{at: RETR, do: drop, truncate: 4}]", "make two of it"),
    ("faults: [{at: RETR, do: lock}]", "login, PASS or APOP"),
    ("faults: [{at: RETR, address: a@b.example, do: drop}]", "only MAIL, RCPT and letter"),
    ("faults: [{at: RCPT, address: a, do: drop}]", "`a` is no address"),
    ("faults: [{at: RETR, user: tim, do: drop}]", "only login, USER"),
    ("faults: [{at: STAT, message: 1, do: drop}]", "only RETR, DELE"),
    ("faults: [{at: RETR, nth: 0, do: drop}]", "`nth` is 0"),
    ("faults: [{at: RETR, times: 0, do: drop}]", "`times` is 0"),
    ("faults: [{at: RETR, delay: 3}]", "30s, 10m or 2h"),
    ("faults: [{at: RETR, delay: 3 s}]", "30s, 10m or 2h"),
    ("faults: [{at: RETR, delay: 86400h}]", "up to 24h"),
    ("faults: [{at: RETR, delay: 9223372036854775807h}]", "up to 24h"),
    ("faults: [{at: RETR, delay: 3601s}]", "`delay` may be 1h at most"),
    ("faults: [{at: RETR, delay: 2h, do: drop}]", "`delay` may be 1h at most"),
    ("limits: {idle: 25h}", "up to 24h"),
    ("faults: [{at: RCPT, protocol: pop3, do: drop}]", "it may be smtp"),
    ("faults: [{at: RETR, reply: +OK}]", "begins with -ERR in POP3"),
    ("faults: [{at: RCPT, reply: 250 Ok}]", "starts with 4 or 5"),
    ("faults: [{at: RCPT, reply: \"450 {secret}\"}]", "{secret}"),
    ("limits: {idle: forever}", "30s, 10m or 2h"),
    ("limits: {message: 3GB}", "no size up to 1GB"),
    ("limits: {message: 10 MB}", "no size up to 1GB"),
    ("limits: {recipients: 0}", "`recipients` is 0"),
  ])
  func mistakes(_ yaml: String, _ part: String) {
    do {
      _ = try Fixtures.world(Self.scenario + yaml)
      Issue.record("\(yaml) was accepted")
    } catch {
      let sentence = sentence(of: error)
      #expect(sentence.contains(part), "\(sentence)")
    }
  }

  @Test func limitsAreRead() throws {
    let limits = try Fixtures.scenario(
      Self.scenario
        + "limits: {idle: 10m, login: 1h, connections: 9, connections-per-address: 2, message: 10MB, mailbox: 512KB}"
    ).limits
    #expect(limits.idle == 600 && limits.login == 3600 && limits.connections == 9 && limits.connectionsPerAddress == 2)
    #expect(limits.message == 10_000_000 && limits.mailbox == 512_000 && limits.recipients == nil)
  }

  /// `busy@*`: at every domain, and no other name.
  @Test func aNameAtEveryDomain() throws {
    var world = try Fixtures.world(
      """
      personality: rfc5321
      hostname: foo.example
      relay: accept
      accounts: [{user: tim, password: secret}]
      faults:
        - {at: RCPT, address: "full@*", nth: 1, reply: "452 4.2.2 Full"}
        - {at: RCPT, address: "full@*", reply: "552 5.2.2 Full"}
        - {at: MAIL, address: "from-busy@*", reply: "450 4.2.1 Busy"}
        - {at: letter, address: "data-busy@*", reply: "450 4.2.1 Busy"}
      """)
    var session = SMTPServerSession(in: world)
    _ = session.open(in: &world)
    for (line, reply) in [
      ("EHLO a.example", "250"), ("MAIL FROM:<from-busy@b.example>", "450"), ("MAIL FROM:<busy@b.example>", "250"),
      ("RCPT TO:<full@c.example>", "452"), ("RCPT TO:<FULL@foo.example>", "552"), ("RCPT TO:<fuller@c.example>", "251"),
      ("RCPT TO:<data-busy@d.example>", "251"), ("DATA", "354"), (".", "450"),
    ] {
      let answer = session.receive("\(line)\r\n".octets, in: &world).replies.text
      #expect(answer.hasPrefix(reply), "\(line): \(answer)")
    }
    #expect(throws: (any Error).self) {
      try Fixtures.world("personality: rfc5321\naccounts: []\nfaults: [{at: RCPT, address: \"*\", reply: \"450 x\"}]")
    }
  }

  /// What SMTP may fill: one maildrop (552), and all together (452); by RCPT and by the letter.
  @Test func boundsOfAWorld() throws {
    func play(_ limits: String, _ recipients: [String], letters: Int) throws -> [String] {
      var world = try Fixtures.world(
        """
        personality: rfc5321
        hostname: foo.example
        accounts: [{user: tim, password: a}, {user: tom, password: b}]
        limits: {\(limits)}
        """)
      var session = SMTPServerSession(in: world)
      _ = session.open(in: &world)
      _ = session.receive("EHLO a.example\r\n".octets, in: &world)
      let text = String(repeating: "x", count: 400)
      var replies: [String] = []
      for _ in 0..<letters {
        let answers =
          (["MAIL FROM:<>"] + recipients.map { "RCPT TO:<\($0)@foo.example>" } + ["DATA", "\(text)\r\n.", "RSET"])
          .map { session.receive("\($0)\r\n".octets, in: &world).replies.text.prefix(3) }
        replies.append(answers.dropFirst().dropLast().joined(separator: " "))
      }
      return replies
    }
    #expect(try play("mailbox: 700", ["tim"], letters: 2) == ["250 354 250", "250 354 552"])
    #expect(try play("mailbox: 500", ["tim"], letters: 2) == ["250 354 250", "552 503 500"])
    #expect(try play("world: 1300", ["tim", "tom"], letters: 2) == ["250 250 354 250", "250 250 354 452"])
    #expect(try play("world: 500", ["tom"], letters: 2) == ["250 354 250", "452 503 500"])
    #expect(try play("world: 1MB", ["tim", "tom"], letters: 3) == Array(repeating: "250 250 354 250", count: 3))
    let usual = try Fixtures.world("personality: rfc5321\naccounts: []").limits
    #expect(usual.mailbox == 100_000_000 && usual.world == 1_000_000_000)
  }
}
