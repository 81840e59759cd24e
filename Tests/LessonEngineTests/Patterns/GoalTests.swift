import MailProtocol
import Testing

@testable import LessonEngine

@Suite struct GoalTests {
  private func goal(_ yaml: String) throws -> Goal { try StrictYAML(yaml, file: "goal").decode() }

  private static func delivery(_ lines: String, to recipients: [String] = ["bob@b.example"]) -> Observation.Delivery {
    Observation.Delivery(
      from: MailPath(address: "Ann@A.example").map { .mailbox($0) } ?? .null,
      to: recipients.compactMap { MailPath(address: $0) },
      letter: Letter(lines: lines.split(separator: "/", omittingEmptySubsequences: false).map(String.init)))
  }

  private static func sentLine(_ text: String) -> SentLine {
    let smtp = SMTPCommand.parse(text)
    let parsed = smtp.verb == nil ? ParsedLine.pop3(POP3Command.parse(text)) : .smtp(smtp)
    return SentLine(text: text, role: .command(parsed), verdict: .allowed(remark: nil))
  }

  private static func situation(
    _ name: StateName = .transaction, sizes: [Int] = [1205, 306, 344_400], deleted: Set<Int> = [],
    succeeded: [String] = [], ever: [String] = [], typed: [String] = [], letters deliveries: [Observation.Delivery] = []
  ) -> Goal.Situation {
    Goal.Situation(
      state: name,
      observation: Observation(
        maildrop: .init(sizes: sizes, deleted: deleted), deliveries: deliveries, position: nil),
      succeeded: succeeded.map(sentLine), ever: ever.map(sentLine),
      letters: typed.isEmpty ? nil : numbers(sizes.count, typed), deliveries: deliveries)
  }

  /// After a login to so many letters, and these lines; a second PASS is a new session.
  private static func numbers(_ count: Int, _ lines: [String]) -> LetterNumbers {
    var numbers = LetterNumbers()
    for line in lines {
      guard line != "(lost)" else {
        numbers.disconnected()
        continue
      }
      let left = line.hasPrefix("PASS") ? numbers.left?.count ?? count : count
      let reply = POP3Reply(line: Array("+OK".utf8))
      let exchange = Exchange(
        cause: .line(
          SentLine(text: line, role: .command(.pop3(POP3Command.parse(line))), verdict: .allowed(remark: nil))),
        reply: .pop3(reply), anatomy: ReplyAnatomy(),
        state: line == "QUIT" ? .closed : .transaction)
      numbers.note(exchange, .init(sizes: Array(repeating: 100, count: left), deleted: []))
    }
    return numbers
  }

  @Test(arguments: [
    ("maildrop.keep: [1, 2]", situation(typed: ["PASS x"]), true),
    ("maildrop.keep: [1, 2]", situation(typed: ["PASS x", "DELE 3"]), true),
    ("maildrop.keep: [1, 2]", situation(typed: ["PASS x", "DELE 2"]), false),
    ("maildrop.keep: [1, 2]", situation(typed: ["PASS x", "DELE 2", "RSET"]), true),
    ("maildrop.keep: [1, 2]", situation(typed: ["PASS x", "DELE 2", "QUIT"]), false),
    ("maildrop.keep: [4]", situation(typed: ["PASS x"]), false), ("maildrop.keep: [1]", situation(), false),
    ("maildrop.left: [\"1-3\"]", situation(typed: ["PASS x"]), true),
    ("maildrop.left: [1, 2]", situation(typed: ["PASS x"]), false),
    ("maildrop.left: [1, 2]", situation(typed: ["PASS x", "DELE 3"]), true),
    ("maildrop.left: [\"1-3\"]", situation(typed: ["PASS x", "DELE 1", "(lost)", "PASS x"]), true),
    // What was 3 is 2 in the second session.
    ("maildrop.left: [2, 3]", situation(typed: ["PASS x", "DELE 1", "QUIT", "PASS x"]), true),
    ("maildrop.left: [2]", situation(typed: ["PASS x", "DELE 1", "QUIT", "PASS x", "DELE 2"]), true),
    ("never: [RETR *]", situation(ever: ["STAT", "LIST"]), true),
    ("never: [RETR *]", situation(ever: ["RETR 2"]), false),
    ("never: [RETR 1]", situation(ever: ["RETR 2"]), true),
  ])
  func lettersAsTheyWere(_ yaml: String, _ situation: Goal.Situation, _ expected: Bool) throws {
    #expect(try goal(yaml).isReached(in: situation) == expected)
  }

  @Test(
    arguments: [
      ("maildrop.count: 3", situation(typed: ["PASS x"]), []),
      ("maildrop.count: 3", situation(deleted: [2], typed: ["PASS x", "DELE 2"]), [.marked([2]), .left(2)]),
      (
        "maildrop.left: [1, 2, 3]", situation(typed: ["PASS x", "DELE 3", "DELE 1", "QUIT"]),
        [.removed([1, 3]), .left(1)]
      ),
      ("{session: closed, maildrop.keep: [1]}", situation(typed: ["PASS x", "DELE 1"]), [.marked([1]), .left(2)]),
      ("session: closed", situation(), [.anotherWay]), ("delivered.subject: a", situation(), [.anotherLetter]),
    ] as [(String, Goal.Situation, [Difference])])
  func differences(_ yaml: String, _ situation: Goal.Situation, _ expected: [Difference]) throws {
    #expect(try goal(yaml).differences(in: situation) == expected)
  }

  @Test(arguments: [
    ("session: transaction", situation(), true), ("session: transaction", situation(.closed), false),
    ("session: offline", situation(.offline), true),
    ("maildrop.count: 3", situation(), true), ("maildrop.count: 2", situation(deleted: [3]), true),
    ("maildrop.count: 3", situation(deleted: [3]), false),
    ("maildrop.octets: 1511", situation(deleted: [3]), true), ("maildrop.octets: 1511", situation(), false),
    ("maildrop.deleted: [3]", situation(deleted: [3]), true),
    ("maildrop.deleted: [3, 1]", situation(deleted: [1, 3]), true),
    ("maildrop.deleted: [3]", situation(deleted: [1, 3]), false), ("maildrop.deleted: []", situation(), true),
    ("sent: [STAT]", situation(succeeded: ["USER x", "stat"]), true), ("sent: [STAT]", situation(), false),
    ("sent: [STAT, \"RETR 2\"]", situation(succeeded: ["RETR 02", "STAT"]), true),
    ("sent: [STAT, \"RETR 2\"]", situation(succeeded: ["STAT"]), false),
    ("{session: closed, maildrop.deleted: [3]}", situation(.closed, deleted: [3]), true),
    ("{session: closed, maildrop.deleted: [3]}", situation(.transaction, deleted: [3]), false),
  ])
  func sessionAndMaildrop(_ yaml: String, _ situation: Goal.Situation, _ expected: Bool) throws {
    #expect(try goal(yaml).isReached(in: situation) == expected)
  }

  @Test(arguments: [
    ("delivered.from: ann@a.example", "Subject: x//body", true),
    ("delivered.from: bob@a.example", "Subject: x//body", false),
    ("delivered.to: BOB@b.example", "Subject: x//body", true),
    ("delivered.to: carol@b.example", "Subject: x//body", false),
    ("delivered.subject: \"*\"", "Subject: x//body", true), ("delivered.subject: \"*\"", "Subject://body", false),
    ("delivered.subject: \"*\"", "To: x//body", false), ("delivered.subject: Hi all", "subject: Hi all//", true),
    ("delivered.subject: Hi all", "Subject: Hi//", false),
    ("delivered.body: \"*\"", "Subject: x//body", true), ("delivered.body: \"*\"", "Subject: x//", false),
    ("delivered.body: \"*\"", "Subject: x// ", false), ("delivered.body: \"*\"", "Subject: x/body", false),
    ("delivered.body: lunch", "Subject: x//come to lunch/today", true),
    ("delivered.body: lunch", "Subject: lunch//no", false),
    ("delivered.header: [Subject, Hi]", "Subject: x/Hi:/text", true),
    ("delivered.header: [Subject, Hi]", "Subject: x//Hi:", false),
  ])
  func letters(_ yaml: String, _ letter: String, _ expected: Bool) throws {
    #expect(try goal(yaml).isReached(in: Self.situation(letters: [Self.delivery(letter)])) == expected)
  }

  /// One letter must be all of it: the right subject in one and the right body in another is not the letter.
  @Test func oneLetterHasAll() throws {
    let goal = try goal("{delivered.subject: a, delivered.body: b}")
    let subject = Self.delivery("Subject: a//x")
    let body = Self.delivery("Subject: x//b")
    #expect(!goal.isReached(in: Self.situation(letters: [subject, body])))
    #expect(goal.isReached(in: Self.situation(letters: [subject, body, Self.delivery("Subject: a//b")])))
    #expect(!goal.isReached(in: Self.situation()))
  }

  @Test(arguments: [
    ("delivered.from: carol@c.example", "To: x//", LetterShortfall.Kind.sender),
    ("delivered.to: carol@c.example", "To: x//", .recipient), ("delivered.subject: \"*\"", "To: x//", .noSubject),
    ("delivered.subject: Hi", "To: x//", .noSubject), ("delivered.subject: \"*\"", "Subject://x", .emptySubject),
    ("delivered.subject: Hi", "Subject: Ho//x", .otherSubject), ("delivered.body: lunch", "To: x//tea", .otherBody),
    ("delivered.body: lunch", "To: x//", .noBody), ("delivered.body: \"*\"", "To: x// /", .noBody),
    ("delivered.body: \"*\"", "", .empty), ("delivered.header: [To, Cc]", "To: x//", .noField),
    ("delivered.header: [To]", "To: x//", nil),
    ("{delivered.subject: Hi, delivered.body: tea}", "Subject: Hi//tea", nil),
  ])
  func whatALetterLacks(_ yaml: String, _ letter: String, _ kind: LetterShortfall.Kind?) throws {
    #expect(try goal(yaml).shortfall(of: Self.delivery(letter))?.kind == kind)
  }

  @Test(arguments: [
    ("{}", "a goal needs a predicate: session, sent, never, maildrop.count"),
    ("session: loggedin", "`loggedin` is no state: authorization,"),
    ("maildrop.count: many", "a whole number"), ("maildrop.deleted: 3", "a list is expected"),
    ("maildrop.left: [x]", "`x` is no message number"), ("maildrop.keep: [\"3-1\"]", "`3-1` is no message number"),
    ("maildrop.keep: [\"1-999999999\"]", "is no message number"),
    ("maildrop.cuont: 3", "a goal needs a predicate"),
  ])
  func complaints(_ yaml: String, _ says: String) {
    do {
      _ = try goal(yaml)
      Issue.record("\(yaml) was accepted")
    } catch {
      #expect((error as? Findings)?.all.first?.message.contains(says) == true, "\(error)")
    }
  }
}
