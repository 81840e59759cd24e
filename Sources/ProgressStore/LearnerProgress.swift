import LessonEngine

/// What a learner has done, folded from the events: which lessons are finished, where the open one stands, and what
/// was typed to get there.
public struct LearnerProgress: Hashable, Sendable {
  public struct LessonProgress: Hashable, Sendable {
    /// Ids of steps passed or skipped in the latest attempt, in order.
    public fileprivate(set) var passed: [String] = []
    /// Lines typed in each step of the latest attempt, secrets masked; an empty list is a step done for the learner.
    public fileprivate(set) var lines: [String: [TypedLine]] = [:]
    public fileprivate(set) var isOpen = false
    /// Finished at least once, whatever came after.
    public fileprivate(set) var isFinished = false
    public fileprivate(set) var typed = 0
    public fileprivate(set) var mistakes = 0
  }

  public private(set) var lessons: [String: LessonProgress] = [:]
  /// The lesson that was open last, if it was not finished.
  public private(set) var current: String?

  public init(_ events: [LearningEvent] = []) {
    for event in events { apply(event) }
  }

  public mutating func apply(_ event: LearningEvent) {
    var lesson = lessons[event.lesson] ?? LessonProgress()
    switch event.event {
    case .lessonStarted:
      lesson = LessonProgress(isOpen: true, isFinished: lesson.isFinished)
      current = event.lesson
    case .lineJudged:
      lesson.typed += 1
      if event.verdict == .mistake { lesson.mistakes += 1 }
      if let step = event.step, let line = event.line {
        lesson.lines[step, default: []].append(TypedLine(line, wasWrong: event.verdict == .mistake))
      }
    case .stepPassed:
      if let step = event.step { lesson.pass(step) }
    case .stepSkipped:
      if let step = event.step {
        lesson.pass(step)
        lesson.lines[step] = []
      }
    case .stepRedone:
      if let step = event.step { lesson.goBack(to: step) }
    case .lessonFinished:
      lesson.isFinished = true
      lesson.isOpen = false
      if current == event.lesson { current = nil }
    case .connected, .hintGiven, .answerShown: break
    }
    lessons[event.lesson] = lesson
  }
}

extension LearnerProgress.LessonProgress {
  fileprivate init(isOpen: Bool, isFinished: Bool) {
    self.isOpen = isOpen
    self.isFinished = isFinished
  }

  fileprivate mutating func pass(_ step: String) {
    if !passed.contains(step) { passed.append(step) }
    if lines[step] == nil { lines[step] = [] }
  }

  /// What was typed in the step and after it belongs to a world that is gone.
  fileprivate mutating func goBack(to step: String) {
    if let index = passed.firstIndex(of: step) {
      for later in passed[index...] { lines[later] = nil }
      passed.removeSubrange(index...)
    }
    lines = lines.filter { passed.contains($0.key) }
  }
}
