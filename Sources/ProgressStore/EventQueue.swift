import LessonEngine

/// Events on their way to the log. What cannot be written waits and is tried again with the next ones, since a learner
/// may make room meanwhile.
public struct EventQueue: Sendable {
  private let log: EventLog
  private var waiting: [LearningEvent] = []

  public init(_ log: EventLog) { self.log = log }

  /// All events are on the disk.
  public var isEmpty: Bool { waiting.isEmpty }

  /// - Returns: these events as they stand in the log.
  public mutating func append(_ events: [LearningEvent]) throws(StorageError) -> [LearningEvent] {
    guard !events.isEmpty else { return [] }
    waiting += events
    let written = try log.append(waiting)
    waiting = []
    return written.suffix(events.count)
  }
}
