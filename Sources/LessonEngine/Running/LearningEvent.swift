/// The one vocabulary of what happens in a lesson. `--json` prints these, the log on disk is these, progress is
/// folded from them, reports and the classroom read them. A drill is a lesson `review/VERB.DIAGNOSIS` in the same
/// events. No secret is ever in one (`LessonSecrets` says what stands for it).
///
/// `v` stays 1 while what is added is optional: events of an older mailtutor are read, and an older mailtutor reads
/// these.
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
  /// Id of the lesson's pack, set by whoever records the event. nil where an older mailtutor wrote it: the built-in
  /// pack.
  public var pack: String?
  public let lesson: String
  /// What the learner's own world was made from, in a lesson that gives each learner another; set by whoever records.
  public var seed: String?
  /// Id in the class's roster; set by whoever records.
  public var learner: String?
  public let step: String?
  /// The typed line, secrets masked (`LessonSecrets`).
  public let line: String?
  public let verdict: Verdict?
  /// A diagnosis id, `verb.typo`.
  public let diagnosis: String?
  /// Seconds since 1970; set by whoever records the event.
  public var time: Double?
  /// SHA-256 of the line before this one in the log, 64 lower-case hexadecimal digits (`EventChain`). nil in the
  /// log's first line, in those of an older mailtutor, and in an event that is in no log.
  public var previous: String?

  /// Whose progress this is.
  public var key: LessonKey { LessonKey(pack: pack ?? LessonKey.builtInPack, lesson: lesson) }

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

  /// The same with what only whoever records it knows.
  ///
  /// - Parameter time: seconds since 1970.
  public func recorded(pack: String, time: Double) -> LearningEvent {
    var event = self
    event.pack = pack
    event.time = time
    return event
  }
}
