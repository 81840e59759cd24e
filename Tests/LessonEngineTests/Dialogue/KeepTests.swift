import MailProtocol
import Testing

@testable import LessonEngine

/// What a lesson keeps is not lost in silence, nobody is trapped by it, and praise is for what happened.
@Suite struct KeepTests {
  private static let pop3 = "pop3/first-session"
  private static let login = ["telnet mail.example.net 110", "USER dewey", "PASS tanstaaf"]

  private func diagnoses(_ outputs: [DialogueOutput]) -> [Diagnosis] {
    outputs.feedback.compactMap { if case .mistake(let diagnosis, _, _) = $0 { diagnosis } else { nil } }
  }

  /// Differences that the step which was passed last is told with; nil when it is told as it was written.
  private func otherwise(_ outputs: [DialogueOutput]) -> [Difference]? {
    outputs.feedback.lazy.compactMap { if case .passedOtherwise(_, let differences) = $0 { differences } else { nil } }
      .last
  }

  @Test(arguments: ["stat", "total", "ending", "list", "refused", "letter", "quit"])
  func aMarkIsToldAtOnce(_ step: String) throws {
    for number in 1...3 {
      var session = try BuiltIn.session(Self.pop3, at: step)
      let outputs = session.typed("DELE \(number)")
      let harm = try #require(diagnoses(outputs).last)
      #expect(outputs.mistakes == [.lessonHarms] && outputs.verdicts == [.mistake], "\(step)")
      #expect(harm.values["i"] == String(number) && harm.values["suggestion"] == "RSET", "\(step)")
      // Both ways lead back, and the way back is no mistake.
      var redone = session
      redone.type(["/redo"])
      let rset = session.typed("RSET")
      #expect(rset.mistakes == [] && rset.remarks == [], "\(step)")
      for var way in [session, redone] {
        #expect(way.peer.observe().maildrop?.deleted == [])
        let passed = way.type(Session.solutionLines(try #require(way.dialogue.step)))
        #expect(passed.passed.count == 1 && otherwise(passed) == nil, "\(step)")
      }
    }
  }

  @Test func itIsToldOnce() throws {
    var session = try BuiltIn.session(Self.pop3, at: "list")
    session.type(["DELE 3"])
    #expect(session.type(["NOOP", "STAT"]).mistakes == [])
    let passed = session.type(["LIST"])
    #expect(passed.mistakes == [] && otherwise(passed) == [.marked([3]), .left(2)])
  }

  @Test func quitIsToldAndTakenBack() throws {
    var session = try BuiltIn.session(Self.pop3, at: "letter")
    session.type(["DELE 2", "DELE 3", "RETR 1", "QUIT"])
    #expect(session.dialogue.step?.id == "letter")
    session = try BuiltIn.session(Self.pop3, at: "quit")
    session.type(["DELE 1", "DELE 3"])
    let quit = session.typed("QUIT")
    let harm = try #require(diagnoses(quit).first)
    #expect(harm.id == .lessonHarms && harm.values["letters"] == "1, 3" && harm.values["n"] == "2")
    #expect(quit.passed == [] && session.dialogue.step?.id == "quit")
    var redone = session
    let again = redone.type(["/redo", "QUIT"])
    #expect(again.passed.count == 1 && otherwise(again) == nil)
    // Who goes on is not held, and hears what is so.
    let onwards = session.type(Self.login + ["QUIT"])
    #expect(onwards.mistakes == [] && otherwise(onwards) == [.removed([1, 3]), .left(1)])
  }

  /// The mark was set a step before: the beginning of the open one has it, too.
  @Test func aMarkOfAnEarlierStep() throws {
    var session = try BuiltIn.session(Self.pop3, at: "letter")
    session.type(["DELE 3", "RETR 2", "QUIT"])
    #expect(session.dialogue.step?.id == "quit")
    let back = session.type(["/redo", "RSET", "QUIT"])
    #expect(back.remarks == [])
    #expect(back.passed.count == 1 && otherwise(back) == nil)
  }

  /// After a QUIT the letters have other numbers, and what is to be kept is the same.
  @Test func numbersChangeAndLettersDoNot() throws {
    var session = try BuiltIn.session(Self.pop3, at: "letter")
    session.type(["DELE 1", "QUIT"] + Self.login)
    let harm = try #require(diagnoses(session.typed("DELE 1")).last)
    #expect(harm.id == .lessonHarms && harm.values["i"] == "1")
    #expect(session.typed("DELE 1").mistakes == [.argumentDeletedMessage])
  }

  /// Two letters were sent: what is said of the first one would be untrue.
  @Test func twoLettersAreNotOne() throws {
    var session = try BuiltIn.session("journey/send-and-receive", at: "letter")
    session.type([
      "DATA", "Subject: A test", "", "Hi:", "x", ".", "MAIL FROM:<stonegong@21cn.com>", "RCPT TO:<stonegong@yeah.net>",
      "DATA", "Subject: A test", "Hi:", "x", ".", "QUIT", "telnet pop.yeah.net 110", "USER stonegong", "PASS secret",
    ])
    #expect(session.dialogue.step?.id == "count")
    #expect(otherwise(session.type(["STAT"])) == [.left(2)])
    #expect(otherwise(session.type(["b", "RETR 1"])) == [.left(2)])
    #expect(otherwise(session.type(["c", "b", "QUIT"])) == [.left(2)])
  }

  private static let rescue = """
    format: 1
    id: pop3/rescue
    protocol: pop3
    minutes: 1
    server: {personality: rfc1939, accounts: [{user: a, password: b, mailbox: [{size: 9}, {size: 9}, {size: 9}]}]}
    hosts: {mail.example.net: {pop3: 110}}
    keep: {maildrop.keep: [1]}
    steps:
      - id: login
        until: {session: transaction}
        wrong: [{line: STTA, diagnosis: connect.not-connected}]
        solution: [telnet mail.example.net 110, USER a, PASS b]
      - id: rescue
        until: {maildrop.deleted: [3], session: closed}
        keep: {maildrop.keep: [2], never: [RETR *]}
        wrong: [{line: DELE 2, diagnosis: lesson.harms}]
        solution: [DELE 3, QUIT]
    """

  /// A goal that deletes: what it wants is no harm, what the lesson and the step keep is.
  @Test func aGoalThatDeletes() throws {
    let lesson = try Lesson(Self.rescue, file: "x")
    var session = Session(
      LessonDialogue(lesson, hintCounts: [0, 0], languages: BuiltIn.languages), peer: try BuiltIn.peer(lesson))
    _ = session.begin()
    session.type(lesson.steps[0].solution)
    for line in ["DELE 1", "DELE 2", "RETR 3"] {
      var copy = session
      #expect(copy.typed(line).mistakes == [.lessonHarms], "\(line)")
      #expect(copy.type(["RSET", "DELE 3", "QUIT"]).passed == [1], "\(line)")
    }
    #expect(session.type(["DELE 3", "QUIT"]).mistakes == [] && session.dialogue.isFinished)
  }

  /// What a wrong line leaves behind is taken back before the right one.
  @Test(arguments: [
    ("smtp/first-letter", "sender", "MAIL FROM:<>", ["RSET", "MAIL FROM:<stonegong@21cn.com>"]),
    (
      "smtp/first-letter", "recipient", "RCPT TO:<stonegong@21cn.com>",
      ["RSET", "MAIL FROM:<stonegong@21cn.com>", "RCPT TO:<friend@21cn.com>"]
    ),
  ])
  func theEnvelopeIsEmptied(_ id: String, _ step: String, _ wrong: String, _ way: [String]) throws {
    var session = try BuiltIn.session(id, at: step)
    let mistake = try #require(diagnoses(session.typed(wrong)).last)
    #expect(mistake.id == .lessonWrongTarget && mistake.values["suggestion"] == "RSET")
    let outputs = session.type(way)
    #expect(outputs.mistakes == [] && outputs.remarks == [] && outputs.passed.count == 1)
  }

  /// Neither an empty line nor `/help` tells the line that the step asks for.
  @Test(arguments: BuiltIn.lessonIDs) func theFirstStepIsNotGivenAway(_ id: String) throws {
    for word in ["", "/help"] {
      var session = try BuiltIn.session(id)
      #expect(session.typed(word).notices == [word.isEmpty ? .emptyLineUnconnected : .helpUnconnected])
    }
    // Where connecting is not the task, the line is told.
    var session = try BuiltIn.session("pop3/first-session", at: "stat")
    session.type(["QUIT"])
    #expect(session.typed("").notices == [.emptyLineOffline])
  }
}
