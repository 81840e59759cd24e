import MailProtocol
import Testing

@testable import LessonEngine

/// A text of a lesson's own is shown for the line that it was written for, and for no other.
@Suite struct OwnTextsTests {
  private static let pop3 = "pop3/first-session"
  private static let smtp = "smtp/first-letter"
  private static let journey = "journey/send-and-receive"

  /// The text that the prose has for the last line; nil where the catalog's sentences are shown.
  private func text(_ id: String, at step: String, _ lines: [String]) throws -> String? {
    var session = try BuiltIn.session(id, at: step)
    let prose = try BuiltIn.pack.prose(id, .en)
    var names: [String] = []
    for line in lines {
      names = session.typed(line).feedback.flatMap { feedback -> [String] in
        switch feedback {
        case .mistake(_, _, let texts), .remark(_, _, let texts), .letterRemark(_, _, let texts): texts
        default: []
        }
      }
    }
    #expect(session.dialogue.step?.id == step, "\(lines) passes")
    return names.first { prose.steps[step]?.wrong[$0] != nil }
  }

  @Test(
    arguments: [
      // What was written for port 25 says nothing of other ports.
      (pop3, "connect", ["telnet mail.example.net 25"], "takes-letters"),
      (pop3, "connect", ["TELNET Mail.Example.net 25"], "takes-letters"),
      (pop3, "connect", ["telnet mail.example.net 80"], nil), (pop3, "connect", ["telnet mail.example.net 23"], nil),
      (pop3, "connect", ["telnet mail.example.net 587"], nil), (pop3, "connect", ["telnet"], nil),
      (pop3, "user", ["USER huey"], "other-name"), (pop3, "user", ["user  huey"], "other-name"),
      (pop3, "user", ["USER louie"], nil), (pop3, "user", ["USER dewey@mail.example.net"], "with-domain"),
      (pop3, "user", ["USER dewey@gmail.com"], nil),
      (pop3, "pass", ["PASS tanstaff"], "last-letters"), (pop3, "pass", ["PASS TANSTAAF"], "capitals"),
      (pop3, "pass", ["PASS hunter2"], nil), (pop3, "pass", ["tanstaaf"], "command-first"),
      (pop3, "total", ["3"], "letters"), (pop3, "total", ["344400"], "one-letter"),
      (pop3, "total", ["344,400"], "one-letter"),
      (pop3, "total", ["7"], nil),
      (pop3, "refused", ["RETR 2"], "exists"), (pop3, "refused", ["retr 02"], "exists"),
      (pop3, "refused", ["RETR 1"], nil),
      (pop3, "refused", ["RETR 0"], "zero"), (pop3, "refused", ["LIST 0"], nil),
      (pop3, "letter", ["RETR 3"], "large-letter"), (pop3, "letter", ["RETR 1"], nil),
      (pop3, "letter", ["DELE 2"], nil),
      (pop3, "letter", ["RETR 9"], "refused-again"), (pop3, "letter", ["RETR 77"], nil),
      (pop3, "greeting", ["a"], "option a"), (pop3, "greeting", ["C)"], "option c"),
      (pop3, "ending", ["a"], "option a"), (pop3, "ending", ["c"], "option c"),
      (smtp, "sender", ["MAIL FROM:<friend@21cn.com>"], "friends-address"),
      (smtp, "sender", ["mail from:<Friend@21CN.com>"], "friends-address"),
      (smtp, "sender", ["MAIL FROM:<me@example.com>"], nil), (smtp, "sender", ["MAIL FROM:<>"], nil),
      (smtp, "too-early", ["RCPT TO:<friend@21cn.com>"], "recipient-first"), (smtp, "too-early", ["NOOP"], nil),
      (smtp, "recipient", ["RCPT TO:<stonegong@21cn.com>"], "own-address"),
      (smtp, "data", ["Subject: Good morning"], "letter-line"),
      (smtp, "letter", ["Subject: x", "", "QUIT"], "quit-inside"), (smtp, "letter", ["Subject: x", "", "NOOP"], nil),
      (smtp, "letter", ["Subject: x", "Hello there.", "."], "no-blank-line"),
      (smtp, "promise", ["a"], "option a"), (smtp, "promise", ["b"], "option b"),
      (journey, "letter", ["DATA", "Subject: A test", "", "Hi:", "x", "."], "no-copy"),
      (journey, "letter", ["DATA", "Hi:", "x", "."], "no-copy"),
      (journey, "fetch", ["RETR 457"], "octets"), (journey, "fetch", ["RETR 2"], nil),
    ] as [(String, String, [String], String?)])
  func lineAndText(_ id: String, _ step: String, _ lines: [String], _ expected: String?) throws {
    #expect(try text(id, at: step, lines) == expected)
  }

  /// On a real server the lines have the learner's own names.
  @Test func linesOnARealServer() throws {
    let server = RealServer(Endpoint(host: "mx.example.net", port: 25), user: nil, address: "bob@example.net")
    let lesson = try server.adapt(BuiltIn.pack.lesson(Self.smtp), BuiltIn.bindings(Self.smtp)).lesson
    let step = try #require(lesson.steps.first { $0.id == "sender" })
    #expect(step.ownTexts(for: "RCPT TO:<bob@example.net>", .stateNoMail).first == "order")
    #expect(step.ownTexts(for: "RCPT TO:<friend@21cn.com>", .stateNoMail) == [])
  }

  /// An older pack's texts, found by their diagnosis, are for the lines that it lists.
  @Test(arguments: [
    ("RETR 1", ["lesson.wrong-target"]), ("retr 01", ["lesson.wrong-target"]), ("RETR 3", []),
  ])
  func textsByDiagnosis(_ line: String, _ expected: [String]) {
    let step = Step(
      id: "fetch", task: .command(CommandPattern("RETR 2")), reply: nil, state: nil, accept: [],
      wrong: [.init(lines: ["RETR 1"], diagnosis: .lessonWrongTarget, say: nil)], solution: ["RETR 2"])
    #expect(step.ownTexts(for: line, .lessonWrongTarget) == expected)
    #expect(step.ownTexts(for: line, .verbTypo) == [])
  }
}
