import MailProtocol
import Testing

@testable import LessonEngine

/// The form of `lesson.yaml`: what an author may write, and what is said about the rest.
@Suite struct LessonTests {
  private static let whole = """
    format: 1
    id: pop3/test
    protocol: pop3
    minutes: 5
    server: {personality: rfc1939}
    hosts: {mail.example.net: {pop3: 110}}
    steps:
      - id: connect
        do: {connect: telnet mail.example.net 110}
        reply: "+OK"
        state: authorization
        accept: [nc -C mail.example.net 110]
        wrong: [{line: telnet, diagnosis: connect.no-host}]
        solution: [telnet mail.example.net 110]
      - id: count
        ask: {question: number, answer: maildrop.count}
        wrong: [{lines: [STAT, "7"], diagnosis: lesson.wrong-answer}]
        solution: ["3"]
      - id: pick
        ask: {question: choice, options: [a, b], answer: b}
        wrong: [{line: a, diagnosis: lesson.wrong-answer}]
        solution: [b]
      - id: end
        until: {session: closed}
        wrong: [{line: QIUT, diagnosis: verb.typo}]
        solution: [QUIT]
      - id: closing
        read: enter
    """

  private func lesson(_ text: String) throws(Findings) -> Lesson { try Lesson(text, file: "lesson.yaml") }

  @Test func whole() throws {
    let lesson = try lesson(Self.whole)
    #expect(lesson.speaks == .pop3 && lesson.minutes == 5 && lesson.needs == [])
    #expect(lesson.hosts == ["mail.example.net": [.pop3: 110]])
    #expect(lesson.steps.map(\.id) == ["connect", "count", "pick", "end", "closing"])
    #expect(lesson.steps[0].task == .connect("telnet mail.example.net 110"))
    #expect(lesson.steps[1].task == .question(Question(kind: .number, answer: .live(.maildropCount), options: [])))
    #expect(lesson.steps[1].wrong == [.init(lines: ["STAT", "7"], diagnosis: .lessonWrongAnswer)])
    #expect(lesson.steps[2].task == .question(Question(kind: .choice, answer: .literal(["b"]), options: ["a", "b"])))
    #expect(lesson.steps[4].task == .text && lesson.steps[4].solution == [])
    #expect(try lesson.server() != nil)
    #expect(try self.lesson(Self.whole.replacing("protocol: pop3", with: "protocol: journey")).speaks == nil)
  }

  /// Each state that a session can be in, by the name that the prompt shows.
  @Test(arguments: StateName.allCases) func everyStateMayBeWaitedFor(_ name: StateName) throws {
    let text = Self.whole.replacing("    state: authorization", with: "    state: \(name.rawValue)")
    #expect(try lesson(text).steps[0].state == name)
    let goal = Self.whole.replacing("until: {session: closed}", with: "until: {session: \(name.rawValue)}")
    #expect(throws: Never.self) { try lesson(goal) }
  }

  @Test func everyServiceMayBeAHosts() throws {
    let ports = "{pop3: 110, pop3s: 995, smtp: 25, submission: 587, smtps: 465}"
    let lesson = try lesson(Self.whole.replacing("{pop3: 110}", with: ports))
    #expect(Set(lesson.hosts["mail.example.net"]?.keys ?? [:].keys) == Set(MailService.allCases))
  }

  @Test(arguments: [
    ("format: 1", "format: 2", "1:9", "it reads format 1"),
    ("id: pop3/test", "id: POP3/Test", "2:5", "an id is small letters, digits and hyphens"),
    ("id: pop3/test", "id: ../test", "2:5", "an id is small letters, digits and hyphens"),
    ("protocol: pop3", "protocol: imap", "3:11", "`imap` is no protocol here: write pop3, smtp or journey"),
    ("minutes: 5", "minutes: 500", "4:10", "minutes are 1 to 120"),
    ("minutes: 5", "minutes: soon", "4:10", "a whole number is expected"),
    ("server: {personality: rfc1939}\n", "", "1:1", "the key `server` is missing"),
    (
      "{pop3: 110}", "{imap: 143}", "6:28",
      "the key `imap` means nothing here; known keys are pop3, pop3s, smtp, smtps, submission"
    ),
    ("- id: count", "- id: Count", "15:9", "a step's id is small letters, digits and hyphens"),
    ("- id: count", "- id: a/b", "15:9", "a step's id is small letters, digits and hyphens"),
    (
      "    state: authorization", "    state: loggedin", "11:12",
      "`loggedin` is no state: authorization, chunking, closed"
    ),
    ("reply: \"+OK\"", "reply: OK", "10:12", "`OK` is no reply: write \"+OK\", \"-ERR\", 250, 2xx or 5.7.x"),
    ("diagnosis: verb.typo", "diagnosis: verb.tpyo", "25:37", "`verb.tpyo` is no diagnosis: did you mean verb.typo?"),
    ("diagnosis: verb.typo", "diagnosis: spelling", "25:37", "`spelling` is no diagnosis"),
    ("{line: QIUT, ", "{", "25:25", "a wrong entry has `line:` or `lines:`, one of them"),
    ("{line: QIUT, ", "{line: QIUT, lines: [QIUT], ", "25:52", "a wrong entry has `line:` or `lines:`, one of them"),
    ("    solution: [QUIT]\n", "", "23:9", "step `end` has no solution"),
    ("    wrong: [{line: QIUT, diagnosis: verb.typo}]\n", "", "23:9", "step `end` has no wrong line"),
    ("    until: {session: closed}\n", "", "23:9", "exactly one of do, until, ask, read; it has 0"),
    (
      "    read: enter", "    read: enter\n    until: {session: closed}", "27:9",
      "exactly one of do, until, ask, read; it has 2"
    ),
    ("read: enter", "read: it", "28:11", "write `read: enter`"),
    (
      "{question: choice, options: [a, b], answer: b}", "{question: choice, options: [b], answer: b}", "20:21",
      "a choice needs at least two options"
    ),
    (
      "{question: choice, options: [a, b], answer: b}", "{question: choice, options: [a, b], answer: c}", "20:21",
      "and its answer among them"
    ),
    ("do: {connect: telnet mail.example.net 110}", "do: {}", "9:9", "`do:` has `connect:` or `command:`, one of them"),
    (
      "do: {connect:", "do: {host: x, connect:", "9:10",
      "the key `host` means nothing here; known keys are command, connect"
    ),
    ("do: {connect:", "do: {command: STAT, connect:", "9:19", "`do:` has `connect:` or `command:`, one of them"),
    (
      "    accept:", "    accpet:", "12:5",
      "the key `accpet` means nothing here; known keys are accept, ask, assumes, do"
    ),
  ])
  func complaints(_ right: String, _ wrong: String, _ place: String, _ says: String) {
    let text = Self.whole.replacing(right, with: wrong, maxReplacements: 1)
    do throws(Findings) {
      _ = try lesson(text)
      Issue.record("\(wrong) was accepted")
    } catch {
      #expect(error.all.map { "\($0.line):\($0.column)" } == [place], "\(error.all)")
      #expect(error.all.first?.message.contains(says) == true, "\(error.all)")
    }
  }

  @Test func whatIsKeptAndAssumed() throws {
    let text = Self.whole.replacing("steps:", with: "keep: {maildrop.keep: [1, \"4-6\"], never: [RETR *]}\nsteps:")
      .replacing(
        "    until: {session: closed}",
        with: "    until: {session: closed}\n    assumes: {maildrop.left: [1]}\n    keep: {maildrop.keep: [2]}"
      )
      .replacing("diagnosis: verb.typo}", with: "diagnosis: verb.typo, say: swapped}")
    let lesson = try lesson(text)
    #expect(lesson.keep?.letters == [1, 4, 5, 6] && lesson.keep?.never.map(\.text) == ["RETR *"])
    #expect(lesson.steps[3].assumes == Goal([.maildropLeft([1])]) && lesson.steps[3].keep?.letters == [2])
    #expect(lesson.steps[3].wrong.map(\.say) == ["swapped"])
    #expect(lesson.steps[0].assumes == nil && lesson.steps[0].keep == nil)
  }

  @Test func aLessonHasSteps() {
    let text = Self.whole.prefix(through: Self.whole.range(of: "steps:")!.upperBound).dropLast() + " []"
    #expect(throws: Findings.self) { _ = try lesson(String(text)) }
  }

  @Test(arguments: [
    ("maildrop.count", 2), ("maildrop.octets", 1511), ("maildrop.largest", 3), ("maildrop.size.2", 306),
    ("maildrop.size.4", nil),
  ])
  func liveValues(_ name: String, _ value: Int?) throws {
    let observation = Observation(
      maildrop: .init(sizes: [1205, 306, 344_400], deleted: [3]), deliveries: [], position: nil)
    let live = try #require(LiveValue(name))
    #expect(live.value(in: observation) == value)
    #expect(live.value(in: nil) == nil)
  }

  @Test(arguments: ["maildrop", "maildrop.size", "maildrop.size.0", "maildrop.size.x", "count"])
  func isNoLiveValue(_ name: String) {
    #expect(LiveValue(name) == nil)
  }
}
