import LessonEngine
import ProgressStore
import Testing

/// What a learner has done, folded from the events.
@Suite struct LearnerProgressTests {
  private static let lesson = "pop3/first-session"

  private static func event(_ kind: LearningEvent.Kind, _ step: String? = nil, in lesson: String = lesson)
    -> LearningEvent
  {
    LearningEvent(kind, lesson: lesson, step: step)
  }

  private static func line(_ step: String, _ line: String, _ verdict: LearningEvent.Verdict = .right) -> LearningEvent {
    LearningEvent(.lineJudged, lesson: lesson, step: step, line: line, verdict: verdict)
  }

  private static let started = [
    event(.lessonStarted), event(.connected, "a"), line("a", "telnet h 110"), event(.stepPassed, "a"),
  ]

  private func progress(_ events: [LearningEvent]) throws -> LearnerProgress.LessonProgress {
    try #require(LearnerProgress(events).lessons[Self.lesson])
  }

  private func typed(_ lines: String...) -> [TypedLine] { lines.map { TypedLine($0, wasWrong: false) } }

  @Test func nothingYet() {
    let progress = LearnerProgress()
    #expect(progress.lessons == [:] && progress.current == nil)
  }

  @Test func aLessonUnderWay() throws {
    let events =
      Self.started + [
        Self.line("b", "STTA", .mistake), Self.event(.hintGiven, "b"), Self.event(.answerShown, "b"),
        Self.line("b", "LIST", .extra),
      ]
    let lesson = try progress(events)
    #expect(lesson.passed == ["a"] && lesson.isOpen && !lesson.isFinished)
    #expect(lesson.lines == ["a": typed("telnet h 110"), "b": [TypedLine("STTA", wasWrong: true)] + typed("LIST")])
    #expect(lesson.typed == 3 && lesson.mistakes == 1, "an extra is no mistake")
    #expect(LearnerProgress(events).current == Self.lesson)
  }

  @Test func aSkippedStepHasNoLines() throws {
    let lesson = try progress(Self.started + [Self.line("b", "STTA", .mistake), Self.event(.stepSkipped, "b")])
    #expect(lesson.passed == ["a", "b"] && lesson.lines["b"] == [])
  }

  @Test func aTextIsPassedWithoutALine() throws {
    #expect(try progress(Self.started + [Self.event(.stepPassed, "text")]).lines["text"] == [])
  }

  @Test func redoForgetsWhatWasTypedInTheStep() throws {
    let lesson = try progress(
      Self.started + [Self.line("b", "DELE 1"), Self.event(.stepRedone, "b"), Self.line("b", "STAT")])
    #expect(lesson.passed == ["a"] && lesson.lines == ["a": typed("telnet h 110"), "b": typed("STAT")])
    #expect(lesson.typed == 3, "it was typed all the same")
  }

  @Test func backForgetsTheStepBefore() throws {
    let events =
      Self.started + [
        Self.line("b", "STAT"), Self.event(.stepPassed, "b"), Self.line("c", "LIST"), Self.event(.stepRedone, "b"),
      ]
    let lesson = try progress(events)
    #expect(lesson.passed == ["a"] && lesson.lines == ["a": typed("telnet h 110")])
    let further = try progress(events + [Self.event(.stepRedone, "a")])
    #expect(further.passed == [] && further.lines == [:])
  }

  @Test func startingAgainBeginsANewAttempt() throws {
    let lesson = try progress(Self.started + [Self.event(.lessonStarted)])
    #expect(lesson.passed == [] && lesson.lines == [:] && lesson.isOpen && lesson.typed == 0)
  }

  @Test func finishedIsFinishedWhateverComesAfter() throws {
    var events = Self.started + [Self.event(.lessonFinished)]
    #expect(try progress(events).isFinished && !progress(events).isOpen)
    #expect(LearnerProgress(events).current == nil)
    events.append(Self.event(.lessonStarted))
    #expect(try progress(events).isFinished && progress(events).isOpen)
    #expect(LearnerProgress(events).current == Self.lesson)
  }

  @Test func theOneOpenedLastIsCurrent() {
    let other = "smtp/first-letter"
    var events = Self.started + [Self.event(.lessonStarted, in: other)]
    #expect(LearnerProgress(events).current == other)
    events.append(Self.event(.lessonFinished, in: other))
    #expect(LearnerProgress(events).current == nil)
    #expect(LearnerProgress(events).lessons[Self.lesson]?.isOpen == true)
    #expect(LearnerProgress(events).lessons[other]?.isFinished == true)
  }

  @Test func foldedOneByOneOrAtOnce() {
    let events =
      Self.started + [Self.line("b", "x", .mistake), Self.event(.stepSkipped, "b"), Self.event(.stepRedone, "a")]
    var progress = LearnerProgress()
    for event in events { progress.apply(event) }
    #expect(progress == LearnerProgress(events))
  }
}
