import LessonEngine

/// What a learner has done, folded from the events: which lessons are finished, where the open one stands, and what
/// was typed to get there. Each pack has its own.
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

  public private(set) var lessons: [LessonKey: LessonProgress] = [:]
  /// What `review` has asked; a drill is no lesson of a list, and is never gone on with.
  public private(set) var drills: [LessonKey: LessonProgress] = [:]
  private var open: [String: String] = [:]

  public init(_ events: [LearningEvent] = []) {
    for event in events { apply(event) }
  }

  /// The lesson of this pack that was open last, if it was not finished.
  public func current(in pack: String) -> String? { open[pack] }

  public mutating func apply(_ event: LearningEvent) {
    let key = event.key
    if key.isDrill {
      drills[key, default: LessonProgress()].apply(event)
      return
    }
    lessons[key, default: LessonProgress()].apply(event)
    switch event.event {
    case .lessonStarted: open[key.pack] = key.lesson
    case .lessonFinished: if open[key.pack] == key.lesson { open[key.pack] = nil }
    case .connected, .lineJudged, .hintGiven, .answerShown, .stepPassed, .stepSkipped, .stepRedone: break
    }
  }
}

extension LearnerProgress.LessonProgress {
  fileprivate init(isOpen: Bool, isFinished: Bool) {
    self.isOpen = isOpen
    self.isFinished = isFinished
  }

  fileprivate mutating func apply(_ event: LearningEvent) {
    switch event.event {
    case .lessonStarted: self = Self(isOpen: true, isFinished: isFinished)
    case .lineJudged:
      typed += 1
      if event.verdict == .mistake { mistakes += 1 }
      if let step = event.step, let line = event.line {
        lines[step, default: []].append(TypedLine(line, wasWrong: event.verdict == .mistake))
      }
    case .stepPassed:
      if let step = event.step { pass(step) }
    case .stepSkipped:
      if let step = event.step {
        pass(step)
        lines[step] = []
      }
    case .stepRedone:
      if let step = event.step { goBack(to: step) }
    case .lessonFinished:
      isFinished = true
      isOpen = false
    case .connected, .hintGiven, .answerShown: break
    }
  }

  private mutating func pass(_ step: String) {
    if !passed.contains(step) { passed.append(step) }
    if lines[step] == nil { lines[step] = [] }
  }

  /// What was typed in the step and after it belongs to a world that is gone.
  private mutating func goBack(to step: String) {
    if let index = passed.firstIndex(of: step) {
      for later in passed[index...] { lines[later] = nil }
      passed.removeSubrange(index...)
    }
    lines = lines.filter { passed.contains($0.key) }
  }
}
