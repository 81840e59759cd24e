import MailProtocol
import Testing

@testable import LessonEngine

/// Whatever a learner does, the way to the end stays open.
@Suite struct RecoveryTests {
  private static let pop3 = "pop3/first-session"
  private static let smtp = "smtp/first-letter"
  private static let login = ["telnet mail.example.net 110", "USER dewey", "PASS tanstaaf"]

  @Test func anEarlyQuitIsNoEnd() throws {
    var session = try BuiltIn.session(Self.pop3, at: "list")
    let quit = session.typed("QUIT")
    #expect(quit.notices.contains(.reconnect) && session.dialogue.stateName == "offline")
    let again = session.type(Self.login)
    #expect(again.mistakes == [] && !again.verdicts.contains(.mistake))
    session.type(["LIST"])
    #expect(session.dialogue.step?.id == "refused")
  }

  @Test func theWrongServerIsLeftAgain() throws {
    var session = try BuiltIn.session(Self.pop3)
    #expect(session.typed("telnet mail.example.net 25").mistakes == [.connectWrongPort])
    #expect(session.dialogue.speaking == .smtp)
    #expect(session.typed("USER dewey").mistakes == [.verbOtherProtocol])
    #expect(session.typed("telnet mail.example.net 110").mistakes == [.connectAlready])
    session.type(["QUIT", "telnet mail.example.net 110"])
    #expect(session.dialogue.step?.id == "greeting" && session.dialogue.speaking == .pop3)
  }

  /// What is shown there works there: the connection that is open goes first.
  @Test(arguments: [
    ["telnet mail.example.net 25"], ["telnet mail.example.net 25", "EHLO pc.example.org"],
    [
      "telnet mail.example.net 25", "EHLO pc.example.org", "MAIL FROM:<a@example.org>",
      "RCPT TO:<dewey@mail.example.net>", "DATA",
    ],
    ["openssl s_client -crlf -connect mail.example.net:995"], ["telnet mail.example.net 25", "QUIT"],
    ["telnet mail.example.net 4711"],
  ])
  func whatIsShownWorksFromThere(_ lines: [String]) throws {
    var session = try BuiltIn.session(Self.pop3)
    session.type(lines)
    let shown = session.typed("/show").feedback.compactMap { feedback -> [String]? in
      if case .solution(_, let lines, _) = feedback { lines } else { nil }
    }
    #expect(session.dialogue.position == 0 && shown.count == 1)
    for line in shown.joined() {
      #expect(session.dialogue.position == 0)
      #expect(session.typed(line).mistakes == [], "\(line)")
    }
    #expect(session.dialogue.step?.id == "greeting")
  }

  /// Nobody is sent back to a server that the lesson has no use for.
  @Test func theWayBackIsTheLessonsOwn() throws {
    var session = try BuiltIn.session(Self.pop3, at: "stat")
    session.type(["QUIT", "telnet mail.example.net 25"])
    let lines = session.typed("QUIT").feedback.compactMap { feedback -> String? in
      if case .notice(.reconnect, let values) = feedback { values.texts["line"] } else { nil }
    }
    #expect(lines == ["telnet mail.example.net 110"])
  }

  /// The line that the last text of the first lesson recommends works where it stands.
  @Test func theClosingsOwnLineOpens() throws {
    var session = try BuiltIn.session(Self.pop3, at: "closing")
    let opened = session.typed("openssl s_client -quiet -crlf -connect mail.example.net:995")
    #expect(opened.mistakes == [] && opened.replies.count == 1)
    #expect(session.dialogue.client.tls != nil)
    #expect(session.type(["USER dewey", "PASS tanstaaf"]).mistakes == [])
    #expect(session.dialogue.client.state == .transaction)
    session.type(["QUIT", ""])
    #expect(session.dialogue.isFinished)
  }

  @Test func theWrongServerInTheMiddle() throws {
    var session = try BuiltIn.session(Self.pop3, at: "stat")
    session.type(["QUIT", "telnet mail.example.net 25", "QUIT"] + Self.login + ["STAT"])
    #expect(session.dialogue.step?.id == "total")
  }

  @Test func aNoAtLoginIsNoEnd() throws {
    var session = try BuiltIn.session(Self.pop3, at: "pass")
    #expect(session.typed("PASS tanstaff").mistakes == [.authWrong])
    #expect(session.type(["USER dewey"]).mistakes == [])
    session.type(["PASS tanstaaf"])
    #expect(session.dialogue.step?.id == "stat")
  }

  @Test func aSecondLetterMayBeTheRightOne() throws {
    var session = try BuiltIn.session(Self.smtp, at: "letter")
    let first = session.type(["Subject: A letter", "No empty line before me.", "."])
    #expect(first.mistakes == [.dataNoBlankLine] && session.dialogue.step?.id == "letter")
    let second = session.type([
      "MAIL FROM:<stonegong@21cn.com>", "RCPT TO:<friend@21cn.com>", "DATA", "Subject: A letter", "",
      "Now there is one.", ".",
    ])
    #expect(second.mistakes == [] && session.dialogue.step?.id == "promise")
  }

  @Test func aLetterToSomebodyElseIsNotTheOne() throws {
    var session = try BuiltIn.session(Self.smtp, at: "recipient")
    session.type(["RCPT TO:<friend@21cn.com>", "DATA", "Subject: one", "", "x", "."])
    #expect(session.dialogue.step?.id == "promise")
    session = try BuiltIn.session(Self.smtp, at: "letter")
    #expect(session.type(["", "no subject", "."]).mistakes == [.lessonWrongLetter])
  }

  @Test func harmlessExtrasAreNoMistakes() throws {
    for (id, step, lines) in [
      (Self.pop3, "stat", ["NOOP", "LIST", "LIST 2", "RSET", "noop"]), (Self.pop3, "letter", ["STAT", "LIST", "NOOP"]),
      (Self.pop3, "total", ["STAT", "LIST", "NOOP"]), (Self.smtp, "hello", ["NOOP", "RSET"]),
      (Self.smtp, "recipient", ["NOOP"]), (Self.smtp, "promise", ["NOOP", "RSET"]),
      ("journey/send-and-receive", "letter", ["NOOP"]), ("journey/send-and-receive", "count", ["LIST", "NOOP"]),
    ] {
      var session = try BuiltIn.session(id, at: step)
      for line in lines {
        let outputs = session.typed(line)
        #expect(outputs.mistakes == [] && !outputs.verdicts.contains(.mistake), "\(step): \(line)")
        #expect(outputs.verdicts.count == 1 && session.dialogue.step?.id == step, "\(step): \(line)")
      }
    }
  }

  @Test func aForgivenSpellingPassesWithARemark() throws {
    var session = try BuiltIn.session(Self.smtp, at: "sender")
    let outputs = session.typed("MAIL FROM: stonegong@21cn.com")
    #expect(outputs.passed.count == 1 && !outputs.remarks.isEmpty && outputs.mistakes == [])
  }

  @Test(arguments: ["345910", "345,910", "345 910", "３４５９１０", " 345910 ", "0345910"])
  func answersAreReadKindly(_ answer: String) throws {
    var session = try BuiltIn.session(Self.pop3, at: "total")
    #expect(session.typed(answer).passed.count == 1)
  }

  @Test(arguments: ["b", "B", " b ", "b)", "b.", "ｂ"]) func choicesAreReadKindly(_ answer: String) throws {
    var session = try BuiltIn.session(Self.pop3, at: "greeting")
    #expect(session.typed(answer).passed.count == 1)
  }

  @Test(arguments: [
    ("greeting", "d", MessageKey.answerChoose), ("greeting", "", .emptyAnswer), ("total", "many", .answerNumber),
    ("total", "", .emptyAnswer),
  ])
  func whatIsNoAnswerIsNoMistake(_ step: String, _ line: String, _ notice: MessageKey) throws {
    var session = try BuiltIn.session(Self.pop3, at: step)
    let outputs = session.typed(line)
    #expect(outputs.notices == [notice] && outputs.events == [])
  }

  /// Left in the middle of a question, the connection is missing in the step after it.
  @Test(arguments: [
    (pop3, "greeting", ["QUIT", "b"]), (pop3, "ending", ["QUIT", "b"]), (pop3, "total", ["DELE 3", "QUIT", "345910"]),
    (pop3, "greeting", ["QUIT", "telnet mail.example.net 25", "b"]),
    (smtp, "promise", ["MAIL FROM:<stonegong@21cn.com>", "RCPT TO:<friend@21cn.com>", "DATA", "c"]),
    (smtp, "greeting", ["QUIT", "a"]), ("journey/send-and-receive", "meaning", ["QUIT", "b"]),
  ])
  func skippingFromAnOddPlace(_ id: String, _ step: String, _ lines: [String]) throws {
    var session = try BuiltIn.session(id, at: step)
    session.type(lines)
    for _ in session.dialogue.position..<session.dialogue.lesson.steps.count {
      let before = session.dialogue.position
      session.type(["/skip"])
      #expect(session.dialogue.position == before + 1)
    }
    #expect(session.dialogue.isFinished)
  }
}
