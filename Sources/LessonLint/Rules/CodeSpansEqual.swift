import LessonEngine

/// Code spans hold protocol text, and a protocol has no translations: each section has the same spans in every
/// language. (Their order may differ, as the order of words does.)
enum CodeSpansEqual: LessonRule {
  static func check(_ context: LessonContext) -> [Finding] {
    guard let first = context.pack.languages.first, let model = context.prose[first] else { return [] }
    return context.prose.sorted { $0.key.tag < $1.key.tag }.filter { $0.key != first }
      .flatMap { language, prose -> [Finding] in
        compare(context, language, prose.introduction, model.introduction, "the introduction")
          + context.lesson.steps.flatMap { step -> [Finding] in
            guard let mine = prose.steps[step.id], let other = model.steps[step.id] else { return [] }
            return other.headings.flatMap { heading -> [Finding] in
              guard let here = mine.section(heading), let there = other.section(heading) else { return [] }
              return compare(context, language, here, there, "`\(heading)` of step `\(step.id)`")
            }
          }
      }
  }

  private static func compare(
    _ context: LessonContext, _ language: Language, _ here: Prose.Section, _ there: Prose.Section, _ name: String
  ) -> [Finding] {
    let mine = here.codeSpans.sorted()
    let other = there.codeSpans.sorted()
    guard mine != other else { return [] }
    let missing = other.removing(mine).map { "`\($0)`" }.joined(separator: ", ")
    let extra = mine.removing(other).map { "`\($0)`" }.joined(separator: ", ")
    let parts = [missing.isEmpty ? nil : "\(missing) missing", extra.isEmpty ? nil : "\(extra) too much"]
    return [
      context.finding(
        language, line: here.line,
        "the code spans in \(name) differ from the first language: \(parts.compactMap { $0 }.joined(separator: "; "))",
        "prose.code-spans")
    ]
  }
}

extension [String] {
  fileprivate func removing(_ others: [String]) -> [String] {
    others.reduce(into: self) { rest, other in
      if let index = rest.firstIndex(of: other) { rest.remove(at: index) }
    }
  }
}
