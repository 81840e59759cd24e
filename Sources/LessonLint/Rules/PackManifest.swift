import LessonEngine

/// `pack.yaml` as a whole: lessons and courses are listed once, titles exist in every language, and no lesson needs
/// one that is not there.
enum PackManifest {
  static func check(_ pack: Pack) -> [Finding] {
    var findings: [Finding] = []
    func complain(_ message: String, _ rule: String) {
      findings.append(Finding("pack.yaml", message, rule: rule))
    }
    for (id, count) in counts(pack.courses.map(\.id)) where count > 1 {
      complain("the course `\(id)` is listed twice: keep one", "id.duplicate")
    }
    for (id, count) in counts(pack.lessonIDs) where count > 1 {
      complain("the lesson `\(id)` is listed twice: keep one", "id.duplicate")
    }
    for language in pack.languages {
      let titles = [("the pack", pack.title)] + pack.courses.map { ("the course `\($0.id)`", $0.title) }
      for (name, title) in titles where (title[language.tag] ?? "").isEmpty {
        complain("\(name) has no title in \(language.tag): add it under `title:`", "language.missing")
      }
    }
    for id in pack.lessonIDs {
      guard let lesson = try? pack.lesson(id) else { continue }
      for need in lesson.needs where !pack.lessonIDs.contains(need) {
        findings.append(
          Finding(lesson.file, "it needs the lesson `\(need)`, which is not in this pack", rule: "lesson.needs"))
      }
    }
    return findings
  }

  private static func counts(_ ids: [String]) -> [String: Int] {
    ids.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
