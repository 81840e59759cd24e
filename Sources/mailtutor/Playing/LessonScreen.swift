import Foundation
import LessonEngine
import MailProtocol
import TerminalUI

/// A lesson on the screen, in the log and in the learner's progress.
final class LessonScreen: DialogueScreen {
  private let learner: LearnerTerminal
  private let lesson: Lesson
  private let log: SessionLog?
  /// The lesson's words in a language, with the names that hold where it takes place.
  private let prose: (Language) throws -> Prose
  private let record: ([LearningEvent]) -> Void
  private var narrator: Narrator

  init(
    _ learner: LearnerTerminal, _ lesson: Lesson, isReal: Bool, log: SessionLog?,
    prose: @escaping (Language) throws -> Prose, record: @escaping ([LearningEvent]) -> Void
  ) throws {
    self.learner = learner
    self.lesson = lesson
    self.log = log
    self.prose = prose
    self.record = record
    narrator = learner.narrator(lesson, try prose(learner.language), isReal: isReal)
  }

  func take(_ outputs: [DialogueOutput], _ dialogue: any Dialogue) throws {
    // On the disk before it is on the screen.
    record(outputs.compactMap { if case .record(let event) = $0 { event } else { nil } })
    for output in outputs {
      switch output {
      case .record, .quit: break
      case .save(let letter):
        let told = LetterFile.write(letter)
        try take([.show(.notice(told.key, told.values))], dialogue)
      case .sent(let masked): log?.writeSent(masked)
      case .show(let feedback):
        log?.write(feedback)
        if !learner.isJSON { learner.write(narrator.tell(feedback)) }
      case .language(let chosen):
        let words = try prose(chosen)
        learner.choose(chosen)
        narrator.words = .init(catalog: learner.place.catalog(chosen), prose: words)
        notice(.langNow)
      }
    }
  }

  func notice(_ key: MessageKey) {
    if !learner.isJSON { learner.write([narrator.notice(key, [:], .dim)]) }
  }

  func echo(_ line: String) {
    if !learner.source.isInteractive, !learner.isJSON { Output.write(line) }
  }

  /// The second one in a row leaves.
  func interrupted(_ times: Int) -> Bool {
    if times > 1 { return true }
    notice(.endInterrupted)
    return false
  }

  func inputEnded(_ dialogue: any Dialogue) {
    if learner.source.isInteractive { return Output.write("\n") }
    let step = (dialogue as? LessonDialogue)?.position ?? 0
    learner.say(.endInputEnded, ["step": String(step + 1), "steps": String(lesson.steps.count)], .note)
  }
}
