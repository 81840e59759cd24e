import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// What one transcript cannot show: two sessions at once, mail that arrives meanwhile, lines without end.
@Suite struct POP3SessionTests {
  static let scenario = """
    personality: rfc1939
    accounts:
      - {user: dewey, password: tanstaaf, mailbox: [{size: 100}, {size: 200}, {size: 300}]}
      - {user: huey, password: secret}
    """

  private func login(_ world: inout MailWorld, user: String = "dewey") -> POP3ServerSession {
    var session = POP3ServerSession(in: world)
    _ = session.open(in: &world)
    _ = session.receive("USER \(user)\r\nPASS tanstaaf\r\n".octets, in: &world)
    return session
  }

  @Test func lockIsExclusiveAndGoesWithTheSession() throws {
    var world = try Fixtures.world(Self.scenario)
    var first = login(&world)
    var second = login(&world)
    #expect(first.pop3.maildrop != nil)
    #expect(second.pop3.state == .authorization(.fresh))
    let refused = second.receive("USER dewey\r\nPASS tanstaaf\r\n".octets, in: &world)
    #expect(refused.replies.last == "-ERR unable to lock maildrop\r\n".octets)
    // A locked maildrop is no failed login: any number of tries leaves the connection open.
    for _ in 0..<5 { #expect(!second.receive("USER dewey\r\nPASS tanstaaf\r\n".octets, in: &world).closes) }
    #expect(second.receive("USER huey\r\nPASS secret\r\n".octets, in: &world).replies.last?.first == 0x2B)

    #expect(first.receive("DELE 1\r\nQUIT\r\n".octets, in: &world).closes)
    var third = login(&world)
    #expect(third.receive("STAT\r\n".octets, in: &world).replies.text == "+OK 2 500\r\n")
    third.abort(in: &world)
    #expect(login(&world).pop3.maildrop != nil)
  }

  @Test func lockIsNotTakenByAWrongPassword() throws {
    var world = try Fixtures.world(Self.scenario)
    var wrong = POP3ServerSession(in: world)
    _ = wrong.open(in: &world)
    _ = wrong.receive("USER dewey\r\nPASS no\r\n".octets, in: &world)
    #expect(login(&world).pop3.maildrop != nil)
  }

  @Test func numbersAreThoseOfTheLogin() throws {
    var world = try Fixtures.world(Self.scenario)
    var session = login(&world)
    world.put("Subject: late\r\n\r\n".octets, into: 0)
    #expect(session.receive("STAT\r\n".octets, in: &world).replies.text == "+OK 3 600\r\n")
    #expect(session.receive("DELE 1\r\nLIST 2\r\nRETR 4\r\nQUIT\r\n".octets, in: &world).closes)
    // What arrived meanwhile was not removed with the rest.
    #expect(world.maildrops[0].messages.map(\.octets) == [200, 300, 17])
    #expect(Set(world.maildrops[0].messages.map(\.uniqueID)).count == 3)
  }

  @Test func nothingIsAnsweredAfterQUIT() throws {
    var world = try Fixtures.world(Self.scenario)
    var session = login(&world)
    let output = session.receive("NOOP\r\nQUIT\r\nSTAT\r\nDELE 1\r\n".octets, in: &world)
    #expect(output.replies.count == 2 && output.closes)
    #expect(session.receive("NOOP\r\n".octets, in: &world) == ServerOutput(closes: true))
  }

  @Test func endlessLinesAreRefusedAndForgotten() throws {
    var world = try Fixtures.world(Self.scenario)
    var session = login(&world)
    #expect(session.receive([UInt8](repeating: 0x41, count: 1_000_000), in: &world).replies.isEmpty)
    let replies = session.receive("\r\nNOOP\r\n".octets, in: &world).replies.text
    #expect(replies == "-ERR line too long\r\n+OK\r\n")
  }

  @Test(arguments: [(253, false), (254, true)])
  func linesMayHave255OctetsWithCRLF(_ count: Int, _ isTooLong: Bool) throws {
    var world = try Fixtures.world(Self.scenario)
    var session = POP3ServerSession(in: world)
    let line = "USER " + String(repeating: "x", count: count - 5)
    let reply = session.receive((line + "\r\n").octets, in: &world).replies.text
    #expect(reply.hasPrefix(isTooLong ? "-ERR line too long" : "+OK"))
  }

  @Test func bareLFIsALineForLenientServersOnly() throws {
    var world = try Fixtures.world(Self.scenario)
    var session = POP3ServerSession(in: world)
    #expect(session.receive("QUIT\n".octets, in: &world).closes)
    world = try Fixtures.world(Self.scenario + "\nmode: strict")
    session = POP3ServerSession(in: world)
    #expect(session.receive("QUIT\n".octets, in: &world).replies.isEmpty)
    #expect(session.receive("\r\n".octets, in: &world).replies.count == 1)
  }

  @Test func repliesStayWithin512OctetsAndPrintable() throws {
    var world = try Fixtures.world(
      """
      personality: coremail
      accounts: [{user: a, password: b}]
      """)
    var session = POP3ServerSession(in: world)
    let noise = (0...255).map { UInt8($0) }.filter { $0 != 10 && $0 != 13 }
    let reply = session.receive(noise.prefix(250) + [13, 10], in: &world).replies.text.dropLast()
    #expect(reply.utf8.count <= 510)
    #expect(reply.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
  }
}
