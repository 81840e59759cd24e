import MailProtocol
import Testing

@testable import LessonEngine

/// `/redo` and `/back` bring back the server and the lesson as they were.
@Suite struct RewindTests {
  @Test(arguments: BuiltIn.lessonIDs) func redoRestoresEveryStep(_ id: String) throws {
    var session = try BuiltIn.session(id)
    for step in session.dialogue.lesson.steps {
      let before = session.standing
      for wrong in step.wrong {
        var copy = session
        copy.type(wrong.lines)
        let outputs = copy.typed("/redo")
        #expect(copy.standing == before, "\(step.id)")
        #expect(outputs.kinds == [.stepRedone] && outputs.events.first?.step == step.id)
        #expect(outputs.notices == [copy.dialogue.client.isOffline ? .redoOffline : .redoDone])
      }
      session.type(Session.solutionLines(step))
    }
  }

  @Test(arguments: BuiltIn.lessonIDs) func backRestoresTheStepBefore(_ id: String) throws {
    var session = try BuiltIn.session(id)
    var standings: [Standing] = []
    for step in session.dialogue.lesson.steps.dropLast() {
      standings.append(session.standing)
      session.type(Session.solutionLines(step))
      var copy = session
      let outputs = copy.typed("/back")
      #expect(
        outputs.events.first?.step == step.id
          && outputs.notices == [copy.dialogue.client.isOffline ? .backOffline : .backDone])
      // Back to the beginning, one step at a time.
      for standing in standings.reversed() {
        #expect(copy.standing == standing)
        copy.type(["/back"])
      }
      #expect(copy.typed("/back").notices == [.backFirst])
      // And forward again.
      copy.type(Session.solutionLines(session.dialogue.lesson.steps[0]))
      #expect(copy.dialogue.position == 1)
    }
  }

  @Test func marksAndQuitAreUndone() throws {
    var session = try BuiltIn.session("pop3/first-session", at: "letter")
    let before = session.standing
    session.type(["DELE 1", "DELE 3"])
    #expect(session.peer.observe().maildrop?.deleted == [1, 3])
    session.type(["/redo"])
    #expect(session.standing == before)
    session.type(["DELE 1", "QUIT", "telnet mail.example.net 110", "USER dewey", "PASS tanstaaf"])
    #expect(session.peer.observe().maildrop?.sizes.count == 2, "QUIT removes what is marked")
    session.type(["/redo"])
    #expect(session.standing == before)
    session.type(["RETR 2"])
    #expect(session.dialogue.step?.id == "quit")
  }

  @Test func aLetterThatWasSentIsUnsent() throws {
    var session = try BuiltIn.session("smtp/first-letter", at: "promise")
    #expect(session.peer.observe().deliveries.count == 1)
    session.type(["/back"])
    #expect(session.dialogue.step?.id == "letter" && session.dialogue.client.isInData)
    #expect(session.peer.observe().deliveries.count == 0)
    session.type(["Subject: again", "", "Another one.", "."])
    #expect(session.dialogue.step?.id == "promise")
    #expect(session.peer.observe().deliveries.map { $0.letter.value("Subject") } == ["again"])
  }

  @Test func afterTheEndThereIsNothingToDo() throws {
    var session = try BuiltIn.session("pop3/first-session")
    for step in session.dialogue.lesson.steps { session.type(Session.solutionLines(step)) }
    for line in ["/hint", "/show", "/skip", "/why", "/where", "/help", "STAT", "", "telnet mail.example.net 110", "x"] {
      var copy = session
      _ = copy.typed(line)
      #expect(copy.dialogue.isFinished)
    }
    _ = session.typed("/back")
    #expect(session.dialogue.step?.id == "closing")
  }
}
