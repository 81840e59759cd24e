import LessonEngine

/// Nobody is trapped and nobody is left alone: each step that asks for something has at least two graded hints and
/// says what was learnt; a question shows a text for each of its options.
enum HintsAndPraise: LessonRule {
  static func check(_ context: LessonContext) -> [Finding] {
    context.prose.sorted { $0.key.tag < $1.key.tag }.flatMap { language, prose in
      context.lesson.steps.flatMap { step -> [Finding] in
        guard let text = prose.steps[step.id], step.task != .text else { return [] }
        var findings: [Finding] = []
        if text.hints.count < 2 {
          findings.append(
            context.finding(
              language, line: text.line,
              "step `\(step.id)` has \(text.hints.count) hints: write at least two, the last one nearly the answer",
              "prose.hints"))
        }
        if text.done == nil {
          findings.append(
            context.finding(
              language, line: text.line, "step `\(step.id)` has no `### done`: say what has been learnt", "prose.done"))
        }
        if let otherwise = text.otherwise, step.assumes == nil {
          findings.append(
            context.finding(
              language, line: otherwise.line,
              "step `\(step.id)` has a `### done otherwise` that is never shown: say in lesson.yaml what `### done` speaks of, with `assumes:`",
              "prose.done-otherwise"))
        }
        if case .question(let question) = step.task {
          findings += question.options.filter { text.options[$0] == nil }.map {
            context.finding(language, line: text.line, "step `\(step.id)` has no `### option \($0)`", "prose.option")
          }
        }
        return findings
      }
    }
  }
}
