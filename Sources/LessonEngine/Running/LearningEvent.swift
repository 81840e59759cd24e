/// The one vocabulary of what happens in a lesson. `--json` prints these, the log on disk is these, progress is
/// folded from them, reports and the classroom read them. No secret is ever in one.
public struct LearningEvent: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, Hashable, Sendable {
    case lessonStarted = "lesson.started"
    case connected
    case lineJudged = "line.judged"
    case hintGiven = "hint.given"
    case answerShown = "answer.shown"
    case stepPassed = "step.passed"
    case stepSkipped = "step.skipped"
    case stepRedone = "step.redone"
    case lessonFinished = "lesson.finished"
  }

  public enum Verdict: String, Codable, Hashable, Sendable {
    /// It was what the step asked for.
    case right
    /// A diagnosis says why not.
    case mistake
    /// Legal and harmless, not what the step asked for.
    case extra
    /// Not judged: on the way to a goal, a line of a letter.
    case sent
  }

  /// Version of this vocabulary.
  public var v = 1
  public let event: Kind
  public let lesson: String
  public let step: String?
  /// The typed line, secrets masked.
  public let line: String?
  public let verdict: Verdict?
  /// A diagnosis id, `verb.typo`.
  public let diagnosis: String?
  /// Seconds since 1970; set by whoever records the event.
  public var time: Double?

  public init(
    _ event: Kind, lesson: String, step: String? = nil, line: String? = nil, verdict: Verdict? = nil,
    diagnosis: String? = nil
  ) {
    self.event = event
    self.lesson = lesson
    self.step = step
    self.line = line
    self.verdict = verdict
    self.diagnosis = diagnosis
  }
}
