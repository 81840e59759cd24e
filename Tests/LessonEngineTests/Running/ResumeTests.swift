import ProgressStore
import Testing

@testable import LessonEngine

/// A learner who comes back stands where they stood.
@Suite struct ResumeTests {
  private func resumed(_ id: String, _ events: [LearningEvent]) throws -> Session {
    var session = try BuiltIn.session(id)
    let done = try #require(LearnerProgress(events).lessons[id])
    session.resume(done.lines.filter { done.passed.contains($0.key) }, until: nil)
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
    session.resume(["connect": ["telnet old.example 110"], "greeting": ["a"], "user": []], until: nil)
    #expect(session.runner.step?.id == "pass" && session.runner.stateName == "authorization")
    session = try BuiltIn.session("pop3/first-session")
    session.resume(["user": ["USER dewey"]], until: nil)
    #expect(session.runner.position == 0, "a gap ends it")
    session.resume(["connect": [], "greeting": []], until: "greeting")
    #expect(session.runner.step?.id == "greeting")
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
    var session = try BuiltIn.session(id, at: "collect")
    let events = session.type(["telnet pop.yeah.net 110", "USER stonegong", "PASS wrong", "USER stonegong", "PASS secret"]).events
    #expect(events.compactMap(\.line).filter { $0.hasPrefix("PASS") } == ["PASS •••", "PASS •••"])
    var lines = Dictionary(uniqueKeysWithValues: session.runner.lesson.steps.prefix(5).map { ($0.id, [String]()) })
    lines["collect"] = events.compactMap(\.line)
    var copy = try BuiltIn.session(id)
    copy.resume(lines, until: nil)
    #expect(copy.runner.stateName == "transaction" && copy.runner.position == session.runner.position)
  }
}
