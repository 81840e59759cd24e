import Foundation
import LessonEngine
import ProgressStore

/// Where a lesson's events go: into the learner's progress and its log, and to standard output as JSON.
final class EventRecorder {
  private let learner: LearnerTerminal
  private(set) var progress = LearnerProgress()
  private var queue: EventQueue
  private var hasWarned = false

  init(_ learner: LearnerTerminal) {
    self.learner = learner
    queue = EventQueue(learner.place.eventLog)
  }

  /// Everything that was recorded is in the log.
  var isSaved: Bool { queue.isEmpty }

  /// What the learner has done before. What is wrong with the log is told once the language is known.
  func read() -> [(MessageKey, MessageValues)] {
    var troubles: [(MessageKey, MessageValues)] = []
    progress = learner.place.readProgress { troubles.append(($0, $1)) }
    hasWarned = troubles.contains { $0.0 != .startDamaged }
    return troubles
  }

  /// - Parameter keeps: what was done on a real server cannot be played again, so that it is no place to come back to.
  func record(_ events: [LearningEvent], keeps: Bool) {
    let now = (Date().timeIntervalSince1970 * 1000).rounded() / 1000
    var events = events.map { $0.recorded(pack: learner.place.pack.id, time: now) }
    if keeps { events = keep(events) }
    guard learner.isJSON else { return }
    for event in events { Output.write(String(decoding: event.jsonLine, as: UTF8.self) + "\n") }
  }

  /// - Returns: the events as they stand in the log.
  private func keep(_ events: [LearningEvent]) -> [LearningEvent] {
    for event in events { progress.apply(event) }
    do {
      return try queue.append(events)
    } catch {
      if !hasWarned { learner.place.tellTrouble(error) { learner.say($0, $1, .bad) } }
      hasWarned = true
      return events
    }
  }
}
