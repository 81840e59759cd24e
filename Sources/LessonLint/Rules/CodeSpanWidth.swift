import LessonEngine

/// Text wraps at 72 columns, and a code span never wraps: one that is longer would stick out of every screen.
enum CodeSpanWidth: LessonRule {
  static let columns = 72

  static func check(_ context: LessonContext) -> [Finding] {
    context.shownProse.sorted { $0.key.tag < $1.key.tag }.flatMap { language, prose in
      let steps = prose.order.compactMap { prose.steps[$0] }
      let sections = [prose.introduction] + steps.flatMap { step in step.headings.compactMap(step.section) }
      return sections.flatMap { section in
        // Protocol text is ASCII: a character is a column.
        section.codeSpans.filter { $0.count > columns }.map {
          context.finding(
            language, line: section.line, "`\($0)` is wider than \(columns) columns and cannot be wrapped: shorten it",
            "prose.width")
        }
      }
    }
  }
}
