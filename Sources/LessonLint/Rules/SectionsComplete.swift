import LessonEngine

/// Every language tells the whole lesson: the same steps in the same order, each with the same sections. A learner of
/// one language must never meet a gap.
enum SectionsComplete: LessonRule {
  static func check(_ context: LessonContext) -> [Finding] {
    context.prose.sorted { $0.key.tag < $1.key.tag }
      .flatMap { language, prose in steps(context, language, prose) + sections(context, language, prose) }
  }

  private static func steps(_ context: LessonContext, _ language: Language, _ prose: Prose) -> [Finding] {
    let wanted = context.lesson.steps.map(\.id)
    let missing = wanted.filter { prose.steps[$0] == nil }.map {
      context.finding(
        language, line: 1, "the step `\($0)` has no text in \(language.tag): add `## \($0)`", "language.missing")
    }
    let extra = prose.order.filter { !wanted.contains($0) }.map {
      context.finding(
        language, line: prose.steps[$0]?.line ?? 1, "`## \($0)` is no step of lesson.yaml: rename or delete it",
        "prose.unknown-step")
    }
    if missing.isEmpty, extra.isEmpty, prose.order != wanted {
      return [context.finding(language, line: 1, "the steps stand in another order than in lesson.yaml", "prose.order")]
    }
    return missing + extra
  }

  /// Against the first language of the pack, which the others translate.
  private static func sections(_ context: LessonContext, _ language: Language, _ prose: Prose) -> [Finding] {
    guard let first = context.pack.languages.first, first != language, let model = context.prose[first] else {
      return []
    }
    return context.lesson.steps.flatMap { step -> [Finding] in
      guard let mine = prose.steps[step.id], let other = model.steps[step.id] else { return [] }
      let missing = other.headings.filter { !mine.headings.contains($0) }.map {
        context.finding(
          language, line: mine.line,
          "step `\(step.id)` lacks the section `\($0)` that \(first.tag) has: translate it",
          "language.missing")
      }
      let extra = mine.headings.filter { !other.headings.contains($0) }.map {
        context.finding(
          language, line: mine.section($0)?.line ?? mine.line,
          "step `\(step.id)` has a section `\($0)` that \(first.tag) has not: add it there or delete it here",
          "language.extra")
      }
      return missing + extra
    }
  }
}
