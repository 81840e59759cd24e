import LessonEngine
import MailSimulator

/// What a rule may look at: one lesson of a pack, its prose in each language, and its world.
struct LessonContext {
  let pack: Pack
  /// With the scenario's values in the places of its names.
  let lesson: Lesson
  /// As it is written, bindings and all.
  let prose: [Language: Prose]
  /// As it is shown.
  let shownProse: [Language: Prose]
  let peer: SimulatedPeer
  let yaml: StrictYAML

  func proseFile(_ language: Language) -> String { "\(lesson.id)/\(language.tag).md" }

  /// A finding at a place of `lesson.yaml`.
  func finding(
    _ path: [StrictYAML.YAMLStep], _ message: String, _ rule: String, severity: Finding.Severity = .error
  ) -> Finding {
    let place = yaml.place(of: path)
    return Finding(
      lesson.file, line: place.line, column: place.column, message, severity: severity, rule: rule)
  }

  /// A finding in a language's file.
  func finding(
    _ language: Language, line: Int, _ message: String, _ rule: String, severity: Finding.Severity = .error
  ) -> Finding {
    Finding(proseFile(language), line: line, message, severity: severity, rule: rule)
  }

  /// Before its first line. No language is in it: what is judged does not depend on one.
  func session() -> LessonSession<SimulatedPeer> {
    LessonSession(
      LessonDialogue(
        lesson, hintCounts: lesson.steps.map { _ in 0 },
        languages: Languages(pack.languages, typedWords: pack.typedWords)), peer: peer)
  }
}

/// One check. Each has a file of its own, and says what it is about and how to mend it.
protocol LessonRule {
  static func check(_ context: LessonContext) -> [Finding]
}
