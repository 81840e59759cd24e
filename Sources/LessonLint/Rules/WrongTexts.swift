import LessonEngine
import MailProtocol

/// A text of a lesson's own is shown for the line that names it, and for no other: `say: NAME` under `wrong:` and
/// `### wrong NAME` in the prose belong together. One without the other would never be seen.
enum WrongTexts: LessonRule {
  static func check(_ context: LessonContext) -> [Finding] {
    guard let first = context.pack.languages.first, let prose = context.prose[first] else { return [] }
    return context.lesson.steps.enumerated().flatMap { index, step -> [Finding] in
      let texts = prose.steps[step.id]?.wrong ?? [:]
      return unwritten(step, index, texts, context) + texts.flatMap { unsaid($0.key, $0.value, step, first, context) }
    }
  }

  private static func unwritten(
    _ step: Step, _ index: Int, _ texts: [String: Prose.Section], _ context: LessonContext
  ) -> [Finding] {
    step.wrong.enumerated().compactMap { number, wrong in
      guard let name = wrong.say, texts[name] == nil else { return nil }
      return context.finding(
        [.key("steps"), .index(index), .key("wrong"), .index(number), .key("say")],
        "step `\(step.id)` has no text for `say: \(name)`: write `### wrong \(name)`", "wrong.no-text")
    }
  }

  private static func unsaid(
    _ name: String, _ text: Prose.Section, _ step: Step, _ language: Language, _ context: LessonContext
  ) -> [Finding] {
    func finding(_ message: String, _ rule: String, _ severity: Finding.Severity = .error) -> [Finding] {
      [context.finding(language, line: text.line, message, rule, severity: severity)]
    }
    if let id = Diagnosis.ID(rawValue: name) {
      guard step.wrong.contains(where: { $0.diagnosis == id }) else {
        return finding(
          "step `\(step.id)` has a text for \(name), but lesson.yaml lists no such mistake: add a line under `wrong:`",
          "wrong.unlisted")
      }
      return finding(
        "`### wrong \(name)` is shown for the lines of that diagnosis which `wrong:` lists: give each line its own text, with `say: NAME` and `### wrong NAME`",
        "wrong.by-diagnosis", .warning)
    }
    if step.wrong.contains(where: { $0.say == name }) { return [] }
    if WrongOptionTexts.options(of: step).contains(where: { Step.textName(ofOption: $0) == name }) { return [] }
    return finding(
      "step `\(step.id)` has a text `### wrong \(name)` that nothing leads to: add `say: \(name)` to its line under `wrong:`, or delete it",
      "wrong.unlisted")
  }
}
