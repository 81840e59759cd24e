import MailProtocol
import Testing

@testable import LessonEngine

/// The words for the tutor, in the built-in lessons.
@Suite struct TutorTests {
  @Test(arguments: BuiltIn.lessonIDs) func hintsComeInOrderAndEnd(_ id: String) throws {
    let prose = try BuiltIn.pack.prose(id, .en)
    for step in try BuiltIn.pack.lesson(id).steps {
      var session = try BuiltIn.session(id, at: step.id)
      let count = prose.steps[step.id]?.hints.count ?? 0
      #expect((0..<count).flatMap { _ in session.typed("/hint").hints } == (0..<count).map { $0 + 1 })
      let after = session.typed("/hint")
      #expect(after.notices == [count == 0 ? .hintNone : .hintNoMore] && after.events == [])
    }
  }

  @Test func hintsBeginAgainInEachStep() throws {
    var session = try BuiltIn.session("pop3/first-session", at: "user")
    session.type(["/hint", "/hint", "USER dewey"])
    #expect(session.typed("/hint").hints == [1])
    session.type(["/redo"])
    #expect(session.typed("/hint").hints == [1])
  }

  @Test func showTellsTheAnswerAndTypesNothing() throws {
    var session = try BuiltIn.session("journey/send-and-receive", at: "envelope")
    let before = session.standing
    let outputs = session.typed("/show")
    guard case .solution(_, let lines, let isTyped) = outputs.feedback.first else {
      Issue.record("\(outputs)")
      return
    }
    #expect(lines == ["HELO pc.example.org", "MAIL FROM:<stonegong@21cn.com>", "RCPT TO:<stonegong@yeah.net>"])
    #expect(!isTyped && outputs.kinds == [.answerShown] && session.standing == before)
  }

  @Test(arguments: BuiltIn.lessonIDs) func skippingAloneReachesTheEnd(_ id: String) throws {
    var session = try BuiltIn.session(id)
    let steps = session.dialogue.lesson.steps
    var events: [LearningEvent] = []
    for _ in steps { events += session.typed("/skip").events }
    #expect(session.dialogue.isFinished)
    #expect(events.filter { $0.event == .stepSkipped }.map(\.step) == steps.map(\.id))
    #expect(events.filter { $0.event == .lessonFinished }.count == 1 && events.allSatisfy { $0.line == nil })
    // The world is the one that the solutions make.
    var typed = try BuiltIn.session(id)
    for step in steps { typed.type(Session.solutionLines(step)) }
    #expect(session.standing == typed.standing)
  }

  @Test func whyTellsTheReasonOfTheLastMistake() throws {
    var session = try BuiltIn.session("pop3/first-session", at: "stat")
    #expect(session.typed("/why").notices == [.whyNothing])
    session.type(["STTA"])
    guard case .why(let diagnosis, _) = session.typed("/why").feedback.first else {
      Issue.record("no reason was given")
      return
    }
    #expect(diagnosis.id == .verbTypo)
    session.type(["STAT"])
    #expect(session.typed("/why").notices == [.whyNothing], "it belonged to the step before")
  }

  @Test func explainWithoutALineIsAboutTheLastReply() throws {
    var session = try BuiltIn.session("pop3/first-session")
    #expect(session.typed("/explain").notices == [.explainNothing])
    session.type(["telnet mail.example.net 110"])
    guard case .reply(let lines, _, let isFull) = session.typed("/explain").feedback.first else {
      Issue.record("no reply was explained")
      return
    }
    #expect(isFull && String(decoding: lines[0], as: UTF8.self).hasPrefix("+OK"))
    guard case .verb(.pop3, "RETR") = session.typed("/explain RETR 2").feedback.first else {
      Issue.record("no command was explained")
      return
    }
  }

  @Test(arguments: [
    ("/where", [MessageKey.whereOffline]), ("/lang", [.langWhich]), ("/lang klingon", [.langWhich]),
    ("/base64", [.base64Usage]), ("/base64 dewey", [.base64Result]), ("/back", [.backFirst]),
    ("/hnit", [.wordUnknown]), ("", [.emptyLineUnconnected]),
  ])
  func notices(_ line: String, _ keys: [MessageKey]) throws {
    var session = try BuiltIn.session("pop3/first-session")
    let outputs = session.typed(line)
    #expect(outputs.notices == keys && outputs.events == [] && session.dialogue.position == 0)
  }

  @Test func encodesExactlyTheBytes() throws {
    var session = try BuiltIn.session("pop3/first-session")
    guard case .notice(_, let values) = session.typed("/base64 học").feedback.first else { return }
    #expect(values.texts["result"] == "aOG7jWM=")
  }

  @Test func languageAndQuitAreForTheOutermostLayer() throws {
    var session = try BuiltIn.session("smtp/first-letter", at: "letter")
    guard case .language(let language) = session.typed("/lang vi").first, language == .vi else {
      Issue.record("the language did not change")
      return
    }
    guard case .quit = session.typed("/quit").first else {
      Issue.record("it did not quit")
      return
    }
    #expect(session.dialogue.client.isInData, "neither is a line of the letter")
  }
}
