import ProgressStore
import Testing

@testable import LessonEngine

/// A learner who comes back stands where they stood.
@Suite struct ResumeTests {
  private func resumed(_ id: String, _ events: [LearningEvent]) throws -> Session {
    var session = try BuiltIn.session(id)
    let done = try #require(LearnerProgress(events).lessons[BuiltIn.pack.key(id)])
    session.resume(done.lines, passed: Set(done.passed))
    return session
  }

  @Test(arguments: BuiltIn.lessonIDs) func everyStepIsReachedAgain(_ id: String) throws {
    var session = try BuiltIn.session(id)
    var events = [LearningEvent(.lessonStarted, lesson: id)]
    for step in session.runner.lesson.steps.dropLast() {
      events += session.type(Session.solutionLines(step)).events
      var copy = try resumed(id, events)
      #expect(copy.standing == session.standing, "after \(step.id)")
      // It goes on from there, and back.
      copy.type(["/back", "/redo", "/skip"])
      #expect(copy.standing == session.standing, "after \(step.id)")
      while let next = copy.runner.step { copy.type(Session.solutionLines(next)) }
      #expect(copy.runner.isFinished)
    }
  }

  /// With mistakes, hints and looks around in each step.
  @Test(arguments: BuiltIn.lessonIDs) func alsoAfterMistakes(_ id: String) throws {
    var session = try BuiltIn.session(id)
    var events = [LearningEvent(.lessonStarted, lesson: id)]
    for (number, step) in session.runner.lesson.steps.dropLast().enumerated() {
      let wrong = step.wrong.isEmpty ? [] : step.wrong[number % step.wrong.count].lines
      events += session.type(wrong + ["/hint", "/show", "/where"]).events
      if number % 3 == 1 {
        events += session.typed("/skip").events
      } else {
        events += session.type(["/redo"] + Session.solutionLines(step)).events
      }
      #expect(try resumed(id, events).standing == session.standing, "after \(step.id)")
    }
  }

  /// Also in the middle of a step: of a letter, of a login.
  @Test(arguments: BuiltIn.lessonIDs) func everyLineIsTypedAgain(_ id: String) throws {
    var session = try BuiltIn.session(id)
    var events = [LearningEvent(.lessonStarted, lesson: id)]
    for step in session.runner.lesson.steps.dropLast() {
      for line in Session.solutionLines(step) {
        events += session.typed(line).events
        let standing = try resumed(id, events).standing
        #expect(standing == session.standing, "after \(line) in \(step.id)")
      }
    }
  }

  @Test func whatWasDoneInTheWorldIsDoneAgain() throws {
    let id = "pop3/first-session"
    var session = try BuiltIn.session(id)
    var events: [LearningEvent] = []
    while let step = session.runner.step, step.id != "refused" {
      if step.id == "list" { events += session.typed("DELE 1").events }
      events += session.type(Session.solutionLines(step)).events
    }
    let copy = try resumed(id, events)
    #expect(copy.standing == session.standing)
    #expect(copy.peer.observe()?.maildrop?.deleted == [1])
  }

  @Test func linesThatNoLongerPassAreReplacedByTheSolution() throws {
    var session = try BuiltIn.session("pop3/first-session")
    session.resume(
      [
        "connect": [TypedLine("telnet old.example 110", wasWrong: false)], "greeting": [TypedLine("a", wasWrong: true)],
      ],
      passed: ["connect", "greeting", "user"])
    #expect(session.runner.step?.id == "pass" && session.runner.stateName == "authorization")
    session = try BuiltIn.session("pop3/first-session")
    session.resume([:], passed: ["user"])
    #expect(session.runner.position == 0, "a gap ends it")
    session.resume(["connect": [TypedLine("telnet mail.example.net 110", wasWrong: false)]], passed: [])
    #expect(session.runner.position == 0, "what did not pass then does not pass now")
  }

  /// The login is in another step than `pass`, and its password was not written down.
  @Test(arguments: [("total", "345910"), ("ending", "b"), ("list", "LIST")])
  func aNewLoginInTheMiddle(_ step: String, _ line: String) throws {
    let id = "pop3/first-session"
    var session = try BuiltIn.session(id)
    var events: [LearningEvent] = []
    while let current = session.runner.step, current.id != "quit" {
      let again = ["QUIT", "telnet mail.example.net 110", "USER dewey", "PASS tanstaaf"]
      events += session.type(current.id == step ? again + [line] : Session.solutionLines(current)).events
    }
    #expect(try resumed(id, events).standing == session.standing)
  }

  @Test func aPasswordIsNotKeptAndYetTypedAgain() throws {
    let id = "journey/send-and-receive"
    var session = try BuiltIn.session(id)
    var events: [LearningEvent] = []
    while let step = session.runner.step, step.id != "collect" {
      events += session.type(Session.solutionLines(step)).events
    }
    let lines = ["telnet pop.yeah.net 110", "USER stonegong", "PASS wrong", "USER stonegong", "PASS secret"]
    for line in lines {
      events += session.typed(line).events
      #expect(try resumed(id, events).standing == session.standing, "after \(line)")
    }
    #expect(session.runner.step?.id == "count")
    #expect(events.compactMap(\.line).filter { $0.hasPrefix("PASS") } == ["PASS •••", "PASS •••408d8a9c"])
  }
}
