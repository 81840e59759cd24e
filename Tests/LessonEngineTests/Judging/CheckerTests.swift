import MailProtocol
import Testing

@testable import LessonEngine

/// One step and one exchange: what the step says of it.
@Suite struct CheckerTests {
  private func step(_ text: String) throws -> Step {
    let lines = text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    return try Lesson(
      """
      format: 1
      id: pop3/test
      protocol: pop3
      minutes: 1
      server: {personality: rfc1939}
      hosts: {mail.example.net: {pop3: 110}}
      steps:
        - id: step
      \(lines)
          wrong: [{line: STTA, diagnosis: verb.typo}]
          solution: [STAT]
      """, file: "lesson.yaml"
    ).steps[0]
  }

  /// The judgement of the last exchange.
  private func judge(
    _ text: String, _ talk: [(String, String)], at venue: Venue = .simulated
  ) throws -> String {
    var client = ClientSession()
    client.open(.pop3)
    var exchanges = client.receive(Array("+OK ready <1.2@mail.example.net>\r\n".utf8))
    var record = StepRecord()
    for (line, reply) in talk {
      _ = client.send(line)
      exchanges = client.receive(Array((reply + "\r\n").utf8))
      if let exchange = exchanges.last, exchange.reply.isPositive, let line = exchange.line { record.succeed(line) }
    }
    let exchange = try #require(exchanges.last)
    let checker = Checker(
      step: try step(text), earlier: [], record: record, connection: ConnectionRecord(), client: client, venue: venue,
      hosts: [:])
    return switch checker.judge(exchange) {
    case .passed(let remark): "passed" + (remark.map { " \($0.id.rawValue)" } ?? "")
    case .mistake(let diagnosis): "mistake \(diagnosis.id.rawValue)"
    case .offTask(let diagnosis): "off task \(diagnosis.id.rawValue)"
    case .towardsGoal(let remark): "towards" + (remark.map { " \($0.id.rawValue)" } ?? "")
    case .otherReply(let diagnosis, _, let goesOn): "other \(diagnosis.id.rawValue)\(goesOn ? ", on" : "")"
    case nil: "nothing"
    }
  }

  private static let login = [("USER a", "+OK"), ("PASS b", "+OK in")]
  private static let stat = "do: {command: STAT}\nreply: \"+OK\"\nstate: transaction"

  @Test(
    arguments: [
      (stat, login + [("STAT", "+OK 1 2")], "passed"),
      (stat, login + [("stat", "+OK 1 2")], "passed"),
      (stat, login + [("STTA", "-ERR what")], "mistake verb.typo"),
      (stat, [("STAT", "-ERR log in")], "mistake state.not-logged-in"),
      (stat, login + [("RETR " + String(repeating: "1", count: 300), "-ERR too long")], "mistake line.too-long"),
      (stat, login + [("NOOP", "+OK")], "off task lesson.right-idea"),
      // The book finds nothing wrong, and the server says no.
      (stat, login + [("STAT", "-ERR busy")], "mistake reply.unexpected"),
      // The other way round a yes is no mistake, whatever the book thinks.
      ("do: {command: STAT}", [("STAT", "+OK 1 2")], "passed state.not-logged-in"),
      ("do: {command: RETR 2}", login + [("RETR 1", "+OK\r\nx\r\n.")], "mistake lesson.wrong-target"),
      ("do: {command: \"RETR *\"}", login + [("RETR 1", "+OK\r\nx\r\n.")], "passed"),
      ("do: {command: PASS b}", [("USER a", "+OK"), ("PASS c", "-ERR no")], "mistake auth.wrong"),
      (
        "do: {command: PASS b}", [("USER a@b.example", "+OK"), ("PASS b", "-ERR no")],
        "mistake argument.user-with-domain"
      ),
      ("do: {command: STAT}", [("APOP a 0123456789abcdef0123456789abcdef", "-ERR no")], "mistake apop.bad-digest"),
      ("do: {command: STAT}", [("APOP a 0123456789ABCDEF0123456789ABCDEF", "-ERR no")], "mistake apop.upper-case"),
      // The step wants the refusal.
      ("do: {command: RETR 9}\nreply: \"-ERR\"", login + [("RETR 9", "-ERR none")], "passed"),
      ("until: {sent: [STAT, LIST]}", login + [("STAT", "+OK 1 2")], "towards"),
      ("until: {sent: [STAT, LIST]}", login + [("STAT", "+OK 1 2"), ("LIST", "+OK\r\n.")], "passed"),
      ("ask: {question: number, answer: 3}", login + [("STAT", "+OK 3 2")], "towards"),
      ("ask: {question: number, answer: 3}", login + [("STTA", "-ERR")], "mistake verb.typo"),
    ] as [(String, [(String, String)], String)])
  func simulated(_ step: String, _ talk: [(String, String)], _ expected: String) throws {
    #expect(try judge(step, talk) == expected)
  }

  /// A real server's words are its own.
  @Test(
    arguments: [
      (stat, login + [("STAT", "-ERR busy")], "other reply.unexpected, on"),
      ("do: {command: RETR 9}\nreply: \"-ERR\"", login + [("RETR 9", "+OK\r\nx\r\n.")], "other reply.unexpected, on"),
      (stat, login + [("STTA", "-ERR what")], "mistake verb.typo"),
    ] as [(String, [(String, String)], String)])
  func real(_ step: String, _ talk: [(String, String)], _ expected: String) throws {
    #expect(try judge(step, talk, at: .real(Endpoint(host: "pop.example.org", port: 110))) == expected)
  }
}
