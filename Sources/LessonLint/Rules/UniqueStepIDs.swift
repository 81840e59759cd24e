import LessonEngine

/// Step ids are names for ever: progress, prose and reports hang on them, so one lesson has each only once.
enum UniqueStepIDs: LessonRule {
  static func check(_ context: LessonContext) -> [Finding] {
    var seen: Set<String> = []
    return context.lesson.steps.enumerated().compactMap { index, step in
      seen.insert(step.id).inserted
        ? nil
        : context.finding(
          [.key("steps"), .index(index), .key("id")], "the step id `\(step.id)` stands twice: rename one",
          "id.duplicate")
    }
  }
}
