import LessonEngine

/// A text for a mistake that no line of the step is proved to make would never be seen: `### wrong X` belongs to an
/// entry of `wrong:`.
enum WrongTextsListed: LessonRule {
  static func check(_ context: LessonContext) -> [Finding] {
    guard let first = context.pack.languages.first, let prose = context.prose[first] else { return [] }
    return context.lesson.steps.flatMap { step -> [Finding] in
      let listed = Set(step.wrong.map(\.diagnosis))
      let texts = prose.steps[step.id]?.wrong ?? [:]
      return texts.filter { !listed.contains($0.key) }.map {
        context.finding(
          first, line: $0.value.line,
          "step `\(step.id)` has a text for \($0.key.rawValue), but lesson.yaml lists no such mistake: add a line under `wrong:`",
          "wrong.unlisted")
      }
    }
  }
}
