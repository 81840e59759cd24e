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

  private static func key(_ lesson: String) -> LessonKey { LessonKey(pack: "builtin", lesson: lesson) }

  private func progress(_ events: [LearningEvent]) throws -> LearnerProgress.LessonProgress {
    try #require(LearnerProgress(events).lessons[Self.key(Self.lesson)])
  }

  private func current(_ events: [LearningEvent]) -> String? { LearnerProgress(events).current(in: "builtin") }

  private func typed(_ lines: String...) -> [TypedLine] { lines.map { TypedLine($0, wasWrong: false) } }

  @Test func nothingYet() {
    let progress = LearnerProgress()
    #expect(progress.lessons == [:] && progress.drills == [:] && progress.current(in: "builtin") == nil)
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
    #expect(current(events) == Self.lesson)
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
    #expect(current(events) == nil)
    events.append(Self.event(.lessonStarted))
    #expect(try progress(events).isFinished && progress(events).isOpen)
    #expect(current(events) == Self.lesson)
  }

  @Test func theOneOpenedLastIsCurrent() {
    let other = "smtp/first-letter"
    var events = Self.started + [Self.event(.lessonStarted, in: other)]
    #expect(current(events) == other)
    events.append(Self.event(.lessonFinished, in: other))
    #expect(current(events) == nil)
    #expect(LearnerProgress(events).lessons[Self.key(Self.lesson)]?.isOpen == true)
    #expect(LearnerProgress(events).lessons[Self.key(other)]?.isFinished == true)
  }

  @Test func foldedOneByOneOrAtOnce() {
    let events =
      Self.started + [Self.line("b", "x", .mistake), Self.event(.stepSkipped, "b"), Self.event(.stepRedone, "a")]
    var progress = LearnerProgress()
    for event in events { progress.apply(event) }
    #expect(progress == LearnerProgress(events))
  }

  /// Two packs may have lessons of one id.
  @Test func eachPackHasItsOwn() throws {
    let own = [
      Self.event(.lessonStarted), Self.event(.stepPassed, "x"), Self.event(.stepPassed, "y"),
    ].map { $0.recorded(pack: "uni", time: 0) }
    let builtIn = Self.started.map { $0.recorded(pack: "builtin", time: 0) }
    let progress = LearnerProgress(builtIn + own)
    #expect(progress.lessons[Self.key(Self.lesson)]?.passed == ["a"])
    #expect(progress.lessons[LessonKey(pack: "uni", lesson: Self.lesson)]?.passed == ["x", "y"])
    #expect(progress.current(in: "uni") == Self.lesson && progress.current(in: "builtin") == Self.lesson)
    let finished = LearnerProgress(
      builtIn + own + [Self.event(.lessonFinished).recorded(pack: "uni", time: 1)])
    #expect(finished.current(in: "uni") == nil && finished.current(in: "builtin") == Self.lesson)
    #expect(finished.lessons[Self.key(Self.lesson)]?.isFinished == false)
  }

  /// An older mailtutor named no pack.
  @Test func withoutAPackItIsTheBuiltInOne() throws {
    #expect(
      LearnerProgress(Self.started) == LearnerProgress(Self.started.map { $0.recorded(pack: "builtin", time: 0) }))
    let folder = LogFolder()
    try folder.write(OldLog.text)
    let progress = LearnerProgress(try folder.log.read().events)
    let lesson = try #require(progress.lessons[Self.key(Self.lesson)])
    #expect(lesson.passed == ["connect", "greeting", "user", "pass", "stat"] && lesson.isOpen)
    #expect(lesson.typed == 8 && lesson.mistakes == 2)
    #expect(lesson.lines["pass"] == typed("PASS •••"))
    #expect(progress.current(in: "builtin") == "smtp/first-letter")
  }

  @Test func drillsAreNoLessons() throws {
    let id = "review/STAT.verb.typo"
    let drill = [
      Self.event(.lessonStarted, in: id),
      LearningEvent(.lineJudged, lesson: id, step: "s", line: "x", verdict: .mistake),
      Self.event(.lessonFinished, in: id), Self.event(.lessonStarted, in: id),
    ].map { $0.recorded(pack: "builtin", time: 0) }
    let progress = LearnerProgress(Self.started + drill)
    #expect(progress.current(in: "builtin") == Self.lesson && Array(progress.lessons.keys) == [Self.key(Self.lesson)])
    let done = try #require(progress.drills[Self.key(id)])
    #expect(done.isFinished && done.isOpen && progress.drills.count == 1)
    #expect(LearnerProgress(drill).current(in: "builtin") == nil)
  }
}
