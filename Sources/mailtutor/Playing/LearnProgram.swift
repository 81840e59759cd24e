import ArgumentParser
import LessonEngine
import MailProtocol
import TerminalUI

/// From the command line to a lesson: language, the place to go on from, then lesson after lesson.
struct LearnProgram {
  private let place: Installation
  private let learner: LearnerTerminal
  private let events: EventRecorder
  private let play: LessonPlay
  private let wanted: String?
  private let startsOver: Bool
  /// The language was named on the command line.
  private let isLanguageGiven: Bool

  /// - Parameter server: a real one in the simulator's place; made with the place that the lessons are read from.
  init(
    options: LearnerOptions, lesson: String?, startsOver: Bool, script: String? = nil, json: Bool = false,
    log: String? = nil, server: (Installation) throws -> LessonPlay.Server? = { _ in nil }
  ) throws {
    place = try Installation(options)
    let server = try server(place)
    learner = try LearnerTerminal(place, plain: options.plain, script: script, isJSON: json)
    events = EventRecorder(learner)
    play = LessonPlay(learner, events, log: try log.map(SessionLog.init), server: server)
    self.startsOver = startsOver
    isLanguageGiven = options.lang != nil
    wanted = try lesson.map { [place] name in
      guard let id = place.pack.resolve(name) else {
        let values = MessageValues(["lesson": name], lists: ["lessons": place.pack.lessonIDs])
        throw place.usage(.errorUnknownLesson, values)
      }
      return id
    }
  }

  func run() throws {
    let troubles = events.read()
    if place.isLanguageGuessed, learner.source.isInteractive { try learner.chooseLanguage() }
    if isLanguageGiven { place.save(learner.language) }
    for (key, values) in troubles { learner.say(key, values, .bad) }
    guard var id = wanted ?? openLesson ?? nextLesson(after: nil) else { return sayAllDone() }
    var resumes = !startsOver
    if resumes, openLesson == nil, !events.progress.lessons.isEmpty, wanted == nil {
      learner.say(.startNext, ["title": title(id)], .note)
    }
    while try finishes(id, resumes: resumes) {
      if play.isReal { return }
      summarise(id)
      guard let next = nextLesson(after: id) else { return sayAllDone() }
      guard learner.source.isInteractive, let lesson = try? place.pack.lesson(next),
        learner.offer(title(next), minutes: lesson.minutes)
      else { return }
      id = next
      resumes = events.progress.lessons[place.pack.key(id)]?.isOpen ?? false
    }
  }

  /// - Throws: the end of the program, where the lesson was left.
  private func finishes(_ id: String, resumes: Bool) throws -> Bool {
    switch try play.run(id, resumes: resumes) {
    case .finished: return true
    case .dialogue(.unreachable), .dialogue(.lost): throw ExitCode.unavailable
    case .terminated: throw ExitCode(143)
    case .interrupted:
      learner.say(events.isSaved ? .endSaved : .endNotSaved, [:], .dim)
      throw ExitCode.interrupted
    case .dialogue(.done):
      if !play.isReal {
        learner.say(learner.source.isInteractive && events.isSaved ? .endSaved : .endNotSaved, [:], .dim)
      }
      throw learner.source.isInteractive ? ExitCode.success : ExitCode.failure
    }
  }

  // MARK: Before and between lessons

  /// The lesson that was left open, if this pack has it.
  private var openLesson: String? {
    events.progress.current(in: place.pack.id).flatMap { place.pack.lessonIDs.contains($0) ? $0 : nil }
  }

  /// The first unfinished lesson after this one, else the first unfinished one.
  private func nextLesson(after id: String?) -> String? {
    let ids = place.pack.lessonIDs
    let later = id.flatMap { ids.firstIndex(of: $0) }.map { Array(ids[($0 + 1)...] + ids[..<$0]) } ?? ids
    return later.first { !(events.progress.lessons[place.pack.key($0)]?.isFinished ?? false) }
  }

  private func sayAllDone() {
    learner.say(.finishedAll, [:], .good)
    learner.say(.listFooter, ["lesson": place.pack.lessonIDs.first ?? ""], .dim)
  }

  private func summarise(_ id: String) {
    guard let lesson = events.progress.lessons[place.pack.key(id)], lesson.typed > 0 else { return }
    learner.say(
      .finishedMistakes, ["lines": String(lesson.typed), "mistakes": String(lesson.mistakes)], .note)
  }

  private func title(_ id: String) -> String {
    (try? place.pack.prose(id, place.proseLanguage(learner.language)).title) ?? id
  }
}
