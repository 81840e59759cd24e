import LessonEngine

/// A binding has a value in a line of a step and in a code span. Anywhere else it would be shown or taken as it stands:
/// in a sentence, in the letter of an option, in the scenario that gives the names.
enum BindingPlaces: LessonRule {
  static func check(_ context: LessonContext) -> [Finding] {
    inProse(context) + inOptions(context) + inScenario(context)
  }

  private static func inProse(_ context: LessonContext) -> [Finding] {
    context.prose.sorted { $0.key.tag < $1.key.tag }.flatMap { language, prose in
      prose.strayBindings.map { place in
        Finding(
          context.proseFile(language), line: place.line, column: place.column,
          "\(place.text) stands in a sentence, where it is shown as it is: put backticks around it",
          rule: "binding.place")
      }
    }
  }

  private static func inOptions(_ context: LessonContext) -> [Finding] {
    context.lesson.steps.enumerated().flatMap { index, step -> [Finding] in
      guard case .question(let question) = step.task else { return [] }
      return question.options.enumerated().filter { LessonText.hasBinding($0.element) }.map { number, option in
        context.finding(
          [.key("steps"), .index(index), .key("ask"), .key("options"), .index(number)],
          "an option is a letter, and `\(option)` is a binding: its text in the prose may have one in a code span",
          "binding.place")
      }
    }
  }

  private static func inScenario(_ context: LessonContext) -> [Finding] {
    ["server", "hosts"].compactMap(context.yaml.section).flatMap(\.texts)
      .filter { LessonText.hasBinding($0.text) }.map { text, line, column in
        Finding(
          context.lesson.file, line: line, column: column,
          "`\(text)` has a binding, and here the names get their values: write the value itself",
          rule: "binding.place")
      }
  }
}
