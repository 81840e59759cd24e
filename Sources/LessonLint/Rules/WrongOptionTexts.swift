import LessonEngine
import MailProtocol

/// Who takes a wrong option had a reason, another one for each: every wrong option has a text of its own.
enum WrongOptionTexts: LessonRule {
  static func check(_ context: LessonContext) -> [Finding] {
    context.prose.sorted { $0.key.tag < $1.key.tag }.flatMap { language, prose in
      context.lesson.steps.flatMap { step -> [Finding] in
        guard let text = prose.steps[step.id] else { return [] }
        return options(of: step).filter { !hasText($0, step, text) }.map { option in
          context.finding(
            language, line: text.line,
            "step `\(step.id)` has no text of its own for the wrong option `\(option)`: write `### wrong option \(option)`",
            "wrong.option", severity: .warning)
        }
      }
    }
  }

  private static func hasText(_ option: String, _ step: Step, _ text: Prose.StepProse) -> Bool {
    let names = step.ownTexts(for: option, .lessonWrongAnswer)
    return names.contains { text.wrong[$0] != nil && Diagnosis.ID(rawValue: $0) == nil }
  }

  /// The wrong ones.
  static func options(of step: Step) -> [String] {
    guard case .question(let question) = step.task, question.kind == .choice,
      case .literal(let answers) = question.answer
    else { return [] }
    return question.options.filter { !answers.contains($0) }
  }
}
