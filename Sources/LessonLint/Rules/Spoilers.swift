import LessonEngine
import MailProtocol

/// A task says what is wanted, and the first hint helps to think: neither holds the line that solves the step. The last hint
/// does, whole, so that it can be typed as it stands.
enum Spoilers: LessonRule {
  static func check(_ context: LessonContext) -> [Finding] {
    context.shownProse.sorted { $0.key.tag < $1.key.tag }.flatMap { language, prose in
      context.lesson.steps.flatMap { step -> [Finding] in
        guard let text = prose.steps[step.id] else { return [] }
        return early(step, text, language, context) + missing(step, text, language, context)
      }
    }
  }

  private static func early(
    _ step: Step, _ text: Prose.StepProse, _ language: Language, _ context: LessonContext
  ) -> [Finding] {
    let lines = typed(step)
    guard !lines.isEmpty else { return [] }
    // A single hint is the last one.
    let places = [("task", text.task)] + (text.hints.count > 1 ? [("first hint", text.hints[0])] : [])
    return places.filter { _, section in lines.allSatisfy { line in holds(section, line) } }.map { name, section in
      context.finding(
        language, line: section.line,
        "the \(name) of step `\(step.id)` holds the solution, `\(lines.joined(separator: "`, `"))`: leave it to the last hint",
        "prose.spoiler", severity: .warning)
    }
  }

  private static func missing(
    _ step: Step, _ text: Prose.StepProse, _ language: Language, _ context: LessonContext
  ) -> [Finding] {
    guard let last = text.hints.last else { return [] }
    return typed(step).filter { line in isFixed(line, in: step) && !holds(last, line) }.map { line in
      context.finding(
        language, line: last.line,
        "the last hint of step `\(step.id)` does not hold `\(line)`, which solves it: add it",
        "prose.last-hint", severity: .warning)
    }
  }

  /// Lines of the solution that a text could give away. Letters of options and numbers to be counted stand in texts for
  /// other reasons.
  private static func typed(_ step: Step) -> [String] {
    switch step.task {
    case .connect, .command, .goal: return step.solution.filter { !$0.isEmpty }
    case .question(let question):
      guard question.kind == .text, case .literal = question.answer else { return [] }
      return step.solution
    case .text: return []
    }
  }

  /// Whoever writes a letter chooses its words; commands, programs and the dot are what they are.
  private static func isFixed(_ line: String, in step: Step) -> Bool {
    guard case .goal = step.task else { return true }
    let isCommand = POP3Command.parse(line).command != nil || SMTPCommand.parse(line).command != nil
    return isCommand || line == "." || ClientCommandLine.isProgram(line.prefix { $0 != " " })
  }

  private static func holds(_ section: Prose.Section, _ line: String) -> Bool {
    section.codeSpans.contains { $0 == line || CommandPattern(line).isCommand && CommandPattern(line).matches($0) }
  }
}
